"""How long every page takes on the server, with a database like the demonstration's.

Each page is asked for through Django's own handler with every middleware of the site, as somebody
whose post it is for; the network and the browser aren't in the figures.
"""

import json
import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from yichuang.doors.commands.cluster import private_cluster

# Django is set up when the database is known.
# ruff: noqa: PLC0415

AIM_MS = 60.0
COUNTY, CITY = "610631", "610600"
MADE_FOR = {
    "absences": "director",
    "agencies": "system-admin",
    "agency": "system-admin",
    "archive": "archivist",
    "authority": "director",
    "people": "system-admin",
    "person": "system-admin",
    "training": "trainer",
    "vacant": "director",
    "case": "deputy-director",
    "case-signing": "deputy-director",
    "signed": "deputy-director",
    "signing": "deputy-director",
}
"""Whom a page is made for, of those who may open it; otherwise a teller."""


KNOWN = {"profile": "shaanxi", "version": 1, "item": "employer-registration"} | {
    "agency": COUNTY,
    "staff": "61063102",
    "who": "61063102",
    "window": 1,
}
"""What stands in addresses, of the demonstration."""


@dataclass
class Figure:
    """What one page took, in milliseconds."""

    page: str
    post: str
    status: int
    p50: float
    p95: float
    longest: float
    size: int
    queries: int


