"""How a form names what stands elsewhere: a case by its number, a person or employer by theirs."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from yichuang.domain.items.fields import SPACES, CitizenId, CreditCode
from yichuang.domain.kernel.numbers import reads_right

_NUMBER: Final = re.compile("([0-9]{6})-?([0-9]{8})-?([0-9]{4,8})-?([0-9])")
_CITIZEN: TypeAdapter[str] = TypeAdapter(CitizenId)
_EMPLOYER: TypeAdapter[str] = TypeAdapter(CreditCode)


def _case_number(value: object) -> str:
    """Accept a case's number with or without its hyphens; its check digit must be right."""
    typed = value.strip(SPACES) if isinstance(value, str) else ""
    match = _NUMBER.fullmatch(typed) if typed.isascii() else None
    if match is None:
        raise PydanticCustomError(
            "case-number-format", "请按受理回执填写受理编号，如 610631-20260309-0001-5"
        )
    number = "-".join(match.groups())
    if not reads_right(number):
        raise PydanticCustomError("case-number-check", "受理编号校验位不符，请对照受理回执逐位核对")
    return number


def _party_id(value: object) -> str:
    """Accept the number of a citizen or the credit code of an employer."""
    for known in (_CITIZEN, _EMPLOYER):
        try:
            return known.validate_python(value)
        except ValidationError:
            continue
    raise PydanticCustomError(
        "party-id", "应为 18 位公民身份号码或统一社会信用代码，校验位须相符，请对照证件核对"
    )


CaseNumber = Annotated[str, StringConstraints(max_length=30), BeforeValidator(_case_number)]
PartyId = Annotated[str, StringConstraints(max_length=18), BeforeValidator(_party_id)]
