"""`yichuang picture`: a case as SVG, or the table of its life for the documentation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.domain.cases.queries import NoSuchCase
from yichuang.domain.journeys.queries import case_picture
from yichuang.doors.commands.lifecycle_picture import lifecycle_picture


class Command(BaseCommand):
    """画图."""

    help = "把一个办件画成 SVG（流程、谁在何时办了什么）；不给编号时画办件生命周期表"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of a case."""
        parser.add_argument("number", nargs="?", help="受理编号")

    def handle(self, *_: Any, **options: Any) -> None:
        """Draw to standard output."""
        number = options["number"]
        try:
            drawn = case_picture(number) if number else lifecycle_picture()
        except NoSuchCase as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(drawn, ending="")
