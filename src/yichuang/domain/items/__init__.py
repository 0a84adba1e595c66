"""One file for each business item: its form, its checks, its claims, its effect."""
