"""Audit lines as pages leave them, and as pages tell them."""
