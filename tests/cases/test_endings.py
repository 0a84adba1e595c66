"""How a case ends: done and then filed, refused in writing, or withdrawn by the client."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cases.ground import (
    also_in,
    carried_to,
    corrected,
    form_of,
    limited,
    promised_employer,
    promised_person,
    refused,
    returned,
    state_of,
)
from tests.forms import EMPLOYER_PAPERS, PERSON_PAPERS, employer_form, new_credit_code, person_form
from tests.halls import Huanglong, Luochuan, Wangqing
from yichuang.domain.archives.actions import FileIncomplete
from yichuang.domain.archives.models import File
from yichuang.domain.authority.actions import Scope, grant
from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.attendance import NotPromised
from yichuang.domain.cases.models import Claim
from yichuang.domain.cases.planning import ClaimTaken, ReasonNeeded
from yichuang.domain.cases.policy import NotTheLastSigner, OnePersonOneRole, SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Employer, Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.actions import assign
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify

WHY = "材料经核查不属实，依规定不予办理"


def test_on_level_3_the_teller_who_finishes_may_refuse(huanglong: Huanglong) -> None:
    number = huanglong.accept_proof(huanglong.registered_person())
    huanglong.do(journeys.refuse, number, reason=WHY, by=huanglong.teller)
    assert state_of(number) == "refused"


def test_on_level_2_the_reviewer_refuses_and_nobody_else(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    for person in (huanglong.teller, huanglong.deputy, huanglong.director):
        with refused(NotYourPost):
            huanglong.do(journeys.refuse, number, reason=WHY, by=person)
    huanglong.do(journeys.refuse, number, reason=WHY, by=huanglong.reviewer)
    assert standing(number).seat(1).decision == "refuse"
    assert Person.objects.count() == 0


def test_on_level_2_nobody_refuses_what_the_reviewer_has_passed(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    huanglong.carry(number, "ready")
    for person in (huanglong.teller, huanglong.reviewer):
        with refused(NotTheLastSigner):
            huanglong.do(journeys.refuse, number, reason=WHY, by=person)


@pytest.mark.clause("SX-12")
def test_on_level_1_only_the_director_refuses(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    for refusal in (NotInThisState, NotTheLastSigner, NotInThisState):
        with refused(refusal):
            huanglong.do(journeys.refuse, number, reason=WHY, by=huanglong.whose_turn(number))
        huanglong.advance(number)
    huanglong.do(journeys.refuse, number, reason=WHY, by=huanglong.director)
    assert standing(number).seat(4).decision == "refuse"
    assert Employer.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501, "一\n二", "\0", "\ud800", "=1+1", None])
@pytest.mark.parametrize("verb", [journeys.refuse, journeys.withdraw])
def test_refusals_and_withdrawals_are_in_writing(
    huanglong: Huanglong, verb: Any, reason: Any
) -> None:
    number = huanglong.accept_proof(huanglong.registered_person())
    with refused(ReasonNeeded):
        huanglong.do(verb, number, reason=reason, by=huanglong.teller)


def test_a_refusal_frees_the_applicant_for_a_new_case(huanglong: Huanglong) -> None:
    form = employer_form()
    first = huanglong.accept("employer-registration", form, EMPLOYER_PAPERS)
    huanglong.carry(first, "director")
    with refused(ClaimTaken):
        huanglong.accept("employer-registration", form, EMPLOYER_PAPERS)
    huanglong.do(journeys.refuse, first, reason=WHY, by=huanglong.director)
    huanglong.carry(huanglong.accept("employer-registration", form, EMPLOYER_PAPERS))
    assert not Claim.objects.filter(open=True).exists()
    assert verify().faults == []


def test_a_withdrawal_frees_the_applicant_for_a_new_case(wangqing: Wangqing) -> None:
    form = person_form(wangqing.registered_employer())
    first = wangqing.accept("person-registration", form, PERSON_PAPERS)
    wangqing.carry(first, "ready")
    wangqing.do(journeys.withdraw, first, reason="申请人撤回", by=wangqing.second_teller)
    wangqing.carry(wangqing.accept("person-registration", form, PERSON_PAPERS))
    assert Person.objects.count() == 1
    assert verify().faults == []


def test_a_corrected_case_withdrawn_lets_go_of_what_it_holds_now(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    corrected(huanglong, returned(huanglong, number, 0), credit_code=new_credit_code())
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.teller)
    assert not Claim.objects.filter(open=True).exists()


def test_any_teller_of_the_hall_withdraws_for_the_client(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 4)
    outsiders = (huanglong.guide, huanglong.director, Luochuan().teller)
    for person in outsiders:
        with refused(NotYourPost):
            huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=person)
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.second_teller)
    assert state_of(number) == "withdrawn"
    assert Employer.objects.count() == 0


@pytest.mark.clause("SX-12")
def test_nobody_withdraws_who_has_another_role_in_the_case(huanglong: Huanglong) -> None:
    number = carried_to(huanglong, limited(huanglong), 2)
    also_in(huanglong, huanglong.handler, Post.TELLER)
    also_in(huanglong, huanglong.reviewer, Post.TELLER)
    with refused(OnePersonOneRole):
        huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.handler)
    # The reviewer has done nothing in this case yet, and may.
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.reviewer)


@pytest.mark.clause("SX-15")
def test_a_promised_paper_keeps_a_done_case_from_being_filed(huanglong: Huanglong) -> None:
    number = promised_employer(huanglong)
    huanglong.carry(number)
    assert Employer.objects.count() == 1, "the effect doesn't wait for the paper"
    with refused(FileIncomplete) as told:
        huanglong.do(journeys.file, number, by=huanglong.teller)
    assert "授权委托书" in str(told.value)
    huanglong.do(journeys.supply, number, "authorisation", "original", by=huanglong.teller)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    assert state_of(number) == "filed"
    assert {paper["name"]: paper["as"] for paper in json.loads(File.objects.get().contents)} == {
        "营业执照或批准成立文件": "original",
        "经办人身份证": "original",
        "授权委托书": "original",
    }
    assert verify().faults == []


def test_a_promised_paper_may_come_before_the_case_is_done(huanglong: Huanglong) -> None:
    number = promised_person(huanglong)
    huanglong.do(journeys.supply, number, "labour-contract", "copy", by=huanglong.teller)
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    assert state_of(number) == "filed"


def test_only_what_was_promised_is_supplied_and_only_once(huanglong: Huanglong) -> None:
    number = promised_person(huanglong)
    for material, how in (
        ("id-card", "original"),
        ("labour-contract", "promised"),
        ("labour-contract", "by-mouth"),
        ("personnel-file", "original"),
    ):
        with refused(NotPromised):
            huanglong.do(journeys.supply, number, material, how, by=huanglong.teller)
    with refused(SeatTaken):
        huanglong.do(journeys.supply, number, "labour-contract", "copy", by=huanglong.second_teller)
    huanglong.do(journeys.supply, number, "labour-contract", "copy", by=huanglong.teller)
    with refused(NotPromised):
        huanglong.do(journeys.supply, number, "labour-contract", "copy", by=huanglong.teller)


@pytest.mark.clause("SX-15")
def test_the_teller_who_accepted_files_and_only_once(huanglong: Huanglong) -> None:
    number = huanglong.accept_proof(huanglong.registered_person())
    with refused(NotInThisState):
        huanglong.do(journeys.file, number, by=huanglong.teller)
    huanglong.carry(number)
    with refused(SeatTaken):
        huanglong.do(journeys.file, number, by=huanglong.second_teller)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    with refused(NotInThisState):
        huanglong.do(journeys.file, number, by=huanglong.teller)


def test_from_done_on_nothing_is_taken_back(huanglong: Huanglong) -> None:
    number = limited(huanglong)
    huanglong.carry(number)
    with refused(NotInThisState):
        huanglong.do(journeys.return_to, number, 0, code="other", reason=WHY, by=huanglong.director)
    with refused(NotInThisState):
        huanglong.do(journeys.refuse, number, reason=WHY, by=huanglong.director)
    with refused(NotInThisState):
        huanglong.do(journeys.withdraw, number, reason=WHY, by=huanglong.teller)
    with refused(NotInThisState):
        form, papers = form_of(number), EMPLOYER_PAPERS
        huanglong.do(journeys.correct, number, form=form, materials=papers, by=huanglong.teller)


@pytest.mark.clause("SX-15")
@pytest.mark.parametrize(
    ("item", "retention"), [("employer", "永久"), ("person", "100年"), ("proof", "10年")]
)
def test_the_file_says_how_long_it_is_kept(huanglong: Huanglong, item: str, retention: str) -> None:
    match item:
        case "employer":
            number = huanglong.accept_employer()
        case "person":
            number = huanglong.accept_person(huanglong.registered_employer())
        case _:
            number = huanglong.accept_proof(huanglong.registered_person())
    huanglong.carry(number)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    filed = File.objects.get(case=f"case/{number}")
    assert filed.retention == retention
    assert filed.filed_on == date(2026, 3, 9)
    assert filed.kept_from == date(2027, 1, 1), "from 1 January of the year after"


@pytest.mark.clause("SX-15")
@pytest.mark.parametrize(
    ("filed_at", "kept_from"),
    [
        (datetime(2026, 12, 31, 23, 50, tzinfo=LOCAL), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 0, 10, tzinfo=LOCAL), date(2028, 1, 1)),
    ],
    ids=["old-year", "new-year"],
)
def test_the_year_of_the_file_is_the_year_in_the_hall(
    huanglong: Huanglong, filed_at: datetime, kept_from: date
) -> None:
    """Ten past midnight on New Year's Day is still the old year in UTC."""
    number = huanglong.accept_proof(huanglong.registered_person())
    huanglong.carry(number)
    _hired_for_2027(huanglong)
    huanglong.now = filed_at - timedelta(minutes=1)
    huanglong.do(journeys.file, number, by=huanglong.teller)
    filed = File.objects.get(case=f"case/{number}")
    assert (filed.filed_on, filed.kept_from) == (filed_at.date(), kept_from)


def _hired_for_2027(hall: Huanglong) -> None:
    period: dict[str, Any] = {"since": date(2027, 1, 1), "until": date(2028, 1, 1)}
    post, trained = (hall.teller, hall.code, Post.TELLER), period["until"]
    hall.do(assign, *post, by="0001", trained_until=trained, **period)
    scope = Scope(Post.TELLER, "insurance-proof", Duty.HANDLE)
    hall.do(grant, hall.code, [scope], by="0001", ground="年度授权", **period)