def main() -> None:
    """Make the ground, look at every page, print."""
    parser = ArgumentParser(prog="yichuang bench pages", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--looks", type=int, default=40, help="at each page")
    parser.add_argument("--postgresql", action="store_true", help="there instead of on SQLite")
    options = parser.parse_args()
    with _database(postgresql=options.postgresql) as url:
        os.environ["YICHUANG_DATABASE"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
        cases = _ground()
        figures = list(_measured(options.looks))
    told = {"cases": cases, "aim_ms": AIM_MS, "pages": [asdict(figure) for figure in figures]}
    print(json.dumps(told, ensure_ascii=False) if options.json else _table(told))  # noqa: T201


@contextmanager
def _database(*, postgresql: bool) -> Iterator[str]:
    if postgresql:
        with private_cluster() as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


def _ground() -> int:
    """Tell the demonstration's weeks and give the number of cases."""
    import django

    django.setup()
    from datetime import datetime

    from django.core.management import call_command

    from yichuang.domain.cases.models import Case
    from yichuang.domain.kernel.numbers import LOCAL
    from yichuang.doors.commands.demonstration import history

    call_command("migrate", verbosity=0)
    now = datetime.now(LOCAL)
    hours = history.planned(now)
    history.begin(hours, now)
    history.tell(hours)
    return Case.objects.count()


def _measured(looks: int) -> Iterator[Figure]:
    """Look at every page of the resolver that can be looked at, as the first post that may."""
    from django.urls import reverse

    from yichuang.domain.staff.posts import Post

    for name, door, takes in _doors():
        if "GET" not in door.methods:
            continue
        for staff, post in _people(name, door.posts):
            for values in _values(name, takes, staff, post):
                figure = _looked(reverse(name, kwargs=values), name, Post(post), staff, looks)
                if figure is not None:
                    yield figure
                    break
            else:
                continue
            break
        else:
            print(f"nobody could open {name}", file=sys.stderr)  # noqa: T201


def _doors() -> Iterator[tuple[str, Any, list[str]]]:
    from django.urls import URLPattern, get_resolver

    for resolver in get_resolver().url_patterns:
        for pattern in getattr(resolver, "url_patterns", [resolver]):
            if isinstance(pattern, URLPattern) and hasattr(pattern.callback, "door"):
                yield str(pattern.name), pattern.callback.door, list(pattern.pattern.converters)


def _people(page: str, posts: Any) -> list[tuple[str, str]]:
    """Give everybody of these posts at the county and the city, whom a page is made for first."""
    from yichuang.domain.staff.models import Assignment

    held = Assignment.objects.filter(agency__in=(COUNTY, CITY), post__in=[p.value for p in posts])
    people = held.order_by("-agency", "staff").values_list("staff_id", "post")
    return sorted(people, key=lambda one: one[1] != MADE_FOR.get(page, "teller"))


def _values(name: str, takes: list[str], staff: str, post: str) -> Iterator[dict[str, Any]]:
    """Give what may stand in an address, the likeliest first."""
    if not takes:
        yield {}
    elif "number" in takes:
        for number in _numbers(name, staff, post):
            yield {"number": number}
    elif "key" in takes:
        yield {"key": _draft(staff)}
    elif "register" in takes:
        from yichuang.domain.insured.models import Person

        for person in Person.objects.order_by("-pk")[:3]:
            yield {"kind": "person", "register": person.pk}
    else:
        known = {**KNOWN, **_kept()}
        if all(name in known for name in takes):
            yield {name: known[name] for name in takes}


def _kept() -> dict[str, Any]:
    """Give what the register keeps under numbers of its own."""
    from yichuang.domain.staff.models import Training
    from yichuang.domain.trail.models import Act

    line = Act.objects.filter(chain__key__startswith="audit/").first()
    training = Training.objects.first()
    return {"training": training.pk if training else 0, "act": line.pk if line else ""}


def _numbers(name: str, staff: str, post: str) -> list[str]:
    from django.utils import timezone

    from yichuang.domain.cases.models import Case
    from yichuang.domain.cases.worklists import of_the_counter, waiting
    from yichuang.domain.kernel.numbers import local_day

    if name in {"case-review", "case-signing"}:
        agency = CITY if post.startswith("city") else COUNTY
        found = waiting(agency, [post], staff, local_day(timezone.now()))
    elif name == "case-correct":
        found = of_the_counter(staff, ["correction"])
    else:
        found = Case.objects.filter(agency=COUNTY).order_by("-accepted_at")
    return list(found.values_list("number", flat=True)[:5])


def _draft(staff: str) -> Any:
    """Begin an application as somebody and leave it a draft."""
    from django.urls import resolve

    begun = _client(staff).post("/counter/begin/", {"item": "employer-registration"})
    return resolve(begun["Location"].partition("?")[0]).kwargs["key"]


def _client(staff: str) -> Any:
    """Give somebody who has logged in and sits at their first window."""
    from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
    from django.test import Client
    from django.utils import timezone

    from yichuang.domain.staff.models import Assignment, Window
    from yichuang.doors.workbench.here import BEGAN, FACTOR, SEAT, WINDOW
    from yichuang.doors.workbench.models import Account, OpenSession

    hashed = {"password": UNUSABLE_PASSWORD_PREFIX}
    account, _ = Account.objects.get_or_create(staff_id=staff, defaults=hashed)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    held = Assignment.objects.filter(staff=staff).latest("id")
    window = Window.objects.filter(agency=held.agency_id, post=held.post).first()
    session = client.session
    session[BEGAN], session[SEAT] = timezone.now().isoformat(), held.id
    session[WINDOW], session[FACTOR] = window.number if window else None, True
    session.save()
    now, key = timezone.now(), sha256(str(session.session_key).encode()).hexdigest()
    OpenSession.objects.create(key=key, staff_id=staff, began=now, seen=now)
    return client


def _looked(path: str, name: str, post: Any, staff: str, looks: int) -> Figure | None:
    """Look at a page again and again; None where this person isn't shown it."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    site = get_wsgi_application()
    cookie = f"sessionid={_client(staff).cookies['sessionid'].value}"
    status, size, _ = _asked(site, path, cookie)
    if status not in {200, 302} or (status == 302 and name != "home"):  # noqa: PLR2004
        return None
    queries = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        _asked(site, path, cookie)
    times = sorted(_asked(site, path, cookie)[2] for _ in range(looks))
    p50, p95 = times[len(times) // 2], times[min(int(len(times) * 0.95), len(times) - 1)]
    spent = (round(p50, 1), round(p95, 1), round(times[-1], 1))
    return Figure(name, post.label, status, *spent, size, queries)


def _asked(site: Any, path: str, cookie: str) -> tuple[int, int, float]:
    """Ask as a server does; give status, size and milliseconds."""
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    began = time.perf_counter()
    answer = site(environ, lambda status, _headers, _error=None: told.append(status))
    size = sum(len(part) for part in answer)
    answer.close()
    return int(told[0][:3]), size, (time.perf_counter() - began) * 1000


def _table(told: dict[str, Any]) -> str:
    lines = [f"{told['cases']} cases in the database; times in ms on the server", ""]
    head = ("page", "p50", "p95", "max", "KiB", "queries", "as")
    lines.append("{:<18}{:>8}{:>8}{:>8}{:>8}{:>9}  {}".format(*head))
    for one in told["pages"]:
        mark = "" if one["p95"] <= told["aim_ms"] else f"  > {told['aim_ms']:.0f} ms"
        row = (one["page"], one["p50"], one["p95"], one["longest"], one["size"] / 1024)
        figures = "{:<18}{:>8.1f}{:>8.1f}{:>8.1f}{:>8.1f}".format(*row)
        lines.append(f"{figures}{one['queries']:>9}  {one['post']}{mark}")
    over = sum(one["p95"] > told["aim_ms"] for one in told["pages"])
    lines += ["", f"aim: p95 of every page within {told['aim_ms']:.0f} ms; {over} over it"]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
