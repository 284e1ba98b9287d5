"""Orders that change records: one, many, tasks, appointments."""
