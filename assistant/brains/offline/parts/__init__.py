"""Several wishes in one message: where one ends, what each asks, and all of them as one."""
