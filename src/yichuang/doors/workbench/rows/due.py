"""Deadlines by post and person, and single cases with their clocks, as lists show them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.cases.alarms import reminders_for
from yichuang.domain.cases.clocks import PAPERS, RED, STATUTORY, STEP, YELLOW, Clock, Timed, timed
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.queries import profile_of
from yichuang.domain.insured.search import names_of
from yichuang.domain.staff.models import Agency, Staff
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.here import Here
from yichuang.doors.workbench.rows.clocks import left_of

SEATED = frozenset(
    {
        *(Post.TELLER, Post.SPECIAL, Post.HANDLER, Post.REVIEWER),
        *(Post.DEPUTY_DIRECTOR, Post.DIRECTOR, Post.CITY_APPROVER, Post.CITY_CHIEF),
        *(Post.AUDITOR, Post.SECURITY_ADMIN),
    }
)
"""Posts that have seats in cases, and so deadlines of their own."""

OVERSEERS = frozenset({Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.CITY_CHIEF, Post.AUDITOR})
"""Posts that look at the deadlines of everybody below them."""

FIRST_PAGES = frozenset({"counter", "review", "signing"})
"""Where a day begins: only there reminders are counted, since clocks are asked for it."""

TITLES = {
    "instant": "即时",
    "promised": "承诺",
    "statutory": "法定",
    "step": "本步",
    "papers": "容缺补交",
}

WARNING = frozenset({STATUTORY, PAPERS})
"""Clocks that a list shows only when they warn, unless they come first."""

SUNDAY = 6

WHICH = {
    "red": "超期",
    "yellow": "临期",
    "today": "今日到期",
    "week": "本周到期",
    "suspended": "中止",
    "all": "在办",
}
"""The columns of the table, and the lists that they lead to."""


def belongs(one: Timed, which: str, on: date) -> bool:
    """Say whether an open case belongs into a column."""
    sunday = on + timedelta(days=SUNDAY - on.weekday())
    due_on = one.due_on
    match which:
        case "red":
            return one.tone == RED
        case "yellow":
            return one.tone == YELLOW
        case "today":
            return due_on == on
        case "week":
            return due_on is not None and on < due_on <= sunday
        case "suspended":
            return one.case.suspended_on is not None
    return True


@dataclass(frozen=True)
class Whose:
    """Whose turn it is: a person, or everybody in a post of an agency."""

    agency: str
    post: str
    staff: str

    @property
    def asked(self) -> str:
        """What leads to the list of their cases."""
        return f"agency={self.agency}&post={self.post}&staff={self.staff}"


@dataclass(frozen=True)
class DueRow:
    """A line of the table: whose turn, and how many cases of each column."""

    whose: Whose
    agency: str
    post: str
    name: str
    """Of the person; empty while nobody took the seat."""
    counts: tuple[tuple[str, int], ...]


def below(here: Here) -> list[str]:
    """Give the agencies whose cases this post looks after: the own one, and those below it."""
    return agencies_within(here.agency.code)


def open_below(here: Here) -> list[Timed]:
    """Give the open cases that this post looks after, the earliest due first."""
    found = timed(Case.objects.filter(agency__in=below(here)), here.on)
    return sorted(found, key=lambda one: (one.due_on or date.max, one.case.accepted_at))


def whose(one: Timed) -> Whose:
    """Say whose turn it is in a case."""
    return Whose(one.seat.agency_id, one.seat.post, one.seat.holder or "")


def due_rows(found: Iterable[Timed], here: Here) -> list[DueRow]:
    """Count open cases by whose turn it is, in the order of agencies and posts."""
    groups: dict[Whose, list[Timed]] = {}
    for one in found:
        groups.setdefault(whose(one), []).append(one)
    agencies, names = _names(groups)
    order = {post.value: n for n, post in enumerate(Post)}
    keys = sorted(groups, key=lambda who: (who.agency, order[who.post], who.staff))
    return [
        DueRow(
            who,
            agencies[who.agency],
            here.profile.post_name(who.post),
            names.get(who.staff, who.staff),
            counted(groups[who], here.on),
        )
        for who in keys
    ]


def counted(several: Sequence[Timed], on: date) -> tuple[tuple[str, int], ...]:
    """Count cases by column."""
    return tuple((which, sum(belongs(one, which, on) for one in several)) for which in WHICH)


@dataclass(frozen=True)
class Shown:
    """A clock in a list: which, how much is left, until when."""

    title: str
    left: str
    tone: str
    due_on: date | None


@dataclass(frozen=True)
class TimedLine:
    """A case in a list of deadlines: what, whom, whose turn since when, and its clocks."""

    timed: Timed
    item: str
    whom: str
    agency: str
    """Of the seat, where it is another than the case's."""
    post: str
    name: str
    own: tuple[Shown, ...]
    """The clock of the case that comes first; the law's and that of missing papers if they warn."""
    step: tuple[Shown, ...]
    """The clock of its step; instant business has none."""

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.timed.case


