"""The trail room as Django knows it; its triggers are put up after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    """留痕."""

    name = "yichuang.domain.trail"
    label = "trail"
    verbose_name = "留痕"

    def ready(self) -> None:
        """Ask Django to tell us when a migration has run."""
        post_migrate.connect(_put_up_guards, sender=self)


def _put_up_guards(**_: Any) -> None:
    from django.db import connection  # noqa: PLC0415 -- models aren't loaded before ready()

    from yichuang.domain.trail import guards  # noqa: PLC0415

    if "trail_act" in connection.introspection.table_names():
        guards.put_up()
