"""Each check of what is about another case, broken alone, is named with its source."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.forms import new_citizen_id, new_credit_code
from tests.halls import Hall, Huanglong, Wangqing
from tests.items.linked import (
    CORRECTION,
    MAJOR,
    OBJECTION,
    accept_about,
    correction_form,
    objection_form,
)
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.models import Case, Delivery
from yichuang.domain.insured.models import Employer, Person
from yichuang.domain.items.form import read
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import numbered

Form = dict[str, Any]
Made = Callable[[Hall, dict[str, str]], Form]
OWN, LAW_58 = "更正须另立办件（本系统规则）", "社会保险法第五十八条"
DISPUTES = "社会保险行政争议处理办法（劳动保障部令第13号）"
PERSON, EMPLOYER = "person", "employer"


def originals(hall: Hall) -> dict[str, str]:
    """Give a done case of level 2, about a person, and one of level 1, about an employer."""
    employer = hall.carry(hall.accept_employer()).case.number
    code = Employer.objects.get().credit_code
    return {EMPLOYER: employer, PERSON: hall.carry(hall.accept_person(code)).case.number}


def name(of: dict[str, str], **changed: Any) -> Form:
    return correction_form(of[PERSON], "姓名", "高瑰梅") | changed


def address(of: dict[str, str], **changed: Any) -> Form:
    return correction_form(of[EMPLOYER], "住所", "黄龙县石堡镇") | changed


def nobodys(hall: Hall) -> str:
    """Give a number that reads right and is no case's."""
    return numbered(hall.code, hall.now.date(), 9999)


def elsewhere(number: str) -> str:
    """Let a case be another agency's."""
    Case.objects.filter(number=number).update(agency="610629")
    return number


def delivered(hall: Hall, number: str, days: int) -> str:
    """Let a decision have been delivered so many days ago."""
    one = {"n": 1, "paper": "办结通知", "way": "直接送达", "receiver": "高桂梅", "by": hall.teller}
    on = hall.now.date() - timedelta(days=days)
    Delivery.objects.create(case_id=f"case/{number}", delivered_on=on, **one)
    return number


def objected(hall: Hall, number: str) -> str:
    """Let an objection have been decided."""
    objection = accept_about(hall, OBJECTION, objection_form(number))
    Case.objects.filter(number=objection).update(state="refused", step=None)
    return objection


def changed_since(of: dict[str, str]) -> Form:
    """Let a later case have changed what is asked about."""
    Person.objects.update(name="高玫")
    return name(of)


def enrolled_at_level_1(of: dict[str, str]) -> dict[str, str]:
    """Let what registers an enrolment be of level 1, as in a stricter catalogue."""
    Case.objects.filter(number=of[PERSON]).update(level=1)
    return of


def early(of: dict[str, str]) -> Form:
    return correction_form(of[PERSON], "参保年月", "2026-02")


