"""`yichuang bench`: speeds beside a yardstick, in one run."""

import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

ROOT = Path(__file__).resolve().parents[6]
NAMES = ["case_life", "pages", "benefits"]


class Command(BaseCommand):
    """测速."""

    help = (
        "测速：办件全程（case_life，与最简写法对照，看比值）；各页面在服务器上的用时（pages）；"
        "待遇批量计算（benefits，与 numpy.sum 和 OpenFisca 对照）"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is measured; the rest is the benchmark's own."""
        parser.add_argument("name", nargs="?", default="case_life", choices=NAMES)
        parser.add_argument("rest", nargs=REMAINDER, help="如 --json --seconds 3 --workers 1 2 8")

    def run_from_argv(self, argv: list[str]) -> None:
        """Let `bench --json` mean the first benchmark."""
        if len(argv) < 3 or argv[2].startswith("-"):  # noqa: PLR2004 -- yichuang bench NAME
            argv = [*argv[:2], "case_life", *argv[2:]]
        super().run_from_argv(argv)

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the benchmark in a process of its own: its workers choose their database."""
        if not (ROOT / "bench").is_dir():
            raise CommandError("没有 bench 文件夹：测速只在源代码目录中运行。")
        command = [sys.executable, "-m", f"bench.{options['name']}", *options["rest"]]
        raise SystemExit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603
