"""The journal: what was intended before each call, and what became of it after; ledger, tickets and locks."""
