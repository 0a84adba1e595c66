"""How the demonstration is founded: agencies, catalogues, people, authorisations."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.resources import files
from uuid import UUID, uuid4, uuid5

from yichuang.domain.authority.actions import Scope, grant
from yichuang.domain.authority.queries import (
    enforcing_scopes,
    founding_scopes,
    own_scopes,
    scopes_above,
)
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.kernel.numbers import LOCAL, local_day
from yichuang.domain.staff.actions import (
    Purpose,
    assign,
    enlist,
    establish_agency,
    found,
    open_department,
    open_window,
    put_in_charge,
    set_signing_hours,
)
from yichuang.domain.staff.models import AgencyLevel, Mode
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import (
    COUNTIES,
    OFFICES,
    City,
    County,
    Office,
    county,
    people,
)

__all__ = [
    "COUNTIES",
    "FOUNDER",
    "OPENING",
    "SECOND",
    "YEAR",
    "Clock",
    "County",
    "LiveClock",
    "county",
    "put_up",
    "term",
]

# A fixed working day: what is founded without another moment in mind is founded then.
OPENING = datetime(2026, 3, 9, 8, 30, tzinfo=LOCAL)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
FOUNDER, SECOND = "0001", "0002"
SIGNING_HOURS = ("16:00",)
"""When the leaders of a county sign in one go."""
_NAMESPACE = UUID("5f0c4d3e-6a52-4a39-9d0b-0b6f3f7a2d11")

Term = tuple[date, date]


class Clock:
    """The clock of the founding: it goes on with every look at it."""

    def __init__(self, now: datetime = OPENING, step: timedelta = timedelta(seconds=30)) -> None:
        self.now, self.step, self.looks = now, step, 0

    def tick(self) -> tuple[datetime, UUID]:
        """Give the next moment and the key of the request made at it."""
        self.looks += 1
        self.now += self.step
        return self.now, uuid5(_NAMESPACE, str(self.looks))


class LiveClock(Clock):
    """The clock on the wall, as the door reads it; it never goes back."""

    def __init__(self, look: Callable[[], datetime], since: datetime) -> None:
        super().__init__(since)
        self.look = look

    def tick(self) -> tuple[datetime, UUID]:
        """Give the present moment and a new key."""
        self.now = max(self.look(), self.now)
        return self.now, uuid4()


def term(opening: date, now: date) -> Term:
    """Give from when until when everybody is assigned: the whole years around the story."""
    return date(opening.year - 1, 1, 1), date(now.year + 2, 1, 1)


def put_up(clock: Clock, term: Term = YEAR) -> None:
    """Found everything: agencies, people, catalogues, authorisations."""
    at, request = clock.tick()
    found(Purpose.DEMONSTRATION, by=FOUNDER, at=at, request=request)
    _agencies(clock)
    _catalogues(clock)
    _people(clock, term)
    _grants(clock, term)
    _charges(clock)


def _agencies(clock: Clock) -> None:
    for place in OFFICES:
        mode = Mode.UNIVERSAL if place.level == AgencyLevel.COUNTY else Mode.DEPARTMENT
        at, request = clock.tick()
        establish_agency(
            place.code,
            place.name,
            level=place.level,
            parent=place.parent,
            mode=mode,
            profile=place.profile,
            by=FOUNDER,
            at=at,
            request=request,
        )
    for hall in COUNTIES:
        at, request = clock.tick()
        name, business = "综合业务科", public_business(hall.profile)
        open_department(hall.code, 1, name, business=business, by=FOUNDER, at=at, request=request)
        counters = [
            p for p in hall.people for _ in hall.people[p] if p in {Post.TELLER, Post.SPECIAL}
        ]
        for i, post in enumerate(counters, start=1):
            at, request = clock.tick()
            open_window(hall.code, i, post, by=FOUNDER, at=at, request=request)
        at, request = clock.tick()
        set_signing_hours(hall.code, SIGNING_HOURS, by=FOUNDER, at=at, request=request)


def catalogue_text(profile: str) -> str:
    """Give the packaged catalogue of a profile, as it was written."""
    source = files("yichuang.domain.catalogue") / "profiles" / f"{profile}.toml"
    return source.read_text("utf-8")


def public_business(profile: str) -> set[str]:
    """Give the categories of a catalogue that clients come for."""
    items = tomllib.loads(catalogue_text(profile))["items"]
    return {item["category"] for item in items if item["business"] != "internal"}


def _catalogues(clock: Clock) -> None:
    for profile in ("shaanxi", "wangqing"):
        at, request = clock.tick()
        answer = propose(catalogue_text(profile), by=FOUNDER, at=at, request=request)
        at, request = clock.tick()
        publish(answer.said["edition"], by=SECOND, at=at, request=request)


def _people(clock: Clock, term: Term) -> None:
    for number, name, place, post in people():
        at, request = clock.tick()
        enlist(place.code, number, name, by=FOUNDER, at=at, request=request)
        at, request = clock.tick()
        in_a_county = place.level == AgencyLevel.COUNTY
        assign(
            number,
            place.code,
            post,
            since=term[0],
            until=term[1],
            trained_until=term[1],
            department=f"{place.code}-01" if in_a_county else None,
            trained_by_founding=True,
            by=FOUNDER,
            at=at,
            request=request,
        )


def _grants(clock: Clock, term: Term) -> None:
    for place in OFFICES:
        profile = profile_of(edition_in_force(place.profile, local_day(clock.now)))
        match place:
            case County():
                scopes = founding_scopes(profile, handled_at_counter=place.handled_at_counter)
            case City():
                scopes = [*scopes_above(profile), *own_scopes(profile, Post.CITY_CHIEF)]
                scopes += enforcing_scopes(profile)
            case _:
                scopes = [*own_scopes(profile, Post.DIRECTOR), *enforcing_scopes(profile)]
        if scopes:
            _grant(place, scopes, clock, term)


def _charges(clock: Clock) -> None:
    """Put the deputy of each county in charge of all its business (SX-12)."""
    for hall in COUNTIES:
        for category in sorted(public_business(hall.profile)):
            at, request = clock.tick()
            put_in_charge(
                hall.code,
                category,
                hall.number(Post.DEPUTY_DIRECTOR),
                paper="领导班子分工（演示）",
                by=FOUNDER,
                at=at,
                request=request,
            )


def _grant(place: Office, scopes: list[Scope], clock: Clock, term: Term) -> None:
    at, request = clock.tick()
    grant(
        place.code,
        scopes,
        since=term[0],
        until=term[1],
        ground="建制授权（演示）",
        by=FOUNDER,
        at=at,
        request=request,
    )
