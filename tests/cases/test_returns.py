"""A case goes back with a reason, and comes back to whoever returned it."""

import json
from typing import Any

import pytest

from tests.cases.ground import (
    REASON,
    also_in,
    carried_to,
    corrected,
    form_of,
    limited,
    refused,
    returned,
    signers_until_done,
    state_of,
)
from tests.forms import new_citizen_id, new_credit_code
from tests.halls import Hall, Huanglong, Luochuan, Wangqing
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.returns import NoSuchEarlierStep
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.models import Claim
from yichuang.domain.cases.planning import ClaimTaken, ReasonNeeded
from yichuang.domain.cases.policy import SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

# In Huanglong the counter is no signature (step 0), in the other two it is the first of four.
RETURNS = [
    *(("huanglong", by, to) for by in (2, 3, 4) for to in range(by)),
    *((hall, by, to) for hall in ("luochuan", "wangqing") for by in (1, 2, 3) for to in range(by)),
]


@pytest.fixture
def hall(request: pytest.FixtureRequest) -> Hall:
    """Give the hall that a line of the table names."""
    found: Hall = request.getfixturevalue(request.param)
    return found


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize(("hall", "by", "to"), RETURNS, indirect=["hall"])
def test_unchanged_it_asks_the_step_it_went_to_and_then_who_returned_it(
    hall: Hall, by: int, to: int
) -> None:
    number = carried_to(hall, limited(hall), by)
    returned(hall, number, to)
    assert standing(number).case.step == to
    assert (state_of(number) == "correction") == (to == 0)
    if to == 0:
        corrected(hall, number)
    last = len(standing(number).stages) - (0 if hall.code == "610631" else 1)
    asked_again = [] if to == 0 and hall.code == "610631" else [to]
    assert signers_until_done(hall, number) == [*asked_again, *range(by, last + 1)]
    assert verify().faults == []


@pytest.mark.clause("SX-12")
@pytest.mark.parametrize("change", ["form", "materials"])
@pytest.mark.parametrize(
    ("hall", "by"), [(h, by) for h, by, to in RETURNS if to == 0], indirect=["hall"]
)
def test_changed_it_asks_every_signer_again(hall: Hall, by: int, change: str) -> None:
    number = carried_to(hall, limited(hall), by)
    returned(hall, number, 0)
    form, papers = form_of(number), standing(number).materials
    if change == "form":
        form |= {"reason": "户籍更名，已核"} if "reason" in form else {"phone": "0911-5620009"}
    else:
        papers = papers | {next(iter(papers)): "data"}
    hall.do(journeys.correct, number, form=form, materials=papers, by=hall.whose_turn(number))
    assert [seat.decision for seat in standing(number).seats] == [None] * len(
        standing(number).seats
    )
    signing = [stage["step"] for stage in standing(number).stages]
    assert signers_until_done(hall, number) == signing
    brief = brief_digest(standing(number))
    assert {standing(number).seat(step).signed for step in signing} == {brief}
    assert verify().faults == []


def test_a_return_upon_a_return_comes_back_through_both(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 4)
    returned(huanglong, number, 3)
    returned(huanglong, number, 0)
    corrected(huanglong, number)
    assert signers_until_done(huanglong, number) == [3, 4]


