"""`yichuang found`: open a real agency from a plan, all checked before anything is written."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.kernel.refusals import Refusal
from yichuang.doors.commands.founding import founder
from yichuang.doors.commands.founding.plan import LARGEST, Amiss, Fault, Plan, read
from yichuang.doors.commands.founding.steps import Step


class _Parser(CommandParser):
    """Refuses as the contract has it."""

    def error(self, message: str) -> NoReturn:
        raise Amiss([Fault("options", f"命令的选项不对：{message}。")])


class Command(BaseCommand):
    """建制."""

    help = "建制：按方案设立机构、科室、窗口、人员、任职、目录和授权，并打印各人的一次性登录码"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Read options with a parser that refuses in JSON."""
        made = super().create_parser(prog_name, subcommand, **kwargs)
        made.__class__ = _Parser
        return made

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the plan."""
        parser.add_argument("file", nargs="?", help="建制方案（TOML），- 为标准输入")
        parser.add_argument("--example", action="store_true", help="打印一份带说明的方案样例")

    def run_from_argv(self, argv: list[str]) -> None:
        """Refuse bad options as one JSON object, too."""
        try:
            super().run_from_argv(argv)
        except Amiss as amiss:
            self._refuse(amiss)

    def handle(self, *_: Any, **options: Any) -> None:
        """Check everything, then write everything, then tell the codes."""
        if options["example"]:
            example = files("yichuang.doors.commands.founding") / "example.toml"
            self.stdout.write(example.read_text("utf-8"), ending="")
            return
        try:
            plan = read(_text(options["file"]))
            self._prepare()
            missing, standing = founder.to_do(plan, _now())
        except Amiss as amiss:
            self._refuse(amiss)
        self._carry_out(missing)
        done = f"新办 {len(missing)} 笔，已有 {standing} 笔"
        self.stdout.write(f"建制完成：{done}。业务目录、任职、授权均有留痕。")
        year = _now().year
        self.stdout.write(
            f"需要培训的岗位按建制视同已培训，至 {year} 年 12 月 31 日止，请在此前培训。"
        )
        self._tell_codes(plan)

    def _prepare(self) -> None:
        """Make the tables where there are none at all."""
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)

    def _carry_out(self, missing: list[Step]) -> None:
        bar = tqdm(founder.carry_out(missing, _now), total=len(missing), unit="笔", disable=None)
        done = 0
        try:
            for _ in bar:
                done += 1
        except Refusal as refusal:
            at = missing[done].line
            says = f"第 {done + 1} 笔（{at}）没有办成：{refusal}"
            raise CommandError(f"{says}前 {done} 笔已办，更正后再运行即接着办。") from refusal

    def _tell_codes(self, plan: Plan) -> None:
        told = 0
        for told, one in enumerate(founder.codes(plan, _now), start=1):
            if told == 1:
                self.stdout.write("\n一次性登录码（只在这里显示一次，72 小时内有效）")
            self.stdout.write(f"  {one.number}  {one.code}  {one.name}　{one.agency}")
            self.stdout.flush()
        if told:
            self.stdout.write("请本人在登录页选“首次登录，或换发了登录码”，自设密码。")
        else:
            self.stdout.write("方案中的人员都已有账号；换发登录码用 ./yichuang account 工号。")

    def _refuse(self, amiss: Amiss) -> NoReturn:
        """Name every mistake: as one object for programs, line by line for people."""
        told = [{"field": fault.field, "message": fault.message} for fault in amiss.faults]
        for fault in amiss.faults:
            self.stderr.write(f"✗ {fault.field}：{fault.message}")
        says = f"方案有 {len(told)} 处差错，没有写入任何内容：" + "；".join(
            f"{one['field']}：{one['message']}" for one in told
        )
        error = {"code": "bad-plan", "message": says, "field": told[0]["field"], "faults": told}
        self.stdout.write(json.dumps({"error": error}, ensure_ascii=False))
        raise SystemExit(2)


def _text(name: str | None) -> str:
    """Read the plan (Amiss)."""
    if not name:
        raise Amiss([Fault("file", "请写明方案文件；样例见 ./yichuang found --example")])
    try:
        raw = sys.stdin.buffer.read(LARGEST) if name == "-" else Path(name).read_bytes()
        return raw[:LARGEST].decode("utf-8")
    except OSError as broken:
        raise Amiss([Fault("file", f"读不到文件“{name}”：{broken.strerror}")]) from broken
    except UnicodeDecodeError as broken:
        raise Amiss([Fault("file", f"文件“{name}”不是 UTF-8 文本")]) from broken


def _now() -> datetime:
    return datetime.now(LOCAL)
