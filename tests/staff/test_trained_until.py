"""Until when people are trained: corrections, grace, warnings; held to the definition (SX-14)."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.ground import refused
from tests.catalogue.editions import changed, next_version, packaged, publish_text
from tests.forms import PROOF_PAPERS
from tests.halls import Hall
from tests.staff.trainers import (
    ABSENT,
    EVERY_SUBJECT,
    FAILED,
    FOUNDER,
    PASSED,
    YEARS,
    course,
    held,
    passes,
    put_in_post,
    record,
    somebody,
    trained_until,
    trainer,
)
from yichuang.domain.authority.policy import TrainingLapsed
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment, Attendance, Result, Subject
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.trained import Untrained, good_until, lapsing, untrained
from yichuang.domain.trail.verify import verify

DAY = timedelta(days=1)
COUNTER = ("teller", "special")
FOUNDED_UNTIL = date(2027, 1, 1)


@pytest.fixture
def keeper(huanglong: Hall) -> str:
    """Give who keeps the training at Huanglong."""
    return trainer(huanglong)


def correct(hall: Hall, by: str, who: str, result: Result, subject: Subject) -> None:
    """Correct somebody's latest result in a subject."""
    theirs = Attendance.objects.filter(staff=who, training__course__subject=subject.value)
    hall.do(journeys.correct_result, theirs.latest("id").id, result, "试卷误评", by=by)


def new_teller(hall: Hall, keeper: str, months: int = 12) -> tuple[str, int]:
    """Train somebody in everything and assign the counter on the strength of it."""
    passes(hall, keeper, who := somebody(hall), months=months)
    terms = {**YEARS, "subjects": EVERY_SUBJECT, "by": FOUNDER}
    hall.do(staff.assign, who, hall.code, Post.TELLER, **terms)
    return who, Assignment.objects.get(staff=who).id


@pytest.mark.parametrize(
    ("held_on", "months", "until"),
    [
        ("2026-03-09", 12, "2027-03-09"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 60, "2031-12-01"),
    ],
)
def test_months_end_on_the_same_day_or_where_the_month_ends(
    held_on: str, months: int, until: str
) -> None:
    assert good_until(date.fromisoformat(held_on), months) == date.fromisoformat(until)


@pytest.mark.clause("SX-14")
@pytest.mark.parametrize("lacks", Subject)
def test_who_lacks_one_subject_is_not_assigned_to_the_counter(
    huanglong: Hall, keeper: str, lacks: Subject
) -> None:
    who, terms = somebody(huanglong), {**YEARS, "subjects": EVERY_SUBJECT}
    passes(huanglong, keeper, who, but=(lacks,))
    record(huanglong, keeper, held(huanglong, keeper, lacks), {who: FAILED})
    assigned = (staff.assign, who, huanglong.code, Post.TELLER)
    with refused(staff.NotTrained) as told:
        huanglong.do(*assigned, **terms, by=FOUNDER)
    assert lacks.label in str(told.value)
    record(huanglong, keeper, held(huanglong, keeper, lacks), {who: PASSED})
    huanglong.do(*assigned, **terms, by=FOUNDER)


@pytest.mark.clause("SX-14")
def test_a_correction_takes_back_what_rested_on_the_result_and_gives_it_again(
    huanglong: Hall, keeper: str
) -> None:
    second, today = trainer(huanglong), huanglong.now.date()
    who, seat = new_teller(huanglong, keeper)
    assert trained_until(seat) == good_until(today, 12)
    correct(huanglong, second, who, FAILED, Subject.POLICY)
    assert trained_until(seat) == YEARS["since"], "not a day of it is left"
    correct(huanglong, keeper, who, PASSED, Subject.POLICY)
    assert trained_until(seat) == good_until(today, 12)
    assert verify().faults == []


@pytest.mark.clause("SX-14")
def test_what_the_founding_stated_outlasts_a_correction(huanglong: Hall, keeper: str) -> None:
    second, seat = trainer(huanglong), Assignment.objects.get(staff=huanglong.teller).id
    passes(huanglong, keeper, huanglong.teller, months=24)
    assert trained_until(seat) == good_until(huanglong.now.date(), 24)
    correct(huanglong, second, huanglong.teller, ABSENT, Subject.MANNERS)
    assert trained_until(seat) == FOUNDED_UNTIL


