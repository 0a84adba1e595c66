"""The browser ground: the site under its own server, a browser, and people at its keyboard."""

import json
import os
import sqlite3
import subprocess
import sys
from base64 import b32decode
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_otp.oath import totp
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.ground import PASSWORD, Cases
from tests.browser.watch import Keys, Watch
from tests.doors.workbench.conftest import proof_in_session
from tests.servers import SOURCES, Served, served
from yichuang.doors.commands.chromium import find_chromium, missing
from yichuang.doors.workbench.here import PROOF, SEAT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One site, one process a person: none is begun in advance and thrown away.
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
]
SMALL, LARGE = (1366, 768), (1920, 1080)
PATIENCE_MS = 60_000


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that failed tell what was on its pages, what was under way, what broke."""
    report = yield
    site = getattr(item, "funcargs", {}).get("site")
    if isinstance(site, Site):
        if report.failed and call.when == "call":
            told = [keys.tells() for keys in site.looking]
            report.sections += [("pages", "\n".join(told)), ("server", site.server.complaints())]
        if call.when == "teardown":
            site.looking.clear()
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of all pages be kept: `yichuang test --only chromium -- --pictures DIR`."""
    parser.addoption("--pictures", type=Path, help="a folder for pictures of every page")


@dataclass(frozen=True)
class Site:
    """The site that is looked at: its server, its database, the cases waiting, who looks."""

    server: Served
    database: Path
    cases: Cases
    looking: list[Keys] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Give where the site is."""
        return self.server.address

    def forget_sessions(self) -> None:
        """End everybody's session, as half an hour without a look does."""
        with closing(sqlite3.connect(self.database, timeout=30)) as link, link:
            link.execute("DELETE FROM django_session")

    def prove(self, keys: Keys, staff: str, *, given: bool) -> None:
        """Let somebody have shown just now who signs, or not yet, where a test is about that."""
        named = {cookie["name"]: cookie["value"] for cookie in keys.page.context.cookies()}
        chosen = (named["sessionid"],)
        read = "SELECT session_data FROM django_session WHERE session_key = ?"
        write = "UPDATE django_session SET session_data = ? WHERE session_key = ?"
        with closing(sqlite3.connect(self.database, timeout=30)) as link, link:
            store = SessionStore()
            session = store.decode(link.execute(read, chosen).fetchone()[0])
            proof = proof_in_session(staff, session[SEAT], timezone.now())
            session[PROOF] = proof if given else None
            link.execute(write, (store.encode(session), *chosen))


ComeIn = Callable[..., Keys]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a database of its own, with halls open today and work waiting."""
    if why := missing():
        if "chromium" in os.environ.get("YICHUANG_REQUIRE", ""):
            pytest.fail(why)
        pytest.skip(why)
    database = tmp_path_factory.mktemp("browser") / "hall.sqlite3"
    url = f"sqlite:///{database}"
    checkout = SOURCES.parent
    paths = os.pathsep.join((str(SOURCES), str(checkout)))
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.ground"],
        cwd=checkout,
        env={**os.environ, "YICHUANG_DATABASE": url, "PYTHONPATH": paths},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with served(url, "--workers", "1") as server:
        yield Site(server, database, Cases(**json.loads(made.stdout)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that stands on this machine."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield started
        started.close()


def new_keys(site: Site, browser: Browser, size: tuple[int, int] = SMALL, **more: Any) -> Keys:
    """Give a browser that nobody has used before, watched from the beginning."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", **more
    )
    context.set_default_timeout(PATIENCE_MS)
    keys = Keys(context.new_page(), Watch(site.address))
    keys.watch.over(keys.page)
    return keys


@pytest.fixture
def sit_down(site: Site, browser: Browser) -> Iterator[ComeIn]:
    """Give a browser of its own to somebody who hasn't logged in; it is watched to the end."""
    given: list[Keys] = []

    def sit(size: tuple[int, int] = SMALL, **more: Any) -> Keys:
        given.append(new_keys(site, browser, size, **more))
        site.looking.append(given[-1])
        return given[-1]

    yield sit
    for keys in given:
        keys.page.context.close()
    assert [fault for keys in given for fault in keys.watch.faults] == []


@pytest.fixture(scope="session")
def known(site: Site, browser: Browser) -> Iterator[dict[Any, Keys]]:
    """Keep the browser of everybody who logged in, as it stays open on a desk all day."""
    people: dict[Any, Keys] = {}
    yield people
    for keys in people.values():
        keys.page.context.close()


@pytest.fixture
def come_in(site: Site, browser: Browser, known: dict[Any, Keys]) -> Iterator[ComeIn]:
    """Let somebody log in and take the first seat that is offered, by keyboard alone.

    Who logged in before comes in as then, unless that session has ended. They have just shown
    who signs, unless a test is about that.
    """
    here: list[Keys] = []

    def enter(
        staff: str, size: tuple[int, int] = SMALL, *, proved: bool = True, **more: Any
    ) -> Keys:
        named = (staff, size, *more.items())
        if named not in known:
            known[named] = new_keys(site, browser, size, **more)
        keys = known[named]
        keys.begin_anew()
        here.append(keys)
        site.looking.append(keys)
        keys.open("/")
        if "/login/" in keys.page.url:
            log_in(keys, staff)
        site.prove(keys, staff, given=proved)
        return keys

    yield enter
    assert [fault for keys in here for fault in keys.watch.faults] == []


def log_in(keys: Keys, staff: str, password: str = PASSWORD) -> None:
    """Type number and password, and take the first seat if there is a choice."""
    keys.reach("工号")
    keys.type(staff)
    keys.press("Tab")
    keys.type(password)
    with keys.leading():
        keys.press("Enter")
    if "/login/enrol/" in keys.page.url:
        put_second_factor_into_force(keys)
    if "/seat/" in keys.page.url:
        keys.reach("就座")
        with keys.leading():
            keys.press("Enter")


def put_second_factor_into_force(keys: Keys) -> None:
    """Read the secret off the page as a device would, type its number, keep the spare codes."""
    secret = keys.page.locator(".secret b").inner_text().replace(" ", "")
    keys.reach("六位数字")
    keys.type(f"{totp(b32decode(secret)):06d}")
    with keys.leading():
        keys.press("Enter")
    keys.sees("只显示这一次")
    keys.reach("已经保存")
    with keys.leading():
        keys.press("Enter")
