"""`yichuang verify`: check every chain, act and explained row; name the culprit."""

import json
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from yichuang.domain.trail.verify import Verified, verify


class Command(BaseCommand):
    """核验."""

    help = "核验全部留痕及其说明的登记，指出每一处不符；有任何不符时退出状态为 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options of the contract."""
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *_: Any, **options: Any) -> None:
        """Check, tell, and end with status 1 on any fault."""
        if "trail_act" not in connection.introspection.table_names():
            self._nothing_there(as_json=options["json"])
        began = monotonic()
        found = verify()
        seconds = monotonic() - began
        if options["json"]:
            self.stdout.write(json.dumps(_told(found), ensure_ascii=False))
        else:
            self._tell(found, seconds)
        if found.faults:
            raise SystemExit(1)

    def _tell(self, found: Verified, seconds: float) -> None:
        for fault in found.faults:
            self.stdout.write(f"✗ {fault}")
        rate = found.acts / seconds if seconds else 0
        self.stdout.write(
            f"{found.chains} 条链、{found.acts} 笔留痕、{found.rows} 行登记、"
            f"{found.signatures} 个签名，{len(found.faults)} 处不符；每秒核验 {rate:,.0f} 笔"
        )

    def _nothing_there(self, *, as_json: bool) -> None:
        says = "这个数据库里没有留痕。请先运行 ./yichuang demo --no-serve 或 ./yichuang migrate。"
        error = {"code": "no-trail", "message": says, "field": "YICHUANG_DATABASE"}
        self.stdout.write(json.dumps({"error": error}, ensure_ascii=False) if as_json else says)
        raise SystemExit(2)


def _told(found: Verified) -> dict[str, Any]:
    return {
        "ok": not found.faults,
        "chains": found.chains,
        "acts": found.acts,
        "rows": found.rows,
        "signatures": found.signatures,
        "faults": [{"where": fault.where, "what": fault.what} for fault in found.faults],
    }
