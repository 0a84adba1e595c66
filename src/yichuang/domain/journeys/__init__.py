"""A case's whole life told as verbs across the rooms below. Read this room first."""
