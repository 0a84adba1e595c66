"""`yichuang batch`: the benefit rules over whole files of persons."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from yichuang.doors.commands.calculation.answers import error_object
from yichuang.engines.benefits.batch import ROWS, Files, run
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.tables import count


class _Parser(CommandParser):
    """Refuses as the contract has it."""

    def error(self, message: str) -> NoReturn:
        raise CannotAnswer("options", f"命令的选项不对：{message}。")


class Command(BaseCommand):
    """批量计算."""

    help = "批量计算：从 Parquet 文件读入参保人和历年缴费，逐人算出养老金，写回 Parquet 文件"
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Read options with a parser that refuses in JSON."""
        made = super().create_parser(prog_name, subcommand, **kwargs)
        made.__class__ = _Parser
        return made

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files, and how many work on them."""
        parser.add_argument("subject", choices=["pension"], help="pension：基本养老金")
        parser.add_argument("--persons", type=Path, required=True, help="参保人（Parquet）")
        parser.add_argument("--contributions", type=Path, required=True, help="历年缴费（Parquet）")
        parser.add_argument("--out", type=Path, required=True, help="写出结果（Parquet）")
        parser.add_argument("--rejects", type=Path, help="写出不能计算的行及原因，否则在结果旁边")
        parser.add_argument("--workers", type=int, default=1, help="进程数")
        parser.add_argument("--chunk", type=int, default=ROWS, help=f"每批人数，默认 {ROWS}")

    def run_from_argv(self, argv: list[str]) -> None:
        """Refuse bad options as one JSON object, too."""
        try:
            super().run_from_argv(argv)
        except CannotAnswer as cannot:
            self._refuse(cannot)

    def handle(self, *_: Any, **options: Any) -> None:
        """Assess everybody, show how far it is, and tell what became of them."""
        out: Path = options["out"]
        rejects: Path = options["rejects"] or out.with_name(f"{out.stem}.rejects.parquet")
        files = Files(options["persons"], options["contributions"], out, rejects)
        try:
            with tqdm(total=count(files.persons), unit="人", desc="计算", disable=None) as bar:
                rows, workers = options["chunk"], options["workers"]
                tally = run(files, rows=rows, workers=workers, progress=bar.update)
        except CannotAnswer as cannot:
            self._refuse(cannot)
        told = {**asdict(tally), "out": str(out), "rejects": str(rejects)}
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _refuse(self, cannot: CannotAnswer) -> NoReturn:
        self.stdout.write(json.dumps(error_object(cannot), ensure_ascii=False))
        raise SystemExit(2)
