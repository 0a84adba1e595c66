"""The cases room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """办件."""

    name = "yichuang.domain.cases"
    label = "cases"
    verbose_name = "办件"
