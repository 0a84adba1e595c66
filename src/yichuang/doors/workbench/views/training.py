"""Training: who needs what, courses and trainings, results by keyboard, sheets on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from pydantic import TypeAdapter, ValidationError

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.items.fields import Day
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.training import people_of
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.staff.models import Assignment, Attendance, Course, Result, Subject, Training
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.trained import (
    MOST_PEOPLE,
    Due,
    records_of,
    through_of,
    trainees,
    trainings,
)
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import acted, new_request, refused_with
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.rows import training as training_rows
from yichuang.doors.workbench.rows.cases import SHOWN

TRAINERS = frozenset({Post.TRAINER})
LOOKERS = TRAINERS | {Post.DIRECTOR, Post.AUDITOR, Post.SECURITY_ADMIN}
LATEST = 30
"""So many trainings stand on the first page."""

DAY: TypeAdapter[date] = TypeAdapter(Day)


@door("GET", posts=LOOKERS)
def overview(request: Request) -> HttpResponse:
    """Show who needs what by due day, the courses, and what was held."""
    here, rules = request.here, request.here.profile.training
    agencies = agencies_within(here.agency.code)
    people = trainees(agencies, rules.posts, rules.subjects, here.on)
    lines = training_rows.lines_of(people, rules, here.on)
    groups = training_rows.groups(trainings(agencies)[:LATEST])
    open_now = (g for g in groups if not g.recorded and g.training.held_on <= here.on)
    context = {
        "rules": rules,
        "subjects": [Subject(code).label for code in rules.subjects],
        "lines": lines[:SHOWN],
        "count": len(lines),
        "figures": training_rows.figures(lines),
        "several": len(agencies) > 1,
        "courses": Course.objects.order_by("subject", "code"),
        "groups": groups,
        "next": next(open_now, None),
        "trains": here.post == Post.TRAINER,
        "choices": Subject.choices,
        "request_key": new_request(),
        "second_key": new_request(),
    }
    return render(request, "workbench/training.html", context)


@door("POST", posts=TRAINERS)
def offer(request: Request) -> HttpResponse:
    """Offer a course."""
    here, typed = request.here, request.POST
    if typed.get("subject") not in Subject:
        return refused_with(request, "请选择课程的科目。")
    what = (typed.get("code", ""), typed.get("title", ""), Subject(typed["subject"]))
    figures = (_whole(typed.get("hours", "")), _whole(typed.get("valid_months", "")))
    source, verified = typed.get("source", ""), typed.get("verified") == "yes"

    def do(key: UUID) -> Answer:
        course = (here.agency.code, *what, *figures, source)
        return journeys.offer_course(
            *course, verified=verified, by=here.by, at=here.at, request=key
        )

    return acted(request, do, reverse("training"))


@door("POST", posts=TRAINERS)
def hold(request: Request) -> HttpResponse:
    """Hold a training."""
    here, typed = request.here, request.POST
    try:
        held_on = DAY.validate_python(typed.get("held_on", "").strip())
    except ValidationError:
        return refused_with(request, "请按“年-月-日”填写培训日期，如 2026-03-07。")
    what = (typed.get("course", ""), held_on, typed.get("lecturer", ""), typed.get("place", ""))

    def do(key: UUID) -> Answer:
        return journeys.hold_training(here.agency.code, *what, by=here.by, at=here.at, request=key)

    return acted(request, do, reverse("training") + "{training}/")


@door("GET", posts=LOOKERS)
def group(request: Request, training: int) -> HttpResponse:
    """Show a training with its people: who has a result, and who hasn't yet."""
    here, held = request.here, _training(request.here, training)
    may = here.post == Post.TRAINER
    places = _places(here, held)
    attended = Attendance.objects.filter(training=held).select_related("staff", "act")
    results = list(attended.order_by("staff"))
    asked = request.GET.get("correct", "")
    context = {
        "here_at": reverse("training"),
        "held": held,
        "places": places[:MOST_PEOPLE],
        "more": max(0, len(places) - MOST_PEOPLE),
        "several": len(agencies_within(held.agency_id)) > 1,
        "results": results,
        "correcting": next((r for r in results if may and str(r.id) == asked), None),
        "records": may and held.held_on <= here.on and bool(places),
        "trains": may,
        "to_come": held.held_on > here.on,
        "choices": training_rows.RESULTS.items(),
        "tones": training_rows.TONES,
        "request_key": new_request(),
    }
    return render(request, "workbench/training_group.html", context)


