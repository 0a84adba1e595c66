"""A seat that nobody can fill holds the case: it is listed with the reason and what would mend it.

Nothing passes by itself; after the mend the case goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.ground import (
    also_in,
    carried_to,
    limited,
    newcomer,
    put_in_charge,
    reported,
    returned,
    stood_down,
)
from tests.halls import Hall, Huanglong
from tests.staff.absentees import DAY, away, back, declared
from yichuang.domain.authority import actions as authority
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.cases import vacant
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.own import concerned
from yichuang.domain.cases.prospect import possible
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.vacant import REASONS, Vacancy, vacancies
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Absence, Assignment, Relative
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

DEPUTY = Post.DEPUTY_DIRECTOR
Change = Callable[[Hall, str], object]


def at_the_deputy(hall: Hall) -> str:
    """Bring a case about a citizen to the deputy's seat, which is free."""
    return carried_to(hall, hall.accept_change(hall.registered_person()), 3)


def held_by_the_deputy(hall: Hall) -> str:
    """Bring it there so that the deputy has the seat."""
    return returned(hall, carried_to(hall, at_the_deputy(hall), 4), 3)


def leaves(hall: Hall, _: str) -> None:
    held = Assignment.objects.get(staff=hall.deputy)
    hall.do(staff.end_assignment, held.id, on=hall.now.date(), by="0001")


def comes(hall: Hall, _: str) -> None:
    put_in_charge(hall, newcomer(hall, DEPUTY))


def withdrawn(hall: Hall, _: str) -> None:
    for grant in Grant.objects.filter(agency=hall.code, post=DEPUTY, item="basic-data-change"):
        hall.do(authority.withdraw, grant.id, on=hall.now.date(), ground="停用", by="0001")


def granted(hall: Hall, _: str) -> None:
    scope = authority.Scope(DEPUTY, "basic-data-change", Duty.DECIDE)
    year: dict[str, Any] = {"since": hall.now.date(), "until": date(2027, 1, 1)}
    hall.do(authority.grant, hall.code, [scope], **year, ground="县局文件", by="0001")


def lapses(hall: Hall, number: str) -> None:
    """Let the deputy's own term be one whose training ends today."""
    leaves(hall, number)
    today = hall.now.date()
    term: dict[str, Any] = {"since": today, "until": date(2027, 1, 1), "trained_until": today + DAY}
    hall.do(staff.assign, hall.deputy, hall.code, DEPUTY, **term, by="0001")
    hall.now += DAY


def is_absent(hall: Hall, _: str) -> None:
    away(hall, hall.deputy, DEPUTY)


def comes_back(hall: Hall, _: str) -> None:
    back(hall, Absence.objects.get(staff=hall.deputy))


def delegates(hall: Hall, number: str) -> None:
    comes_back(hall, number)
    away(hall, hall.deputy, DEPUTY, newcomer(hall, DEPUTY))


def is_related(hall: Hall, number: str) -> None:
    declared(hall, hall.deputy, min(concerned(standing(number).form)))


def is_not_related(hall: Hall, _: str) -> None:
    one = Relative.objects.get(staff=hall.deputy)
    hall.do(journeys.withdraw_declaration, one.id, reason="号码填错", by=hall.director)


def had_another_seat(hall: Hall, number: str) -> None:
    """Let the only deputy be the one who accepted."""
    leaves(hall, number)
    also_in(hall, hall.teller, DEPUTY)


def is_replaced(hall: Hall, number: str) -> None:
    stood_down(hall, number, 3)
    newcomer(hall, DEPUTY)


def leaves_to_two(hall: Hall, number: str) -> None:
    """Let two others be deputies, and nobody have said which is in charge of what."""
    leaves(hall, number)
    newcomer(hall, DEPUTY)
    newcomer(hall, DEPUTY)


def leaves_to_the_other(hall: Hall, number: str) -> None:
    """Let the deputy who is in charge be away, and another be there who isn't."""
    newcomer(hall, DEPUTY)
    is_absent(hall, number)


