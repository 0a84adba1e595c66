"""The staff room as Django knows it."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """机构与人员."""

    name = "yichuang.domain.staff"
    label = "staff"
    verbose_name = "机构与人员"