BROKEN: dict[tuple[str, str], list[tuple[Made, str, str]]] = {
    (OBJECTION, "original-is-here"): [
        (lambda h, of: objection_form(of[PERSON], original=nobodys(h)), DISPUTES, "没有这个编号"),
        (lambda _, of: objection_form(elsewhere(of[PERSON])), DISPUTES, "向该机构申请复查"),
    ],
    (OBJECTION, "original-is-decided"): [
        (lambda h, _: objection_form(h.accept_employer()), DISPUTES, "没有作出决定"),
    ],
    (OBJECTION, "original-is-no-objection"): [
        (lambda h, of: objection_form(objected(h, of[PERSON])), DISPUTES, "不能再申请复查"),
    ],
    (OBJECTION, "is-the-party"): [
        (
            lambda _, of: objection_form(of[PERSON], party_id=new_citizen_id()),
            DISPUTES,
            "不是原办件",
        ),
        (
            lambda _, of: objection_form(of[PERSON], party_id=new_credit_code()),
            DISPUTES,
            "不是原办",
        ),
    ],
    (OBJECTION, "in-time"): [
        (lambda h, of: objection_form(delivered(h, of[PERSON], 61)), DISPUTES, "超过60日"),
    ],
    (CORRECTION, "original-is-done"): [
        (lambda h, of: name(of, original=nobodys(h)), OWN, "没有这个编号"),
        (lambda _, of: name({PERSON: elsewhere(of[PERSON])}), OWN, "由该机构更正"),
        (lambda h, of: name(of, original=pending(h)), OWN, "尚未办结"),
    ],
    (CORRECTION, "at-its-level"): [(lambda _, of: address(of), OWN, "请改办“一级业务办结更正”")],
    (CORRECTION, "was-written"): [
        (lambda _, of: correction_form(of[PERSON], "住所", "黄龙县石堡镇"), OWN, "没有登记“住所”"),
        (lambda _, of: changed_since(of), OWN, "已由后来的办件更改"),
    ],
    (CORRECTION, "is-the-party"): [
        (lambda _, of: name(of, party_id=new_citizen_id()), OWN, "与原办件登记的个人或单位不符"),
    ],
    (CORRECTION, "is-right"): [
        (lambda _, of: name(of, value="高桂梅"), OWN, "无须更正"),
        (lambda _, of: name(of, value="高 梅"), OWN, "不是可以登记的“姓名”"),
        (lambda _, of: name(of, field="公民身份号码", value=somebody()), OWN, "已属他人"),
    ],
    (CORRECTION, "fits-the-rest"): [
        (lambda _, of: early(of), LAW_58, "早于用工日期"),
        (lambda _, of: early(of) | {"value": "2026-04"}, LAW_58, "晚于本月"),
    ],
    (CORRECTION, "is-past"): [(lambda _, of: name(of, since="2026-04"), OWN, "晚于本月")],
    (MAJOR, "original-is-done"): [
        (lambda h, of: address(of, original=nobodys(h)), OWN, "没有这个编号"),
    ],
    (MAJOR, "at-its-level"): [(lambda _, of: name(of), OWN, "请改办“办结更正”")],
    (MAJOR, "was-written"): [
        (lambda _, of: correction_form(of[EMPLOYER], "姓名", "白石"), OWN, "没有登记“姓名”"),
    ],
    (MAJOR, "is-the-party"): [
        (
            lambda _, of: address(of, party_id=new_credit_code()),
            OWN,
            "与原办件登记的个人或单位不符",
        ),
    ],
    (MAJOR, "is-right"): [
        (lambda _, of: address(of, value="陕西省延安市黄龙县中心街"), OWN, "无须更正"),
    ],
    (MAJOR, "fits-the-rest"): [
        (lambda _, of: early(enrolled_at_level_1(of)), LAW_58, "早于用工日期"),
    ],
    (MAJOR, "is-past"): [(lambda _, of: address(of, since="2026-04"), OWN, "晚于本月")],
}
"""By item and check: what breaks it, the source, and a part of what it says."""


def pending(hall: Hall) -> str:
    """Give a case about a person that isn't done yet."""
    return hall.accept_person(Employer.objects.get().credit_code)


def somebody() -> str:
    """Give the citizen id of somebody else in the register."""
    values = Person.objects.values()[0] | {"number": "R-other", "citizen_id": new_citizen_id()}
    return Person.objects.create(**values).citizen_id


@pytest.mark.clause("SX-11", "SX-13")
def test_each_check_that_is_broken_alone_is_named_with_its_source(huanglong: Huanglong) -> None:
    of = originals(huanglong)
    for (item, code), ways in BROKEN.items():
        for made, source, says in ways:
            with transaction.atomic():
                form = made(huanglong, of)
                with pytest.raises(Mistakes) as told:
                    accept_about(huanglong, item, form)
                (mistake,) = told.value.mistakes
                transaction.set_rollback(True)
            assert (mistake.code, mistake.source) == (code, source), form
            assert says in mistake.message
            assert mistake.field in next(c.needs for c in ITEMS[item].checks if c.code == code)


def test_what_just_holds_is_accepted(huanglong: Huanglong) -> None:
    of = originals(huanglong)
    assert accept_about(huanglong, OBJECTION, objection_form(delivered(huanglong, of[PERSON], 60)))
    assert accept_about(huanglong, OBJECTION, objection_form(of[EMPLOYER]))
    typed = of[PERSON].replace("-", "")
    assert accept_about(huanglong, CORRECTION, name(of, original=typed))
    assert accept_about(huanglong, MAJOR, address(of))


@pytest.mark.clause("WQ-03")
def test_in_wangqing_the_special_window_takes_what_is_level_1(wangqing: Wangqing) -> None:
    employer = wangqing.carry(wangqing.accept_employer()).case.number
    form = correction_form(employer, "住所", "汪清县大川路")
    assert wangqing.accept(CORRECTION, form, {"evidence": "copy"}, by=wangqing.teller)
    objection = accept_about(wangqing, OBJECTION, objection_form(employer))
    wangqing.do(journeys.sign, objection, by=wangqing.special)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("original", "610631-20260309-0001-1", "case-number-check"),
        ("original", "610631199003150006", "case-number-format"),
        ("original", "R610631-20260309-0001-5", "case-number-format"),
        ("original", 7, "case-number-format"),
        ("party_id", "610631199003150000", "party-id"),
        ("party_id", "9161063100000000AA", "party-id"),
    ],
)
def test_a_number_that_cannot_be_one_is_named(field: str, value: object, code: str) -> None:
    _, wrong = read(ITEMS[OBJECTION].form, {field: value})
    assert [m.code for m in wrong if m.field == field] == [code]
