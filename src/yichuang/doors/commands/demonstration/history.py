"""Four weeks in the halls: every case through the journeys, all of them in order of time."""

import heapq
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import tomli_w
from django.db import transaction
from tqdm import tqdm

from yichuang.domain.catalogue.actions import enter_year, propose
from yichuang.domain.catalogue.queries import calendar, edition_in_force, profile_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration import affairs
from yichuang.doors.commands.demonstration.agencies import COUNTIES, office
from yichuang.doors.commands.demonstration.cast import (
    FOUNDER,
    Clock,
    catalogue_text,
    put_up,
    term,
)
from yichuang.doors.commands.demonstration.hours import (
    DAILY_MINUTES,
    DAYS,
    Hours,
    completed,
    missing_years,
    year_text,
)
from yichuang.doors.commands.demonstration.lives import Hall, Life, Visit, life
from yichuang.doors.commands.demonstration.visits import DEATH, EMPLOYER, PERSON
from yichuang.doors.commands.demonstration.waiting import late, left_waiting

SEED = 20160307
LAST_ARRIVAL = 405
BATCH = timedelta(minutes=30)
CHANCES = {
    "mistaken": 7,
    "promised": 20,
    "birth": 22,
    "returned": 8,
    "withdrawn": 3,
    "refused": 2,
    "referred": 25,
}
"""Of a hundred cases so many meet with this on their way, where their item can."""


class WrongClockError(Exception):
    """The machine says a time at which the demonstration's rules weren't in force."""


@dataclass(frozen=True, order=True)
class Next:
    """What happens next in one life, and when."""

    at: datetime
    order: int
    minute: int
    life: Life


def planned(now: datetime, many: int = DAYS) -> Hours:
    """Plan the weeks up to now, by the calendar as it will stand (WrongClockError)."""
    hours = Hours.until(now, completed(calendar(), local_day(now)), many)
    begins = tomllib.loads(catalogue_text("shaanxi"))["in_force_on"]
    if hours.days[0] <= begins:
        raise WrongClockError(f"系统时间是 {now:%Y-%m-%d}，业务目录自 {begins} 起施行")
    return hours


def begin(hours: Hours, now: datetime) -> None:
    """Found everything on the day before the halls open, and enter the years that are missing."""
    clock = Clock(hours.opening - timedelta(hours=18))
    put_up(clock, term(hours.days[0], local_day(now)))
    affairs.train(clock)
    for year in missing_years(calendar(), local_day(now)):
        at, request = clock.tick()
        enter_year(year_text(year), by=FOUNDER, at=at, request=request)


def visits(hall: Hall, hours: Hours) -> Iterator[Visit]:
    """Give everybody who comes to a hall in these weeks, in no order."""
    random = hall.random
    # On the first morning the first employers and persons are carried through at once.
    for minute in (4, 9, 15, 22):
        yield Visit(minute, EMPLOYER, brisk=True)
    for minute in range(190, 330, 14):
        yield Visit(minute, PERSON, brisk=True)
    for day in range(len(hours.days)):
        for _ in range(random.randint(*hall.county.daily)):
            turns = frozenset(t for t, many in CHANCES.items() if random.randrange(100) < many)
            yield Visit(day * DAILY_MINUTES + random.randrange(LAST_ARRIVAL), turns=turns)
    # A family comes in the second week and in the third: one is paid, one waits for finance.
    yield Visit(8 * DAILY_MINUTES + 50, DEATH, frozenset({"paid"}), brisk=True)
    yield Visit(max(8, len(hours.days) - 2) * DAILY_MINUTES + 60, DEATH, brisk=True)
    profile = profile_of(edition_in_force(hall.county.profile, hours.days[0]))
    yield from left_waiting(hall.county, hours)
    yield from late(profile, hours, calendar())


class Agenda:
    """What is still to happen, in order of time across all halls."""

    def __init__(self, hours: Hours, random: Random) -> None:
        self.hours, self.random = hours, random
        self.heap: list[Next] = []
        self.entered = 0

    def enter(self, life: Life, minute: int) -> None:
        """Enter when a life goes on; what lies after the end doesn't happen any more."""
        at = self.hours.at(minute) + timedelta(seconds=self.random.randrange(60))
        if at <= self.hours.end:
            self.entered += 1
            heapq.heappush(self.heap, Next(at, self.entered, minute, life))

    def has_before(self, until: datetime) -> bool:
        """Say whether anything happens before a moment."""
        return bool(self.heap) and self.heap[0].at < until

    def run(self, until: datetime) -> None:
        """Let everything happen that happens before a moment."""
        while self.has_before(until):
            due = heapq.heappop(self.heap)
            try:
                pause = due.life.send(due.at)
            except StopIteration:
                continue
            self.enter(due.life, due.minute + pause)


def dice(whose: str) -> Random:
    """Give dice that fall the same way in every run."""
    return Random(f"{SEED}/{whose}")  # noqa: S311 -- a story, no secret


def tell(hours: Hours) -> None:
    """Let the weeks go by, half an hour in a transaction."""
    random = dice("")
    agenda = Agenda(hours, random)
    for county in COUNTIES:
        hall = Hall(county, dice(county.code))
        for visit in visits(hall, hours):
            _begin(agenda, life(hall, visit), visit.minute)
    _begin(agenda, _second_version(random, hours), (len(hours.days) - 2) * DAILY_MINUTES + 150)
    with tqdm(total=len(hours.days), unit="天", desc="四周往事", disable=None, leave=False) as bar:
        for day in hours.days:
            for until in filter(agenda.has_before, _half_hours(day, hours)):
                with transaction.atomic():
                    agenda.run(until)
            bar.update()


def _begin(agenda: Agenda, story: Life, minute: int) -> None:
    next(story)
    agenda.enter(story, minute)


def _half_hours(day: date, hours: Hours) -> Iterator[datetime]:
    at = hours.at(hours.days.index(day) * DAILY_MINUTES)
    while at.date() == day:
        at += BATCH
        yield at


def _second_version(random: Random, hours: Hours) -> Life:
    """Let the province propose a second version; it waits for somebody else to publish it."""
    at = yield 0
    text = second_version(hours.today)
    by = office("610000").number(Post.DEPUTY_DIRECTOR)
    request = Hall(COUNTIES[0], random).request()
    propose(text, by=by, at=at, request=request)


def second_version(today: date) -> str:
    """Write the second version of Shaanxi's catalogue: a shorter promise, a clearer paper."""
    profile = tomllib.loads(catalogue_text("shaanxi"))
    profile["version"] = 2
    profile["in_force_on"] = (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    items = {item["code"]: item for item in profile["items"]}
    items["employer-registration"]["promised"]["days"] = 3
    contract = items["person-registration"]["materials"][1]
    contract["name"] = "劳动合同、用工名册或录用通知书"
    return tomli_w.dumps(profile)
