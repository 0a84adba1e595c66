"""Who may enter where: every page declares it, and a page that doesn't is closed to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.cases.policy import may_see
from yichuang.domain.cases.queries import NoSuchCase, standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.journeys.notes import Kind
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.acts import refused
from yichuang.doors.workbench.audit import lines as audit_lines
from yichuang.doors.workbench.entrance import halfway, second_factor, sessions
from yichuang.doors.workbench.here import (
    FACTOR,
    Here,
    Request,
    find_here,
    has_run_out,
    note_use,
    staff_on_page,
)
from yichuang.doors.workbench.views.faults import fault

ADMINS = frozenset({Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDIT_ADMIN})
BUSINESS = frozenset(Post) - ADMINS
"""Everybody but the three administrators, who have no business rights."""

COUNTER = frozenset({Post.TELLER, Post.SPECIAL})
CITY = frozenset({Post.CITY_APPROVER, Post.CITY_CHIEF})
SIGNERS = CITY | {
    *(Post.HANDLER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR),
    *(Post.AUDITOR, Post.SECURITY_ADMIN),
}
INSIDE = BUSINESS | {Post.SECURITY_ADMIN}
"""Whoever has a seat in some case; the security administrator only in what agencies decide about
themselves."""
APPLICANTS = COUNTER | {Post.DEPUTY_DIRECTOR}
"""Who fills in applications: for clients, or for the own agency."""
EVERYBODY = frozenset(Post)

AUDITOR_SENDS = frozenset({"logout", "seat", "text-size", "find", "archive", "audit-looks"})
AUDITOR_OWN = ("login", "me-")
"""What an audit administrator may send: it searches, or concerns only themselves."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Door:
    """What a page asks of whoever comes: the methods it knows, the posts it is for."""

    methods: tuple[str, ...]
    posts: frozenset[Post]
    needs_seat: bool = True
    needs_login: bool = True
    halfway: bool = False
    """For whoever gave a right password and isn't logged in yet; a stranger to all other pages."""


def door(*methods: str, posts: frozenset[Post]) -> Callable[[View], View]:
    """Open a page to some posts; a case in its address must be one that its agency may see."""
    return _declared(Door(methods, posts))


def open_door(*methods: str) -> Callable[[View], View]:
    """Open a page to anybody, logged in or not."""
    return _declared(Door(methods, EVERYBODY, needs_seat=False, needs_login=False))


def seatless_door(*methods: str) -> Callable[[View], View]:
    """Open a page to whoever has logged in, before a post is taken up."""
    return _declared(Door(methods, EVERYBODY, needs_seat=False))


def halfway_door(*methods: str) -> Callable[[View], View]:
    """Open a page to whoever is on the way in, between the password and the session."""
    return _declared(Door(methods, EVERYBODY, needs_seat=False, halfway=True))


def _declared(what: Door) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.door = what  # type: ignore[attr-defined]
        return view

    return declare


def keep_nothing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let nothing that was shown to somebody stay in a browser's store; files say otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def readable(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what no page of ours could have sent, before anything else reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # PostgreSQL's texts hold no NUL, and what came in may be written down.
        headers = (text for name, text in request.META.items() if name.startswith("HTTP_"))
        if any("\0" in text for text in (*request.COOKIES.values(), *headers)):
            raise BadRequest
        # Files are never asked for; otherwise they would lie on the disk, however large.
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        _ = request.GET  # TooManyFieldsSent, while a page can still say so
        return get_response(request)

    return middleware


class Doorway:
    """The middleware in front of every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request on, and leave a line of what was refused on its way."""
        response = self.get_response(request)
        audit_lines.leave(request, response.status_code)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _: Any, arguments: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask, before a page is made, whether whoever is there may enter."""
        declared: Door | None = getattr(view, "door", None)
        if declared is None:
            return _turned_away(request, "这个页面没有登记谁可以进入，所以对所有人关闭。")
        if request.method not in declared.methods:
            return HttpResponseNotAllowed(declared.methods)
        if not declared.needs_login:
            return None
        if declared.halfway:
            return _on_the_way(request)
        if not _is_inside(request):
            return _to_login(request)
        if note_use(request):
            sessions.note_use(request)
        return _entered(cast("Request", request), declared, arguments)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal that no page expected as every page answers one."""
        if isinstance(exception, Refusal) and hasattr(request, "here"):
            return refused(cast("Request", request), exception)
        return None


