"""Recognisers: words in English, Chinese or both become typed values, with no I/O and no clock of their own."""
