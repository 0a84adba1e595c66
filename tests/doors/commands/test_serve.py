"""The site under its production server: what it answers, and when it doesn't begin."""

import os
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.doors.commands.empty_databases import (
    ask,
    empty_database,
    migrated_database,
    python,
    yichuang,
)
from tests.servers import served
from yichuang.domain.staff.actions import Purpose

PRODUCTION = {
    "YICHUANG_PRODUCTION": "1",
    "YICHUANG_SECRET_KEY": "a-long-key-that-only-this-test-knows-0123456789-ABCDEFGHIJKLM",
    "YICHUANG_SIGNING_KEY": "5e" * 32,
    "YICHUANG_HOSTS": "127.0.0.1",
}
FOUND = """
import django; django.setup()
from datetime import UTC, datetime
from uuid import uuid4
from yichuang.domain.staff.actions import Purpose, found
found(Purpose({purpose!r}), by="0001", at=datetime(2026, 3, 9, tzinfo=UTC), request=uuid4())
"""
LOAD = "from yichuang.project.wsgi import application"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "yichuang.project.settings"}


@pytest.fixture(scope="module")
def databases(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: str
) -> Iterator[dict[str, str]]:
    """Give a database of each purpose, and one whose purpose nobody has said yet."""
    folder = tmp_path_factory.mktemp("purposes")
    with (
        migrated_database(folder, django_db_setup) as unsaid,
        migrated_database(folder, django_db_setup) as service,
        migrated_database(folder, django_db_setup) as demonstration,
    ):
        for url, purpose in ((service, Purpose.SERVICE), (demonstration, Purpose.DEMONSTRATION)):
            said = python(url, "-c", FOUND.format(purpose=purpose.value), **SETTINGS)
            assert said.returncode == 0, said.stderr
        yield {"unsaid": unsaid, "service": service, "demonstration": demonstration}


def test_it_says_where_it_is_and_ends_with_ctrl_c(databases: dict[str, str]) -> None:
    with served(databases["demonstration"]) as site:
        with urlopen(f"{site.address}/login/", timeout=20) as page:  # noqa: S310 -- our own
            assert page.status == 200
            assert "登录" in page.read().decode()
        status = site.stop()
        assert (status, site.complaints()) == (0, "")


def test_one_connection_serves_a_page_and_what_comes_after_a_pause(
    databases: dict[str, str],
) -> None:
    with served(databases["service"], "--workers", "1") as site:
        link = HTTPConnection(site.address.removeprefix("http://"), timeout=20)
        for path in ("/login/", "/login/", "/nowhere/"):
            link.request("GET", path)
            answer = link.getresponse()
            answer.read()
            assert answer.getheader("Connection", "").lower() != "close"
        link.close()


def test_no_socket_is_left_in_the_home_folder(databases: dict[str, str], tmp_path: Path) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    homes = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime)}
    with served(databases["service"], **homes) as site:
        urlopen(f"{site.address}/login/", timeout=20).close()  # noqa: S310 -- our own
        assert [path for path in tmp_path.rglob("*") if path.is_socket()] == []


@pytest.mark.parametrize("port", ["99999", "-1", "http", "", "８０００"])
def test_a_port_that_is_none_is_answered_in_words(port: str) -> None:
    with pytest.raises(CommandError) as ending:
        call_command("serve", port=port)
    assert ending.value.returncode == 2
    assert f"--port 应为 0 至 65535 的整数，而不是“{port}”" in str(ending.value)


