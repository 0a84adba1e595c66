"""The insured room as Django knows it."""

from django.apps import AppConfig


class InsuredConfig(AppConfig):
    """参保登记册."""

    name = "yichuang.domain.insured"
    label = "insured"
    verbose_name = "参保登记册"
