"""The frame around every page: where am I, which post, which day, what waits for me."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.payments import to_prepare, to_release
from yichuang.domain.cases.sessions import SITTING
from yichuang.domain.cases.worklists import counted_on, due_by, my_turn, of_the_counter, waiting
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.acts import last_done
from yichuang.doors.workbench.doorway import ADMINS
from yichuang.doors.workbench.here import Here
from yichuang.doors.workbench.rows.absences import absence_notices
from yichuang.doors.workbench.rows.due import my_deadlines
from yichuang.doors.workbench.rows.staffing import people_in_post
from yichuang.doors.workbench.rows.training import training_notice
from yichuang.doors.workbench.views.vacant import LEADERS, vacant_for

SIZES = ("1", "2", "3")
"""Three sizes of text: A, A⁺, A⁺⁺."""


@dataclass(frozen=True)
class Entry:
    """An entry of the navigation: at most seven for a post."""

    title: str
    url: str
    count: int | None = None
    urgent: bool = False
    apart: bool = False
    """Begins the second group, under a line."""


def entries(here: Here) -> list[Entry]:
    """Give the navigation of a post, with what waits there."""
    own = WORK.get(here.post, _nothing)(here)
    if here.post in ADMINS:
        return own
    return [*own, *_looking_up(here, len(own))]


def home(here: Here) -> str:
    """Give the address where a post begins its day."""
    return entries(here)[0].url


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates what the frame shows."""
    here: Here | None = getattr(request, "here", None)
    size = request.COOKIES.get("size", "2")
    size = size if size in SIZES else "2"
    if here is None:
        return {"size": size, "sizes": SIZES}
    if getattr(request, "htmx", False):
        return {"size": size, "sizes": SIZES, "here": here}
    told = _told(request.GET.get("done", ""), here)
    page = _page(request)
    shown = {"nav": entries(here), "my_day": [*_my_day(here, page), *my_deadlines(here, page)]}
    shown["training_notice"] = training_notice(here)
    shown["absence_notices"] = absence_notices(here)
    return {"size": size, "sizes": SIZES, "here": here, **shown, **told}


def _page(request: HttpRequest) -> str:
    return str(request.resolver_match.url_name) if request.resolver_match else ""


def _my_day(here: Here, page: str) -> list[tuple[str, int | str, str]]:
    """Give the figures of one's own day, at the foot of the navigation; some lead to a list."""
    if here.post in LEADERS:
        # Everybody is asked about every open case: where the day begins, not on every page.
        many = len(vacant_for(here)) if page == "signing" else ""
        held: list[tuple[str, int | str, str]] = [("无人可办", many, reverse("vacant"))]
        heads = here.post == Post.DIRECTOR
        people = people_in_post(here.agency, here.on) if heads else 0
        return [("本机构人员", people, reverse("people")), *held] if heads else held
    if not here.at_counter:
        return []
    counted = counted_on(here.by, here.on)
    return [
        ("今日受理", counted["accepted"], ""),
        ("其中办结", counted["done"], ""),
        ("在办", of_the_counter(here.by).count(), _mine("open")),
        ("待归档", of_the_counter(here.by, ["done"]).count(), _mine("done")),
    ]


def _told(number: str, here: Here) -> dict[str, Any]:
    """Say what was done on the page before: as the trail has it, never from memory."""
    did = last_done(number, here.by) if number else None
    if did is None:
        return {}
    state = Case.objects.filter(number=number).values_list("state", flat=True).first()
    return {"did": did, "did_number": number, "did_state": state}


def _at_the_counter(here: Here) -> list[Entry]:
    mine = of_the_counter(here.by)
    states = list(my_turn(here.by, here.on).values_list("state", flat=True))
    returned = states.count("correction")
    ready = states.count("ready") + states.count("handling")
    due = due_by(mine, here.on).count()
    return [
        Entry("当前办件", reverse("counter")),
        Entry("待补正", _mine("returned"), returned, urgent=returned > 0),
        Entry("待办结", _mine("ready"), ready),
        Entry("今日到期", _mine("due"), due, urgent=due > 0),
    ]


def _mine(which: str) -> str:
    return f"{reverse('mine')}?list={which}"


