"""The clock of a case stops on a ground of the closed list, by two persons, and runs on (SX-12)."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.ground import (
    limited,
    newcomer,
    promised_person,
    refused,
    reported,
    returned,
)
from tests.cases.stopping import (
    BACK,
    GROUND,
    WHY,
    proposed,
    resumed,
    second,
    stop_of,
    stopped,
)
from tests.halls import Hall, Huanglong
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.charge import NotInCharge
from yichuang.domain.cases.models import Case, Suspension
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.stops import (
    AlreadyProposed,
    IsSuspended,
    NoClockToStop,
    NothingProposed,
    NotOnThisGround,
    NotSuspended,
    ProposedIt,
)
from yichuang.domain.cases.vacant import vacancies
from yichuang.domain.cases.worklists import due_by, to_confirm, waiting
from yichuang.domain.catalogue.queries import calendar
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.verify import verify
from yichuang.engines.workdays import Suspension as Stop
from yichuang.engines.workdays import due_in_days, due_in_workdays

DEPUTY = Post.DEPUTY_DIRECTOR
Said = tuple[Callable[..., Answer], dict[str, Any]]
pytestmark = pytest.mark.clause("SX-12")


def dues(number: str) -> tuple[date | None, date | None]:
    """Give the last days of a case by law and by promise."""
    row = standing(number).case
    return row.statutory_due_on, row.promised_due_on


def test_while_it_stands_still_nothing_is_decided_and_the_client_may_act(
    huanglong: Huanglong,
) -> None:
    hall, number = huanglong, limited(huanglong)
    hall.carry(number, "review")
    proposed(hall, number)
    assert standing(number).case.suspended_on is None, "a proposal stops nothing"
    assert hall.advance(number).case.state == "deputy"
    hall.do(journeys.confirm_suspension, number, by=hall.deputy)
    tries: list[Callable[[], object]] = [
        lambda: hall.do(journeys.sign, number, by=hall.deputy),
        lambda: hall.do(journeys.return_to, number, 0, **BACK, by=hall.deputy),
        lambda: hall.do(journeys.suspend, number, ground=GROUND, reason=WHY, by=hall.deputy),
        lambda: hall.do(journeys.confirm_suspension, number, by=hall.director),
    ]
    for do in tries:
        with refused(IsSuspended) as told:
            do()
        says = str(told.value)
        assert "2026-03-09" in says, says
        assert "等待有权机关的鉴定" in says, says
        assert "主管副主任" in says, says
    hall.do(journeys.supply, number, "authorisation", "original", by=hall.teller)
    hall.do(journeys.hold, number, reason=WHY, by=hall.teller)
    hall.do(journeys.stand_down, number, 0, reason=WHY, by=hall.director)
    resumed(hall, number, hall.deputy)
    assert hall.carry(number).case.state == "done"
    assert verify().faults == []


def in_correction(hall: Hall) -> str:
    """Give a case that the teller corrects."""
    return returned(hall, hall.carry(limited(hall), "review").case.number, 0)


PLACES: dict[str, Callable[[Hall], str]] = {
    "handler": limited,
    "deputy": lambda hall: hall.carry(limited(hall), "deputy").case.number,
    "teller": in_correction,
    "approver": lambda hall: reported(hall, "city-review"),
    "chief": lambda hall: reported(hall, "meeting"),
}


@pytest.mark.parametrize("place", PLACES)
def test_whoever_has_the_case_proposes_and_never_confirms(huanglong: Huanglong, place: str) -> None:
    hall, number = huanglong, PLACES[place](huanglong)
    proposer = proposed(hall, number)
    right = second(hall, number, proposer)
    with refused(AlreadyProposed):
        proposed(hall, number, by=proposer)
    confirm: Said = (journeys.confirm_suspension, {})
    for verb, more in (confirm, (journeys.resume, {"reason": WHY})):
        with refused(ProposedIt):
            hall.do(verb, number, by=proposer, **more)
        for other in {hall.handler, hall.deputy, hall.director, hall.reviewer} - {proposer, right}:
            with refused(NotYourPost):
                hall.do(verb, number, by=other, **more)
    hall.do(journeys.confirm_suspension, number, by=right)
    assert (stop_of(number).proposed_by, stop_of(number).confirmed_by) == (proposer, right)
    same = "UPDATE cases_suspension SET confirmed_by = proposed_by"
    with pytest.raises(IntegrityError) as broken, transaction.atomic(), connection.cursor() as sql:
        sql.execute(same)
    assert broken_by(broken.value) == "a_suspension_is_confirmed_by_a_second_person"


def test_another_deputy_than_the_one_in_charge_neither_stops_the_clock_nor_starts_it(
    huanglong: Huanglong,
) -> None:
    hall, number = huanglong, limited(huanglong)
    other, on = newcomer(hall, DEPUTY), hall.now.date()
    proposed(hall, number)
    with refused(NotInCharge):
        hall.do(journeys.confirm_suspension, number, by=other)
    with refused(NotInCharge):
        resumed(hall, number, other)
    listed = [[*to_confirm(hall.code, DEPUTY, who, on)] for who in (other, hall.deputy)]
    assert [len(found) for found in listed] == [0, 1]
    hall.do(journeys.confirm_suspension, number, by=hall.deputy)
    with refused(NotInCharge):
        resumed(hall, number, other)


def test_only_on_a_ground_of_the_list_and_only_where_a_clock_runs(huanglong: Huanglong) -> None:
    hall, number = huanglong, limited(huanglong)
    for ground in ("checkpoint-missing", "", None, [GROUND]):
        with refused(NotOnThisGround):
            proposed(hall, number, ground=ground)  # type: ignore[arg-type]
    with refused(NothingProposed):
        hall.do(journeys.confirm_suspension, number, by=hall.deputy)
    with refused(NotSuspended):
        resumed(hall, number, hall.deputy)
    proof = hall.accept_proof(hall.registered_person())
    with refused(NoClockToStop):
        proposed(hall, proof)
    level_2 = promised_person(hall)
    stopped(hall, level_2)
    assert standing(level_2).case.timing == "instant", "at once stays at once, whatever happens"


def test_what_was_declined_stopped_nothing_and_what_ends_the_case_ends_it(
    huanglong: Huanglong,
) -> None:
    hall, number = huanglong, limited(huanglong)
    before = dues(number)
    proposer = proposed(hall, number)
    resumed(hall, number, second(hall, number, proposer))
    assert (stop_of(number).starts_on, dues(number)) == (None, before)
    stopped(hall, number)
    hall.do(journeys.withdraw, number, reason=WHY, by=hall.teller)
    assert (stop_of(number).ended_by, standing(number).case.suspended_on) == (hall.teller, None)
    pending = hall.carry(limited(hall), "director").case.number
    proposed(hall, pending)
    hall.carry(pending)
    assert stop_of(pending).ended_by == hall.director
    assert verify().faults == []


def test_it_stands_last_in_lists_and_is_never_due(huanglong: Huanglong) -> None:
    hall, still = huanglong, limited(huanglong)
    hall.now += timedelta(days=30)
    later = limited(hall)

    def listed() -> list[Case]:
        return [*waiting(hall.code, [Post.HANDLER], hall.handler, hall.now.date())]

    assert [case.number for case in listed()] == [still, later]
    proposer = proposed(hall, still)
    on = hall.now.date()
    assert [case.number for case in to_confirm(hall.code, DEPUTY, hall.deputy, on)] == [still]
    hall.do(journeys.confirm_suspension, still, by=second(hall, still, proposer))
    assert [case.number for case in listed()] == [later, still]
    assert not to_confirm(hall.code, DEPUTY, hall.deputy, on).exists()
    assert not due_by(Case.objects.filter(number=still), hall.now.date()).exists()
    assert vacancies([hall.code], hall.now.date()) == []


def reckoned(number: str) -> tuple[date | None, date | None]:
    """Count the last days of a case anew, by the engine, from all that stands in its rows."""
    case, on = standing(number), standing(number).case.accepted_at.date()
    stops = Suspension.objects.filter(case=f"case/{number}").exclude(starts_on=None)
    not_counted = [Stop(one.starts_on, one.ends_on) for one in stops if one.starts_on]
    count = {"workdays": due_in_workdays, "days": due_in_days}
    statutory, promised = (
        count[limit.unit](on, limit.days, calendar(), not_counted).due_on if limit else None
        for limit in (case.rule.statutory, case.rule.promised)
    )
    return statutory, promised


BEGINNINGS = (date(2026, 1, 29), date(2026, 2, 11), date(2026, 4, 28), date(2026, 9, 29))
"""The end of a month, and before Spring Festival, May Day and National Day."""


@pytest.mark.parametrize("seed", range(4))
def test_the_last_days_are_what_the_calendar_says_after_any_number_of_stops(
    huanglong: Huanglong, seed: int
) -> None:
    random, hall = Random(seed), huanglong  # noqa: S311 -- no secret
    while hall.now.date() < BEGINNINGS[seed]:
        hall.now += timedelta(days=1)
    number = limited(hall)
    assert dues(number) == reckoned(number)
    stood: set[date] = set()
    for _ in range(random.randint(2, 5)):
        hall.now += timedelta(days=random.choice((0, 0, 1, 3)))
        began, before = hall.now.date(), dues(number)
        by = stopped(hall, number)
        assert dues(number) == before, "what was told stands till the clock runs on"
        hall.now += timedelta(days=random.choice((0, 1, 2, 9, 17)))
        resumed(hall, number, by)
        days = (hall.now.date() - began).days
        stood |= {began + timedelta(days=n) for n in range(days + 1)}
        assert dues(number) == reckoned(number)
        later = zip(before, dues(number), strict=True)
        assert all(was <= now for was, now in later if was and now), "it never comes nearer"
    assert not stood & set(dues(number)), "both ends of a stop are days that aren't counted"
    assert verify().faults == []


def test_and_a_stored_day_that_were_not_so_would_be_seen(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    stopped_by: Any = stopped(huanglong, number)
    huanglong.now += timedelta(days=9)
    resumed(huanglong, number, stopped_by)
    Case.objects.filter(number=number).update(statutory_due_on=date(2026, 12, 31))
    assert dues(number) != reckoned(number)
    assert verify().faults != []
