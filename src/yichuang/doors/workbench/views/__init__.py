"""One file for each place at the desk; a view parses, calls one journey or reads, and renders."""
