"""`yichuang calendar`: enter a year's holidays and make-up days when the notice is out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yichuang.domain.journeys.actions import enter_calendar
from yichuang.domain.kernel.refusals import Refusal

BAD_INPUT = 2
EXAMPLE = """# 一个年度的节假日安排，按国务院办公厅的通知录入。
# off 放假日（含其间的周末），work 调休上班日；起止两端都算，只写月日的属本年度。
# 没有列出的周六、周日照常休息，其余照常上班。逐日与通知核对过的，verified 写 true。
[2027]
notice = "国办发明电〔2026〕○号"
verified = false
[2027.holidays]
"元旦" = { off = ["01-01..01-03"] }
"春节" = { off = ["02-05..02-11"], work = ["01-30", "02-13"] }
"""


class Command(BaseCommand):
    """节假日安排."""

    help = "录入一个年度的节假日安排；由省级机构的主任或主管副主任录入。--example 打印格式"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and who enters it."""
        parser.add_argument("file", nargs="?", help="节假日安排文件")
        parser.add_argument("--by", default="", help="录入人的工号")
        parser.add_argument("--example", action="store_true", help="打印文件格式")

    def handle(self, *_: Any, **options: Any) -> None:
        """Enter one year, or say what is wrong and change nothing."""
        if options["example"]:
            self.stdout.write(EXAMPLE)
            return
        if not options["file"] or not options["by"]:
            message = "请给出节假日安排文件和 --by 录入人的工号；--example 打印格式。"
            raise CommandError(message, returncode=BAD_INPUT)
        text = _text(options["file"])
        try:
            answer = enter_calendar(text, by=options["by"], at=timezone.now(), request=uuid4())
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=BAD_INPUT) from refusal
        self.stdout.write(f"{answer.said['year']} 年的节假日安排已录入。")


def _text(name: str) -> str:
    try:
        return Path(name).read_text("utf-8")
    except (OSError, ValueError) as error:
        message = f"读不出文件 {name}。请核对文件名与编码（UTF-8）。"
        raise CommandError(message, returncode=BAD_INPUT) from error
