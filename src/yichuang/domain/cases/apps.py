"""The cases room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """办件."""

    name = "yichuang.domain.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Let every check of the trail look at signatures too."""
        from yichuang.domain.cases.signatures import begin  # noqa: PLC0415 -- models come first
        from yichuang.domain.trail.verify import also  # noqa: PLC0415

        also(begin)