def divides(hall: Hall, _: str) -> None:
    """Put the deputy who came last in charge."""
    latest = Assignment.objects.filter(agency=hall.code, post=DEPUTY).latest("id")
    put_in_charge(hall, latest.staff_id)


@dataclass(frozen=True)
class Hold:
    """How a seat comes to be nobody's, why it is said to be, and what mends it."""

    code: str
    says: str
    happens: Change
    mend: Change
    prepare: Callable[[Hall], str] = at_the_deputy


HELD = {"prepare": held_by_the_deputy}
HOLDS = {
    "nobody is in the post": Hold(vacant.NOBODY, "任职", leaves, comes),
    "all are away": Hold("absent-on-record", "任职", is_absent, comes),
    "all are away, and one is back": Hold("absent-on-record", "销假", is_absent, comes_back),
    "training has lapsed": Hold("training-lapsed", "培训", lapses, comes),
    "the post isn't granted": Hold("not-granted", "授权", withdrawn, granted),
    "all have another seat": Hold("one-person-one-role", "任职", had_another_seat, comes),
    "another is in charge": Hold("not-in-charge", "分管", leaves_to_the_other, divides),
    "nobody said who is in charge": Hold("nobody-in-charge", "分管", leaves_to_two, divides),
    "all are concerned": Hold("own-record", "任职", is_related, comes),
    "the holder is away": Hold("absent-on-record", "受托人", is_absent, delegates, **HELD),
    "the holder is away, and stands down": Hold(
        "absent-on-record", "回避换人", is_absent, is_replaced, **HELD
    ),
    "the holder has left": Hold("not-your-post", "回避换人", leaves, is_replaced, **HELD),
    "the holder lacks training": Hold("training-lapsed", "培训", lapses, is_replaced, **HELD),
    "the holder is concerned": Hold("own-record", "回避换人", is_related, is_replaced, **HELD),
    "the holder is concerned no more": Hold(
        "own-record", "回避换人", is_related, is_not_related, **HELD
    ),
    "the holder isn't granted": Hold("not-granted", "授权", withdrawn, granted, **HELD),
}


def listed(hall: Hall, number: str) -> Vacancy | None:
    """Find a case among those that nobody can carry on."""
    found = {one.case.number: one for one in vacancies([hall.code], hall.now.date())}
    return found.get(number)


def signs(hall: Hall, number: str) -> None:
    """Let whoever can sign as the deputy."""
    everybody = Assignment.objects.filter(agency=hall.code, post=DEPUTY)
    for person in dict.fromkeys(everybody.order_by("-id").values_list("staff", flat=True)):
        try:
            hall.do(journeys.sign, number, by=person)
        except Refusal:
            continue
        return
    raise AssertionError("nobody could")


@pytest.mark.clause("SX-12", "WQ-04")
@pytest.mark.parametrize("how", HOLDS)
def test_a_case_holds_is_listed_and_goes_on_after_the_mend(huanglong: Huanglong, how: str) -> None:
    hold = HOLDS[how]
    number = hold.prepare(huanglong)
    assert listed(huanglong, number) is None
    hold.happens(huanglong, number)
    found, acts = listed(huanglong, number), acts_of(f"case/{number}").count()
    assert found is not None
    assert hold.code in {one.code for one in found.obstacles}
    assert any(hold.says in mend for mend in found.mends), found.mends
    with pytest.raises(AssertionError, match="nobody could"):
        signs(huanglong, number)
    huanglong.now += DAY  # Nothing passes by itself, overnight or otherwise.
    assert acts_of(f"case/{number}").count() == acts
    assert standing(number).case.state == "deputy"
    hold.mend(huanglong, number)
    assert listed(huanglong, number) is None
    signs(huanglong, number)
    assert standing(number).case.state == "director"
    assert verify().faults == []