def test_so_is_a_port_that_is_taken(databases: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = yichuang(databases["service"], "serve", "--port", port)
    assert told.returncode == 1
    assert f"端口 {port} 已被占用" in told.stderr
    assert "Traceback" not in told.stderr


def test_so_is_a_host_where_nobody_can_listen(databases: dict[str, str]) -> None:
    told = yichuang(databases["service"], "serve", "--host", "192.0.2.1")
    assert told.returncode == 2
    assert "不能在 192.0.2.1 的端口 8000 上监听" in told.stderr


def test_without_tables_it_says_what_to_run_first(tmp_path: Path) -> None:
    with empty_database(tmp_path) as url:
        told = yichuang(url, "serve", "--port", "0")
        assert told.returncode == 1
        assert "请先运行 ./yichuang migrate" in told.stderr


def test_a_database_that_does_not_answer_is_named() -> None:
    told = yichuang("postgresql://nobody@127.0.0.1:1/none", "serve", "--port", "0")
    assert told.returncode == 1
    assert "连不上数据库" in told.stderr
    assert "Traceback" not in told.stderr


WAYS = {
    "serve": ["-m", "yichuang", "serve", "--port", "0"],
    "migrate": ["-m", "yichuang", "migrate"],
    "check": ["-m", "yichuang", "check", "--database", "default"],
    "wsgi": ["-c", LOAD],
}


@pytest.mark.parametrize("way", WAYS)
def test_production_refuses_a_demonstration_s_database(databases: dict[str, str], way: str) -> None:
    told = python(databases["demonstration"], *WAYS[way], **PRODUCTION)
    assert told.returncode != 0
    assert "这个数据库是演示库" in told.stderr
    assert "YICHUANG_DATABASE" in told.stderr


@pytest.mark.parametrize(
    ("purpose", "way"), [("unsaid", "check"), ("service", "migrate"), ("service", "wsgi")]
)
def test_and_goes_on_with_any_other(databases: dict[str, str], purpose: str, way: str) -> None:
    told = python(databases[purpose], *WAYS[way], **PRODUCTION)
    assert (told.returncode, told.stderr) == (0, "")


def test_production_serves_a_database_in_service_and_sends_to_https(
    databases: dict[str, str],
) -> None:
    with served(databases["service"], "--workers", "1", **PRODUCTION) as site:
        link = HTTPConnection(site.address.removeprefix("http://"), timeout=20)
        link.request("GET", "/login/")
        plain = link.getresponse()
        plain.read()
        assert (plain.status, plain.getheader("Location", "")[:8]) == (301, "https://")
        link.request("GET", "/login/", headers={"X-Forwarded-Proto": "https"})
        secure = link.getresponse()
        assert secure.status == 200
        assert "max-age" in secure.getheader("Strict-Transport-Security", "")
        cookie = secure.getheader("Set-Cookie", "")
        assert cookie.startswith("__Host-csrftoken=")
        for flag in ("HttpOnly", "Path=/", "SameSite=Strict", "Secure"):
            assert flag in cookie
        link.close()


def enlisted(url: str, number: str) -> None:
    """Put somebody on the staff past everything of ours."""
    told = python(url, "-c", ENLIST.format(number=number), **SETTINGS)
    assert told.returncode == 0, told.stderr


ENLIST = """
import django; django.setup()
from datetime import UTC, datetime
from uuid import uuid4
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import AgencyLevel, Mode
at = datetime(2026, 3, 9, tzinfo=UTC)
staff.establish_agency("610000", "陕西省中心", level=AgencyLevel.PROVINCE, parent=None,
    mode=Mode.DEPARTMENT, profile="shaanxi", by="0001", at=at, request=uuid4())
staff.enlist("610000", {number!r}, "白守田", by="0001", at=at, request=uuid4())
"""


def test_an_account_is_opened_for_somebody_on_the_staff_only(
    tmp_path: Path, django_db_setup: str
) -> None:
    secret = {"DJANGO_SUPERUSER_PASSWORD": "abcd-2345-efgh"}
    opening = ("createsuperuser", "--noinput", "--staff")
    with migrated_database(tmp_path, django_db_setup) as url:
        enlisted(url, "61000001")
        unknown = yichuang(url, *opening, "99", **secret)
        assert unknown.returncode == 1
        assert "没有工号为 99 的工作人员" in unknown.stderr
        assert yichuang(url, *opening, "61000001", **secret).returncode == 0
        (hashed,) = ask(url, "SELECT password FROM workbench_account")[0]
        assert hashed.startswith("argon2$argon2id$")
        assert "abcd-2345-efgh" not in hashed
        twice = yichuang(url, *opening, "61000001", **secret)
        assert twice.returncode == 1
        assert os.linesep not in twice.stderr.strip()
