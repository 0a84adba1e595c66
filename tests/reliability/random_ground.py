"""The ground of the random lives: more people than a hall has, and a register to begin with.

Some hold every post of their hall but the reviewer's, others the reviewer's and those above, so
that only the rule of one role keeps them from signing all that they could; some have left, or
weren't trained again.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from tests.halls import MORNING, Hall, Huanglong, Luochuan, Wangqing, give_keys
from tests.reliability.foresight import begin, foresee, foresee_acceptance
from tests.reliability.known_items import CITY, HALLS, SPECIAL_WINDOW
from tests.reliability.life import AT_THE_CITY, Deed, Life, Scope, Term, World
from tests.reliability.random_papers import CITIZENS, EMPLOYERS, application
from yichuang.domain.authority.models import Grant
from yichuang.domain.insured.models import Employer, Person
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.actions import assign, enlist
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import head_of
from yichuang.doors.commands.demonstration.agencies import county
from yichuang.doors.commands.demonstration.verbs import VERBS

FOUNDER = "0001"
TODAY = local_day(MORNING)
YEAR_BEGINS, YEAR_ENDS = date(2026, 1, 1), date(2027, 1, 1)
WAITING = (
    ("employer-registration", "promised"),
    ("person-registration", "promised"),
    ("basic-data-change", "whole"),
    ("insurance-proof", "whole"),
)
"""What waits in every hall when the random lives begin."""

TABLES = (
    "trail_chain",
    "trail_act",
    "cases_case",
    "cases_seat",
    "cases_claim",
    "archives_file",
    "insured_employer",
    "insured_person",
    "insured_enrolment",
    "insured_proof",
    "insured_revision",
    "staff_assignment",
    "authority_grant",
)
"""Every table that a deed may leave a row in; counters of numbers alone may run ahead."""


@dataclass(frozen=True)
class Ground:
    """What stands before each of the random lives begins."""

    people: dict[str, list[str]]
    terms: dict[int, Term]
    scopes: dict[int, tuple[Scope, date, date]]
    employers: frozenset[str]
    persons: dict[str, str]
    rows: dict[str, int]
    lives: tuple[Life, ...]

    def world(self) -> World:
        """Give a world of one's own that begins here."""
        return World(
            today=TODAY,
            terms=dict(self.terms),
            scopes=dict(self.scopes),
            employers=set(self.employers),
            persons=dict(self.persons),
            rows=Counter(self.rows),
            lives=deepcopy(list(self.lives)),
            charged={hall: county(hall).number(Post.DEPUTY_DIRECTOR) for hall in HALLS},
        )


def posts_of(hall: str) -> list[Post]:
    """Give the posts that have something to do with cases in a hall, or at the city."""
    if hall == CITY:
        return [Post.CITY_APPROVER, Post.CITY_CHIEF]
    special = any(hall == window for window, _ in SPECIAL_WINDOW)
    first = [Post.TELLER, Post.SPECIAL if special else Post.HANDLER]
    return [*first, Post.REVIEWER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR]


def prepared() -> Ground:
    """Fill the halls and the register, and give what then stands."""
    halls: list[Hall] = [Huanglong(), Luochuan(), Wangqing()]
    for hall in halls:
        _fill(hall)
    _fill_the_city(halls[0])
    for i, hall in enumerate(halls):
        hall.carry(hall.accept_employer(credit_code=EMPLOYERS[i]))
        for j, citizen in enumerate(CITIZENS[4 * i : 4 * i + 4]):
            hall.carry(hall.accept_person(EMPLOYERS[i * (j % 2)], citizen_id=citizen))
    ground = _as_it_stands()
    world = ground.world()
    for hall in halls:
        for item, brought in WAITING:
            _accept(hall, world, item, brought)
    for hall in halls[:2]:
        for state in AT_THE_CITY:
            _accept(hall, world, "basic-data-change", "birth")
            _carry(hall, world, world.lives[-1], state)
    return replace(ground, rows=counted(), lives=tuple(world.lives))


