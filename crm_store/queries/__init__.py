"""Every SELECT of the store, one kind of question a file."""
