"""Who is at the page: the person, the post at an agency, the window, the moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from yichuang.domain.cases.standing import Standing
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.catalogue.queries import calendar, edition_in_force, profile_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.models import Agency, Assignment, Window
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.models import Account
from yichuang.engines.workdays import UnknownYear

SEAT, WINDOW, BEGAN, SEEN, FACTOR, PROOF = "seat", "window", "began", "seen", "factor", "proof"
"""What a session keeps: the assignment taken up, the window, when it began and was last used,
whether a second factor was shown, and the last proof of who signs."""

COUNTERS = frozenset({Post.TELLER, Post.SPECIAL})


@dataclass(frozen=True)
class Here:
    """Whoever is at the page, as far as the session says and the staff register confirms."""

    by: str
    name: str
    assignment: Assignment
    window: int | None
    at: datetime

    @property
    def agency(self) -> Agency:
        """The agency of the post."""
        return self.assignment.agency

    @property
    def post(self) -> Post:
        """The post that was taken up."""
        return Post(self.assignment.post)

    @property
    def on(self) -> date:
        """The day in the hall."""
        return local_day(self.at)

    @cached_property
    def profile(self) -> Profile:
        """The catalogue in force here today (NoEditionInForce)."""
        return profile_of(edition_in_force(self.agency.profile, self.on))

    @property
    def at_counter(self) -> bool:
        """Whether the post receives clients."""
        return self.post in COUNTERS

    @property
    def day_kind(self) -> str:
        """Whether today is worked, as the calendar in force says."""
        try:
            return "工作日" if calendar().is_workday(self.on) else "休息日"
        except UnknownYear:
            return "日历未录入"


class Request(HttpRequest):
    """A request that came through the door: it knows who is there."""

    user: Account
    here: Here
    case: Standing
    looks: bool
    """Whether the page shows a case to somebody who has no seat in it."""
    proof_amiss: str
    """Why a try to prove who signs came to nothing."""
    htmx: Any


def staff_on_page(request: HttpRequest) -> str:
    """Give the number of whom a page was made for, as the page says; nobody trusts it."""
    return request.headers.get("X-Staff", "")[:20]


def seats_of(staff: str, on: date) -> list[Assignment]:
    """Give the posts that a person may take up on a day."""
    held = Assignment.objects.filter(staff=staff, since__lte=on, until__gt=on)
    return list(held.select_related("agency__parent", "staff").order_by("agency", "post"))


def windows_of(assignment: Assignment) -> list[Window]:
    """Give the windows where a post may sit."""
    return list(Window.objects.filter(agency=assignment.agency_id, post=assignment.post))


def find_here(request: HttpRequest) -> Here | None:
    """Read who is there; None where no post was taken up, or it is no longer held."""
    at = timezone.now()
    number, on = str(request.user.pk), local_day(at)
    held = Assignment.objects.filter(
        id=request.session.get(SEAT, 0), staff=number, since__lte=on, until__gt=on
    )
    assignment = held.select_related("agency__parent__parent", "staff").first()
    if assignment is None:
        return None
    window = request.session.get(WINDOW)
    return Here(number, assignment.staff.name, assignment, window, at)


def has_run_out(request: HttpRequest) -> bool:
    """Say whether the session is older than a working day, whatever its use."""
    began = request.session.get(BEGAN)
    if began is None:
        return True
    return timezone.now() - datetime.fromisoformat(began) > settings.SESSION_WHOLE


def note_use(request: HttpRequest) -> bool:
    """Let the idle time begin anew, at most once a minute, so that not every look writes."""
    now = timezone.now()
    seen = request.session.get(SEEN)
    if seen is not None and now - datetime.fromisoformat(seen) <= timedelta(minutes=1):
        return False
    request.session[SEEN] = now.isoformat()
    return True
