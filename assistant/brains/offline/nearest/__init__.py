"""Messages no rule knows, taken as the saying nearest in meaning, and what stands against it."""
