"""What a company sees to: trust, access, stand-ins, duplicates, retention, fields of its own."""
