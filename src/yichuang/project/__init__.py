"""How the house is put up: settings and urls."""
