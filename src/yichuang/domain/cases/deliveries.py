"""送达的文书与方式: what is delivered of a case, how it can be, and when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.standing import Standing
from yichuang.domain.items.fields import Day, ShortText
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal

REFUSAL, RESULT = "refusal", "result"
PAPERS = {REFUSAL: "不予办理决定书", RESULT: "办结通知"}
WAYS = {
    "direct": "直接送达",
    "post": "邮寄送达",
    "left": "留置送达",
    "notice": "公告送达",
    "electronic": "电子送达",
}
TITLES = {
    "paper": "文书",
    "way": "送达方式",
    "receiver": "收件人",
    "delivered_on": "送达日期",
    "note": "凭证",
}
_READERS: dict[str, TypeAdapter[Any]] = {
    "receiver": TypeAdapter(ShortText),
    "delivered_on": TypeAdapter(Day),
    "note": TypeAdapter(ShortText),
}


class NotDeliveredSo(Refusal):
    """What is told of a delivery can't be; every fault is named."""

    code = "not-delivered-so"
    says = "送达不能这样登记：{faults}。请对照送达回证更正后再登记。"


def paper_of(case: Case) -> str | None:
    """Give the paper that ends a case: a letter of refusal, or a notice that it is done."""
    if case.state == "refused":
        return REFUSAL
    return RESULT if case.done_at is not None else None


def decided_on(standing: Standing) -> date:
    """Give the day on which a case that is over was decided."""
    moments = [seat.decided_at for seat in standing.seats if seat.decided_at is not None]
    return local_day(standing.case.done_at or max(moments))


def read_delivery(standing: Standing, told: Mapping[str, object], on: date) -> dict[str, Any]:
    """Read what is told of a delivery (NotDeliveredSo): by a known way, after the decision."""
    faults: list[str] = []
    if told["paper"] != paper_of(standing.case):
        faults.append(f"本件送达的文书是{PAPERS[paper_of(standing.case) or RESULT]}")
    if type(told["way"]) is not str or told["way"] not in WAYS:
        faults.append(f"送达方式只有{'、'.join(WAYS.values())}")
    found = {name: _read(name, told[name], faults) for name in _READERS}
    day, decided = found["delivered_on"], decided_on(standing)
    if day is not None and not decided <= day <= on:
        faults.append(f"{TITLES['delivered_on']}应在作出决定之日（{decided}）至今日之间")
    if faults:
        raise NotDeliveredSo(faults="；".join(faults))
    return {"paper": told["paper"], "way": told["way"], **found}


def _read(name: str, value: object, faults: list[str]) -> Any:
    if name == "note" and (value is None or value == ""):
        return None
    try:
        return _READERS[name].validate_python(value if isinstance(value, str | date) else None)
    except ValidationError as wrong:
        faults.append(f"{TITLES[name]}{wrong.errors()[0]['msg']}")
        return None
