"""A session of two hundred, of which ten changed after they were on the screen (WQ-05)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.ground import corrected, promised_employer, state_of
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.sitting import (
    begin,
    confirm,
    look_at,
    numbers_on,
    results_of,
    sheet,
    signatures_on,
)
from tests.forms import person_form
from tests.halls import Huanglong
from tests.trail.intruder import past_the_guards
from yichuang.domain.authority import actions as authority
from yichuang.domain.authority.models import Grant
from yichuang.domain.cases.points import points
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.sessions import made_in
from yichuang.domain.cases.standing import brief_digest, screen_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.pens import pen_of
from yichuang.doors.workbench import sittings

MANY = 200
FAMILY_FEN = 1_490_100

Change = Callable[[Huanglong, str], Any]


def returned_and_corrected(hall: Huanglong, number: str) -> None:
    hall.do(journeys.return_to, number, 0, code="other", reason="电话有误", by=hall.deputy)
    corrected(hall, number, phone="0911-5620009")


def withdrawn(hall: Huanglong, number: str) -> None:
    hall.do(journeys.withdraw, number, reason="申请人要求撤回", by=hall.teller)


def stood_down(hall: Huanglong, number: str) -> None:
    hall.do(journeys.stand_down, number, 3, reason="与申请人有亲属关系", by=hall.director)


def supplied(hall: Huanglong, number: str) -> None:
    hall.do(journeys.supply, number, "authorisation", "original", by=hall.teller)


def suspended(hall: Huanglong, number: str) -> None:
    stop: dict[str, Any] = {"ground": "waiting-for-evidence", "reason": "等待鉴定结论"}
    hall.do(journeys.suspend, number, **stop, by=hall.deputy)
    hall.do(journeys.confirm_suspension, number, by=hall.director)


def called_otherwise(hall: Huanglong, number: str) -> None:
    """Let the register call the dead otherwise, as another case of theirs would."""
    with past_the_guards() as run:
        citizen = standing(number).case.subject
        run("UPDATE insured_person SET name = '高改梅' WHERE citizen_id = %s", citizen)


def not_granted_any_more(hall: Huanglong, number: str) -> None:
    item = standing(number).case.item
    for held in Grant.objects.filter(agency=hall.code, post="deputy-director", item=item):
        if held.until > hall.now.date():
            day, ground = hall.now.date(), "县局文件"
            hall.do(authority.withdraw, held.id, on=day, ground=ground, by="0001")


def held_by_the_deputy(hall: Huanglong) -> str:
    """Give a case that came back to the deputy, who has the seat."""
    number = hall.accept_employer()
    hall.carry(number, "director")
    hall.do(journeys.return_to, number, 3, code="other", reason="请核对住所", by=hall.director)
    return number


def registered(hall: Huanglong, many: int) -> list[str]:
    """Register people with one employer, and give their citizen ids."""
    employer, found = hall.registered_employer(), []
    for _ in range(many):
        form = person_form(employer)
        hall.carry(hall.accept("person-registration", form, {"id-card": "original"} | COPY))
        found.append(str(form["citizen_id"]))
    return found


COPY = {"labour-contract": "copy"}


def to_the_deputy(hall: Huanglong, numbers: list[str]) -> None:
    """Let handler and reviewer sign every case, each read once."""
    pens = {by: pen_of(by, hall.now) for by in (hall.handler, hall.reviewer)}
    for number in numbers:
        case = standing(number)
        seen, screen = brief_digest(case), screen_digest(case)
        ticks = [point.code for point in points(case)]
        for by, ticked in ((hall.handler, []), (hall.reviewer, ticks)):
            pen = replace(pens[by], screen=screen)
            who: dict[str, Any] = {"by": by, "at": hall.now, "request": uuid4()}
            journeys.sign(number, brief=seen, ticked=ticked, pen=pen, **who)


def prepared(hall: Huanglong) -> tuple[dict[str, Change], dict[str, str], list[str]]:
    """Let two hundred wait: what happens to ten of them, why each isn't signed, the others."""
    *families, first, second = registered(hall, 5)
    deaths = [hall.accept_death(citizen) for citizen in families]
    changes = [hall.accept_change(citizen) for citizen in (first, second)]
    held, promised = held_by_the_deputy(hall), promised_employer(hall)
    plain = [hall.accept_employer() for _ in range(MANY - 7)]
    ten: dict[str, tuple[Change, str]] = {
        plain[0]: (returned_and_corrected, "returned"),
        plain[1]: (returned_and_corrected, "returned"),
        plain[2]: (withdrawn, "not-in-this-state"),
        plain[3]: (withdrawn, "not-in-this-state"),
        plain[4]: (suspended, "is-suspended"),
        held: (stood_down, "one-person-one-role"),
        promised: (supplied, "not-what-was-shown"),
        deaths[0]: (called_otherwise, "not-what-was-shown"),
        changes[0]: (not_granted_any_more, "not-granted"),
        changes[1]: (not_granted_any_more, "not-granted"),
    }
    for number in deaths:  # keyed twice on their way
        hall.carry(number, "deputy")
    to_the_deputy(hall, [*changes, promised, *plain])
    happens = {number: change for number, (change, _) in ten.items()}
    return happens, {n: code for n, (_, code) in ten.items()}, [*deaths[1:], *plain[5:]]


@pytest.mark.clause("WQ-05")
def test_of_two_hundred_exactly_the_ten_that_changed_are_not_signed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    happens, why, others = prepared(huanglong)
    assert len(happens) + len(others) == MANY
    client = come_in(huanglong.deputy)
    session = begin(client)
    look_at(client, *happens, *others[:8])
    for number in others[8:]:  # Served one by one as well; here only what serving writes down.
        case = standing(number)
        seen = brief_digest(case), screen_digest(case)
        sittings.saw(session.key, number, *seen, session.opened_at)
    huanglong.now = AFTERNOON
    for number, change in happens.items():
        change(huanglong, number)
    told = sheet(client, confirm(client))
    assert "已签 190 件，未签 10 件" in told
    assert set(happens) <= numbers_on(told)
    assert results_of(session) == {**why, **dict.fromkeys(others)}
    assert signatures_on(others, huanglong.deputy) == others, "each with its own act"
    assert made_in(session.key, [f"case/{number}" for number in happens]) == {}
    assert {state_of(number) for number in others} == {"director"}
    made = made_in(session.key, [f"case/{number}" for number in others])
    session.refresh_from_db()
    assert session.total_fen == 2 * FAMILY_FEN == sum(one.amount_fen for one in made.values())
    assert "人民币贰万玖仟捌佰零贰元整" in told
    faults = {fault.where.split()[0] for fault in verify().faults}
    assert faults <= {"insured_person"}, "only what this test changed past the guards"
