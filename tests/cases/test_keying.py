"""双岗录入: a second person keys the key fields blind, and a third settles what differs."""

from typing import Any

import pytest

from tests.cases.ground import also_in, newcomer, refused, returned, said_of
from tests.cases.keyed import (
    as_first,
    change_keyed_twice,
    death,
    keyed_twice,
    keys_of,
    rekeyed,
)
from tests.forms import EMPLOYER_PAPERS, new_citizen_id
from tests.halls import Huanglong, Luochuan
from yichuang.domain.cases.actions.keying import (
    CHOICES,
    KeyedOtherFields,
    KeyingNeeded,
    KeyingNotAsked,
    NotSettledSo,
    awaits_keying,
    differing,
)
from yichuang.domain.cases.actions.returns import MustBeReported
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.own import OwnRecord
from yichuang.domain.cases.policy import OnePersonOneRole
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Employer
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.staff.models import Relation
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify


def representative_of(number: str) -> str:
    """Give the representative as the form of a case says now."""
    return str(standing(number).form.model_dump()["representative"])


@pytest.mark.clause("SX-12")
def test_nothing_is_signed_at_review_before_the_second_keying(huanglong: Huanglong) -> None:
    number, form = keyed_twice(huanglong)
    huanglong.carry(number, "review")
    assert awaits_keying(standing(number))
    with refused(KeyingNeeded):
        huanglong.do(journeys.sign, number, by=huanglong.reviewer)
    for fields in (keys_of(form, name="甲"), {"credit_code": form["credit_code"]}, {}):
        with refused(KeyedOtherFields):
            huanglong.do(journeys.rekey, number, fields=fields, by=huanglong.reviewer)
    with refused(Mistakes):
        wrong = keys_of(form, credit_code="1")
        huanglong.do(journeys.rekey, number, fields=wrong, by=huanglong.reviewer)
    also_in(huanglong, huanglong.teller, Post.REVIEWER)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.rekey, number, fields=keys_of(form), by=huanglong.teller)
    huanglong.do(journeys.rekey, number, fields=keys_of(form), by=huanglong.reviewer)
    assert standing(number).case.keyed == "same"
    with refused(KeyingNotAsked):
        huanglong.do(journeys.rekey, number, fields=keys_of(form), by=huanglong.reviewer)
    assert huanglong.carry(number).case.state == "done"
    assert verify().faults == []


def test_what_two_keyed_the_same_goes_on_and_nobody_else_is_asked(luochuan: Luochuan) -> None:
    number, form = keyed_twice(luochuan)
    rekeyed(luochuan, number, form)
    case = luochuan.carry(number)
    assert case.case.state == "done"
    assert case.seat(4 if len(case.seats) > 5 else len(case.seats) - 1).holder is None
    assert verify().faults == []


def test_what_differs_goes_to_a_third_who_is_neither_of_the_two(huanglong: Huanglong) -> None:
    number, form = keyed_twice(huanglong)
    rekeyed(huanglong, number, form, representative="白守由")
    case = standing(number)
    assert case.case.state == "settling"
    title, first, second = differing(case)["representative"]
    assert (title, first, second) == ("法定代表人或负责人", "白守田", "白守由")
    settled: dict[str, Any] = {"reason": "营业执照上是田", "choices": {"representative": "first"}}
    with refused(OnePersonOneRole):
        huanglong.do(journeys.settle, number, **settled, by=huanglong.reviewer)
    third = newcomer(huanglong, Post.REVIEWER)
    wrong: list[dict[str, Any]] = [
        {},
        {"representative": "third"},
        {"representative": []},
        {"representative": "first", "name": "first"},
    ]
    for choices in wrong:
        with refused(NotSettledSo):
            huanglong.do(journeys.settle, number, reason="看过", choices=choices, by=third)
    for verb in (journeys.sign, journeys.return_to):
        more: dict[str, Any] = {} if verb is journeys.sign else {"reason": "看过", "code": "other"}
        steps = () if verb is journeys.sign else (0,)
        with refused(NotInThisState):
            huanglong.do(verb, number, *steps, **more, by=third)
    huanglong.do(journeys.settle, number, **settled, by=third)
    case = standing(number)
    assert (case.case.state, case.case.keyed, representative_of(number)) == (
        "review",
        "settled",
        "白守田",
    )
    assert huanglong.carry(number).case.state == "done"
    assert verify().faults == []


