"""What is reported: meetings, calls and mails with everything told in the same breath, and news that changes a record."""
