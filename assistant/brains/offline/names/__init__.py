"""Names in a message: the records they stand for, names nothing answers to, and words of others that name nothing here."""
