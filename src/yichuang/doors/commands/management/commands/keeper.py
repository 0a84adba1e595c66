"""`yichuang keeper`: remind of deadlines, beside the site or once by hand."""

import json
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from yichuang.doors.commands.keeper import end_with, has_tables, keep, one_look

LONGEST = 86_400


class Command(BaseCommand):
    """期限提醒."""

    help = "按期限提醒各岗位，逾期报上一级；serve 会自行启动它，--once 只看一遍"
    requires_system_checks = ()
    """It shows no page: whoever serves has checked, and a keeper begins again quickly."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to look once only, and whose end is the keeper's end."""
        parser.add_argument("--once", action="store_true", help="看一遍就结束，输出一个 JSON 对象")
        parser.add_argument("--parent", type=int, default=None, help="随这个进程一同结束")

    def handle(self, **options: Any) -> None:
        """Look once and say what came of it, or for ever."""
        if options["once"]:
            self._once()
            return
        every = settings.KEEPER_SECONDS
        if not 1 <= every <= LONGEST:
            raise CommandError(
                f"YICHUANG_KEEPER_SECONDS 应为 1 至 {LONGEST} 的整数。", returncode=2
            )
        # An act is one transaction: whenever a signal comes, nothing is left half done.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if options["parent"] is not None:
            end_with(options["parent"])
        keep(every, timezone.now)

    def _once(self) -> None:
        try:
            if not has_tables():
                raise CommandError("数据库还没有建表。请先运行 ./yichuang migrate。")
            look = one_look(timezone.now)
        except Error as gone:
            raise CommandError(f"连不上数据库，请核对 YICHUANG_DATABASE：{gone}") from gone
        self.stdout.write(json.dumps({"cases": look.cases, "told": look.told}))
