"""Readings held against the words they were made from: mended, weighed or given up."""
