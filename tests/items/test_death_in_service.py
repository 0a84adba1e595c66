"""Death in service: what is checked, what the family is owed, what is left in the register."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.ground import refused
from tests.forms import DEATH_PAPERS, death_form, new_citizen_id
from tests.halls import Hall
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Enrolment, Payable, Revision
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.kernel.numbers import reads_right
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.calculation.answers import calculate

DEATH, LAW = "death-in-service", "人社部发〔2021〕18号"


def stranger(_: str) -> dict[str, Any]:
    return death_form(new_citizen_id())


def told(**changed: Any) -> Callable[[str], dict[str, Any]]:
    return lambda citizen: death_form(citizen, **changed)


def to_the_dead(citizen: str) -> dict[str, Any]:
    return death_form(citizen, payee_citizen_id=citizen)


BROKEN: dict[str, tuple[Callable[[str], dict[str, Any]], str, str, str]] = {
    "a stranger": (stranger, "was-in-service", "WQ-03", "没有此人"),
    "tomorrow": (told(died_on="2026-03-10"), "died-while-insured", LAW, "晚于今天"),
    "before": (told(died_on="2026-02-28"), "died-while-insured", LAW, "早于参保年月"),
    "no income": (told(monthly_income_fen=0), "amount-follows", LAW, "不能为零"),
    "too long": (told(contribution_months=1201), "amount-follows", LAW, "不能大于"),
    "beyond words": (told(monthly_income_fen=10**13 - 1), "amount-follows", LAW, "金额超过"),
    "to the dead": (to_the_dead, "payee-is-another", "社会保险经办条例第十九条", "公民身份号码"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_each_check_that_is_broken_alone_is_named_with_its_source(
    huanglong: Hall, what: str
) -> None:
    made, code, source, says = BROKEN[what]
    form = made(huanglong.registered_person())
    with refused(Mistakes) as answer:
        huanglong.accept(DEATH, form, DEATH_PAPERS)
    assert isinstance(answer.value, Mistakes)
    (mistake,) = answer.value.mistakes
    assert (mistake.code, mistake.source) == (code, source)
    assert says in mistake.message
    assert mistake.field in next(c.needs for c in ITEMS[DEATH].checks if c.code == code)


def test_before_the_law_the_engine_gives_no_amount(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    Enrolment.objects.update(since="2019-01")
    with pytest.raises(Mistakes, match="不能计算 2021-08-31 的情形") as answer:
        huanglong.accept_death(citizen, died_on="2021-08-31")
    assert [mistake.code for mistake in answer.value.mistakes] == ["amount-follows"]
    assert huanglong.accept_death(citizen, died_on="2021-09-01")


@pytest.mark.clause("SX-13")
@pytest.mark.parametrize(
    ("income", "months"), [(372_567, 0), (298_020, 59), (310_001, 60), (353_592, 191), (1, 1200)]
)
def test_the_family_is_owed_what_the_calculator_says(
    huanglong: Hall, income: int, months: int
) -> None:
    asked = {"died-on": "2026-03-05", "monthly-income-fen": income, "contribution-months": months}
    words = [word for name, value in asked.items() for word in (f"--{name}", str(value))]
    status, text = calculate(["survivors", *words, "--pension-months", "0"], lambda: b"")
    assert status == 0, text
    says = json.loads(text)
    form = {"monthly_income_fen": income, "contribution_months": months}
    number = huanglong.accept_death(huanglong.registered_person(), **form)
    case = huanglong.carry(number)
    assert case.item.amount(case.form) == says["total_fen"]
    amounts = dict(Payable.objects.values_list("kind", "amount_fen"))
    assert amounts == {"丧葬补助金": says["funeral_fen"], "抚恤金": says["grant_fen"]}


@pytest.mark.clause("SX-12", "SX-13")
def test_in_shaanxi_four_sign_and_the_register_says_who_is_owed_what(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_death(citizen)
    case = standing(number)
    assert (case.case.level, case.case.timing, case.rule.watched) == (1, "limited", True)
    lines = {line.field: line for line in case.item.differences(case.matter())}
    assert [lines[f].after for f in ("funeral_fen", "grant_months", "grant_fen", "total_fen")] == [
        *("5,960.40 元", "3", "8,940.60 元", "14,901.00 元"),
    ]
    assert "未核实" in lines["grant_fen"].source
    assert "未核实" not in lines["funeral_fen"].source
    assert not Payable.objects.exists(), "nothing is owed before the last signature"
    huanglong.carry(number)
    assert [s.decision for s in standing(number).seats] == [None, *["sign"] * 4, None]
    assert standing(number).case.keyed == "same", "the payee was keyed by two"
    enrolment, payables = Enrolment.objects.get(), Payable.objects.order_by("number")
    assert (enrolment.until, enrolment.version) == ("2026-03", 2)
    assert Revision.objects.filter(number=enrolment.number).count() == 2
    for payable in payables:
        assert payable.number.startswith("F610631-20260309-")
        assert reads_right(payable.number)
        assert (payable.case_number, payable.agency, payable.payee) == (number, "610631", "高建国")
    with refused(Mistakes):
        huanglong.accept_death(citizen)
    assert verify().faults == []


@pytest.mark.clause("WQ-03")
def test_in_wangqing_the_special_window_accepts_and_signs_first(wangqing: Hall) -> None:
    citizen = wangqing.registered_person()
    with refused(NotYourPost):
        wangqing.accept(DEATH, death_form(citizen), DEATH_PAPERS, by=wangqing.teller)
    number = wangqing.accept_death(citizen)
    posts = [(seat.step, seat.post) for seat in standing(number).seats]
    assert posts[:4] == [
        *((0, "special"), (1, "reviewer"), (2, "deputy-director"), (3, "director")),
    ]
    wangqing.carry(number)
    assert Payable.objects.count() == 2
    assert verify().faults == []
