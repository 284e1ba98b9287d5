"""Brains: language models behind one interface, with and without a network."""
