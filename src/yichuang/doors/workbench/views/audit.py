"""审计记录: the lines of an audit administrator's people, one line whole, who saw a record."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.journeys.looks import home_of, looks_at
from yichuang.domain.journeys.notes import KINDS, NOBODY, chain_of, lines_of, saying
from yichuang.domain.kernel.numbers import LOCAL, may_be_number
from yichuang.domain.staff.models import Agency, Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify_chain
from yichuang.doors.workbench.audit.words import line_of, rows_of
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Here, Request

AUDITORS = frozenset({Post.AUDIT_ADMIN})
PAGE, MOST, LONGEST = 50, 200, 60


@door("GET", posts=AUDITORS)
def lines(request: Request) -> HttpResponse:
    """List what people did beside business, the latest first."""
    asked = {name: _clean(request.GET.get(name, "")) for name in ("by", "kind", "day", "code")}
    found, wrong = _wanted(people_of(request.here), asked)
    count = found.count()
    last = max(1, -(-count // PAGE))
    at = min(_number(request.GET.get("page", "")), last)
    context = {
        "here_at": reverse("audit"),
        **_written(found[(at - 1) * PAGE : at * PAGE]),
        "asked": asked,
        "wrong": wrong,
        "kinds": KINDS.items(),
        "count": count,
        "at": at,
        "last": last,
        "before": at - 1,
        "after": at + 1 if at < last else 0,
    }
    return render(request, "workbench/audit.html", context)


@door("GET", posts=AUDITORS)
def line(request: Request, staff: str, n: int) -> HttpResponse:
    """Show a line whole: every part of the act, and how its chain stands now."""
    chain = chain_of(staff)
    mine = staff in people_of(request.here) and n < 10**9
    act = acts_of(chain).filter(n=n).first() if mine else None
    if act is None:
        raise Http404("没有这一条审计记录，或者不属于本机构及下级机构的人员。请返回列表再选。")
    checked = verify_chain(chain)
    context = {
        "here_at": reverse("audit"),
        "line": line_of(act, _agencies()),
        "act": act,
        "rows": rows_of(act, _agencies()),
        "checked": checked,
    }
    return render(request, "workbench/audit_line.html", context)


@door("GET", "POST", posts=AUDITORS)
def looks(request: Request) -> HttpResponse:
    """Say who opened a card or case, or saw its numbers; no address holds what is asked."""
    asked = _clean(request.POST.get("of", "")).upper()
    home = home_of(asked) if asked else None
    context: dict[str, Any] = {"here_at": reverse("audit-looks"), "of": asked, "home": home}
    if home is not None:
        noun, name, agency = home
        ours = agency in agencies_within(request.here.agency.code)
        found = looks_at(asked, None if ours else people_of(request.here))
        context |= {"noun": noun, "name": name, "ours": ours, **_written(found[:MOST])}
        context |= {"agency": _agencies().get(agency, agency), "count": found.count()}
    return render(request, "workbench/audit_looks.html", context)


def people_of(here: Here) -> set[str]:
    """Give whose lines are looked at here: of the agency and those below, and of nobody known."""
    within = agencies_within(here.agency.code)
    listed = Assignment.objects.filter(agency__in=within).values_list("staff", flat=True)
    return {*listed, NOBODY}


def _wanted(people: set[str], asked: dict[str, str]) -> tuple[QuerySet[Act], str]:
    """Give the lines that are asked for, and what of it can't be read."""
    wrong = ""
    found = lines_of(people & {asked["by"]} if asked["by"] else people)
    if asked["kind"] in set(KINDS):
        found = found.filter(verb=asked["kind"])
    if asked["code"] and may_be_number(asked["code"]):
        found = found.filter(content__contains=saying("code", asked["code"]))
    if asked["day"]:
        day = _day(asked["day"])
        if day is None:
            wrong = "日期请写成 2026-11-22 的样子。"
        else:
            begins = datetime.combine(day, time.min, tzinfo=LOCAL)
            found = found.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    return found, wrong


def _written(found: QuerySet[Act]) -> dict[str, Any]:
    agencies = _agencies()
    shown = [line_of(act, agencies) for act in found]
    return {"lines": shown, "several": len({line.agency for line in shown if line.agency}) > 1}


def _agencies() -> dict[str, str]:
    return dict(Agency.objects.values_list("code", "name"))


def _clean(text: str) -> str:
    cut = text[:LONGEST].strip()
    return cut if cut.isprintable() else ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 9000 else None  # noqa: PLR2004 -- the clock has a range


def _number(text: str) -> int:
    plain = text.isascii() and text.isdecimal() and len(text) < 7  # noqa: PLR2004 -- a page
    return max(1, int(text)) if plain else 1
