"""The conversation: it understands people and knows no SQL."""
