"""集中签批: begin, sign all that was on the screen in one confirmation, keep the sheet."""

import json
import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.cases.actions.decisions import NoLongerHolds, NotWhatWasShown
from yichuang.domain.cases.models import SigningSession
from yichuang.domain.cases.sessions import SITTING, hours_of, made_in, open_session_of, planned_at
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, MovedMeanwhile, RowMoved
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench import sittings
from yichuang.doors.workbench.acts import acted, new_request, refused_with, went
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.entrance.proofs import proof_of
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.rows import signing as rows
from yichuang.doors.workbench.views.proof import proving
from yichuang.doors.workbench.views.sitting_briefs import NONE_OPEN, brief_at

HEADS = frozenset({Post.DIRECTOR, Post.CITY_CHIEF})
OVERSEERS = HEADS | {Post.DEPUTY_DIRECTOR}
"""Whose list has the sessions of everybody at their agency; others find their own."""

PAST = 10
MEANWHILE = frozenset(
    kind.code for kind in (NotWhatWasShown, NoLongerHolds, NotInThisState, MovedMeanwhile, RowMoved)
)
"""Refusals that say: it isn't any more what was on the screen."""

BY_CHOICE = {None, sittings.SKIP, sittings.RETURNED, sittings.NOT_CONFIRMED[0]}
"""What became of a case that nothing refused: signed, or left by the signer's own choice."""

APART = re.compile(r"[\s、，,;；]+")
ID = re.compile("[0-9]{1,6}-[0-9]{1,20}-[0-9]{1,9}")
CHANGED = "要签的件在您打开汇总之后有变化，没有签任何一件。请刷新汇总，核对件数和合计后再按 F9。"
NOTHING = "没有已阅待签的件，没有签任何一件。请逐件阅看，或按 Esc 返回后结束本次。"


@door("GET", posts=SITTING)
def page(request: Request) -> HttpResponse:
    """Begin a session, or show what it is about to sign."""
    here = request.here
    session = sittings.mine(here)
    found = rows.things(here)
    groups = rows.grouped(found)
    context: dict[str, Any] = {
        "groups": groups,
        "count": len(found),
        "total_fen": sum(thing.amount_fen or 0 for thing in found),
        "request_key": new_request(),
        "hours": hours_of(here.agency),
        "planned": planned_at(here.agency, here.at),
        "sets_hours": here.post in HEADS,
        **proving(request),
    }
    if session is None:
        context |= {"elsewhere": open_session_of(here.by), "past": _past(here)}
        return render(request, "workbench/sitting_start.html", context)
    order = [thing.number for group in groups for thing in group.things]
    request.session[sittings.ORDER] = order
    seen = sittings.seen_in(session)
    unseen = [number for number in order if number not in seen]
    left = [n for n in order if n in seen and seen[n].choice == sittings.SKIP]
    context |= {
        "session": session,
        "seen": seen,
        "unseen": len(unseen),
        "left_out": len(left),
        "returned": sum(row.choice == sittings.RETURNED for row in seen.values()),
        "first": brief_at(unseen[0]) if unseen else reverse("sitting-summary"),
    }
    return render(request, "workbench/sitting.html", context)


@door("POST", posts=SITTING)
def begin(request: Request) -> HttpResponse:
    """Open a session on the proof of identity that was just given."""
    here, proof = request.here, proof_of(request)

    def do(key: UUID) -> Answer:
        who: dict[str, Any] = {"by": here.by, "at": here.at, "request": key}
        return journeys.open_session(here.agency.code, here.post.value, proof=proof, **who)

    return acted(request, do, reverse("sitting"))


@door("GET", posts=SITTING)
def summary(request: Request) -> HttpResponse:
    """Show what would be signed: how many, what it comes to, who signs, what was not looked at."""
    here, session = request.here, sittings.mine(request.here)
    if session is None:
        return redirect("sitting")
    chosen = sittings.chosen_in(session, here)
    seen = sittings.seen_in(session)
    things = [one.thing for one in chosen]
    made = made_in(session.key, [thing.chain for thing in things])
    waits = [thing.number for thing in rows.things(here)]
    context = {
        "session": session,
        "groups": rows.by_kind(things),
        "things": things,
        "count": len(things),
        "total_fen": sum(thing.amount_fen or 0 for thing in things),
        "made": len(made),
        "remaining": len(things) - len(made),
        "unseen": [number for number in waits if number not in seen],
        "left_out": [n for n, row in seen.items() if row.choice == sittings.SKIP],
        "returned": [n for n, row in seen.items() if row.choice == sittings.RETURNED],
        "chosen": sittings.digest_of_chosen(chosen),
        "request_key": new_request(),
        "here_at": reverse("sitting"),
        **proving(request),
    }
    return render(request, "workbench/sitting_summary.html", context)


