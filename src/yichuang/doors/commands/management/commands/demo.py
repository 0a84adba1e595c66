"""`yichuang demo`: an empty database, halls with people in them, and a case of each level."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from yichuang.domain.staff.actions import HOUSE, Purpose
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration import cast, story


class Command(BaseCommand):
    """演示."""

    help = "空库建制，把每一风险等级的一个办件从窗口办到归档，并核验留痕"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options of the contract."""
        parser.add_argument("--no-serve", action="store_true", help="演示后不启动网站")
        parser.add_argument("--port", type=int, default=8000, help="网站端口（页面完成后生效）")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the demonstration; anything that doesn't hold ends it with status 1."""
        if settings.PRODUCTION:
            raise CommandError("生产环境不运行演示。请去掉 YICHUANG_PRODUCTION 后再试。")
        if not options["no_serve"]:
            raise CommandError("网站页面尚未完成，目前只能运行：./yichuang demo --no-serve")
        began = monotonic()
        self._empty_database()
        call_command("migrate", verbosity=0)
        clock = cast.Clock()
        cast.put_up(clock)
        self.stdout.write(f"建制完成：{cast.OPENING:%Y年%m月%d日}，三个县的大厅开门")
        try:
            story.tell_all(clock, self.stdout.write)
        except story.DemonstrationFailedError as failed:
            raise CommandError(f"演示没有成立：{failed}") from failed
        self._verify()
        self.stdout.write("  签字目前只记席位与摘要，尚未使用个人密钥")
        self.stdout.write(f"演示成立，用时 {monotonic() - began:.1f} 秒")

    def _verify(self) -> None:
        found = verify()
        if found.faults:
            raise CommandError("核验发现：\n" + "\n".join(map(str, found.faults)))
        what = f"{found.chains} 条链、{found.acts} 笔留痕、{found.rows} 行登记"
        self.stdout.write(f"\n■ 核验\n  {what}，无一不符")

    def _empty_database(self) -> None:
        """Make the database empty; one that isn't a demonstration is never touched."""
        tables = connection.introspection.table_names(include_views=True)
        if not tables:
            return
        first = acts_of(HOUSE).first() if "trail_act" in tables else None
        marked = first is not None and f'"{Purpose.DEMONSTRATION.value}"' in first.content
        if not all(map(_is_ours, tables)) or (not marked and self._has_acts(tables)):
            raise CommandError(
                "该数据库不是演示库，里面已有内容。请用 YICHUANG_DATABASE 指定空库。"
            )
        _drop(tables)

    @staticmethod
    def _has_acts(tables: list[str]) -> bool:
        ours = [table for table in tables if table != "django_migrations"]
        with connection.cursor() as cursor:
            for table in ours:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return True
        return False


def _is_ours(table: str) -> bool:
    """Say whether one of our rooms, or Django itself, may have made a table."""
    rooms = {room.label for room in apps.get_app_configs()}
    return table.split("_", maxsplit=1)[0] in {*rooms, "django"}


def _drop(tables: list[str]) -> None:
    """Take away the tables of the demonstration's database."""
    if connection.vendor == "sqlite":
        name = str(settings.DATABASES["default"]["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"DROP TABLE {names} CASCADE")
