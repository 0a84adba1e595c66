"""The commands as a Django app, so that Django finds them."""

from django.apps import AppConfig
from django.core import checks


class CommandsConfig(AppConfig):
    """The commands behind `yichuang`."""

    name = "yichuang.doors.commands"
    label = "commands"
    verbose_name = "命令"

    def ready(self) -> None:
        """Let Django's own commands ask what the database is for, too."""
        from yichuang.doors.commands.purpose import (  # noqa: PLC0415 -- models are loaded by now
            production_has_its_own_database,
        )

        checks.register(production_has_its_own_database, checks.Tags.database)