def test_a_correction_is_another_trainers_and_says_why(huanglong: Hall, keeper: str) -> None:
    training, second = held(huanglong, keeper), trainer(huanglong)
    record(huanglong, keeper, training, {huanglong.teller: PASSED, second: PASSED})
    result = Attendance.objects.get(staff=huanglong.teller).id
    for refusal, what, by in (
        (staff.AnotherCorrects, (result, FAILED, "误评"), keeper),
        (staff.NothingToCorrect, (result, PASSED, "误评"), second),
        (staff.CorrectionNeedsReason, (result, FAILED, "　"), second),
        (staff.CorrectionNeedsReason, (result, FAILED, "字" * 501), second),
        (staff.NoSuchResult, (10**20, FAILED, "误评"), second),
    ):
        with refused(refusal):
            huanglong.do(journeys.correct_result, *what, by=by)
    own = Attendance.objects.get(staff=second).id
    with refused(staff.OwnResult):
        huanglong.do(journeys.correct_result, own, FAILED, "误评", by=second)
    huanglong.do(journeys.correct_result, result, FAILED, "误评", by=second)


@pytest.mark.clause("SX-14")
@pytest.mark.parametrize("grace", [0, 10])
def test_what_a_lapse_means_is_a_parameter(huanglong: Hall, keeper: str, grace: int) -> None:
    text = next_version(packaged("shaanxi"), 2, date(2026, 3, 1))
    text = changed(text, "lapse_grace_days = 0", f"lapse_grace_days = {grace}")
    publish_text(huanglong, text)
    who, _ = new_teller(huanglong, keeper, months=6)
    lapses = good_until(huanglong.now.date(), 6)
    empty: tuple[Any, ...] = ("insurance-proof", {}, PROOF_PAPERS)
    huanglong.now += lapses - huanglong.now.date() + (grace - 1) * DAY
    with refused(Mistakes):  # The last day on which it is let through: only the form is empty.
        huanglong.accept(*empty, by=who)
    huanglong.now += DAY
    with refused(TrainingLapsed):
        huanglong.accept(*empty, by=who)


@pytest.mark.clause("SX-14")
def test_a_lapse_is_warned_of_only_while_it_is_still_so(huanglong: Hall, keeper: str) -> None:
    who, seat = new_teller(huanglong, keeper)
    lapses = good_until(huanglong.now.date(), 12)

    def warned(on: date, within: int) -> list[str]:
        found = lapsing(["610631"], COUNTER, EVERY_SUBJECT, on, within=within)
        return [one.due.subject for one in found if one.staff.number == who]

    assert warned(lapses - 31 * DAY, 30) == []
    assert warned(lapses - 30 * DAY, 30) == list(EVERY_SUBJECT)
    assert warned(lapses - 8 * DAY, 7) == []
    assert warned(lapses - 7 * DAY, 7) == list(EVERY_SUBJECT)
    huanglong.now += (lapses - huanglong.now.date()) - 5 * DAY
    record(huanglong, keeper, held(huanglong, keeper, Subject.MANNERS), {who: PASSED})
    left = [s for s in EVERY_SUBJECT if s != "manners"]
    assert warned(lapses - 5 * DAY, 30) == left, "renewed, so it is gone"
    assert warned(lapses + DAY, 0) == left, "has lapsed"
    huanglong.do(staff.end_assignment, seat, on=huanglong.now.date(), by=FOUNDER)
    assert warned(lapses - 5 * DAY, 30) == [], "left the post"


@pytest.mark.clause("SX-14")
def test_who_was_never_trained_is_named_with_what_is_missing(huanglong: Hall, keeper: str) -> None:
    today, who = huanglong.now.date(), somebody(huanglong)
    put_in_post(huanglong, who, Post.TELLER)
    passes(huanglong, keeper, who, but=(Subject.POLICY,))
    asked = ("610631", COUNTER, EVERY_SUBJECT)
    assert named(untrained(*asked, today)) == [(who, ("policy",))], "the others are of the founding"
    founded, june = somebody(huanglong), date(2026, 6, 1)
    stated: dict[str, Any] = {"trained_until": june, "trained_by_founding": True}
    put_in_post(huanglong, founded, Post.TELLER, **stated)
    assert (founded, EVERY_SUBJECT) not in named(untrained(*asked, june - DAY))
    assert (founded, EVERY_SUBJECT) in named(untrained(*asked, june))