def test_the_city_lists_what_waits_at_its_seats_and_the_county_sees_it_too(
    huanglong: Huanglong,
) -> None:
    number, on = reported(huanglong), huanglong.now.date()
    assert vacancies([huanglong.city], on) == []
    city = {"agency": huanglong.city, "by": huanglong.chief}
    for held in Assignment.objects.filter(agency=huanglong.city, post=Post.CITY_APPROVER):
        away(huanglong, held.staff_id, Post.CITY_APPROVER, **city)
    for agency in (huanglong.city, huanglong.code):
        assert [one.case.number for one in vacancies([agency], on)] == [number]
    assert vacancies(["610629"], on) == []
    assert len(vacancies([huanglong.city], on)[0].obstacles) == 4, "the cast's two and ours"


def test_of_a_seat_that_is_held_only_the_holder_tells_why_not(huanglong: Huanglong) -> None:
    number, second = held_by_the_deputy(huanglong), newcomer(huanglong, DEPUTY)
    is_absent(huanglong, number)
    found = listed(huanglong, number)
    assert found is not None
    assert [one.staff for one in found.obstacles] == [huanglong.deputy]
    comes_back(huanglong, number)
    away(huanglong, huanglong.deputy, DEPUTY, second)
    assert listed(huanglong, number) is None
    declared(huanglong, second, min(concerned(standing(number).form)))
    found = listed(huanglong, number)
    assert found is not None
    assert {one.staff: one.code for one in found.obstacles} == {
        huanglong.deputy: "absent-on-record",
        second: "own-record",
    }


def test_it_agrees_with_asking_everybody_about_every_case(huanglong: Huanglong) -> None:
    for step in (1, 2, 3, 4):
        carried_to(huanglong, limited(huanglong), step)
    cases = [
        held_by_the_deputy(huanglong),
        huanglong.accept_person(huanglong.registered_employer()),
    ]
    cases += [returned(huanglong, carried_to(huanglong, limited(huanglong), 2), 0)]
    for post in (Post.TELLER, Post.HANDLER, Post.REVIEWER, DEPUTY, Post.DIRECTOR):
        person, on = huanglong.county.number(post), huanglong.now.date()
        absence = away(huanglong, person, post)
        found = {one.case.number for one in vacancies([huanglong.code], on)}
        asked = {n for n in open_cases(huanglong) if not anybody(huanglong, n, on)}
        assert found == asked
        assert found or post == Post.TELLER
        back(huanglong, absence, by=person)


def open_cases(hall: Hall) -> list[str]:
    there = Case.objects.filter(agency=hall.code).exclude(step=None).exclude(state="done")
    return list(there.values_list("number", flat=True))


def anybody(hall: Hall, number: str, on: date) -> bool:
    """Ask everybody of the hall, one by one, whether they can do what the case waits for."""
    stage = standing(number).stage()
    verb = str(stage["verb"]) if stage else "correct"
    people = Assignment.objects.filter(agency=hall.code).values_list("staff", flat=True)
    return any(
        one.allowed
        for person in set(people)
        for one in possible(standing(number, by=person, on=on), person, on)
        if one.verb == verb
    )


def test_it_reads_as_often_for_many_cases_as_for_few(huanglong: Huanglong) -> None:
    employer, counts = huanglong.registered_employer(), []
    is_absent(huanglong, at_the_deputy(huanglong))
    for _ in range(2):
        vacancies([huanglong.code], huanglong.now.date())
        with CaptureQueriesContext(connection) as seen:
            vacancies([huanglong.code], huanglong.now.date())
        counts.append(len(seen))
        for _ in range(3):
            huanglong.accept_person(employer)
            carried_to(huanglong, limited(huanglong), 3)
    assert counts[0] == counts[1] <= 6


def test_every_refusal_of_the_gate_has_its_words(huanglong: Huanglong) -> None:
    assert all(len(words) == 3 and all(words) for words in REASONS.values())
    besides = {"above-limit", "out-of-scope", "decided-the-original"}
    assert {hold.code for hold in HOLDS.values()} | besides == set(REASONS)