def _reviewing(here: Here) -> list[Entry]:
    queue = waiting(here.agency.code, [Post.REVIEWER], here.by, here.on)
    return [
        Entry("待复核", reverse("review"), queue.count()),
        Entry("今日已复核", reverse("reviewed")),
    ]


def _signing(here: Here) -> list[Entry]:
    queue = waiting(here.agency.code, [here.post], here.by, here.on)
    due = due_by(queue, here.on).count()
    title = WAITING.get(here.post, "待我签")
    first = Entry(title, reverse("signing"), queue.count(), urgent=due > 0)
    return [first, *(_sitting(here) or [Entry("今日已签", reverse("signed"))])]


def _sitting(here: Here) -> list[Entry]:
    return [Entry("集中签批", reverse("sitting"))] if here.post in SITTING else []


def _paying(here: Here) -> list[Entry]:
    agency, address = here.agency.code, reverse("payments")
    mine = to_release(agency, here.by).count()
    return [
        Entry("待制单", f"{address}?list=prepare", to_prepare(agency).count()),
        Entry("待签付", f"{address}?list=release", mine),
        *_sitting(here),
    ]


def _register(_: Here) -> list[Entry]:
    return [Entry("授权登记", reverse("authority"))]


def _auditing(_: Here) -> list[Entry]:
    return [
        Entry("审计记录", reverse("audit")),
        Entry("谁看过", reverse("audit-looks")),
        Entry("机构", reverse("agencies")),
        Entry("查询", reverse("find"), apart=True),
        Entry("业务目录", reverse("catalogue")),
        Entry("档案", reverse("archive")),
    ]


def _archiving(_: Here) -> list[Entry]:
    return [Entry("档案", reverse("archive"))]


def _training(_: Here) -> list[Entry]:
    return [Entry("培训", reverse("training"))]


def _keeping(here: Here) -> list[Entry]:
    return [
        Entry("机构", reverse("agencies")),
        Entry("人员", reverse("people")),
        Entry("无人可办", reverse("vacant")),
        *_register(here),
    ]


def _nothing(_: Here) -> list[Entry]:
    return []


def _securing(here: Here) -> list[Entry]:
    return [
        *_signing(here),
        Entry("账号", reverse("accounts")),
        Entry("会话", reverse("sessions")),
        Entry("无人可办", reverse("vacant")),
        *_training(here),
        *_register(here),
    ]


def _looking_up(here: Here, before: int) -> list[Entry]:
    """Give what every post may look up; counters keep the list short."""
    shown = [Entry("查询", reverse("find"), apart=before > 0)]
    shown.append(Entry("业务目录", reverse("catalogue")))
    if here.post not in {Post.DIRECTOR, Post.AUDITOR}:
        shown.append(Entry("待遇试算", reverse("pension")))
    else:
        shown += _training(here)
    if here.post in REGISTERED:
        shown += _register(here)
    if not here.at_counter and here.post != Post.ARCHIVIST:
        shown.append(Entry("档案", reverse("archive")))
    return shown


REGISTERED = frozenset(
    {
        *(Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.CITY_CHIEF),
        *(Post.AUDITOR, Post.TRAINER),
    }
)
"""Posts of business that look at the register of authorisations."""

WAITING = {Post.HANDLER: "待经办", Post.AUDITOR: "待审核", Post.SECURITY_ADMIN: "待赋权"}
"""What the list is called of those who don't simply sign."""

WORK: dict[Post, Callable[[Here], list[Entry]]] = {
    Post.TELLER: _at_the_counter,
    Post.SPECIAL: _at_the_counter,
    Post.REVIEWER: _reviewing,
    Post.HANDLER: _signing,
    Post.DEPUTY_DIRECTOR: _signing,
    Post.DIRECTOR: _signing,
    Post.AUDITOR: _signing,
    Post.CITY_APPROVER: _signing,
    Post.CITY_CHIEF: _signing,
    Post.FINANCE: _paying,
    Post.ARCHIVIST: _archiving,
    Post.TRAINER: _training,
    Post.AUDIT_ADMIN: _auditing,
    Post.SYSTEM_ADMIN: _keeping,
    Post.SECURITY_ADMIN: _securing,
}
