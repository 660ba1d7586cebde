"""The way back: a round as a ledger or a notice, which come back as the same records."""
