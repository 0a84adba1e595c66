"""Lists as pages show them, a file for each kind."""