def named(people: list[Untrained]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.number, missing) for one, missing in people]


@dataclass
class Book:
    """What a person with pen and paper would keep of the results: nothing of the system."""

    passed: dict[tuple[str, str, int], date] = field(default_factory=dict)

    def until(self, who: str, since: date, stated: date | None) -> date:
        """Reckon until when somebody's assignment is trained."""
        best = [
            max((day for (p, s, _), day in self.passed.items() if (p, s) == (who, subject)),
                default=None)
            for subject in EVERY_SUBJECT
        ]  # fmt: skip
        reached = since if None in best else min(day for day in best if day)
        return max(reached, stated) if stated else reached


STEP = st.tuples(
    st.sampled_from(EVERY_SUBJECT),
    st.sampled_from([1, 11, 24]),
    st.integers(0, 200),
    st.lists(st.sampled_from(list(Result)), min_size=2, max_size=2),
    st.booleans(),
)
Step = tuple[str, int, int, list[Result], bool]


class School:
    """A county's trainings as they come, and beside them the book."""

    def __init__(self, hall: Hall, keeper: str) -> None:
        self.hall, self.keeper, self.second = hall, keeper, trainer(hall)
        self.newer, seat = new_teller(hall, keeper)
        self.founded = hall.teller
        founded_seat = Assignment.objects.get(staff=self.founded).id
        self.seats = {self.founded: founded_seat, self.newer: seat}
        kinds = [(subject, months) for subject in EVERY_SUBJECT for months in (1, 11, 24)]
        self.codes = {(s, m): course(hall, keeper, Subject(s), m) for s, m in kinds}
        good = good_until(hall.now.date(), 12)
        self.begun = {(self.newer, subject, -1): good for subject in EVERY_SUBJECT}
        self.start = hall.now

    def live(self, steps: list[Step]) -> None:
        """Hold one training after the other, and look at the book after each; keep nothing."""
        self.hall.now, self.book = self.start, Book(dict(self.begun))
        with transaction.atomic():
            for n, step in enumerate(steps):
                self.hall.now += n * DAY
                with suppress(staff.HeldAlready):
                    self.train(n, step)
                self.compare()
            transaction.set_rollback(True)

    def train(self, n: int, step: Step) -> None:
        """Hold a training some days ago, record it today, and perhaps correct it."""
        subject, months, days, results, corrects = step
        day, do = self.hall.now.date() - days * DAY, self.hall.do
        what = (self.codes[subject, months], day, "白延峰", f"第{n}场")
        held_one = do(journeys.hold_training, "610631", *what, by=self.keeper).said["training"]
        listed = dict(zip(self.seats, results, strict=True))
        record(self.hall, self.keeper, held_one, listed)
        if corrects:
            listed[self.newer] = FAILED if listed[self.newer] == PASSED else PASSED
            result = Attendance.objects.get(training=held_one, staff=self.newer).id
            mended = (result, listed[self.newer], "误评")
            do(journeys.correct_result, *mended, by=self.second)
        good = good_until(day, months)
        self.book.passed |= {(p, subject, n): good for p, r in listed.items() if r == PASSED}

    def compare(self) -> None:
        """Compare every assignment with the book."""
        newer = self.book.until(self.newer, YEARS["since"], None)
        founded = self.book.until(self.founded, date(2026, 1, 1), FOUNDED_UNTIL)
        assert trained_until(self.seats[self.newer]) == newer
        assert trained_until(self.seats[self.founded]) == founded


@pytest.mark.clause("SX-14")
def test_whatever_results_come_every_assignment_is_trained_as_the_definition_says(
    huanglong: Hall, keeper: str
) -> None:
    school = School(huanglong, keeper)
    lived = given(st.lists(STEP, max_size=7))(school.live)
    quiet = settings(
        max_examples=15,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    quiet(lived)()
    assert verify().faults == []


def test_and_a_book_that_forgets_a_result_would_be_seen(huanglong: Hall, keeper: str) -> None:
    school = School(huanglong, keeper)
    school.begun.clear()
    with pytest.raises(AssertionError):
        school.live([("policy", 24, 0, [PASSED, PASSED], False)])
