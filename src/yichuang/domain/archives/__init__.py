"""One case, one file: what it must hold before the case can be filed."""
