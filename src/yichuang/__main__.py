"""The one command `yichuang`: Django's management commands and our own behind one name."""

import json
import os
import sys

from django.conf import settings
from django.core.management import BaseCommand, ManagementUtility, get_commands

UNKNOWN = 2


class Yichuang(ManagementUtility):
    """Django's commands, with an answer of our own to a command that doesn't exist."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Give the command of this name, or refuse in the form programs can read."""
        if subcommand in get_commands():
            return super().fetch_command(subcommand)
        # Broken settings hide our commands; reading one setting names the true fault.
        _ = settings.INSTALLED_APPS
        message = f"no command {subcommand!r}; `yichuang help` lists them"
        error = {"code": "unknown-command", "message": message, "field": "command"}
        sys.stdout.write(json.dumps({"error": error}, ensure_ascii=False) + "\n")
        sys.stderr.write(f"yichuang: {message}\n")
        sys.exit(UNKNOWN)


def main() -> None:
    """Run the command that the arguments name."""
    if sys.argv[1:2] == ["calc"]:
        from yichuang.doors.commands.calculation.program import (  # noqa: PLC0415 -- only here
            run,
        )

        # Arithmetic needs no settings: none can break it, and it answers without the wait.
        sys.exit(run(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    Yichuang(["yichuang", *sys.argv[1:]]).execute()


if __name__ == "__main__":
    main()
