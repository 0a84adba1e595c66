"""`yichuang serve`: the site under a production server."""

import socket
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from yichuang.doors.commands.minder import Minder
from yichuang.doors.commands.server import (
    BadAddress,
    PortTaken,
    Server,
    listening,
    workers_by_default,
)

BAD_INPUT = 2
LAST_PORT = 65_535


class Command(BaseCommand):
    """开放网站."""

    help = "开放网站；缺少表时先运行 migrate，生产环境不开放演示库"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to listen; a port that is no port is answered in words."""
        parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只对本机开放")
        parser.add_argument("--port", default="8000", help="端口，默认 8000；0 为任一空闲端口")
        parser.add_argument("--workers", default=None, help="进程数，默认与处理器核数相同")
        parser.add_argument("--no-keeper", action="store_true", help="不启动期限提醒")

    def handle(self, **options: Any) -> None:
        """Check the database, listen, and serve until Ctrl+C."""
        host, port = options["host"], number("--port", options["port"], 0, LAST_PORT)
        given = options["workers"]
        workers = workers_by_default() if given is None else number("--workers", given, 1, 64)
        self._database_is_ready()
        socket_here = listener(host, port)
        # A connection doesn't survive a fork; every worker opens its own.
        connections.close_all()
        minder = None if options["no_keeper"] else Minder()
        server = Server(_site, socket_here, workers, minder)
        self.stdout.write(f"一窗已在 {_address(socket_here)} 开放，按 Ctrl+C 结束。")
        self.stdout.flush()
        server.run()

    def _database_is_ready(self) -> None:
        try:
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            raise CommandError(f"连不上数据库，请核对 YICHUANG_DATABASE：{error}") from error
        if missing:
            raise CommandError("数据库还没有建表，或不是最新。请先运行 ./yichuang migrate。")
        self.check(databases=["default"])


def number(name: str, given: object, least: int, most: int) -> int:
    """Read a whole number within bounds, or answer clearly what it should be."""
    text = str(given)
    if text.isascii() and text.isdecimal() and len(text) <= len(str(most)):
        found = int(text)
        if least <= found <= most:
            return found
    message = f"{name} 应为 {least} 至 {most} 的整数，而不是“{text}”。"
    raise CommandError(message, returncode=BAD_INPUT)


def listener(host: str, port: int) -> socket.socket:
    """Listen at an address, or answer clearly why not."""
    try:
        return listening(host, port)
    except PortTaken as taken:
        message = f"{host} 的端口 {port} 已被占用。请用 --port 换一个，或先结束占用它的程序。"
        raise CommandError(message) from taken
    except BadAddress as bad:
        message = f"不能在 {host} 的端口 {port} 上监听。请核对 --host 与 --port。"
        raise CommandError(message, returncode=BAD_INPUT) from bad


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _site() -> Any:
    """Load the site by the name that the settings give it, as any other server would."""
    module, _, name = settings.WSGI_APPLICATION.rpartition(".")
    return getattr(import_module(module), name)
