"""在职死亡待遇: who dies while insured; the family is owed funeral money and a grant (level 1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from pydantic import Field

from yichuang.domain.insured.actions import Entry, Owed, change_enrolment, owe
from yichuang.domain.insured.models import Enrolment, Person
from yichuang.domain.insured.queries import open_enrolment, person_by_id
from yichuang.domain.items.fields import (
    FEN_MAX,
    BankCard,
    CitizenId,
    Count,
    Day,
    Fen,
    PersonName,
)
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.items.person_registration import PENSION
from yichuang.domain.kernel.money import yuan
from yichuang.engines.benefits import survivors
from yichuang.engines.benefits.book import Answer
from yichuang.engines.benefits.faults import CannotAnswer

FUNERAL, GRANT = "丧葬补助金", "抚恤金"
RECKONED: Final = ("died_on", "monthly_income_fen", "contribution_months")
"""What the amount follows from."""

Relation = Literal["配偶", "父母", "子女", "其他遗属"]


class Form(ItemForm):
    """在职死亡待遇申领表."""

    citizen_id: CitizenId = Field(title="死亡人员公民身份号码")
    died_on: Day = Field(title="死亡日期")
    monthly_income_fen: Fen = Field(title="上年度城镇居民月人均可支配收入")
    contribution_months: Count = Field(title="缴费月数")
    payee: PersonName = Field(title="领取人姓名")
    payee_citizen_id: CitizenId = Field(title="领取人公民身份号码")
    relation: Relation = Field(title="与死亡人员的关系")
    payee_card: BankCard = Field(title="领取人银行卡号")


@dataclass(frozen=True)
class Facts:
    """What the register says of whoever died."""

    person: Person | None
    enrolment: Enrolment | None


def look_up(form: Form) -> Facts:
    """Read the person and the open enrolment."""
    person = person_by_id(form.citizen_id if form.has("citizen_id") else None)
    return Facts(person, open_enrolment(person, PENSION))


@lru_cache(maxsize=1024)
def reckoned(died_on: date, monthly_income_fen: int, contribution_months: int) -> Answer:
    """Ask the engine what the family is owed (CannotAnswer); nobody here drew a pension."""
    asked = {"died_on": died_on.isoformat(), "monthly_income_fen": monthly_income_fen}
    asked |= {"contribution_months": contribution_months, "pension_months": 0}
    return survivors.assess(asked)


def answer_of(form: Form) -> Answer | None:
    """Give what the family is owed; None where it can't be reckoned yet."""
    if not form.has(*RECKONED):
        return None
    try:
        return reckoned(form.died_on, form.monthly_income_fen, form.contribution_months)
    except CannotAnswer:
        return None


def amount(form: Form) -> int | None:
    """Give the total in fen."""
    answer = answer_of(form)
    return None if answer is None else int(answer.values["total_fen"])


def is_in_service(matter: Matter[Form, Facts]) -> str | None:
    """The item is for who died while insured; the retired have an item of their own."""
    if matter.facts.person is None:
        return "登记册中没有此人。请核对死亡人员的公民身份号码"
    if matter.facts.enrolment is None:
        return "此人目前没有在保关系，不属在职死亡。请先核实参保状态"
    return None


def died_while_insured(matter: Matter[Form, Facts]) -> str | None:
    """Nobody dies tomorrow, or before they were insured."""
    died_on, enrolment = matter.form.died_on, matter.facts.enrolment
    if died_on > matter.on:
        return "死亡日期晚于今天。请对照死亡证明更正"
    if enrolment is not None and f"{died_on:%Y-%m}" < enrolment.since:
        return f"死亡日期早于参保年月{enrolment.since}。请对照死亡证明核对"
    return None


def amount_follows(matter: Matter[Form, Facts]) -> str | None:
    """Where the rules give no amount, nothing is guessed; the engine says why."""
    form = matter.form
    if form.monthly_income_fen == 0:
        return "月人均可支配收入不能为零。请按统计部门公布的数据填写"
    try:
        answer = reckoned(form.died_on, form.monthly_income_fen, form.contribution_months)
    except CannotAnswer as cannot:
        return f"算不出应付金额：{cannot.message.rstrip('。')}。请核对后填写"
    if answer.values["total_fen"] > FEN_MAX:
        return "算出的金额超过 1000 亿元。请核对月人均可支配收入"
    return None


