"""The frame around every page: where am I, which post, which day, what waits for me."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.worklists import counted_on, due_by, of_the_counter, waiting
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.acts import last_done
from yichuang.doors.workbench.doorway import ADMINS
from yichuang.doors.workbench.here import Here

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
    if here.post in ADMINS:
        return [Entry("按键表", reverse("keys"))]
    own = WORK.get(here.post, _nothing)(here)
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
    shown = {"nav": entries(here), "my_day": _my_day(here)}
    return {"size": size, "sizes": SIZES, "here": here, **shown, **told}


def _my_day(here: Here) -> list[tuple[str, int, str]]:
    """Give the figures of one's own day, at the foot of the navigation; some lead to a list."""
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
    states = list(mine.values_list("state", "step"))
    returned = states.count(("correction", 0))
    ready = states.count(("ready", 0)) + states.count(("handling", 0))
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
    queue = waiting(here.agency.code, [Post.REVIEWER], here.by)
    return [
        Entry("待复核", reverse("review"), queue.count()),
        Entry("今日已复核", reverse("reviewed")),
    ]


def _signing(here: Here) -> list[Entry]:
    queue = waiting(here.agency.code, [here.post], here.by)
    due = due_by(queue, here.on).count()
    title = "待经办" if here.post == Post.HANDLER else "待我签"
    return [
        Entry(title, reverse("signing"), queue.count(), urgent=due > 0),
        Entry("今日已签", reverse("signed")),
    ]


def _archiving(_: Here) -> list[Entry]:
    return []


def _nothing(_: Here) -> list[Entry]:
    return []


def _looking_up(here: Here, before: int) -> list[Entry]:
    """Give what every post may look up; counters keep the list short."""
    shown = [Entry("查询", reverse("find"), apart=before > 0)]
    shown.append(Entry("业务目录", reverse("catalogue")))
    shown.append(Entry("待遇试算", reverse("pension")))
    if not here.at_counter:
        shown.append(Entry("档案", reverse("archive")))
    return shown


WORK: dict[Post, Callable[[Here], list[Entry]]] = {
    Post.TELLER: _at_the_counter,
    Post.SPECIAL: _at_the_counter,
    Post.REVIEWER: _reviewing,
    Post.HANDLER: _signing,
    Post.DEPUTY_DIRECTOR: _signing,
    Post.DIRECTOR: _signing,
    Post.CITY_APPROVER: _signing,
    Post.CITY_CHIEF: _signing,
    Post.ARCHIVIST: _archiving,
}
