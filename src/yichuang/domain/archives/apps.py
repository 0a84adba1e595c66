"""The archives room as Django knows it."""

from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """档案."""

    name = "yichuang.domain.archives"
    label = "archives"
    verbose_name = "档案"
