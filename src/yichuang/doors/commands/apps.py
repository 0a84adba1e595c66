"""The commands as a Django app, so that Django finds them."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """The commands behind `yichuang`."""

    name = "yichuang.doors.commands"
    label = "commands"
    verbose_name = "命令"
