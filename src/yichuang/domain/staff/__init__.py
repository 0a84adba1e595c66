"""Agencies, departments, windows, posts, people and their assignments."""
