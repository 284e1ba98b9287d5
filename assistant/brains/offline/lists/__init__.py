"""Lists, counts and totals: record type, conditions, order, and what they are narrowed by."""
