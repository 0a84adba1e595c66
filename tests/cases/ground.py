"""Words in which the rule-book of a case's life is written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations, count, product
from typing import Any

import pytest
from django.db import connection

from tests.catalogue.editions import changed as edited
from tests.catalogue.editions import item_changed, next_version, packaged, publish_text
from tests.forms import BIRTH_PAPERS, EMPLOYER_PAPERS, PERSON_PAPERS, employer_form, person_form
from tests.halls import Hall, give_keys
from tests.own_business import GRANT, grant_form
from yichuang.domain.cases.queries import standing
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.notes import ROOM
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import assign, end_assignment, enlist
from yichuang.domain.staff.actions import put_in_charge as staff_put_in_charge
from yichuang.domain.staff.models import Assignment, Charge
from yichuang.domain.staff.posts import Post, exclude
from yichuang.domain.trail.queries import acts_of

REASON = "合同缺页，请补齐后再报"
_newcomers, _days = count(50), count()


def everything() -> dict[str, list[str]]:
    """Give every row of every table; only the counter of numbers may have gaps."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names():
            if table != "kernel_counter":
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- names from the models
                found[table] = sorted(str(row) for row in cursor.fetchall())
    return found


@contextmanager
def nothing_written() -> Iterator[None]:
    """Expect that whatever happens here leaves every table as it was."""
    before = everything()
    yield
    assert everything() == before


@contextmanager
def nothing_but_lines() -> Iterator[None]:
    """Expect that a page leaves every table as it was, but for its audit lines."""
    before = _without_lines()
    yield
    assert _without_lines() == before


def _without_lines() -> dict[str, list[str]]:
    return {
        table: [row for row in rows if f"'{ROOM}" not in row]
        for table, rows in everything().items()
    }


