"""How a real agency opens: a plan is read, checked as a whole, and carried out act by act."""
