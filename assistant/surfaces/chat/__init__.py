"""The chat's entry and the files it ships; alone here, because Chainlit puts this folder first on the path while it loads."""
