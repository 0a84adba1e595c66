"""Arithmetic and logic without Django: the law, the route, the calendar, the staffing."""