def test_where_the_second_is_right_what_was_signed_is_signed_again(huanglong: Huanglong) -> None:
    number, form = keyed_twice(huanglong, representative="白守由")
    rekeyed(huanglong, number, form, representative="白守田")
    third = newcomer(huanglong, Post.REVIEWER)
    choices = {"representative": "second"}
    huanglong.do(journeys.settle, number, reason="以营业执照为准", choices=choices, by=third)
    case = standing(number)
    assert (case.case.state, representative_of(number)) == ("handling", "白守田")
    last = acts_of(f"case/{number}").last()
    assert last is not None
    assert said_of(last.content)["void"] == [1]
    assert huanglong.carry(number).case.state == "done"
    assert Employer.objects.get(credit_code=form["credit_code"]).representative == "白守田"
    assert verify().faults == []


def test_where_neither_is_right_the_counter_corrects_and_all_is_keyed_again(
    huanglong: Huanglong,
) -> None:
    number, form = keyed_twice(huanglong, representative="白守由")
    rekeyed(huanglong, number, form, representative="白寸田")
    third = newcomer(huanglong, Post.REVIEWER)
    choices = {"representative": "neither"}
    huanglong.do(journeys.settle, number, reason="都看错了", choices=choices, by=third)
    assert standing(number).case.state == "correction"
    right = {**form, "representative": "白守田"}
    huanglong.do(
        journeys.correct, number, form=right, materials=EMPLOYER_PAPERS, by=huanglong.teller
    )
    huanglong.carry(number, "review")
    with refused(KeyingNeeded):
        huanglong.do(journeys.sign, number, by=huanglong.reviewer)
    huanglong.do(journeys.rekey, number, fields=keys_of(right), by=huanglong.reviewer)
    assert huanglong.carry(number).case.state == "done"
    assert verify().faults == []


def test_a_later_correction_is_keyed_again_and_one_without_a_change_is_not(
    huanglong: Huanglong,
) -> None:
    number, form = keyed_twice(huanglong)
    rekeyed(huanglong, number, form)
    huanglong.carry(number, "director")
    returned(huanglong, number, 0)
    same: dict[str, Any] = {"form": form, "materials": EMPLOYER_PAPERS}
    huanglong.do(journeys.correct, number, **same, by=huanglong.teller)
    assert standing(number).case.keyed == "same"
    returned(huanglong, number, 0)
    changed: dict[str, Any] = {
        "form": {**form, "phone": "0911-5620002"},
        "materials": EMPLOYER_PAPERS,
    }
    huanglong.do(journeys.correct, number, **changed, by=huanglong.teller)
    assert standing(number).case.keyed is None


def test_an_item_that_is_keyed_once_has_no_second_keying(huanglong: Huanglong) -> None:
    number = huanglong.carry(huanglong.accept_employer(), "review").case.number
    with refused(KeyingNotAsked):
        huanglong.do(journeys.rekey, number, fields={}, by=huanglong.reviewer)
    assert set(CHOICES) == {"first", "second", "neither"}


def test_whoever_settles_is_a_relative_of_nobody_whom_either_keying_names(
    huanglong: Huanglong,
) -> None:
    number = huanglong.carry(death(huanglong), "review").case.number
    theirs, third = new_citizen_id("19880110"), newcomer(huanglong, Post.REVIEWER)
    fields = as_first(number) | {"payee_citizen_id": theirs}
    huanglong.do(journeys.rekey, number, fields=fields, by=huanglong.reviewer)
    huanglong.do(journeys.declare_relative, theirs, "白小妹", Relation.SIBLING, by=third)
    for found in CHOICES:
        choices = {"payee_citizen_id": found}
        with refused(OwnRecord):
            huanglong.do(journeys.settle, number, choices=choices, reason="看过", by=third)


def test_a_keying_that_would_have_to_be_reported_is_not_settled_past_the_city(
    huanglong: Huanglong,
) -> None:
    number = change_keyed_twice(huanglong)
    fields = {"new_citizen_id": new_citizen_id("19880110")}
    huanglong.do(journeys.rekey, number, fields=fields, by=huanglong.reviewer)
    third = newcomer(huanglong, Post.REVIEWER)
    choices = {"new_citizen_id": "second"}
    with refused(MustBeReported):
        huanglong.do(journeys.settle, number, choices=choices, reason="看过", by=third)
