"""Random absences and delegations: nobody ever has two seats in a case, nobody absent ever acts.

What must not be is asked of what was recorded, in plain Python: a calendar of absences that knows
nothing of the system, and the seats as they stand after every act.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.cases.ground import REASON, also_in, corrected, newcomer
from tests.halls import Hall, Huanglong
from tests.reliability.trials import tell
from tests.staff.absentees import DAY, away, back, declared
from yichuang.domain.authority import policy as authority
from yichuang.domain.cases import queries
from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.own import concerned
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Absence, Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.verbs import VERBS

EXAMPLES, STEPS = 15, 60
POSTS = (Post.TELLER, Post.HANDLER, Post.REVIEWER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR)
WHAT = ["goes on"] * 9 + ["is away"] * 3 + ["goes back"] * 2
WHAT += ["is back", "a night passes", "declares"]
DEEDS = st.lists(
    st.tuples(st.sampled_from(WHAT), *[st.integers(0, 59)] * 3), min_size=STEPS, max_size=STEPS
)


@dataclass(frozen=True)
class Away:
    """An absence as it was recorded."""

    person: str
    post: str
    since: date
    until: date
    delegate: str | None


class Office:
    """A hall with three people in each post, and what was recorded of them."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.people = {post: _people(hall, post) for post in POSTS}
        self.people[Post.HANDLER].append(also_in(hall, hall.teller, Post.HANDLER))
        employer = hall.registered_employer()
        self.numbers = [hall.accept_change(hall.registered_person()) for _ in range(2)]
        self.numbers += [hall.accept_person(employer) for _ in range(2)]
        self.calendar: dict[int, Away] = {}
        self.tally: Counter[str] = Counter()

    def everybody(self) -> list[str]:
        """Give all who have a post."""
        return sorted({person for people in self.people.values() for person in people})

    def _in_question(self, number: str) -> list[str]:
        """Give who has the post at which a case stands."""
        case = standing(number)
        step = case.case.step
        return self.people[Post(case.seat(step).post)] if step is not None else []

    def is_away(self, person: str, post: str) -> bool:
        """Say, from the calendar, whether somebody is away from a post today."""
        on = self.hall.now.date()
        return any(
            one.person == person and one.post == post and one.since <= on < one.until
            for one in self.calendar.values()
        )

    def do(self, what: str, one: int, two: int, three: int) -> None:
        """Try something, whoever it is; then look."""
        before = Act.objects.count()
        number = self.numbers[one % len(self.numbers)]
        people = self._in_question(number) if what.startswith("goes") and three % 6 else []
        people = people or self.everybody()
        person = people[two % len(people)]
        try:
            WAYS[what](self, number, person, three)
        except Refusal as refusal:
            assert Act.objects.count() == before, "a refusal writes nothing"
            self.tally[refusal.code] += 1
            return
        self.tally[what] += 1
        if what in {"goes on", "goes back"}:
            self._look(number, person)

    def _look(self, number: str, person: str) -> None:
        case = standing(number)
        holders = [seat.holder for seat in case.seats if seat.holder]
        assert len(holders) == len(set(holders)), "nobody has two seats in a case"
        act = Act.objects.filter(chain=case.case.chain_id).latest("n")
        assert act.actor == person
        assert act.mandate is not None
        post = Assignment.objects.get(id=act.mandate).post
        assert not self.is_away(person, post), "no act by somebody absent"
        if "delegation" in act.content:
            self.tally["by delegation"] += 1
            self._was_delegated(case.seats, person, post)

    def _was_delegated(self, seats: tuple[Seat, ...], person: str, post: str) -> None:
        mine = next(seat for seat in seats if seat.holder == person)
        left = next(s for s in seats if (s.step, s.turn) == (mine.step, mine.turn - 1))
        on = self.hall.now.date()
        assert left.stands_down
        assert left.decision is None, "what was decided stays"
        assert any(
            (one.person, one.post, one.delegate) == (left.holder, post, person)
            and one.since <= on < one.until
            for one in self.calendar.values()
        ), "only while a delegation holds"


