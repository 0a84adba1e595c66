"""`yichuang account`: give somebody on the staff a one-time code, where no administrator can."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yichuang.domain.kernel.numbers import LOCAL, may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.doors.workbench.entrance import codes
from yichuang.doors.workbench.entrance.acts import by_command, open_account, reset_second_factor
from yichuang.doors.workbench.models import UNKNOWN_STAFF


class Command(BaseCommand):
    """账号."""

    help = "为工作人员开立或换发账号：打印一次性登录码，由本人自设密码；原密码和会话随即作废"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the staff number."""
        parser.add_argument("number", help="工号")
        parser.add_argument(
            "--reset-factor", action="store_true", help="同时重置第二因素：设备和备用码一并作废"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the code once; nobody learns a password, and the line of it stands in the trail."""
        number, at = options["number"], timezone.now()
        if not may_be_number(number):
            raise CommandError(UNKNOWN_STAFF % {"value": number})
        try:
            if options["reset_factor"]:
                reset_second_factor(number, by_command(at))
            code = open_account(number, by_command(at))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        until = (at + codes.HOLDS).astimezone(LOCAL)
        self.stdout.write(f"工号　　　　{number}")
        self.stdout.write(f"一次性登录码　{code}")
        self.stdout.write(f"有效至　　　{until:%Y-%m-%d %H:%M}，只能使用一次")
        self.stdout.write("请本人在登录页选“首次登录，或换发了登录码”，自设密码。")