@contextmanager
def refused(refusal: type[Refusal]) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect exactly this refusal, and that nothing at all was written."""
    with nothing_written(), pytest.raises(Refusal) as told:
        yield told
    assert type(told.value) is refusal, told.value


def also_in(hall: Hall, staff: str, post: Post, agency: str = "") -> str:
    """Assign somebody to a further post; the grants are the post's.

    What excludes the post, or was left today, is left today, and the post is held from today.
    """
    day, end = date(2026, 1, 1), date(2027, 1, 1)
    today = hall.now.date()
    for held in Assignment.objects.filter(staff=staff):
        if exclude(Post(held.post), post) or (held.post == post and held.until == today):
            day = today
            if held.until > today:
                hall.do(end_assignment, held.id, on=today, by="0001")
    terms: dict[str, Any] = {"since": day, "until": end, "trained_until": end}
    hall.do(assign, staff, agency or hall.code, post, **terms, by="0001")
    return staff


def newcomer(hall: Hall, post: Post) -> str:
    """Enlist somebody who was never in the hall before, and assign the post."""
    number = f"{hall.code}{next(_newcomers)}"
    hall.do(enlist, hall.code, number, "新来的人", by="0001")
    give_keys([number])
    return also_in(hall, number, post)


def put_in_charge(hall: Hall, deputy: str) -> None:
    """Put another deputy in charge of all that one was in charge of before."""
    for charge in Charge.objects.filter(agency=hall.code, until=None).exclude(staff=deputy):
        more: dict[str, Any] = {"paper": "重新分工", "by": "0001"}
        hall.do(staff_put_in_charge, hall.code, charge.category, deputy, **more)


def limited(hall: Hall) -> str:
    """Accept a case of level 1 with four signatures."""
    if hall.code == "222424":
        return hall.accept_change(hall.registered_person())
    return promised_employer(hall)


def promised_employer(hall: Hall) -> str:
    """Accept an employer whose authorisation is promised for later."""
    papers = {**EMPLOYER_PAPERS, "authorisation": "promised"}
    return hall.accept("employer-registration", employer_form(), papers)


def promised_person(hall: Hall) -> str:
    """Accept a person (level 2) whose labour contract is promised for later."""
    papers = {**PERSON_PAPERS, "labour-contract": "promised"}
    return hall.accept("person-registration", person_form(hall.registered_employer()), papers)


def the_file_may_follow(hall: Hall) -> None:
    """Let a catalogue come into force by which the personnel file may be promised for later.

    By it an authorisation asks for the minutes of the meeting, which may follow too.
    """
    if Edition.objects.filter(key="shaanxi/2").exists():
        return
    text = next_version(packaged("shaanxi"), 2, hall.now.date() + timedelta(days=1))
    asked = '（出生日期认定）", when = "birth-changes"'
    text = edited(text, asked, f"{asked}, may_follow = true")
    minutes = 'materials = [{ code = "minutes", name = "办公会纪要", may_follow = true }]'
    publish_text(hall, item_changed(text, GRANT, ("level = 1", f"level = 1\n{minutes}")))
    hall.now += timedelta(days=1)


def reported(hall: Hall, state: str = "reported", papers: object = BIRTH_PAPERS) -> str:
    """Carry a case that the county reports so far that it is with the city, in a state."""
    number = hall.with_city().accept_reported(papers=papers)
    if state == "meeting":
        return referred(hall, hall.carry(number, "city-review").case.number)
    return hall.carry(number, state).case.number


def referred(hall: Hall, number: str) -> str:
    """Let the approver leave a case to the office meeting."""
    hall.do(journeys.refer, number, reason="档案两处记载不一", by=hall.whose_turn(number))
    return number


def own(hall: Hall) -> str:
    """Accept what the agency decides about itself: its tellers are granted one day more."""
    day = date(2028, 1, 1) + timedelta(days=next(_days))
    form = grant_form(hall.code, since=f"{day}", until=f"{day + timedelta(days=1)}")
    rule = profile_of(edition_in_force(hall.county.profile, hall.now.date())).item(GRANT)
    papers = {material.code: "promised" for material in rule.materials} if rule else {}
    return hall.accept(GRANT, form, papers)


def counter(hall: Hall, number: str) -> str:
    """Give who accepts cases like this one."""
    return hall.counter_for(standing(number).case.item)


def state_of(number: str) -> str:
    """Give the state that a case is in."""
    return standing(number).case.state


def form_of(number: str, **changed: Any) -> dict[str, Any]:
    """Give the form of a case as it would be sent again, with what is changed."""
    return standing(number).form.model_dump(mode="json") | changed


def carried_to(hall: Hall, number: str, step: int) -> str:
    """Let everybody before a step do their part."""
    while standing(number).case.step != step:
        hall.advance(number)
    return number


def returned(hall: Hall, number: str, to: int) -> str:
    """Let whoever the case waits for return it to an earlier step."""
    hall.do(journeys.return_to, number, to, code="other", reason=REASON, by=hall.whose_turn(number))
    return number


def corrected(hall: Hall, number: str, by: str | None = None, **changed: Any) -> str:
    """Let the counter hand the form in again, with what is changed in it."""
    form, papers = form_of(number, **changed), standing(number).materials
    by = by or hall.whose_turn(number)
    hall.do(journeys.correct, number, form=form, materials=papers, by=by)
    return number


def stood_down(hall: Hall, number: str, step: int, by: str = "") -> str:
    """Let the head enter that whoever has the seat stands down."""
    why = "与申请人有亲属关系"
    hall.do(journeys.stand_down, number, step, reason=why, by=by or hall.director)
    return number


def signers_until_done(hall: Hall, number: str) -> list[int]:
    """Carry a case on to the end and give the steps that were asked, in their order."""
    steps = []
    while state_of(number) != "done":
        steps.append(int(standing(number).case.step or 0))
        hall.advance(number)
    return steps


def moves_of(number: str) -> set[tuple[str, str, str]]:
    """Give every move that a case has made: from which state, by which verb, to which."""
    moves, before = set(), "draft"
    for act in acts_of(f"case/{number}"):
        after = said_of(act.content)["state"]
        moves.add((before, act.verb, after))
        before = after
    return moves


def said_of(content: str) -> dict[str, Any]:
    """Give what an act said."""
    said: dict[str, Any] = json.loads(content)["said"]
    return said


def own_and_returned(hall: Hall) -> list[str]:
    """Give the agency's own cases that each signer returned, and that went on from there."""
    lives = []
    for to, by in combinations(range(4), 2):
        for changed in ({}, {"ground": "局长办公会纪要〔2026〕4号"}):
            number = returned(hall, carried_to(hall, own(hall), by), to)
            if to == 0:
                corrected(hall, number, **changed)
            hall.carry(number, "enforcement")
            lives.append(withdrawn(hall, number))
    return lives


def withdrawn(hall: Hall, number: str) -> str:
    """Let whoever sits at its counter withdraw a case, so that another may ask for the same."""
    hall.do(journeys.withdraw, number, reason=REASON, by=counter(hall, number))
    return number


def reported_and_returned(hall: Hall) -> list[str]:
    """Give cases that the city returned to every step, and that went on from there."""
    lives = []
    for state, by in (("city-review", 5), ("meeting", 6)):
        for to, leaves in product(range(by), (False, True)):
            number = returned(hall, reported(hall, state), to)
            if leaves and state == "city-review":
                stood_down(hall, number, 5, by=hall.chief)
            if to == 0:
                corrected(hall, number)
            hall.advance(number)
            lives.append(number)
    return lives
