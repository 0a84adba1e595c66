"""`yichuang demo`: an empty database, living halls with people in them, a case of each level."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.states import OPEN
from yichuang.domain.kernel.numbers import LOCAL, local_day
from yichuang.domain.staff.actions import HOUSE, Purpose
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration import accounts, affairs, cast, history, story
from yichuang.doors.commands.demonstration.hours import Hours
from yichuang.doors.commands.management.commands.serve import LAST_PORT, listener, number

HOST = "127.0.0.1"


class Command(BaseCommand):
    """演示."""

    help = "空库建制，补上四周往事，把每一风险等级的一个办件从窗口办到归档，核验留痕，然后开放网站"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options of the contract."""
        parser.add_argument("--no-serve", action="store_true", help="演示后不启动网站")
        parser.add_argument("--port", default="8000", help="网站端口，默认 8000")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the demonstration; anything that doesn't hold ends it with status 1."""
        if settings.PRODUCTION:
            raise CommandError("生产环境不运行演示。请去掉 YICHUANG_PRODUCTION 后再试。")
        port = number("--port", options["port"], 0, LAST_PORT)
        if not options["no_serve"]:
            listener(HOST, port).close()  # a taken port is told before the work begins
        began = monotonic()
        self._empty_database()
        call_command("migrate", verbosity=0)
        with promised():
            hours = self._weeks(_now())
            clock = cast.LiveClock(_now, hours.end)
            self._live(clock)
        self._verify()
        self.stdout.write("  签字用本人密钥，逐一核验；密钥由系统代管，不替代手写签名或盖章")
        self._accounts()
        self.stdout.write(f"\n演示成立，用时 {monotonic() - began:.1f} 秒")
        if not options["no_serve"]:
            self._serve(port)

    def _weeks(self, now: datetime) -> Hours:
        """Found everything, and let the weeks up to now go by."""
        hours = history.planned(now)
        history.begin(hours, now)
        self.stdout.write(
            f"建制完成：{len(cast.COUNTIES)} 个县区的大厅自 {hours.days[0]:%Y年%m月%d日} 起开门"
        )
        history.tell(hours)
        waiting = Case.objects.filter(state__in=OPEN).count()
        ended = Case.objects.count() - waiting
        self.stdout.write(f"四周往事：{ended} 件已办结或终止，{waiting} 件正等待各岗位办理")
        return hours

    def _live(self, clock: cast.LiveClock) -> None:
        """Carry the live cases, at this moment."""
        today = local_day(clock.tick()[0])
        story.tell_all(story.applications(today), clock, self.stdout.write)
        affairs.tell(clock, self.stdout.write)

    def _accounts(self) -> None:
        self.stdout.write("\n■ 账号（密码随机产生，只在这里显示一次，库中不存明文）")
        for line in accounts.table(accounts.open_accounts(local_day(_now()))):
            self.stdout.write(f"  {line}")

    def _serve(self, port: int) -> None:
        """Open the site on this machine only."""
        self.stdout.write("\n请用上面的工号和密码登录：")
        self.stdout.flush()
        call_command("serve", host=HOST, port=port)

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


def _now() -> datetime:
    """Read the clock on the wall; what lies below is told the time."""
    return datetime.now(LOCAL)


@contextmanager
def promised() -> Iterator[None]:
    """End the command with status 1 where something that the demonstration promises fails."""
    try:
        yield
    except story.DemonstrationFailedError as failed:
        raise CommandError(f"演示没有成立：{failed}") from failed
    except history.WrongClockError as wrong:
        raise CommandError(f"{wrong}。请先校正系统时间再运行演示。") from wrong


def _is_ours(table: str) -> bool:
    """Say whether one of our rooms, or Django itself, may have made a table."""
    rooms = [room.label for room in apps.get_app_configs()]
    return any(table.startswith(f"{room}_") for room in (*rooms, "django"))


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
