"""The register of employers, persons and enrolments; every row points to its act."""
