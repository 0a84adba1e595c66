"""The business: one room for each noun of the regulation."""
