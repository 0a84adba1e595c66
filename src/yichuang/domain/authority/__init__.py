"""The register of authorisations: what each post may do, from when, until when."""
