"""Reminders stand beside a case: told once, kept, and shown only while they hold (SX-13)."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.ground import promised_person
from tests.halls import Huanglong
from yichuang.domain.cases.actions.reminders import KEEPER, NothingToTell, NotTheKeeper
from yichuang.domain.cases.alarms import open_alarms, reminders_for
from yichuang.domain.cases.clocks import clocks_of, timed
from yichuang.domain.cases.models import Case, Reminder
from yichuang.domain.cases.queries import NoSuchCase, standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.verify import verify


def next_days(hall: Huanglong, days: int) -> date:
    """Let days go by at the hall."""
    hall.now += timedelta(days=days)
    return hall.now.date()


def remind(hall: Huanglong, number: str, by: str = KEEPER) -> list[str]:
    """Let the keeper look at a case, and give what it told."""
    try:
        return list(hall.do(journeys.remind, number, by=by).said["told"])
    except NothingToTell:
        return []


def shown_to(hall: Huanglong, person: str, post: str, agency: str = "610631") -> list[str]:
    """Give what a person sees: of which clock, and of what kind."""
    found = reminders_for(agency, post, person, hall.now.date())
    return [f"{alarm.clock} {alarm.kind}" for _, alarm, _ in found]


def at_the_handler(hall: Huanglong) -> str:
    """Accept an employer on Monday 9 March, and let the step of the handler run out."""
    number = hall.accept_employer()
    next_days(hall, 2)
    return number


def returned(hall: Huanglong, number: str, by: str, step: int = 0) -> None:
    """Let somebody return a case to an earlier step."""
    told: dict[str, Any] = {"code": "copy-unclear", "reason": "复印件不清楚"}
    hall.do(journeys.return_to, number, step, **told, by=by)


@pytest.mark.clause("SX-13")
def test_who_has_it_is_told_and_whoever_heads_the_post_once_each(huanglong: Huanglong) -> None:
    number = at_the_handler(huanglong)
    n = standing(number).head.n
    assert remind(huanglong, number) == [
        f"{number}/step/2026-03-10/red/610631/handler",
        f"{number}/step/2026-03-10/escalated/610631/director",
    ]
    assert shown_to(huanglong, huanglong.handler, "handler") == ["step red"]
    assert shown_to(huanglong, huanglong.director, "director") == ["step escalated"]
    assert shown_to(huanglong, huanglong.reviewer, "reviewer") == []
    for _ in range(3):
        assert remind(huanglong, number) == []
    assert Reminder.objects.count() == 2
    assert standing(number).head.n == n, "nobody's open page goes stale"
    assert verify().faults == []


@pytest.mark.clause("SX-13")
def test_promised_papers_have_a_clock_that_runs_on_when_the_case_is_done(
    huanglong: Huanglong,
) -> None:
    number = promised_person(huanglong)
    huanglong.carry(number)
    case = standing(number)
    (papers,) = [
        clock
        for clock in clocks_of(case.case, case.profile, huanglong.now.date())
        if clock.kind == "papers"
    ]
    assert (case.case.state, papers.due_on) == ("done", date(2026, 3, 23))
    next_days(huanglong, 15)
    assert remind(huanglong, number) == [
        f"{number}/papers/2026-03-23/red/610631/teller",
        f"{number}/papers/2026-03-23/escalated/610631/director",
    ]
    assert shown_to(huanglong, huanglong.teller, "teller") == ["papers red"]
    huanglong.do(journeys.supply, number, "labour-contract", "copy", by=huanglong.teller)
    assert shown_to(huanglong, huanglong.teller, "teller") == []
    assert timed(Case.objects.filter(number=number), huanglong.now.date()) == []


def test_only_the_keeper_reminds_and_only_of_what_is(huanglong: Huanglong) -> None:
    number = at_the_handler(huanglong)
    for person in (huanglong.director, "", "keeper "):
        with pytest.raises(NotTheKeeper):
            huanglong.do(journeys.remind, number, by=person)
    for nothing in ("610631-20260309-9999-1", "", "\0", None, 7):
        with pytest.raises(NoSuchCase):
            huanglong.do(journeys.remind, nothing, by=KEEPER)
    next_days(huanglong, -2)
    with pytest.raises(NothingToTell):
        huanglong.do(journeys.remind, number, by=KEEPER)
    assert Reminder.objects.count() == 0


def test_a_reminder_survives_a_return_and_stops_when_it_is_passed_on(
    huanglong: Huanglong,
) -> None:
    number = at_the_handler(huanglong)
    remind(huanglong, number)
    huanglong.advance(number)
    assert shown_to(huanglong, huanglong.handler, "handler") == []
    assert shown_to(huanglong, huanglong.director, "director") == [], "moot with it"
    returned(huanglong, number, huanglong.reviewer, step=1)
    assert remind(huanglong, number) == [], "it has a new day until when"
    next_days(huanglong, 2)
    assert [key for key in remind(huanglong, number) if "/step/" in key] == [
        f"{number}/step/2026-03-12/red/610631/handler",
        f"{number}/step/2026-03-12/escalated/610631/director",
    ]
    assert "step red" in shown_to(huanglong, huanglong.handler, "handler")


def test_what_was_told_of_the_case_s_own_day_is_not_told_again_after_a_correction(
    huanglong: Huanglong,
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, to="review")
    next_days(huanglong, 4)  # Friday: the promise ends on Monday
    yellow = f"{number}/promised/2026-03-16/yellow/610631/reviewer"
    assert yellow in remind(huanglong, number)
    returned(huanglong, number, huanglong.reviewer)
    assert shown_to(huanglong, huanglong.reviewer, "reviewer") == []
    assert remind(huanglong, number) == [f"{number}/promised/2026-03-16/yellow/610631/teller"]
    case = standing(number).case
    told: dict[str, Any] = {"materials": standing(number).materials}
    huanglong.do(
        journeys.correct,
        number,
        form=standing(number).form.model_dump(),
        by=huanglong.teller,
        **told,
    )
    assert case.promised_due_on == date(2026, 3, 16)
    assert remind(huanglong, number) == [], "the same day isn't told twice"
    assert shown_to(huanglong, huanglong.reviewer, "reviewer") == ["promised yellow"]


def suspended(hall: Huanglong, number: str) -> None:
    who = hall.whose_turn(number)
    why: dict[str, Any] = {"ground": "force-majeure", "reason": "道路中断，材料无法送达"}
    hall.do(journeys.suspend, number, **why, by=who)
    hall.do(journeys.confirm_suspension, number, by=hall.deputy)


def withdrawn(hall: Huanglong, number: str) -> None:
    hall.do(journeys.withdraw, number, reason="申请人撤回", by=hall.teller)


def done(hall: Huanglong, number: str) -> None:
    hall.carry(number)


@pytest.mark.parametrize("what", [suspended, withdrawn, done])
def test_what_is_suspended_withdrawn_or_done_reminds_nobody(
    huanglong: Huanglong, what: Any
) -> None:
    number = at_the_handler(huanglong)
    remind(huanglong, number)
    what(huanglong, number)
    kept = Reminder.objects.count()
    assert kept == 2
    next_days(huanglong, 60)
    assert remind(huanglong, number) == []
    assert list(open_alarms(Case.objects.all(), huanglong.now.date())) == []
    for person, post in ((huanglong.handler, "handler"), (huanglong.director, "director")):
        assert shown_to(huanglong, person, post) == []
    assert verify().faults == []


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize(
    ("state", "late", "told"),
    [
        ("handling", 2, {"step": ["610631/director"]}),
        ("deputy", 2, {"step": ["610631/director"]}),
        ("director", 2, {"step": ["610600/city-chief"]}),
        ("city-review", 4, {"step": ["610600/city-chief"]}),
        ("meeting", 6, {"step": ["610000/director"]}),
        ("handling", 15, {"promised": ["610631/director", "610600/city-chief"]}),
        (
            "city-review",
            15,
            {"promised": ["610631/director", "610600/city-chief", "610000/director"]},
        ),
    ],
)
def test_what_is_missed_goes_to_the_level_above(
    huanglong: Huanglong, state: str, late: int, told: dict[str, list[str]]
) -> None:
    huanglong.with_city()
    number = huanglong.accept_reported()
    while standing(number).case.state != state:
        if state == "meeting" and standing(number).case.state == "city-review":
            who = huanglong.whose_turn(number)
            huanglong.do(journeys.refer, number, reason="档案两处记载不一", by=who)
        else:
            huanglong.advance(number)
    next_days(huanglong, late + (2 if late > 3 else 0))
    found: dict[str, list[str]] = {}
    for alarm in open_alarms(Case.objects.filter(number=number), huanglong.now.date()):
        if alarm.kind == "escalated":
            found.setdefault(alarm.clock, []).append("/".join(alarm.place))
    assert {clock: found[clock] for clock in told} == told


def test_a_person_is_told_in_the_words_of_their_seat_and_nobody_else_s(
    huanglong: Huanglong,
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, to="review")
    returned(huanglong, number, huanglong.reviewer)
    next_days(huanglong, 8)
    remind(huanglong, number)
    assert "step red" in shown_to(huanglong, huanglong.teller, "teller")
    assert shown_to(huanglong, huanglong.second_teller, "teller") == []
    with pytest.raises(Refusal):
        huanglong.do(journeys.remind, number, by=huanglong.teller)


@pytest.mark.clause("SX-12")
def test_one_clock_runs_over_county_and_city_and_each_step_has_its_own(
    huanglong: Huanglong,
) -> None:
    huanglong.with_city()
    number = huanglong.accept_reported()
    began = clocks_of(standing(number).case, standing(number).profile, huanglong.now.date())
    limits = {}
    for _ in range(6):
        case = huanglong.advance(number)
        its = clocks_of(case.case, case.profile, huanglong.now.date())
        assert [c.due_on for c in its[:2]] == [c.due_on for c in began[:2]]
        limits[case.case.state] = its[2].limit.days if its[2].limit else None
        if case.case.state == "city-review":
            break
    assert limits == {"review": 1, "deputy": 1, "director": 1, "reported": 1, "city-review": 3}
    (listed,) = timed(Case.objects.filter(number=number), huanglong.now.date())
    assert (listed.seat.post, listed.clocks) == ("city-approver", its)
