"""The kernel room as Django knows it."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """基础."""

    name = "yichuang.domain.kernel"
    label = "kernel"
    verbose_name = "基础"