@door("POST", posts=TRAINERS)
def record(request: Request, training: int) -> HttpResponse:
    """Record the results that were chosen, one act for the whole list."""
    held = _training(request.here, training)
    chosen = {
        name.removeprefix("result-"): Result(str(value))
        for name, value in request.POST.items()
        if name.startswith("result-") and value in Result
    }
    then = reverse("training-group", args=[held.id])
    return acted(request, _doing(request, journeys.record_results, held.id, chosen), then)


@door("POST", posts=TRAINERS)
def correct(request: Request, attendance: int) -> HttpResponse:
    """Correct a result that was recorded by mistake."""
    found = Attendance.objects.filter(id=attendance).first()
    if found is None:
        raise Http404
    held = _training(request.here, found.training_id)
    typed = request.POST
    if typed.get("result") not in Result:
        return refused_with(request, "请选择更正后的结果。")
    what = (found.id, Result(typed["result"]), typed.get("reason", ""))
    then = reverse("training-group", args=[held.id])
    return acted(request, _doing(request, journeys.correct_result, *what), then)


@door("GET", posts=LOOKERS)
def sheet(request: Request, training: int) -> HttpResponse:
    """Print the list on which everybody signs that they were there."""
    here, held = request.here, _training(request.here, training)
    people = people_of(agencies_within(held.agency_id), here.on).order_by("number")
    posts = _posts(here, held)
    context = {
        "here_at": reverse("training"),
        "held": held,
        "people": [(one, *posts.get(one.number, ("", ""))) for one in people],
        "several": len(agencies_within(held.agency_id)) > 1,
    }
    return render(request, "workbench/training_sheet.html", context)


@door("GET", posts=LOOKERS)
def person(request: Request, staff: str) -> HttpResponse:
    """Show, and print, what somebody was trained in."""
    here, rules = request.here, request.here.profile.training
    agencies = agencies_within(here.agency.code)
    theirs = people_of(agencies, here.on).filter(number=staff)
    found = theirs.first() if may_be_number(staff) else None
    if found is None:
        raise Http404
    sits = trainees(agencies, rules.posts, rules.subjects, here.on, staff=staff)
    through = through_of([staff])
    dues = sits[0].dues if sits else [Due(s, through.get((staff, s))) for s in rules.subjects]
    context = {
        "here_at": reverse("training"),
        "person": found,
        "cells": [training_rows.cell_of(due, rules, here.on) for due in dues],
        "posts": Assignment.objects.filter(staff=staff, until__gt=here.on).select_related("agency"),
        "records": records_of(staff),
        "tones": training_rows.TONES,
        "within": agencies,
    }
    return render(request, "workbench/training_person.html", context)


def _doing(request: Request, verb: Callable[..., Answer], *what: Any) -> Callable[[UUID], Answer]:
    here = request.here
    return lambda key: verb(*what, by=here.by, at=here.at, request=key)


def _training(here: Here, training: int) -> Training:
    """Find a training of this agency or below; any other looks like none at all."""
    found = trainings(agencies_within(here.agency.code)).filter(id=training).first()
    if found is None:
        raise Http404
    return found


def _places(here: Here, held: Training) -> list[training_rows.Place]:
    """Give who has no result yet: first who needs the subject, the soonest first."""
    rules, agencies = here.profile.training, agencies_within(held.agency_id)
    done = Attendance.objects.filter(training=held).values("staff")
    people = people_of(agencies, here.on).exclude(number__in=done)
    needing = {
        one.staff.number: due
        for one in trainees(agencies, rules.posts, rules.subjects, here.on)
        for due in one.dues
        if due.subject == held.course.subject
    }
    posts, far = _posts(here, held), date.max
    due_of = {number: due.until or date.min for number, due in needing.items()}
    ordered = sorted(people, key=lambda one: (due_of.get(one.number, far), one.number))
    return [
        training_rows.Place(
            one,
            *posts.get(one.number, ("", "")),
            training_rows.cell_of(needing[one.number], rules, here.on)
            if one.number in needing
            else None,
            one.number == here.by,
        )
        for one in ordered
    ]


def _posts(here: Here, held: Training) -> dict[str, tuple[str, str]]:
    """Give the agency and the posts of everybody who may come to a training, by staff number."""
    assigned = Assignment.objects.filter(
        agency__in=agencies_within(held.agency_id), since__lte=here.on, until__gt=here.on
    )
    found: dict[str, tuple[str, str]] = {}
    for one in assigned.select_related("agency").order_by("agency", "staff", "post"):
        before = found.get(one.staff_id, ("", ""))[1]
        name = here.profile.post_name(one.post)
        found[one.staff_id] = (one.agency.name, f"{before}、{name}" if before else name)
    return found


def _whole(text: str) -> int:
    """Read a small whole number; what isn't one is none, and the verb says so."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 5 else 0  # noqa: PLR2004