@door("POST", posts=SITTING)
def sign(request: Request) -> HttpResponse:
    """Sign everything that was on the screen and chosen, each by itself; end with the sheet."""
    session = sittings.mine(request.here)
    if session is None:
        return refused_with(request, NONE_OPEN, status=409)
    chosen = sittings.chosen_in(session, request.here)
    if not chosen:
        return refused_with(request, NOTHING, status=409)
    if request.POST.get("chosen", "") != sittings.digest_of_chosen(chosen):
        return refused_with(request, CHANGED, status=409)
    ended = sittings.confirm(request, session, chosen)
    if ended is None:
        return went(request, f"{reverse('sitting-summary')}?proof=over")
    return went(request, _sheet_of(session.key))


@door("POST", posts=SITTING)
def close(request: Request) -> HttpResponse:
    """End one's own session as it stands, without signing anything more."""
    session = open_session_of(request.here.by)
    if session is None:
        return refused_with(request, NONE_OPEN, status=409)
    sittings.end(session, request.here, {})
    return went(request, _sheet_of(session.key))


@door("GET", posts=SITTING)
def held(request: Request, sitting: str) -> HttpResponse:
    """Show a session that was held: what was signed, what wasn't and why; it prints as a sheet."""
    here = request.here
    key = f"signing/{sitting.replace('-', '/')}"
    known = ID.fullmatch(sitting) is not None
    sessions = SigningSession.objects.select_related("agency", "staff")
    session = sessions.filter(key=key).first() if known else None
    if session is None or not _may_read(session, here):
        raise Http404
    if session.closed_at is None:
        return redirect("sitting")
    results = json.loads(_last(session.key))["said"]["results"]
    numbers = [told["of"].split("/")[-1] for told in results]
    things = {thing.number: thing for thing in rows.named(numbers, here)}
    told = [(things.get(n), result) for n, result in zip(numbers, results, strict=True)]
    signed = [thing for thing, result in told if thing and result["signed"]]
    context = {
        "session": session,
        "changed": MEANWHILE,
        "by_choice": BY_CHOICE,
        "failed": any(told.get("code") not in BY_CHOICE for told in results),
        "told": sorted(told, key=lambda one: bool(one[1]["signed"])),
        "groups": rows.by_kind(signed),
        "post": here.profile.post_name(session.post),
        "here_at": reverse("sitting"),
    }
    return render(request, "workbench/sitting_held.html", context)


@door("POST", posts=HEADS)
def hours(request: Request) -> HttpResponse:
    """Fix when the own agency's leaders sign in one go."""
    here, fixed = request.here, hours_sent(request)

    def do(key: UUID) -> Answer:
        who: dict[str, Any] = {"by": here.by, "at": here.at, "request": key}
        return journeys.set_signing_hours(here.agency.code, fixed, **who)

    return acted(request, do, reverse("sitting"))


def hours_sent(request: Request) -> list[str]:
    """Read times of day as they were typed, one beside the other."""
    typed = request.POST.get("hours", "")[:200].replace("：", ":")
    return [hour for hour in APART.split(typed) if hour]


def _sheet_of(key: str) -> str:
    return reverse("sitting-held", args=[key.removeprefix("signing/").replace("/", "-")])


def _past(here: Here) -> list[tuple[SigningSession, str]]:
    """Give the sessions that were held, the latest first, with the addresses of their sheets."""
    closed = SigningSession.objects.filter(agency=here.agency, closed_at__isnull=False)
    if here.post not in OVERSEERS:
        closed = closed.filter(staff=here.by)
    latest = closed.select_related("staff").order_by("-opened_at")[:PAST]
    return [(session, _sheet_of(session.key)) for session in latest]


def _may_read(session: SigningSession, here: Here) -> bool:
    oversees = here.post in OVERSEERS and here.agency.code == session.agency_id
    return oversees or here.by == session.staff_id


def _last(chain: str) -> str:
    act = acts_of(chain).last()
    assert act is not None  # noqa: S101 -- the session stands on it
    return act.content
