"""Messages that lean on the talk before: follow-ups, pointing, picking, small talk."""
