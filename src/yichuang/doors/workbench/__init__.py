"""The window: pages for everybody who works at a counter or behind it."""
