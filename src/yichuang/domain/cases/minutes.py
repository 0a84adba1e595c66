"""办公会纪要: what the city's office meeting left in writing, read whole or refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.domain.items.fields import Day, LongText, PersonName, ShortText
from yichuang.domain.kernel.refusals import Refusal

MOST_PRESENT = 40


class MinutesIncomplete(Refusal):
    """The minutes lack something, or say something that can't be; every fault is named."""

    code = "minutes-incomplete"
    says = "办公会纪要不完整：{faults}。请对照纪要补全后再签批。"


@dataclass(frozen=True)
class Minutes:
    """The minutes of an office meeting (办公会纪要)."""

    number: str
    held_on: date
    present: tuple[str, ...]
    decision: str

    def said(self) -> dict[str, Any]:
        """Give the minutes as the trail keeps them."""
        return {
            "number": self.number,
            "held_on": self.held_on,
            "present": self.present,
            "decision": self.decision,
        }


TITLES = {
    "number": "纪要编号",
    "held_on": "开会日期",
    "present": "出席人员",
    "decision": "会议决定",
}
_READERS: dict[str, TypeAdapter[Any]] = {
    "number": TypeAdapter(ShortText),
    "held_on": TypeAdapter(Day),
    "decision": TypeAdapter(LongText),
}
_NAME: TypeAdapter[str] = TypeAdapter(PersonName)


def minutes_of(text: object, *, accepted_on: date, on: date) -> Minutes:
    """Read the minutes of a meeting held between two days (MinutesIncomplete)."""
    if not isinstance(text, Mapping):
        raise MinutesIncomplete(faults="没有附纪要")
    faults: list[str] = []
    found = {name: _read(reader, name, text.get(name), faults) for name, reader in _READERS.items()}
    found["present"] = _present(text.get("present"), faults)
    held_on = found["held_on"]
    if held_on is not None and not accepted_on <= held_on <= on:
        faults.append(f"{TITLES['held_on']}应在受理之日（{accepted_on}）至今日之间")
    if any(key not in TITLES for key in text):
        faults.append("含有纪要没有的栏目")
    if faults:
        raise MinutesIncomplete(faults="；".join(faults))
    return Minutes(**found)


def _read(reader: TypeAdapter[Any], name: str, value: object, faults: list[str]) -> Any:
    # Only what a field may be is looked into: anything else would go as deep as its sender likes.
    try:
        return reader.validate_python(value if isinstance(value, str | date) else None)
    except ValidationError as wrong:
        faults.append(f"{TITLES[name]}{wrong.errors()[0]['msg']}")
        return None


def _present(names: object, faults: list[str]) -> tuple[str, ...]:
    if not isinstance(names, list | tuple) or not 1 <= len(names) <= MOST_PRESENT:
        faults.append(f"{TITLES['present']}应逐一列出，至少 1 人，至多 {MOST_PRESENT} 人")
        return ()
    read = [_read(_NAME, "present", name, faults) for name in names]
    return tuple(name for name in read if name is not None)