def timed_lines(found: Sequence[Timed]) -> list[TimedLine]:
    """Write cases with their clocks, in their order."""
    agencies, names = _names([whose(one) for one in found])
    people = names_of(one.case.subject for one in found)
    return [_line(one, agencies, names, people) for one in found]


def _line(
    one: Timed, agencies: Mapping[str, str], names: Mapping[str, str], people: Mapping[str, str]
) -> TimedLine:
    case, seat = one.case, one.seat
    profile = profile_of(case.edition)
    rule = profile.item(case.item)
    return TimedLine(
        one,
        rule.name if rule else case.item,
        people.get(case.subject, ""),
        agencies[seat.agency_id] if seat.agency_id != case.agency_id else "",
        profile.post_name(seat.post),
        names.get(seat.holder or "", seat.holder or ""),
        _shown([*one.clocks[:1], *(c for c in one.clocks[1:] if c.tone and c.kind in WARNING)]),
        _shown(c for c in one.clocks if c.kind == STEP),
    )


def _shown(clocks: Iterable[Clock]) -> tuple[Shown, ...]:
    return tuple(Shown(TITLES[c.kind], *left_of(c), c.due_on) for c in clocks)


def shown_clock(one: Timed, kind: str) -> Shown:
    """Give one of the clocks of a case as lists show it."""
    return _shown(clock for clock in one.clocks if clock.kind == kind)[0]


def _names(several: Iterable[Whose]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the names of the agencies and of the people whose turn it is."""
    known = list(several)
    agencies = Agency.objects.filter(code__in={who.agency for who in known})
    people = Staff.objects.filter(number__in={who.staff for who in known})
    return dict(agencies.values_list("code", "name")), dict(people.values_list("number", "name"))


def my_deadlines(here: Here, page: str) -> list[tuple[str, int | str, str]]:
    """Give the figures about deadlines at the foot of the navigation; each leads to its page."""
    shown: list[tuple[str, int | str, str]] = []
    if here.post in SEATED:
        held = _held(here) if page in FIRST_PAGES else ""
        shown.append(("到期提醒", held, reverse("reminders")))
    if here.post in OVERSEERS:
        shown += [("期限一览", "", reverse("due")), ("监控名单", "", reverse("watch"))]
    return shown


def _held(here: Here) -> int:
    return len(reminders_for(here.agency.code, here.post.value, here.by, here.on))


Chosen = Callable[[Timed], bool]


def chosen(agency: str, post: str, staff: str, which: str, on: date) -> Chosen:
    """Give the question whether a case belongs to a cell of the table; what is empty isn't asked.

    `staff` is asked only with a post: empty then means that nobody took the seat.
    """

    def ask(one: Timed) -> bool:
        who = whose(one)
        there = not agency or who.agency == agency
        turn = not post or (who.post, who.staff) == (post, staff)
        return there and turn and belongs(one, which, on)

    return ask
