"""`yichuang proof`: a case with its proof, and the one file that checks it anywhere."""

import json
from argparse import ArgumentParser
from inspect import getsource
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yichuang import checker
from yichuang.domain.cases.queries import NoSuchCase
from yichuang.domain.journeys.proofs import proof_text

UNUSABLE = 2


class Command(BaseCommand):
    """导出证明."""

    help = "把一个办件连同证明导出为 JSON；--checker 输出不依赖本系统的核对程序"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of a case, and where to write."""
        parser.add_argument("number", nargs="?", help="受理编号")
        parser.add_argument("--out", type=Path, metavar="FILE", help="写入文件，否则写到标准输出")
        parser.add_argument(
            "--checker", action="store_true", help="输出核对程序（一个 Python 文件）"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Write the proof, or the checker."""
        number, out = options["number"], options["out"]
        if (number is None) != options["checker"]:
            self._unusable("number-needed", "请给出受理编号，或只用 --checker。", "number")
        try:
            text = getsource(checker) if number is None else proof_text(number, at=timezone.now())
        except NoSuchCase as refusal:
            self._unusable(refusal.code, str(refusal), "number")
        if out is None:
            self.stdout.write(text, ending="")
            return
        try:
            out.write_text(text, "utf-8")
        except OSError as failed:
            self._unusable("not-written", f"写不进 {out}：{failed.strerror}。请换一个位置。", "out")

    def _unusable(self, code: str, message: str, field: str) -> None:
        error = {"code": code, "message": message, "field": field}
        self.stdout.write(json.dumps({"error": error}, ensure_ascii=False))
        raise SystemExit(UNUSABLE)
