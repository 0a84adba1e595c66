"""`yichuang calc`: the benefit rules on one case, on paper or for programs."""

from argparse import REMAINDER, ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from yichuang.doors.commands.calculation.answers import calculate
from yichuang.doors.commands.calculation.program import run, standard_input


class Command(BaseCommand):
    """计算."""

    help = "按规定计算一件或一批待遇，写出每一步；yichuang calc --help 列出能算什么"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Leave every word to the calculation itself, which answers bad ones in JSON."""
        parser.add_argument("words", nargs=REMAINDER)

    def run_from_argv(self, argv: list[str]) -> NoReturn:
        """Run as a program: without Django's options, checks, or connections."""
        raise SystemExit(run(argv[2:]))

    def handle(self, *_: Any, **options: Any) -> None:
        """Run from another command."""
        status, text = calculate(options["words"], standard_input)
        self.stdout.write(text, ending="")
        if status:
            raise SystemExit(status)
