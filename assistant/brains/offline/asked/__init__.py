"""Questions about records, notes, work and colleagues, and those nothing here can answer."""
