"""期限一览、监控名单、到期提醒: who has until when, what is watched, and what one was told of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.cases.alarms import KINDS, reminders_for
from yichuang.domain.cases.clocks import Timed
from yichuang.domain.cases.watch import watched
from yichuang.domain.staff.models import Agency
from yichuang.doors.workbench.doorway import INSIDE, door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.rows.cases import SHOWN
from yichuang.doors.workbench.rows.due import (
    OVERSEERS,
    WHICH,
    below,
    chosen,
    counted,
    due_rows,
    open_below,
    shown_clock,
    timed_lines,
    whose,
)


@door("GET", posts=OVERSEERS)
def page(request: Request) -> HttpResponse:
    """Count the open cases by whose turn it is and how near they are due."""
    here = request.here
    found = open_below(here)
    context = {
        "here_at": reverse("due"),
        "rows": due_rows(found, here),
        "columns": WHICH,
        "totals": counted(found, here.on),
        "count": len(found),
        "several": len(below(here)) > 1,
    }
    return render(request, "workbench/due.html", context)


@door("GET", posts=OVERSEERS)
def cases(request: Request) -> HttpResponse:
    """List the cases of one cell of that table."""
    here, asked = request.here, request.GET
    which = asked.get("which", "all")
    which = which if which in WHICH else "all"
    wanted = (asked.get("agency", ""), asked.get("post", ""), asked.get("staff", ""))
    found = list(filter(chosen(*wanted, which, here.on), open_below(here)))
    lines = timed_lines(found[:SHOWN])
    context = {
        "here_at": reverse("due"),
        "list_title": WHICH[which],
        "whose": _whose(wanted, found, here),
        "lines": lines,
        "count": len(found),
        "shown": len(lines),
        "several": len(below(here)) > 1,
    }
    return render(request, "workbench/due_cases.html", context)


@door("GET", posts=OVERSEERS)
def watch(request: Request) -> HttpResponse:
    """List every case in progress that control and supervision look at above all (SX-13)."""
    here = request.here
    every = watched(below(here), here.on)
    agency, item = request.GET.get("agency", ""), request.GET.get("item", "")
    found = [
        one
        for one in every
        if agency in {"", one.timed.case.agency_id} and item in {"", one.timed.case.item}
    ]
    lines = timed_lines([one.timed for one in found[:SHOWN]])
    context = {
        "here_at": reverse("watch"),
        "rows": list(zip(lines, (one.returned for one in found), strict=False)),
        "count": len(found),
        "shown": len(lines),
        "agency": agency,
        "item": item,
        "agencies": _agencies(here),
        "items": [(rule.code, rule.name) for rule in here.profile.items if rule.watched],
        "counts": counted([one.timed for one in found], here.on),
        "columns": WHICH,
    }
    return render(request, "workbench/watch.html", context)


@door("GET", posts=INSIDE)
def reminders(request: Request) -> HttpResponse:
    """List what whoever is here was told of, as far as it still holds."""
    here = request.here
    found = reminders_for(here.agency.code, here.post.value, here.by, here.on)
    lines = timed_lines([one for _, _, one in found[:SHOWN]])
    rows = [
        (line, kept, KINDS[alarm.kind], shown_clock(one, alarm.clock))
        for line, (kept, alarm, one) in zip(lines, found, strict=False)
    ]
    context = {
        "here_at": reverse("reminders"),
        "rows": rows,
        "count": len(found),
        "shown": len(rows),
    }
    return render(request, "workbench/reminders.html", context)


def _agencies(here: Here) -> list[tuple[str, str]]:
    """Give the agencies that a list can be narrowed to; none where there is only one."""
    found = Agency.objects.filter(code__in=below(here)).order_by("code")
    several = list(found.values_list("code", "name"))
    return several if len(several) > 1 else []


def _whose(wanted: tuple[str, str, str], found: list[Timed], here: Here) -> str:
    """Say in words whose cases a list holds."""
    agency, post, staff = wanted
    rows = due_rows(found, here) if post else []
    if rows:
        return f"{rows[0].agency} {rows[0].post} {rows[0].name or '未定到人'}"
    if post or staff or agency not in {*below(here), *(whose(one).agency for one in found)}:
        return ""
    return str(Agency.objects.filter(code=agency).values_list("name", flat=True).first() or "")