def payee_is_another(matter: Matter[Form, Facts]) -> str | None:
    """The dead are paid nothing."""
    if matter.form.payee_citizen_id == matter.form.citizen_id:
        return "领取人与死亡人员是同一公民身份号码。请填写领取人本人的号码"
    return None


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """End the enrolment with the month of death, and owe the family both amounts."""
    form, enrolment = matter.form, matter.facts.enrolment
    assert enrolment is not None  # noqa: S101 -- the check has seen to it
    values = reckoned(form.died_on, form.monthly_income_fen, form.contribution_months).values
    ended = change_enrolment(enrolment, {"until": f"{form.died_on:%Y-%m}"}, act=act)
    to = {"payee": form.payee, "citizen_id": form.payee_citizen_id, "account": form.payee_card}
    funeral = owe(Owed(kind=FUNERAL, amount_fen=values["funeral_fen"], **to), act=act)
    grant = owe(Owed(kind=GRANT, amount_fen=values["grant_fen"], **to), act=act)
    result = {
        "参保关系编号": ended.number,
        "停保年月": f"{form.died_on:%Y-%m}",
        FUNERAL: _yuan(values["funeral_fen"]),
        GRANT: _yuan(values["grant_fen"]),
        "合计": _yuan(values["total_fen"]),
        "应付编号": [funeral.number, grant.number],
    }
    return Effect((*ended.rows, *funeral.rows, *grant.rows), result)


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show whose enrolment ends, who is paid, and how the amount comes about."""
    form, person = matter.form, matter.facts.person
    if person is None:
        return ()
    form_paper, record = "在职死亡待遇申领表", "个人缴费记录"
    published = "统计部门公布数据（未核实）"
    income = "monthly_income_fen"
    return (
        Difference("name", "死亡人员", person.name, person.name, "参保登记册"),
        Difference("died_on", "死亡日期", None, form.died_on.isoformat(), "死亡证明"),
        Difference("until", "停保年月", _until(matter), f"{form.died_on:%Y-%m}", "死亡证明"),
        Difference(income, "月人均可支配收入", None, _yuan(form.monthly_income_fen), published),
        Difference("contribution_months", "缴费月数", None, f"{form.contribution_months}", record),
        *_amounts(form),
        Difference("payee", "领取人", None, form.payee, "领取人身份证"),
        Difference("payee_citizen_id", "领取人号码", None, form.payee_citizen_id, "领取人身份证"),
        Difference("relation", "与死亡人员的关系", None, form.relation, "亲属关系证明"),
        Difference("payee_card", "收款银行卡", None, form.payee_card, form_paper),
    )


def _until(matter: Matter[Form, Facts]) -> str | None:
    """Give in which month the enrolment ended, once it has."""
    if matter.facts.enrolment is not None:
        return None
    ended = Enrolment.objects.filter(person=matter.facts.person, insurance=PENSION)
    return max((one.until for one in ended if one.until), default=None)


def _amounts(form: Form) -> Iterator[Difference]:
    answer = answer_of(form)
    if answer is None:
        return
    values, sure = answer.values, survivors.DOCUMENT
    doubtful = f"{sure}（取整口径未核实）" if answer.unverified else sure
    yield Difference("funeral_fen", FUNERAL, None, _yuan(values["funeral_fen"]), sure)
    yield Difference("grant_months", "抚恤金月数", None, f"{values['grant_months']}", doubtful)
    yield Difference("grant_fen", GRANT, None, _yuan(values["grant_fen"]), doubtful)
    yield Difference("total_fen", "合计", None, _yuan(values["total_fen"]), doubtful)


def _yuan(fen: int) -> str:
    return f"{yuan(fen)} 元"  # type: ignore[arg-type]  # engines know plain numbers


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold the identity: nothing else is done to it meanwhile."""
    if not form.has("citizen_id"):
        return ()
    return (Claim(f"citizen/{form.citizen_id}", "identity"),)


ITEM = Item(
    code="death-in-service",
    form=Form,
    look_up=look_up,
    checks=(
        Check("was-in-service", "属在职参保人员", ("citizen_id",), "WQ-03", is_in_service),
        Check(
            "died-while-insured",
            "死亡日期不晚于今天，不早于参保年月",
            ("died_on", "citizen_id"),
            survivors.DOCUMENT,
            died_while_insured,
        ),
        Check(
            "amount-follows", "按规定算得出应付金额", RECKONED, survivors.DOCUMENT, amount_follows
        ),
        Check(
            "payee-is-another",
            "领取人不是死亡人员本人",
            ("payee_citizen_id", "citizen_id"),
            "社会保险经办条例第十九条",
            payee_is_another,
        ),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: form.citizen_id,
    differences=differences,
    amount=amount,
)
