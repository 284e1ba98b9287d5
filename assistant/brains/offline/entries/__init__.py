"""New records: customers, people, deals, leads, tickets, given like a form or told freely."""
