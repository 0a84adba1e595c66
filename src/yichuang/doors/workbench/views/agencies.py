"""Agencies: the tree of one's own and below, their departments and windows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.cases.sessions import hours_of
from yichuang.domain.catalogue.profile import INSURANCES
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.administration import BELOW, categories_of
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.staff.actions.agencies import VERBS
from yichuang.domain.staff.models import Agency, AgencyLevel, Department, Mode, Window
from yichuang.domain.staff.posts import ADMINS, Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import acted, amiss, new_request
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.rows import staffing as staffing_rows
from yichuang.doors.workbench.staffing_forms import Reading
from yichuang.doors.workbench.views.sittings import hours_sent

ACTS = frozenset({Post.SYSTEM_ADMIN})
LOOKS = ACTS | {Post.AUDIT_ADMIN, Post.DIRECTOR}
WINDOW_POSTS = [post for post in Post if post not in ADMINS]
NARROW = (Mode.SPECIALIST, Mode.DEPARTMENT)
"""Modes that an agency above the county may choose (SX-04)."""


@door("GET", posts=LOOKS)
def tree(request: Request) -> HttpResponse:
    """Show the own agency and those below it."""
    here = request.here
    return render(
        request, "workbench/agencies.html", {"places": staffing_rows.tree(here.agency, here.on)}
    )


@door("GET", posts=LOOKS)
def page(request: Request, agency: str) -> HttpResponse:
    """Show an agency with its departments and windows; its administrators change them here."""
    here, shown = request.here, of_the_tree(request, agency)
    windows = list(Window.objects.filter(agency=shown).order_by("number"))
    rooms = staffing_rows.departments(shown)
    chosen = next((row for row in rooms if row[0].key == request.GET.get("department")), None)
    profile = staffing_rows.profile_at(shown, here.on)
    context: dict[str, Any] = {
        "here_at": reverse("agencies"),
        "agency": shown,
        "profile": profile,
        "insurances": staffing_rows.insurances(shown),
        "hours": hours_of(shown),
        "departments": rooms,
        "windows": windows,
        "chosen": chosen,
        "acts": here.post in ACTS,
        "entered": entered(request, shown),
    }
    if here.post in ACTS:
        context |= _forms(shown, len(rooms), windows, own=shown.code == here.agency.code)
        context["categories"] = categories_of(profile)
    return render(request, "workbench/agency.html", context)


@door("GET", posts=LOOKS)
def sign(request: Request, agency: str, window: int) -> HttpResponse:
    """Show the sign of a window, to be printed: the unified name of its post (SX-06)."""
    shown = of_the_tree(request, agency)
    found = Window.objects.filter(agency=shown, number=min(window, 999)).first()
    if found is None:
        raise Http404
    name = staffing_rows.profile_at(shown, request.here.on).post_name(found.post)
    context = {"here_at": reverse("agencies"), "agency": shown, "window": found, "name": name}
    return render(request, "workbench/window_sign.html", context)


@door("POST", posts=ACTS)
def establish(request: Request, agency: str) -> HttpResponse:
    """Establish an agency below one's own."""
    shown, form = of_the_tree(request, agency), Reading(request.POST, "establish")
    code, name = form.words("code", "机构代码", 6), form.words("name", "名称", 60)
    mode = form.choice("mode", "经办模式", Mode.values) or Mode.UNIVERSAL
    chosen = form.many("insurances", "经办险种", INSURANCES)

    def do(key: UUID) -> Answer:
        more = {"mode": Mode(mode), "insurances": chosen, **who(request), "request": key}
        return journeys.establish_below(shown.code, code, name, **more)

    return entering(request, form, do, f"{reverse('agencies')}{{entered[code]}}/")


@door("POST", posts=ACTS)
def department(request: Request, agency: str) -> HttpResponse:
    """Open a department for categories of the catalogue."""
    shown, form = of_the_tree(request, agency), Reading(request.POST, "department")
    number, name = form.whole("number", "编号"), form.words("name", "科室名称", 40)
    business = form.many("business", "业务类别", _categories(request, shown))

    def do(key: UUID) -> Answer:
        more = {"business": business, **who(request), "request": key}
        return journeys.open_department(shown.code, number, name, **more)

    return entering(request, form, do, _back(shown))


