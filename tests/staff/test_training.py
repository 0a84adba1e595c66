"""Courses, trainings, results: who records them, what they prolong, what is refused (SX-14)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.ground import refused
from tests.forms import PROOF_PAPERS
from tests.halls import Hall, Huanglong
from tests.reliability.racing import LetGo, many_clients
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
from yichuang.domain.authority.policy import NotYourPost, TrainingLapsed, post_mandate
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.training import NotYourPeople, trainer_of
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.actions.agencies import Ground
from yichuang.domain.staff.models import Attendance, Result, Subject
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.trained import good_until
from yichuang.domain.trail.actions import (
    Answer,
    MandateEnded,
    Misfit,
    MovedMeanwhile,
    Plan,
    head_of,
    perform,
)
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

DAY = timedelta(days=1)
POLICY, MANNERS = Subject.POLICY, Subject.MANNERS
NEW_YEAR = date(2027, 1, 1)

Do = Callable[[], object]


@pytest.fixture
def keeper(huanglong: Hall) -> str:
    """Give who keeps the training at Huanglong."""
    return trainer(huanglong)


@pytest.mark.clause("SX-14")
def test_a_list_of_results_is_one_act_and_prolongs_whoever_passed(
    huanglong: Hall, keeper: str
) -> None:
    today = huanglong.now.date()
    one, two, third = (somebody(huanglong) for _ in range(3))
    seats = [put_in_post(huanglong, p, Post.TELLER, trained_until=today + DAY) for p in (one, two)]
    for subject in (Subject.INTEGRITY, MANNERS):
        record(huanglong, keeper, held(huanglong, keeper, subject), {one: PASSED, two: PASSED})
    assert [trained_until(seat) for seat in seats] == [today + DAY] * 2, "one is missing"
    last = held(huanglong, keeper, POLICY, months=6)
    before = acts_of("agency/610631").count()
    record(huanglong, keeper, last, {one: PASSED, two: FAILED, third: ABSENT})
    assert acts_of("agency/610631").count() == before + 1
    assert trained_until(seats[0]) == good_until(today, 6), "the first of the three to lapse"
    assert trained_until(seats[1]) == today + DAY
    results = Attendance.objects.filter(training=last).order_by("staff")
    assert [(r.result, r.valid_until) for r in results] == [
        ("passed", good_until(today, 6)),
        ("failed", None),
        ("absent", None),
    ]
    assert verify().faults == []


@pytest.mark.clause("SX-14")
def test_nothing_is_ever_shortened_by_a_result(huanglong: Hall, keeper: str) -> None:
    seat = put_in_post(huanglong, who := somebody(huanglong), Post.TELLER)
    passes(huanglong, keeper, who, months=1)
    assert trained_until(seat) == YEARS["until"]


@pytest.mark.clause("SX-14")
def test_a_post_that_asks_for_nothing_and_one_that_has_ended_stay_as_they_were(
    huanglong: Hall, keeper: str
) -> None:
    today, who = huanglong.now.date(), somebody(huanglong)
    left = put_in_post(huanglong, who, Post.TELLER, until=today, trained_until=today)
    other = put_in_post(huanglong, who, Post.ARCHIVIST, trained_until=today + DAY)
    passes(huanglong, keeper, who)
    assert (trained_until(left), trained_until(other)) == (today, today + DAY)


REFUSED: dict[str, tuple[type[Exception], Callable[[Hall, str], Do]]] = {
    "own": (staff.OwnResult, lambda h, by: results_of(h, by, lambda: {by: PASSED})),
    "nobody": (
        staff.NoSuchStaff,
        lambda h, by: results_of(h, by, lambda: {"no\0body": PASSED, "": FAILED}),
    ),
    "none": (staff.WrongNumberOfResults, lambda h, by: results_of(h, by, dict)),
    "many": (
        staff.WrongNumberOfResults,
        lambda h, by: results_of(h, by, lambda: {str(n): PASSED for n in range(201)}),
    ),
    "from elsewhere": (
        NotYourPeople,
        lambda h, by: results_of(h, by, lambda: {"61062902": PASSED}),
    ),
    "too early": (
        staff.NotHeldYet,
        lambda h, by: results_of(h, by, lambda: {h.teller: PASSED}, on=h.now.date() + DAY),
    ),
    "no training": (
        staff.NoSuchTraining,
        lambda h, by: lambda: record(h, by, 10**20, {h.teller: PASSED}),
    ),
    "no course": (staff.NoSuchCourse, lambda h, by: lambda: hold(h, by, "无\0")),
    "a year that is none": (
        staff.DayTooFar,
        lambda h, by: later(hold, h, by, course(h, by), date(2206, 3, 9)),
    ),
    "no hours": (staff.WrongFigures, lambda h, by: lambda: offer(h, by, "K", hours=0)),
    "endless": (staff.WrongFigures, lambda h, by: lambda: offer(h, by, "K", months=61)),
    "the same code": (staff.CourseStands, lambda h, by: later(offer, h, by, course(h, by))),
    "too long": (Misfit, lambda h, by: lambda: offer(h, by, "K" * 21)),
    "not the trainer": (NotYourPost, lambda h, _: later(offer, h, h.director, "K")),
    "another county's": (
        NotYourPost,
        lambda h, _: later(offer, h, trainer(h, "610629"), "K"),
    ),
}


def later(do: Callable[..., object], *args: object) -> Do:
    return lambda: do(*args)


def results_of(
    hall: Hall, by: str, results: Callable[[], dict[str, Result]], on: date | None = None
) -> Do:
    training = held(hall, by, on=on)
    return lambda: record(hall, by, training, results())


def hold(hall: Hall, by: str, code: str, on: date | None = None) -> Answer:
    what = (code, on or hall.now.date(), "白延峰", "三楼会议室")
    return hall.do(journeys.hold_training, hall.code, *what, by=by)


def offer(hall: Hall, by: str, code: str, hours: int = 8, months: int = 12) -> Answer:
    what = (code, "课", POLICY, hours, months, "培训计划")
    return hall.do(journeys.offer_course, hall.code, *what, by=by)


@pytest.mark.clause("SX-14")
@pytest.mark.parametrize("what", REFUSED)
def test_what_may_not_be_is_refused_by_name_and_leaves_nothing(
    huanglong: Hall, keeper: str, what: str
) -> None:
    refusal, prepare = REFUSED[what]
    do = prepare(huanglong, keeper)
    with refused(refusal):  # type: ignore[arg-type]
        do()


def test_a_result_and_a_training_stand_once(huanglong: Hall, keeper: str) -> None:
    training, code = held(huanglong, keeper), course(huanglong, keeper)
    record(huanglong, keeper, training, {huanglong.teller: FAILED})
    with refused(staff.ResultStands):
        both = {huanglong.second_teller: PASSED, huanglong.teller: PASSED}
        record(huanglong, keeper, training, both)
    hold(huanglong, keeper, code)
    with refused(staff.HeldAlready):
        hold(huanglong, keeper, code)


def test_the_trainer_above_records_for_the_counties_and_the_county_not_for_others(
    huanglong: Hall, keeper: str
) -> None:
    city = trainer(huanglong, "610600")
    training = held(huanglong, city)
    record(huanglong, city, training, {"61062902": PASSED, huanglong.teller: PASSED})
    record(huanglong, city, held(huanglong, keeper), {keeper: PASSED})
    with refused(NotYourPost):
        record(huanglong, keeper, training, {huanglong.guide: PASSED})
    assert verify().faults == []


def recorded_while(hall: Hall, by: str, training: int, who: str, happens: Do) -> Answer:
    """Record that somebody passed, while something else happens before it is written."""

    def ask() -> Ground:
        rests = trainer_of(hall.code, by, hall.now.date())
        happens()
        return rests.assignment, rests.holds

    rules: dict[str, Any] = {"posts": ("teller",), "subjects": EVERY_SUBJECT}
    return hall.do(staff.record_results, training, {who: PASSED}, **rules, by=by, ask=ask)


@pytest.mark.clause("SX-14")
def test_of_two_trainers_at_once_one_wins_and_the_other_is_told(
    huanglong: Hall, keeper: str
) -> None:
    other, training = trainer(huanglong), held(huanglong, keeper)
    first = later(record, huanglong, other, training, {huanglong.second_teller: PASSED})
    with pytest.raises(MovedMeanwhile, match="登记培训结果"):
        recorded_while(huanglong, keeper, training, huanglong.teller, first)
    assert [r.staff_id for r in Attendance.objects.all()] == [huanglong.second_teller]


@pytest.mark.clause("SX-14")
def test_the_last_two_subjects_at_two_agencies_at_once_do_not_pass_each_other_by(
    own_database: str,
) -> None:
    hall = Huanglong()
    city, keeper, today = trainer(hall, "610600"), trainer(hall), hall.now.date()
    seat = put_in_post(hall, who := somebody(hall), Post.TELLER, trained_until=today)
    passes(hall, keeper, who, but=(POLICY, MANNERS))
    last = {city: held(hall, city, POLICY), keeper: held(hall, keeper, MANNERS)}
    calls = [later(record, hall, by, training, {who: PASSED}) for by, training in last.items()]
    with many_clients() as room:
        outcome = room.race(calls, LetGo.WHERE_THEY_WRITE)
    assert (len(outcome.won), outcome.names, outcome.broken) == (1, {"RowMoved": 1}, [])
    assert trained_until(seat) == today, "nobody has all three yet"
    missing = next(by for by, one in last.items() if not results_at(one))
    record(hall, missing, last[missing], {who: PASSED})
    assert trained_until(seat) == good_until(today, 12)
    assert verify().faults == []


def results_at(training: int) -> int:
    return Attendance.objects.filter(training=training).count()


@pytest.mark.clause("SX-14")
def test_training_that_is_taken_back_in_the_middle_of_an_act_does_not_carry_it(
    huanglong: Hall, keeper: str
) -> None:
    today = huanglong.now.date()
    put_in_post(huanglong, who := somebody(huanglong), Post.TELLER, trained_until=today)
    passes(huanglong, keeper, who)
    rests = post_mandate(who, agency=huanglong.code, post=Post.TELLER, on=today)

    def decided_before() -> Plan:
        return Plan("trial", head_of("trial"), holds=rests.holds, mandate=rests.assignment)

    def trial() -> Answer:
        at = huanglong.tick()
        return perform(decided_before, asked=[], by=who, at=at, request=uuid4())

    trial()  # The control: while the training is good, it carries.
    result = Attendance.objects.filter(staff=who).first()
    assert result is not None
    other = trainer(huanglong)
    huanglong.do(journeys.correct_result, result.id, FAILED, "误评", by=other)
    with refused(MandateEnded):
        trial()
    form = {"citizen_id": "610631199003150006", "purpose": "子女入学"}
    with refused(TrainingLapsed):
        huanglong.accept("insurance-proof", form, PROOF_PAPERS, by=who)


def test_what_a_trainer_does_who_leaves_in_the_middle_is_not_written(
    huanglong: Hall, keeper: str
) -> None:
    city, training = trainer(huanglong, "610600"), held(huanglong, keeper)
    rests = trainer_of(huanglong.code, city, huanglong.now.date())
    leave = later(leaves, huanglong, rests.assignment)
    with pytest.raises(MandateEnded):
        recorded_while(huanglong, city, training, huanglong.teller, leave)
    assert not Attendance.objects.exists()
    recorded_while(huanglong, keeper, training, huanglong.teller, lambda: None)


def leaves(hall: Hall, assignment: int) -> Answer:
    return hall.do(staff.end_assignment, assignment, on=hall.now.date(), by=FOUNDER)