def _is_inside(request: HttpRequest) -> bool:
    """Say whether the session stands: begun, not too old, and ended by nobody."""
    known = request.user.is_authenticated and not has_run_out(request)
    return known and sessions.in_force(request)


def _on_the_way(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return redirect("home")
    return None if halfway.present(request) is not None else _to_login(request)


def _entered(request: Request, declared: Door, arguments: dict[str, Any]) -> HttpResponse | None:
    here = find_here(request)
    if here is None:
        return None if not declared.needs_seat else _to_seat(request)
    if not request.session.get(FACTOR) and second_factor.asked_of(here.assignment, here.on):
        # The post asks for it, whatever was asked when the session began.
        return _to_login(request)
    request.here = here
    audits = here.post == Post.AUDIT_ADMIN
    if audits and not _only_looks(request):
        return _turned_away(request, "审计管理员只查看，不办理。请由办理岗位的人员操作。")
    if here.post not in declared.posts and not (audits and declared.posts >= BUSINESS):
        allowed = "、".join(here.profile.post_name(p) for p in Post if p in declared.posts)
        return _turned_away(request, f"这个页面供以下岗位使用：{allowed}。")
    if "number" in arguments:
        _find_case(request, arguments["number"])
    return None


def _only_looks(request: HttpRequest) -> bool:
    """Say whether a request of an audit administrator changes nothing but what is their own."""
    match = request.resolver_match
    name = str(match.url_name) if match else ""
    return request.method == "GET" or name in AUDITOR_SENDS or name.startswith(AUDITOR_OWN)


def _find_case(request: Request, number: str) -> None:
    """Find the case of the address; one that isn't this agency's looks like none at all."""
    here = request.here
    try:
        found = standing(number, by=here.by, on=here.on)
    except NoSuchCase as none:
        raise Http404(str(none)) from none
    if here.post == Post.SECURITY_ADMIN and found.rule.business != "internal":
        audit_lines.mark(request, Kind.TURNED_AWAY, "not-internal")
        raise Http404(str(NoSuchCase(number=number)))
    if not may_see(here.agency.code, found.case.agency_id):
        audit_lines.mark(request, Kind.TURNED_AWAY, "not-your-case")
        raise Http404(str(NoSuchCase(number=number)))
    request.case = found
    # Whoever has a seat in the case stands in its own trail; of others a look leaves a line.
    seated = any(seat.holder == here.by for seat in found.seats)
    listed = _is_preview(request) and _waits_for(found, here)
    request.looks = request.method == "GET" and not seated and not listed


def _is_preview(request: Request) -> bool:
    """Say whether a list asks for the brief beside it, whoever's case it is."""
    return bool(request.htmx) and request.GET.get("part") == "brief"


def _waits_for(case: Standing, here: Here) -> bool:
    """Say whether a case waits at a seat of this post: it stands in its list of the day."""
    seat = case.seat(case.case.step) if case.case.step is not None else None
    return seat is not None and (seat.post, seat.agency_id) == (here.post, here.agency.code)


def _to_login(request: HttpRequest) -> HttpResponse:
    """Ask for the password; what stands on the page is left standing."""
    if request.user.is_authenticated:
        sessions.forget(request)
        logout(request)
    if getattr(request, "htmx", False):
        context = {"staff": staff_on_page(request)}
        response = render(request, "workbench/login_again.html", context, status=401)
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    back = request.get_full_path() if request.method == "GET" else ""
    return redirect(f"{reverse('login')}?next={quote(back)}")


def _to_seat(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=409, headers={"HX-Redirect": reverse("seat")})
    return redirect(f"{reverse('seat')}?next={quote(request.get_full_path())}")


def _turned_away(request: HttpRequest, why: str) -> HttpResponse:
    audit_lines.mark(request, Kind.TURNED_AWAY, "not-for-this-post")
    return fault(request, 403, "不能进入", why)
