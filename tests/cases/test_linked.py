"""Wrong after done, and objected to: a case of its own, decided by others (SX-13, semantics)."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.ground import REASON, refused
from tests.forms import PERSON_PAPERS, new_citizen_id, new_credit_code, person_form
from tests.halls import Hall, Huanglong, Wangqing, pen
from tests.items.linked import (
    CORRECTION,
    MAJOR,
    OBJECTION,
    PAPERS,
    accept_about,
    correction_form,
    decided_by_others,
    in_post_of,
    objection_form,
    others_for,
)
from yichuang.domain.cases.actions.decisions import decided
from yichuang.domain.cases.linked import DecidedTheOriginal
from yichuang.domain.cases.models import Case, Seat
from yichuang.domain.cases.payments import holding
from yichuang.domain.cases.planning import ClaimTaken, permit
from yichuang.domain.cases.prospect import possible
from yichuang.domain.cases.queries import linked_to, standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.cases.vacant import vacancies
from yichuang.domain.cases.worklists import waiting
from yichuang.domain.insured.models import Employer, Enrolment, Person, Revision
from yichuang.domain.items.fields import born_on, sex_of
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.lifecycle import NotInThisState
from yichuang.domain.trail.actions import MandateEnded, perform
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify


def done_employer(hall: Hall) -> str:
    """Register an employer and give the number of its case."""
    return hall.carry(hall.accept_employer()).case.number


def done_person(hall: Hall) -> str:
    """Register a person and give the number of the case."""
    return hall.carry(hall.accept_person(hall.registered_employer())).case.number


def about(hall: Hall, item: str, original: str) -> str:
    """Accept what is about a registered employer."""
    form = correction_form(original, "住所", "黄龙县石堡镇")
    return accept_about(hall, item, objection_form(original) if item == OBJECTION else form)


@pytest.mark.clause("SX-12", "SX-13")
@pytest.mark.parametrize("item", [MAJOR, OBJECTION])
def test_whoever_worked_on_a_case_decides_nothing_about_it(huanglong: Huanglong, item: str) -> None:
    hall, original = huanglong, done_employer(huanglong)
    sat = [str(seat.holder) for seat in standing(original).seats if seat.duty != "accept"]
    assert len(sat) == 4
    number = about(hall, item, original)
    hall.do(journeys.sign, number, by=hall.handler)  # Handling it again is not deciding.
    for post in ("reviewer", "deputy-director", "director"):
        on = hall.now.date()
        assert standing(number).seat(standing(number).case.step or 0).post == post
        (held,) = [one for one in vacancies([hall.code], on) if one.case.number == number]
        assert {one.code for one in held.obstacles} == {DecidedTheOriginal.code}
        for person in sat:
            if not standing(number).roles_of(person):
                in_post_of(hall, person, number)
                acts = acts_of(f"case/{number}").count()
                with pytest.raises(DecidedTheOriginal):
                    hall.do(journeys.sign, number, by=person)
                assert acts_of(f"case/{number}").count() == acts
                here = standing(number, by=person, on=on)
                why = {one.verb: type(one.why) for one in possible(here, person, on)}
                assert (why["sign"], why["return"]) == (DecidedTheOriginal, DecidedTheOriginal)
                assert not waiting(hall.code, [post], person, on).exists()
        other = others_for(hall, number)
        assert [c.number for c in waiting(hall.code, [post], other, on)] == [number]
        assert vacancies([hall.code], on) == []
        hall.do(journeys.sign, number, by=other)
    assert standing(number).case.state == "done"
    assert verify().faults == []


@pytest.mark.clause("SX-13")
def test_it_is_asked_again_at_the_moment_of_writing(huanglong: Huanglong) -> None:
    hall, original = huanglong, done_employer(huanglong)
    number = about(hall, MAJOR, original)
    hall.do(journeys.sign, number, by=hall.handler)
    who, request, at = others_for(hall, number), uuid4(), hall.tick()
    allowed = permit(number, "sign", by=who, at=at)
    plan = decided(allowed, request, {"ticked": []}, pen(number, who, at))
    Seat.objects.filter(case=f"case/{original}", step=2).update(holder=who)
    with pytest.raises(MandateEnded):
        perform(lambda: plan, asked=["sign", number], by=who, at=at, request=request)


@pytest.mark.clause("SX-11", "SX-13")
def test_every_field_that_a_case_registered_is_corrected_with_its_history(
    wangqing: Wangqing,
) -> None:
    hall = wangqing
    employer = done_employer(hall)
    code = Employer.objects.get().credit_code
    person = hall.carry(hall.accept("person-registration", person_form(code), PERSON_PAPERS))
    citizen, credit = new_citizen_id("19880808"), new_credit_code()
    rows = {"person": Person, "enrolment": Enrolment, "employer": Employer}
    for noun, field, value, column in (
        ("person", "姓名", "高瑰梅", "name"),
        ("person", "联系电话", "13909110077", "phone"),
        ("person", "公民身份号码", citizen, "citizen_id"),
        ("enrolment", "用工日期", "2026-02-16", "employed_on"),
        ("enrolment", "参保年月", "2026-02", "since"),
        ("employer", "单位名称", "汪清县林业有限公司", "name"),
        ("employer", "单位类型", "其他", "kind"),
        ("employer", "法定代表人或负责人", "金哲", "representative"),
        ("employer", "住所", "汪清县汪清镇", "address"),
        ("employer", "单位联系电话", "0433-8812345", "phone"),
        ("employer", "统一社会信用代码", credit, "credit_code"),
    ):
        original = employer if noun == "employer" else person.case.number
        row = rows[noun].objects.get()  # type: ignore[attr-defined]
        identity = Person.objects.get().citizen_id if noun != "employer" else row.credit_code
        form = correction_form(original, field, value, party_id=identity)
        before = f"{getattr(row, column)}"
        number = accept_about(hall, CORRECTION, form)
        decided_by_others(hall, number)
        row.refresh_from_db()
        assert f"{getattr(row, column)}" == value
        revision = Revision.objects.get(noun=noun, number=row.number, version=row.version)
        assert revision.act.chain_id == f"case/{number}"
        result = result_of(number)
        assert (result["更正前"], result["更正后"]) == (before, value)
        assert (result["原办件"], result["登记编号"]) == (original, row.number)
    one = Person.objects.get()
    assert (one.sex, one.born_on) == (sex_of(citizen), born_on(citizen))
    assert verify().faults == []


def result_of(number: str) -> dict[str, str]:
    """Give what a done case left."""
    done = acts_of(f"case/{number}").last()
    assert done is not None
    return dict(json.loads(done.content)["said"]["result"])


@pytest.mark.clause("SX-12", "SX-13")
@pytest.mark.parametrize("state", ["done", "filed"])
def test_what_was_done_is_never_undone_it_is_corrected_beside(
    huanglong: Huanglong, state: str
) -> None:
    """From done on: no return, no withdrawal, nothing void."""
    hall = huanglong
    original = hall.carry(hall.accept_employer()).case.number
    if state == "filed":
        hall.do(journeys.file, original, by=hall.teller)
    before = standing(original)
    signed = [(seat.step, seat.holder, seat.signed) for seat in before.seats]
    digest = brief_digest(before)
    correction, objection = about(hall, MAJOR, original), about(hall, OBJECTION, original)
    assert [case.number for case in linked_to(original)] == [correction, objection]
    assert holding(original) == (correction, objection)
    for number in (correction, objection):
        decided_by_others(hall, number)
    assert holding(original) == (objection,), "it was upheld: what was decided isn't so"
    assert len(linked_to(original)) == 2
    after = standing(original)
    assert (after.case.state, after.head) == (state, before.head)
    assert [(seat.step, seat.holder, seat.signed) for seat in after.seats] == signed
    assert brief_digest(after) == digest
    told: dict[str, Any] = {"code": "other", "reason": REASON}
    for verb, args, by in (
        (journeys.return_to, (0,), hall.director),
        (journeys.withdraw, (), hall.teller),
        (journeys.refuse, (), hall.director),
    ):
        with refused(NotInThisState):
            more = told if verb is journeys.return_to else {"reason": REASON}
            hall.do(verb, original, *args, by=by, **more)
    assert result_of(objection)["复查结论"].startswith("申请成立")
    assert result_of(objection)["后续办理"] == "对原办件另行办理更正"
    assert verify().faults == []


@pytest.mark.clause("SX-13")
def test_one_open_case_of_a_kind_about_a_case(huanglong: Huanglong) -> None:
    original = done_employer(huanglong)
    for item in (MAJOR, OBJECTION):
        number = about(huanglong, item, original)
        assert Case.objects.get(number=number).original == original
        with refused(ClaimTaken):
            about(huanglong, item, original)
        huanglong.do(journeys.withdraw, number, reason=REASON, by=huanglong.teller)
        about(huanglong, item, original)


@pytest.mark.clause("SX-11")
def test_a_correction_of_the_form_moves_the_link_too(huanglong: Huanglong) -> None:
    first, second = done_person(huanglong), done_person(huanglong)
    form = correction_form(first, "姓名", "高瑰梅")
    number = accept_about(huanglong, CORRECTION, form)
    other = others_for(huanglong, number)
    huanglong.do(journeys.return_to, number, 0, code="other", reason=REASON, by=other)
    form = correction_form(second, "姓名", "高瑰梅")
    papers = PAPERS[CORRECTION]
    huanglong.do(journeys.correct, number, form=form, materials=papers, by=huanglong.teller)
    assert (holding(first), holding(second)) == ((), (number,))
    huanglong.do(journeys.pass_on, number, by=other)
    huanglong.do(journeys.finish, number, by=huanglong.teller)
    assert Person.objects.filter(name="高瑰梅").count() == 1
    assert verify().faults == []


@pytest.mark.clause("SX-12")
def test_an_objection_is_upheld_or_the_decision_stands(huanglong: Huanglong) -> None:
    original = huanglong.accept_person(huanglong.registered_employer())
    huanglong.do(journeys.refuse, original, reason=REASON, by=huanglong.reviewer)
    upheld = about(huanglong, OBJECTION, original)
    decided_by_others(huanglong, upheld)
    assert result_of(upheld)["后续办理"] == "原申请重新受理"
    stands = about(huanglong, OBJECTION, original)
    for _ in range(3):
        huanglong.do(journeys.sign, stands, by=signer(huanglong, stands))
    last = others_for(huanglong, stands)
    huanglong.do(journeys.refuse, stands, reason=REASON, by=last)
    assert standing(stands).case.state == "refused"
    assert standing(original).case.state == "refused"
    assert verify().faults == []


def signer(hall: Hall, number: str) -> str:
    """Give who signs a case about another: whoever handles it, then others than before."""
    case = standing(number)
    first = case.seat(case.case.step or 0).duty == "handle"
    return hall.whose_turn(number) if first else others_for(hall, number)
