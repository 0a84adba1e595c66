"""The authority room as Django knows it."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """授权登记."""

    name = "yichuang.domain.authority"
    label = "authority"
    verbose_name = "授权登记"
