"""The typed pieces of a message: amounts, values and choices, whose they are, and which pieces a reading left unused."""
