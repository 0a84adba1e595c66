"""授权登记: the register by post, its ledger on paper, the yearly check, and 我能办什么."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.authority.actions import lines_in_force
from yichuang.domain.authority.models import Grant
from yichuang.domain.authority.queries import check_of, register_of, unchecked
from yichuang.domain.authority.scope import BY_DEPARTMENT
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.items.authorisation import ITEM as AUTHORISATION
from yichuang.domain.items.mode_switch import ITEM as MODE_SWITCH
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.models import Agency, Department, Mode
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import acted, exported, new_request, refused_with
from yichuang.doors.workbench.doorway import EVERYBODY, door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.rows import authority as authority_rows

ASKERS = frozenset({Post.DEPUTY_DIRECTOR})
CHECKERS = frozenset({Post.AUDITOR})
ADMINS = frozenset({Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDIT_ADMIN})
LOOKERS = ASKERS | CHECKERS | ADMINS | {Post.DIRECTOR, Post.CITY_CHIEF, Post.TRAINER}
KINDS = {"change": "变更", "withdraw": "收回"}


@door("GET", posts=LOOKERS)
def register(request: Request) -> HttpResponse:
    """Show the register of an agency by post: what stands, what comes, what ended."""
    here = request.here
    agency, profile = _agency(request), _profile(request)
    which = request.GET.get("which", "now")
    which = which if which in authority_rows.WHICH else "now"
    post, item = request.GET.get("post", ""), request.GET.get("item", "")
    lines = register_of(agency.code)
    lines = lines.filter(post=post) if post in Post else lines
    lines = lines.filter(item=item) if profile.item(item) else lines
    own = agency == here.agency
    below = agencies_within(here.agency.code)
    context = _told(request, agency, profile) | {
        "blocks": authority_rows.blocks(lines, profile, here.on, which=which),
        "kinds": authority_rows.WHICH,
        "which": which,
        "post": post,
        "item": item,
        "choices": [(p.value, profile.post_name(p)) for p in Post],
        "agencies": Agency.objects.filter(code__in=below).order_by("code"),
        "unchecked": unchecked(below, here.on.year) if len(below) > 1 else [],
        "asks": own and here.post in ASKERS,
        "checks": own and here.post in CHECKERS and not check_of(agency.code, here.on.year),
        "sees_cases": here.post not in ADMINS - {Post.SECURITY_ADMIN},
        "request_key": new_request(),
    }
    return render(request, "workbench/authority.html", context)


@door("GET", posts=LOOKERS)
def ledger(request: Request) -> HttpResponse:
    """Print the ledger of what is in force, with its digest and places to sign."""
    here, agency, profile = request.here, _agency(request), _profile(request)
    found = authority_rows.blocks(register_of(agency.code), profile, here.on, which="now")
    context = _told(request, agency, profile)
    count, digest = lines_in_force(agency.code, here.on)
    exported(request, "授权台账", count, of=agency.code)
    context |= {"blocks": found, "digest": digest, "here_at": reverse("authority")}
    return render(request, "workbench/authority_ledger.html", context)


@door("POST", posts=CHECKERS)
def check(request: Request) -> HttpResponse:
    """Enter the yearly check of the own register."""
    here, remark = request.here, request.POST.get("remark", "")

    def do(key: UUID) -> Answer:
        return journeys.check_register(
            here.agency.code, here.on.year, remark, by=here.by, at=here.at, request=key
        )

    return acted(request, do, reverse("authority"))


@door("POST", posts=ASKERS)
def begin(request: Request) -> HttpResponse:
    """Begin a request: for a new grant, for another mode, or about a line of the register."""
    here = request.here
    what, _, number = request.POST.get("pick", "").partition(":")
    form, item = {"agency": here.agency.code, "kind": "授权"}, AUTHORISATION.code
    form["since"] = f"{here.on}"
    if what == "switch":
        form, item = {"agency": here.agency.code}, MODE_SWITCH.code
    elif what in KINDS:
        own = number.isascii() and number.isdecimal() and len(number) < 19  # noqa: PLR2004
        grant = Grant.objects.filter(agency=here.agency, id=number).first() if own else None
        if grant is None:
            return refused_with(request, "登记表中没有这一行，请刷新后再选。")
        rule = here.profile.item(grant.item)
        form = authority_rows.prefilled(grant, rule, KINDS[what], here.on)
    draft = Draft(key=uuid4(), by_id=here.by, agency=here.agency.code, item=item, form=form)
    draft.saved_at = here.at
    draft.save(force_insert=True)
    return redirect("draft", draft.key)


@door("GET", posts=EVERYBODY)
def why(request: Request) -> HttpResponse:
    """Show what a post may do here and what not, each with its reason and source."""
    here, agency, profile = request.here, request.here.agency, request.here.profile
    post = request.GET.get("post", "")
    post = post if post in Post else here.post.value
    departments = list(Department.objects.filter(agency=agency).order_by("key"))
    asked = request.GET.get("department", here.assignment.department_id or "")
    department = next((d for d in departments if d.key == asked), None)
    at = authority_rows.standpoint(agency, department, here.on)
    lines = register_of(agency.code).filter(post=post)
    context = {
        "why": authority_rows.why(profile, post, at),
        "post": post,
        "post_is": profile.post_name(post),
        "mine": post == here.post.value,
        "choices": [(p.value, profile.post_name(p)) for p in Post],
        "department": department,
        "departments": departments if agency.mode in BY_DEPARTMENT else [],
        "mode": Mode(agency.mode).label,
        "blocks": authority_rows.blocks(lines, profile, here.on, which="now"),
    }
    return render(request, "workbench/authority_why.html", context)


def _agency(request: Request) -> Agency:
    """Find the agency that is asked for: the own one, or one below it; any other is a 404."""
    here = request.here
    code = request.GET.get("agency", here.agency.code)
    if code not in agencies_within(here.agency.code):
        raise Http404("本机构及下级机构中没有这个机构，请从列表中选择。")
    return Agency.objects.select_related("parent").get(code=code)


def _profile(request: Request) -> Profile:
    agency, here = _agency(request), request.here
    if agency.profile == here.agency.profile:
        return here.profile
    return profile_of(edition_in_force(agency.profile, here.on))


def _told(request: Request, agency: Agency, profile: Profile) -> dict[str, Any]:
    """Give what stands above the register: whose it is, who is equal, whether it was checked."""
    here: Here = request.here
    return {
        "agency": agency,
        "profile": profile,
        "mode": Mode(agency.mode).label,
        "equals": authority_rows.equals(agency, profile, here.on),
        "year": here.on.year,
        "checked": check_of(agency.code, here.on.year),
        "in_force": lines_in_force(agency.code, here.on)[0],
    }
