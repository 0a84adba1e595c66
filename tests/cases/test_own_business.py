"""What an agency decides about itself lives as every case does, through four seats (SX-10)."""

from typing import Any

import pytest

from tests.cases.ground import REASON, also_in, refused, state_of, stood_down
from tests.cases.shown import agrees, good_forms, shown
from tests.halls import Hall, Huanglong, Luochuan, Wangqing, give_keys
from tests.own_business import GRANT, SWITCH, grant_form
from yichuang.domain.authority.models import Grant
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.policy import NotTheLastSigner, OnePersonOneRole
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.actions import enlist
from yichuang.domain.staff.models import AgencyLevel
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.agencies import office
from yichuang.doors.commands.demonstration.cast import FOUNDER

PLACES = ("610631", "610600", "610000", "222424")
"""A county, its city, its province; and a county of the other province."""


def head_of(code: str) -> str:
    """Give who heads an agency: its director, or in a city its chief."""
    place = office(code)
    in_a_city = place.level == AgencyLevel.CITY
    return place.number(Post.CITY_CHIEF if in_a_city else Post.DIRECTOR)


def signers(code: str) -> list[str]:
    """Give who signs what an agency decides about itself, in their order."""
    place = office(code)
    own = [place.number(Post.DEPUTY_DIRECTOR), place.number(Post.AUDITOR), head_of(code)]
    return [*own, office(place.parent or code).number(Post.SECURITY_ADMIN)]


def asked(hall: Hall, code: str) -> str:
    """Let an agency ask that its internal control may go on examining for a year more."""
    form = grant_form(code, post="稽核内控", item="岗位授权", duty="复核")
    more: dict[str, Any] = {"form": form, "materials": {}, "by": signers(code)[0]}
    return str(hall.do(journeys.accept, code, GRANT, **more).said["number"])


def signed(hall: Hall, code: str, upto: int) -> str:
    """Let the first so many sign."""
    number = asked(hall, code)
    for person in signers(code)[:upto]:
        hall.do(journeys.sign, number, by=person)
    return number


@pytest.fixture(params=[Huanglong, Luochuan, Wangqing])
def hall(request: pytest.FixtureRequest, db: None) -> Hall:
    made: Hall = request.param()
    return made


@pytest.mark.clause("SX-10")
@pytest.mark.parametrize("code", PLACES)
def test_on_every_level_four_sign_each_in_turn_and_the_last_makes_it_done(
    huanglong: Hall, code: str
) -> None:
    number, before = asked(huanglong, code), Grant.objects.count()
    people, states = signers(code), []
    for person in people:
        states.append(state_of(number))
        for other in {*people, head_of(office(code).parent or code)} - {person}:
            with refused(NotYourPost):
                huanglong.do(journeys.sign, number, by=other)
        assert Grant.objects.count() == before
        huanglong.do(journeys.sign, number, by=person)
    assert states == ["handling", "audit", "director", "enforcement"]
    assert state_of(number) == "done"
    assert Grant.objects.get(by_case=number).granted_by == people[-1]
    huanglong.do(journeys.file, number, by=people[0])
    assert verify().faults == []


@pytest.mark.clause("SX-10", "SX-12")
@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("step", range(4))
def test_whoever_has_a_seat_stands_down_by_the_head_of_the_agency_that_it_is_of(
    huanglong: Hall, code: str, step: int
) -> None:
    number = signed(huanglong, code, step)
    person, seat = signers(code)[step], standing(number).seat(step)
    if step:
        _sent_back_and_come_again(huanglong, number, code, step)
    for other in set(PLACES) - {seat.agency_id}:
        with refused(NotYourPost):
            stood_down(huanglong, number, step, by=head_of(other))
    stood_down(huanglong, number, step, by=head_of(seat.agency_id))
    with refused(OnePersonOneRole):
        huanglong.do(journeys.sign, number, by=person)
    newcomer = f"{seat.agency_id}80"
    huanglong.do(enlist, seat.agency_id, newcomer, "新来的人", by=FOUNDER)
    give_keys([newcomer])
    also_in(huanglong, newcomer, Post(seat.post), seat.agency_id)
    for following in [newcomer, *signers(code)[step + 1 :]]:
        huanglong.do(journeys.sign, number, by=following)
    assert state_of(number) == "done"
    assert verify().faults == []


def _sent_back_and_come_again(hall: Hall, number: str, code: str, step: int) -> None:
    """Let whoever sits at a step return the case, which takes the seat and decides nothing."""
    people, form = signers(code), standing(number).form.model_dump(mode="json")
    hall.do(journeys.return_to, number, 0, code="other", reason=REASON, by=people[step])
    hall.do(journeys.correct, number, form=form, materials={}, by=people[0])
    hall.do(journeys.sign, number, by=people[0])
    assert standing(number).case.step == step, "the others' signatures stand"


@pytest.mark.clause("SX-10")
@pytest.mark.parametrize("code", PLACES)
def test_only_who_would_put_it_into_force_refuses_it(huanglong: Hall, code: str) -> None:
    number, before = asked(huanglong, code), Grant.objects.count()
    why = [NotInThisState, NotInThisState, NotTheLastSigner]
    for person, refusal in zip(signers(code), why, strict=False):
        with refused(refusal):
            huanglong.do(journeys.refuse, number, reason=REASON, by=person)
        huanglong.do(journeys.sign, number, by=person)
    huanglong.do(journeys.refuse, number, reason=REASON, by=signers(code)[-1])
    assert (state_of(number), Grant.objects.count()) == ("refused", before)
    assert asked(huanglong, code), "and the same may be asked for again"


def test_nobody_but_the_deputy_is_offered_it(hall: Hall) -> None:
    for item in (GRANT, SWITCH):
        form = good_forms(hall)[item]
        for by in (hall.teller, hall.reviewer, hall.director, hall.auditor, hall.enforcer):
            told = agrees(hall, item, form, by=by)
            assert type(told.refusal) is NotYourPost
            assert not told.mistakes


def test_the_way_is_told_under_the_names_of_the_profile(huanglong: Hall, wangqing: Hall) -> None:
    def way(hall: Hall, item: str) -> list[tuple[str, str]]:
        return [(turn.name, turn.says) for turn in shown(hall, item, {}).way.turns]

    own = [("主管副主任", "受理"), ("主管副主任", "签字"), ("稽核内控", "签字")]
    assert way(huanglong, GRANT) == [*own, ("主任", "签字"), ("安全管理员", "签字")]
    named = [name for name, _ in way(wangqing, SWITCH)]
    assert named == ["主管局长", "主管局长", "稽核内控", "局长", "安全管理员"]