def _people(hall: Hall, post: Post) -> list[str]:
    own = hall.county.numbers(post)
    return [*own, *(newcomer(hall, post) for _ in range(3 - len(own)))]


def goes_on(office: Office, number: str, person: str, _: int) -> None:
    """Do what the case waits for, as somebody."""
    case = standing(number)
    if case.case.state == "correction":
        corrected(office.hall, number, by=person)
        return
    stage = case.stage()
    verb = VERBS[stage["verb"]] if stage else journeys.file
    office.hall.do(verb, number, by=person)


def goes_back(office: Office, number: str, person: str, three: int) -> None:
    """Return the case to an earlier step."""
    office.hall.do(journeys.return_to, number, three % 4, code="other", reason=REASON, by=person)


def is_away(office: Office, _: str, person: str, three: int) -> None:
    """Record that somebody is away from a post, from today or tomorrow, mostly with a delegate."""
    post = next(p for p, people in office.people.items() if person in people)
    others = [None, *office.people[post]]
    hall, day = office.hall, office.hall.now.date()
    terms = {"since": day + (three % 5 == 0) * DAY, "until": day + (2 + three % 3) * DAY}
    one = away(hall, person, post, others[three % len(others)], by=person, **terms)
    held = Away(person, post.value, one.since, one.until, one.delegate_id)
    office.calendar[one.id] = held


def is_back(office: Office, _: str, __: str, three: int) -> None:
    """Enter that somebody is back."""
    if not office.calendar:
        return
    key = sorted(office.calendar)[three % len(office.calendar)]
    one, on = office.calendar[key], office.hall.now.date()
    back(office.hall, Absence.objects.get(id=key), by=one.person)
    end = max(on, one.since)
    office.calendar[key] = Away(one.person, one.post, one.since, end, one.delegate)


def a_night_passes(office: Office, *_: Any) -> None:
    """Let it be the next day."""
    office.hall.now += DAY


def declares(office: Office, number: str, person: str, _: int) -> None:
    """Declare a relative, whom a case is about."""
    declared(office.hall, person, min(concerned(standing(number).form)))


WAYS: dict[str, Callable[[Office, str, str, int], None]] = {
    "goes on": goes_on,
    "goes back": goes_back,
    "is away": is_away,
    "is back": is_back,
    "a night passes": a_night_passes,
    "declares": declares,
}


def lived(hall: Hall, *phases: Phase) -> Counter[str]:
    """Let random weeks be lived, each from the same morning on; everything is taken back."""
    office, began = Office(hall), hall.now

    @seed(20160815)
    @settings(
        max_examples=EXAMPLES,
        phases=phases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(DEEDS)
    def weeks(deeds: list[tuple[str, int, int, int]]) -> None:
        office.calendar, hall.now = {}, began
        with transaction.atomic():
            for deed in deeds:
                office.do(*deed)
            assert verify().faults == []
            transaction.set_rollback(True)

    weeks()
    return office.tally


@pytest.mark.clause("SX-12", "WQ-04")
def test_whoever_is_away_nobody_has_two_seats_and_nobody_absent_acts(
    huanglong: Huanglong,
) -> None:
    tally = lived(huanglong, Phase.generate, Phase.shrink)
    tell(f"{dict(tally.most_common())}")
    met = {
        "absent-on-record",
        "one-person-one-role",
        "seat-taken",
        "own-record",
        "by delegation",
    }
    assert met <= set(tally), met - set(tally)


def test_were_absence_forgotten_it_would_be_seen(
    huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: an office in which an absence is neither read nor asked again."""
    asked, _, rest = authority._ASSIGNED.partition(" AND NOT EXISTS")  # noqa: SLF001
    marks = ", ".join(["CAST(%s AS text)"] * rest.count("%s"))
    monkeypatch.setattr(authority, "_ASSIGNED", f"{asked} AND COALESCE({marks}) IS NOT NULL")
    rightly = authority.found_of
    monkeypatch.setattr(queries, "found_of", lambda row: rightly([*row[:-1], None]))
    with pytest.raises(AssertionError, match="no act by somebody absent"):
        lived(huanglong, Phase.generate)
