"""The catalogue: what is in force, what is coming, and how a version is proposed and published."""

from datetime import date, timedelta
from typing import Any

import tomli_w
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.catalogue.differences import differences
from yichuang.domain.catalogue.faults import faults
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import Profile, UnreadableProfile, read_profile
from yichuang.domain.catalogue.queries import NoEditionInForce, edition_in_force, profile_of
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.catalogue import keeper
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.acts import acted, exported, new_request
from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.rows import catalogue as catalogue_rows

LEADERS = frozenset({Post.DIRECTOR, Post.DEPUTY_DIRECTOR})
LONGEST_TEXT = 500_000


@door("GET", posts=BUSINESS)
def editions(request: Request) -> HttpResponse:
    """Show the version in force here, and every other version of this catalogue."""
    here = request.here
    code = here.agency.profile
    context = {
        "edition": edition_in_force(code, here.on),
        "profile": here.profile,
        "rows": catalogue_rows.rows(here.profile),
        "versions": catalogue_rows.versions(code, here.on),
        "keeps": not why_not(code, here),
    }
    return render(request, "workbench/catalogue.html", context)


@door("GET", posts=BUSINESS)
def edition(request: Request, profile: str, version: int) -> HttpResponse:
    """Show a version: what it says otherwise than another, what is wrong with it, its items."""
    here = request.here
    shown = _edition(profile, version)
    against = _against(request.GET.get("against", ""), shown)
    said = profile_of(shown)
    others = catalogue_rows.versions(profile, here.on)
    refused = why_not(profile, here) if here.post in LEADERS else ""
    context = {
        "here_at": reverse("catalogue"),
        "edition": shown,
        "profile": said,
        "stands": next(v for v in others if v.edition == shown),
        "others": [v for v in others if v.edition != shown],
        "against": against,
        "differences": differences(profile_of(against), said) if against else [],
        "faults": faults(said),
        "rows": catalogue_rows.rows(said),
        "publishes": here.post in LEADERS and not refused and shown.published_by is None,
        "request_key": new_request(),
    }
    return render(request, "workbench/edition.html", context)


@door("GET", posts=BUSINESS)
def item(request: Request, profile: str, version: int, item: str) -> HttpResponse:
    """Show everything that a version says of one item, and what is checked at the window."""
    shown = _edition(profile, version)
    said = profile_of(shown)
    rule = said.item(item)
    if rule is None:
        raise Http404
    agency = request.here.agency
    at_counter = catalogue_rows.handled_at_counter(rule, agency, request.here.on)
    stops, reasons, no_route = catalogue_rows.way(said, rule, agency, at_counter=at_counter)
    context = {
        "here_at": reverse("catalogue"),
        "edition": shown,
        "profile": said,
        "row": catalogue_rows.row(said, rule),
        "rule": rule,
        "papers": catalogue_rows.papers(rule),
        "checks": catalogue_rows.checks(rule),
        "fields": catalogue_rows.fields(rule),
        "stops": stops,
        "reasons": reasons,
        "no_route": no_route,
        "parameters": said.parameters,
    }
    return render(request, "workbench/item.html", context)


@door("GET", posts=BUSINESS)
def as_toml(request: Request, profile: str, version: int) -> HttpResponse:
    """Give a version as text that can be edited and proposed."""
    shown = _edition(profile, version)
    exported(request, "业务目录", 1, of=shown.key)
    response = HttpResponse(toml_of(profile_of(shown)), content_type="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{profile}-{version}.toml"'
    return response


@door("GET", "POST", posts=LEADERS)
def propose(request: Request) -> HttpResponse:
    """Write the next version; it is checked as a whole before it is proposed."""
    here = request.here
    if request.method == "POST" and "check" not in request.POST:
        to = reverse("catalogue") + "{edition}/"
        return acted(request, lambda key: _propose(request, key), to)
    code = here.agency.profile
    text = request.POST.get("text", "")[:LONGEST_TEXT].replace("\r\n", "\n")
    context: dict[str, Any] = {
        "here_at": reverse("catalogue"),
        "text": text if request.method == "POST" else _next_text(code, here.on),
        "why_not": why_not(code, here),
        "request_key": new_request(),
    }
    if request.method == "POST":
        context |= _checked(text, here)
    page = "_edition_checked" if request.htmx else "propose"
    return render(request, f"workbench/{page}.html", context)


@door("POST", posts=LEADERS)
def publish(request: Request, profile: str, version: int) -> HttpResponse:
    """Publish a version that somebody else proposed."""
    here, shown = request.here, _edition(profile, version)
    return acted(
        request,
        lambda key: journeys.publish_catalogue(shown.key, by=here.by, at=here.at, request=key),
        reverse("catalogue") + "{edition}/",
    )


def toml_of(profile: Profile) -> str:
    """Write a profile so that reading it gives an equal one."""
    return tomli_w.dumps(_sources_last(profile.model_dump(exclude_defaults=True)))


def _sources_last(said: Any) -> Any:
    """Order what is written as people write it: what is said first, then where it comes from."""
    if isinstance(said, dict):
        last = [key for key in ("source", "verified") if key in said and "items" not in said]
        order = [*(key for key in said if key not in last), *last]
        return {key: _sources_last(said[key]) for key in order}
    return [_sources_last(part) for part in said] if isinstance(said, (list, tuple)) else said


def why_not(profile: str, here: Here) -> str:
    """Say why somebody doesn't keep a catalogue; empty where they do."""
    try:
        keeper(profile, here.by, here.on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _propose(request: Request, key: Any) -> Any:
    here, text = request.here, request.POST.get("text", "").replace("\r\n", "\n")
    return journeys.propose_catalogue(text, by=here.by, at=here.at, request=key)


def _edition(profile: str, version: int) -> Edition:
    """Find the version of an address."""
    key = f"{profile}/{version}" if version < 10**7 else ""
    found = Edition.objects.filter(key=key).first() if may_be_number(key) else None
    if found is None:
        raise Http404
    return found


def _against(asked: str, shown: Edition) -> Edition | None:
    """Find the version to compare with: the one asked for, else the one it follows."""
    if asked.isascii() and asked.isdecimal() and len(asked) < 8:  # noqa: PLR2004
        return _edition(shown.profile, int(asked))
    return catalogue_rows.before(shown)


def _checked(text: str, here: Here) -> dict[str, Any]:
    """Read a text as proposing would, and say everything that is wrong or different."""
    try:
        said = read_profile(text)
    except UnreadableProfile as unreadable:
        return {"unreadable": str(unreadable.facts["faults"]).split("；")}
    try:
        standing = edition_in_force(said.code, here.on)
    except NoEditionInForce:
        return {"checked": said, "faults": faults(said)}
    found = differences(profile_of(standing), said)
    told = why_not(said.code, here)
    return {
        "checked": said,
        "faults": [*([told] if told else []), *faults(said)],
        "against": standing,
        "differences": found,
        "taken": Edition.objects.filter(key=f"{said.code}/{said.version}").exists(),
    }


def _next_text(code: str, on: date) -> str:
    """Give what is in force as the text of the next version, from the next month on."""
    standing = edition_in_force(code, on)
    known = Edition.objects.filter(profile=code).values_list("version", "in_force_on")
    last = max(on, *(day for _, day in known))
    first = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
    following = {"version": max(version for version, _ in known) + 1, "in_force_on": first}
    return toml_of(profile_of(standing).model_copy(update=following))