def _accept(hall: Hall, world: World, item: str, brought: str) -> None:
    """Accept the next application of an item that can be, by the first who may."""
    for many in range(60):
        brings = application(world, hall.code, item, many, brought)
        for person in (term.person for term in world.terms.values() if term.hall == hall.code):
            life = foresee_acceptance(world, brings, person)
            if life is not None:
                life.number = hall.accept(item, brings.form, brings.papers, by=person)
                life.head = head_of(f"case/{life.number}").digest
                begin(world, life)
                return


def _carry(hall: Hall, world: World, life: Life, state: str) -> None:
    """Carry a case on until it is in a state, each step by the first who may."""
    while life.state != state:
        stage = life.stage()
        assert stage is not None
        verb = "refer" if life.state == "city-review" else stage.verb
        deeds = (Deed(verb, term.person) for term in world.terms.values())
        deed = next(deed for deed in deeds if foresee(world, life, deed))
        happens = foresee(world, life, deed)
        assert happens is not None
        more: dict[str, Any] = {"reason": "档案两处记载不一"} if verb == "refer" else {}
        hall.do(VERBS[verb], life.number, by=deed.by, **more)
        happens()
    life.head = head_of(f"case/{life.number}").digest


def _fill(hall: Hall) -> None:
    posts = posts_of(hall.code)
    for i, post in enumerate(posts):
        _employ(hall, 30 + i, [post])
    reviewing = posts[posts.index(Post.REVIEWER) :]
    business: list[Post] = [post for post in posts if post != Post.REVIEWER]
    for serial, several in enumerate([reviewing, business]):
        for each in (40, 42):
            _employ(hall, each + serial, several)
        _employ(hall, 50 + serial, several, until=TODAY - timedelta(days=1))
        _employ(hall, 52 + serial, several, trained_until=TODAY)


def _fill_the_city(hall: Hall) -> None:
    """Besides the city's own people, some of a county's, whose one role may be at either."""
    hall.with_city()
    for serial, post in ((40, Post.CITY_APPROVER), (41, Post.CITY_CHIEF), (42, Post.CITY_CHIEF)):
        period: dict[str, Any] = {"since": YEAR_BEGINS, "until": YEAR_ENDS}
        period["trained_until"] = YEAR_ENDS
        hall.do(assign, f"{hall.code}{serial}", CITY, post, by=FOUNDER, **period)


def _employ(
    hall: Hall,
    serial: int,
    posts: list[Post],
    *,
    until: date = YEAR_ENDS,
    trained_until: date = YEAR_ENDS,
) -> None:
    number = f"{hall.code}{serial}"
    hall.do(enlist, hall.code, number, "白志远", by=FOUNDER)
    give_keys([number])
    for post in posts:
        period: dict[str, Any] = {"since": YEAR_BEGINS, "until": until}
        period["trained_until"] = trained_until
        hall.do(assign, number, hall.code, post, by=FOUNDER, request=uuid4(), **period)


def _as_it_stands() -> Ground:
    terms = {
        a.id: Term(a.staff_id, a.agency_id, a.post, a.since, a.until, a.trained_until)
        for a in Assignment.objects.all()
    }
    scopes = {
        g.id: (Scope(g.agency_id, g.post, g.item, g.duty), g.since, g.until)
        for g in Grant.objects.all()
    }
    people: dict[str, list[str]] = {hall: [] for hall in HALLS}
    for term in terms.values():
        here = people.setdefault(term.hall, [])
        if term.person not in here:
            here.append(term.person)
    return Ground(
        people=people,
        terms=terms,
        scopes=scopes,
        employers=frozenset(Employer.objects.values_list("credit_code", flat=True)),
        persons=dict(Person.objects.values_list("citizen_id", "name")),
        rows=counted(),
        lives=(),
    )


def counted() -> dict[str, int]:
    """Count the rows of every table that a deed may write to."""
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(TABLES, cursor.fetchone(), strict=True))


def sweep() -> None:
    """Clear away what was taken back: PostgreSQL keeps it, and counting would get slower."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(TABLES)}")