@door("POST", posts=ACTS)
def business(request: Request, agency: str) -> HttpResponse:
    """Let a department handle other categories."""
    shown, form = of_the_tree(request, agency), Reading(request.POST, "business")
    theirs = set(Department.objects.filter(agency=shown).values_list("key", flat=True))
    chosen = form.choice("department", "科室", theirs)
    categories = form.many("business", "业务类别", _categories(request, shown))

    def do(key: UUID) -> Answer:
        return journeys.set_business(chosen, categories, **who(request), request=key)

    return entering(request, form, do, _back(shown))


@door("POST", posts=ACTS)
def window(request: Request, agency: str) -> HttpResponse:
    """Open a window for a post."""
    shown, form = of_the_tree(request, agency), Reading(request.POST, "window")
    number = form.whole("number", "窗口号")
    post = form.choice("post", "岗位", [p.value for p in WINDOW_POSTS]) or Post.TELLER

    def do(key: UUID) -> Answer:
        return journeys.open_window(shown.code, number, Post(post), **who(request), request=key)

    return entering(request, form, do, _back(shown))


@door("POST", posts=ACTS)
def insurances(request: Request, agency: str) -> HttpResponse:
    """Let an agency handle other insurances."""
    shown, form = of_the_tree(request, agency), Reading(request.POST, "insurances")
    chosen = form.many("insurances", "经办险种", INSURANCES)

    def do(key: UUID) -> Answer:
        return journeys.set_insurances(shown.code, chosen, **who(request), request=key)

    return entering(request, form, do, _back(shown))


@door("POST", posts=ACTS)
def signing_hours(request: Request, agency: str) -> HttpResponse:
    """Fix when an agency's leaders sign in one go."""
    shown, fixed = of_the_tree(request, agency), hours_sent(request)

    def do(key: UUID) -> Answer:
        return journeys.set_signing_hours(shown.code, fixed, **who(request), request=key)

    return acted(request, do, _back(shown))


def of_the_tree(request: Request, code: str) -> Agency:
    """Find an agency of one's own tree; another looks like none at all."""
    known = Agency.objects.select_related("parent").filter(code=code[:6])
    found = known.first() if may_be_number(code) else None
    if found is None or found.code not in agencies_within(request.here.agency.code):
        raise Http404
    return found


def who(request: Request) -> dict[str, Any]:
    """Give who acts and when."""
    return {"by": request.here.by, "at": request.here.at}


def entering(
    request: Request, form: Reading, do: Callable[[UUID], Answer], then: str
) -> HttpResponse:
    """Do what a form asks for, or say everything that is amiss in it."""
    if form.mistakes:
        return amiss(request, form.mistakes)
    return acted(request, do, then)


def entered(request: Request, agency: Agency) -> tuple[str, Any] | None:
    """Say what was entered on the page before, as the trail has it."""
    act = staffing_rows.last_entered(agency.code, request.here.by)
    if act is None or not request.GET.get("entered"):
        return None
    return VERBS.get(act.verb, act.verb), act


def _forms(agency: Agency, rooms: int, windows: list[Window], *, own: bool) -> dict[str, Any]:
    """Give what the forms offer: the next numbers, the choices of modes, posts, insurances."""
    below = BELOW.get(AgencyLevel(agency.level)) if own else None
    modes = Mode if below == AgencyLevel.COUNTY else NARROW
    return {
        "below": below,
        "modes": [(mode.value, mode.label) for mode in modes],
        "next_department": rooms + 1,
        "next_window": max((w.number for w in windows), default=0) + 1,
        "window_posts": WINDOW_POSTS,
        "all_insurances": INSURANCES,
        "handled": agency.insurances.split(","),
        "one_only": agency.mode == Mode.SPECIALIST,
        "request_key": new_request(),
    }


def _categories(request: Request, agency: Agency) -> list[str]:
    return categories_of(staffing_rows.profile_at(agency, request.here.on))


def _back(agency: Agency) -> str:
    return f"{reverse('agency', args=[agency.code])}?entered=1"
