"""The append-only record of acts: one hash chain for each case, agency, catalogue."""