def test_what_was_decided_before_stays_in_the_trail(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    first = standing(number).seat(1).signed
    assert first is not None
    returned(huanglong, number, 0)
    assert standing(number).seat(1).signed == first
    corrected(huanglong, number, phone="0911-5620009")
    assert standing(number).seat(1).signed is None
    huanglong.carry(number)
    contents = [act.content for act in acts_of(f"case/{number}")]
    signed = [r[2]["signed"] for c in contents for r in json.loads(c)["rows"] if r[1][1:] == [1, 0]]
    assert signed == [None, first, None, standing(number).seat(1).signed]
    assert signed[-1] != first
    assert [json.loads(c)["said"].get("reason") for c in contents].count(REASON) == 1


@pytest.mark.clause("SX-11")
def test_level_2_comes_back_to_the_same_reviewer_and_nobody_else(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    another = also_in(huanglong, huanglong.guide, Post.REVIEWER)
    returned(huanglong, number, 0)
    with refused(SeatTaken):
        corrected(huanglong, number, by=huanglong.second_teller)
    corrected(huanglong, number, phone="13909110009")
    assert state_of(number) == "review"
    with refused(SeatTaken):
        huanglong.do(journeys.pass_on, number, by=another)
    with refused(SeatTaken):
        huanglong.do(journeys.return_to, number, 0, code="other", reason=REASON, by=another)
    huanglong.do(journeys.pass_on, number, by=huanglong.reviewer)
    assert huanglong.carry(number).seat(1).holder == huanglong.reviewer


def test_without_a_return_the_other_reviewer_may_take_the_seat(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    another = also_in(huanglong, huanglong.guide, Post.REVIEWER)
    huanglong.do(journeys.pass_on, number, by=another)
    assert huanglong.carry(number).seat(1).holder == another


def test_only_whoever_the_case_waits_for_returns_it(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    with refused(NotInThisState):
        returned(huanglong, number, 0)
    carried_to(huanglong, number, 3)
    others = (huanglong.handler, huanglong.reviewer, huanglong.director, Luochuan().deputy)
    for person in others:
        with refused(NotYourPost):
            huanglong.do(journeys.return_to, number, 0, code="other", reason=REASON, by=person)


def test_a_step_may_be_asked_again_any_number_of_times(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 4)
    for _ in range(3):
        returned(huanglong, number, 2)
        huanglong.advance(number)
        assert standing(number).case.step == 4
    huanglong.carry(number)
    assert len(acts_of(f"case/{number}")) == 1 + 3 + 3 * 2 + 1


@pytest.mark.parametrize(
    "reason", ["", "  ", "\u3000", "长" * 501, "第一行\n第二行", "a\0b", "\ud800", "=1+1", None, 7]
)
def test_a_return_needs_a_reason_that_others_can_read(huanglong: Huanglong, reason: Any) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    with refused(ReasonNeeded):
        huanglong.do(
            journeys.return_to, number, 0, code="other", reason=reason, by=huanglong.reviewer
        )


@pytest.mark.parametrize(
    "step", [2, 3, 4, 5, 10**9, 10**30, -1, True, False, None, 1.0, "1", [1], {}], ids=repr
)
def test_a_case_goes_back_to_an_earlier_step_of_its_own_only(
    huanglong: Huanglong, step: Any
) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    with refused(NoSuchEarlierStep):
        huanglong.do(
            journeys.return_to, number, step, code="other", reason=REASON, by=huanglong.reviewer
        )


def test_a_corrected_form_is_checked_whole_and_all_at_once(luochuan: Luochuan) -> None:
    number = luochuan.accept_person(luochuan.registered_employer())
    returned(luochuan, number, 0)
    form = form_of(number, name="高 桂梅", since="2025-13", employer=new_credit_code())
    with refused(Mistakes) as told:
        luochuan.do(
            journeys.correct, number, form=form, materials={"x": "original"}, by=luochuan.teller
        )
    assert isinstance(told.value, Mistakes)
    assert sorted(mistake.field for mistake in told.value.mistakes) == [
        "employer",
        "materials",
        "materials.id-card",
        "materials.labour-contract",
        "name",
        "since",
    ]
    assert state_of(number) == "correction"


def held(number: str) -> dict[str, bool]:
    """Give the claims of a case, and whether they are open."""
    return dict(Claim.objects.filter(case=f"case/{number}").values_list("subject", "open"))


def test_claims_follow_a_corrected_form_and_back_again(huanglong: Huanglong) -> None:
    employer, first, second = huanglong.registered_employer(), new_citizen_id(), new_citizen_id()
    number = huanglong.accept_person(employer, citizen_id=first)
    with refused(ClaimTaken):
        huanglong.accept_person(employer, citizen_id=first)
    corrected(huanglong, returned(huanglong, number, 0), citizen_id=second)
    assert held(number) == {f"citizen/{first}": False, f"citizen/{second}": True}
    with refused(ClaimTaken):
        huanglong.accept_person(employer, citizen_id=second)
    other = huanglong.accept_person(employer, citizen_id=first)
    returned(huanglong, number, 0)
    with refused(ClaimTaken):
        corrected(huanglong, number, citizen_id=first)
    huanglong.do(journeys.withdraw, other, reason="申请人撤回", by=huanglong.teller)
    corrected(huanglong, number, citizen_id=first)
    assert held(number) == {f"citizen/{first}": True, f"citizen/{second}": False}
    corrected(huanglong, returned(huanglong, number, 0), citizen_id=second)
    assert held(number) == {f"citizen/{first}": False, f"citizen/{second}": True}
    huanglong.carry(number)
    assert set(held(number).values()) == {False}
    assert verify().faults == []


def test_a_correction_may_hold_two_identities_and_let_one_go(wangqing: Wangqing) -> None:
    citizen, new = wangqing.registered_person(), new_citizen_id("19900315")
    number = wangqing.accept_change(citizen, new_citizen_id=new)
    carried_to(wangqing, number, 1)
    corrected(wangqing, returned(wangqing, number, 0), new_citizen_id=None)
    assert held(number) == {f"citizen/{citizen}": True, f"citizen/{new}": False}
    wangqing.carry(number)
    assert verify().faults == []
