"""Evaluation: conversations with expected results, run on fresh copies of a world and judged by the rows the store ends with."""
