"""The staff room as Django knows it."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """机构与人员."""

    name = "yichuang.domain.staff"
    label = "staff"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Let the triggers of this room be put up with those of the trail."""
        from yichuang.domain.staff import exclusion  # noqa: PLC0415 -- models aren't loaded before
        from yichuang.domain.trail import guards  # noqa: PLC0415

        guards.also(exclusion.TRIGGERS)
