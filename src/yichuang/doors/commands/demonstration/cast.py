"""Who works where in the demonstration. Places are real, people are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from uuid import UUID, uuid5

from yichuang.domain.authority.actions import grant
from yichuang.domain.authority.queries import founding_scopes
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
)
from yichuang.domain.staff.models import AgencyLevel, Mode
from yichuang.domain.staff.posts import Post

# A fixed working day, so that the demonstration tells the same story on any day it is run.
OPENING = datetime(2026, 3, 9, 8, 30, tzinfo=LOCAL)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
FOUNDER, SECOND = "0001", "0002"
_NAMESPACE = UUID("5f0c4d3e-6a52-4a39-9d0b-0b6f3f7a2d11")


class Clock:
    """The clock of the demonstration: it goes on with every look at it."""

    def __init__(self, now: datetime = OPENING, step: timedelta = timedelta(minutes=2)) -> None:
        self.now, self.step, self.looks = now, step, 0

    def tick(self) -> tuple[datetime, UUID]:
        """Give the next moment and the key of the request made at it."""
        self.looks += 1
        self.now += self.step
        return self.now, uuid5(_NAMESPACE, str(self.looks))


@dataclass(frozen=True)
class County:
    """A county's hall: its people by post, and which limited items its tellers handle."""

    code: str
    name: str
    city: str
    profile: str
    people: dict[Post, tuple[str, ...]]
    handled_at_counter: tuple[str, ...] = ()

    def number(self, post: Post, which: int = 0) -> str:
        """Give the staff number of the person in a post."""
        order = [(p, i) for p, names in self.people.items() for i in range(len(names))]
        return f"{self.code}{order.index((post, which)) + 1:02d}"


ABOVE = (
    ("610000", "陕西省社会保障局", AgencyLevel.PROVINCE, None, "shaanxi"),
    ("610600", "延安市养老保险经办处", AgencyLevel.CITY, "610000", "shaanxi"),
    ("220000", "吉林省社会保险事业管理局", AgencyLevel.PROVINCE, None, "wangqing"),
    ("222400", "延边朝鲜族自治州社会保险事业管理局", AgencyLevel.CITY, "220000", "wangqing"),
)
COUNTIES = (
    County(
        "610631",
        "黄龙县养老保险经办中心",
        "610600",
        "shaanxi",
        {
            Post.GUIDE: ("贺小芸",),
            Post.TELLER: ("马建国", "薛文静"),
            Post.HANDLER: ("冯卫东",),
            Post.REVIEWER: ("曹淑兰",),
            Post.DEPUTY_DIRECTOR: ("樊志明",),
            Post.DIRECTOR: ("雷震",),
        },
    ),
    County(
        "610629",
        "洛川县养老保险经办中心",
        "610600",
        "shaanxi",
        {
            Post.GUIDE: ("党晓燕",),
            Post.TELLER: ("屈晓东", "韩雪"),
            Post.REVIEWER: ("杨春梅",),
            Post.DEPUTY_DIRECTOR: ("郭明义",),
            Post.DIRECTOR: ("田野",),
        },
        ("employer-registration", "basic-data-change"),
    ),
    County(
        "222424",
        "汪清县社会保险事业管理局",
        "222400",
        "wangqing",
        {
            Post.GUIDE: ("金顺姬",),
            Post.TELLER: ("李成哲", "孙丽娜"),
            Post.SPECIAL: ("朴英花",),
            Post.REVIEWER: ("王秀芝",),
            Post.DEPUTY_DIRECTOR: ("崔龙浩",),
            Post.DIRECTOR: ("于海涛",),
        },
    ),
)


def county(code: str) -> County:
    """Give a county of the demonstration by its code."""
    return next(c for c in COUNTIES if c.code == code)


def people() -> Iterator[tuple[str, str, County, Post]]:
    """Give every person of the counties: number, name, county, post."""
    for hall in COUNTIES:
        for post, names in hall.people.items():
            for i, name in enumerate(names):
                yield hall.number(post, i), name, hall, post


def put_up(clock: Clock) -> None:
    """Found everything: agencies, catalogues, people, authorisations."""
    at, request = clock.tick()
    found(Purpose.DEMONSTRATION, by=FOUNDER, at=at, request=request)
    _agencies(clock)
    _catalogues(clock)
    _people(clock)
    _grants(clock)


def _agencies(clock: Clock) -> None:
    counties = [(c.code, c.name, AgencyLevel.COUNTY, c.city, c.profile) for c in COUNTIES]
    for code, name, level, parent, profile in (*ABOVE, *counties):
        mode = Mode.UNIVERSAL if level == AgencyLevel.COUNTY else Mode.DEPARTMENT
        at, request = clock.tick()
        establish_agency(
            code,
            name,
            level=level,
            parent=parent,
            mode=mode,
            profile=profile,
            by=FOUNDER,
            at=at,
            request=request,
        )
    for hall in COUNTIES:
        at, request = clock.tick()
        open_department(hall.code, 1, "综合业务科", by=FOUNDER, at=at, request=request)
        counters = [
            p for p in hall.people for _ in hall.people[p] if p in {Post.TELLER, Post.SPECIAL}
        ]
        for i, post in enumerate(counters, start=1):
            at, request = clock.tick()
            open_window(hall.code, i, post, by=FOUNDER, at=at, request=request)


def _catalogues(clock: Clock) -> None:
    for profile in ("shaanxi", "wangqing"):
        source = files("yichuang.domain.catalogue") / "profiles" / f"{profile}.toml"
        at, request = clock.tick()
        answer = propose(source.read_text("utf-8"), by=FOUNDER, at=at, request=request)
        at, request = clock.tick()
        publish(answer.said["edition"], by=SECOND, at=at, request=request)


def _people(clock: Clock) -> None:
    for number, name, hall, post in people():
        at, request = clock.tick()
        enlist(hall.code, number, name, by=FOUNDER, at=at, request=request)
        at, request = clock.tick()
        assign(
            number,
            hall.code,
            post,
            since=YEAR[0],
            until=YEAR[1],
            trained_until=YEAR[1],
            department=f"{hall.code}-01",
            trained_by_founding=True,
            by=FOUNDER,
            at=at,
            request=request,
        )


def _grants(clock: Clock) -> None:
    for hall in COUNTIES:
        at, request = clock.tick()
        profile = profile_of(edition_in_force(hall.profile, local_day(at)))
        grant(
            hall.code,
            founding_scopes(profile, handled_at_counter=hall.handled_at_counter),
            since=YEAR[0],
            until=YEAR[1],
            ground="建制授权（演示）",
            by=FOUNDER,
            at=at,
            request=request,
        )
