"""Numbers that carry their own check: citizens, employers, organisations, bank cards.

Only what can be told from the number itself makes one invalid. The region in a number is read as
information: regions are founded, merged and renamed, and nobody is turned away for that.
"""

import re
from datetime import date
from typing import Any

from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from yichuang.engines.benefits import given
from yichuang.engines.benefits.book import Answer, Step
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.given import Given

EARLIEST_BIRTH = date(1880, 1, 1)
LATEST_BIRTH = date(2100, 12, 31)
OLD_LENGTH = 15

LETTERS = "[0-9A-HJ-NPQRTUWXY]"
CITIZEN = re.compile("[0-9]{17}[0-9X]")
CREDIT_CODE = re.compile(f"{LETTERS}{{2}}[0-9]{{6}}{LETTERS}{{10}}")
ORGANISATION = re.compile("[0-9A-Z]{8}-?[0-9X]")
CARD = re.compile("[0-9]{8,19}")

ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_MODULUS = 11
INSIDE_CREDIT_CODE = slice(8, 17)

PASSED = "校验通过。"
CITIZEN_SOURCE = "GB 11643—1999"
CREDIT_SOURCE = "GB 32100—2015"
ORGANISATION_SOURCE = "GB 11714—1997"
CARD_SOURCE = "ISO/IEC 7812（Luhn）"


def citizen(inputs: Given) -> Answer:
    """Check a citizen's number (公民身份号码), and read birth, sex and region from a valid one."""
    number, steps = _number(inputs), []
    reason, born = _citizen_form(number), None
    if not reason:
        expected = mod_11_2.calc_check_digit(number[:-1])
        steps.append(
            _check(number, expected, "前17位按ISO 7064 MOD 11-2算出的末位", CITIZEN_SOURCE)
        )
        reason = _differs("公民身份号码", number, expected)
    if not reason:
        born = _born_on(number)
        steps.append(_read("born_on", "出生日期", "第7至14位", number[6:14], born))
        reason = "" if born else "公民身份号码中的出生日期不成立，请核对证件。"
    read: dict[str, Any] = {"born_on": born, "sex": None, "region": None}
    if born:
        read["sex"] = "male" if int(number[16]) % 2 else "female"
        read["region"] = number[:6]
        steps.append(_read("sex", "性别", "第17位，奇数为男，偶数为女", number[16], read["sex"]))
        steps.append(
            _read("region", "区划（仅供参考，不作为无效理由）", "前6位", number[:6], number[:6])
        )
    return Answer(_verdict(reason) | read, steps)


def credit_code(inputs: Given) -> Answer:
    """Check a unified social credit code (统一社会信用代码).

    The organisation's code inside it is looked at and told, but the code stands by its own check
    character: older codes were taken over as they were.
    """
    number, steps = _number(inputs), []
    reason = _credit_code_form(number)
    if not reason:
        expected = uscc.calc_check_digit(number[:-1])
        formula = "前17位加权求和，31减去其除以31的余数（余数为0时为0）所对应的字符"
        steps.append(_check(number, expected, formula, CREDIT_SOURCE))
        reason = _differs("统一社会信用代码", number, expected)
    verdict = _verdict(reason)
    if not reason:
        inside = _organisation_check(number[INSIDE_CREDIT_CODE], steps)
        verdict["reason"] = f"校验通过；但其中的{inside}" if inside else PASSED
    return Answer(verdict, steps)


def organisation(inputs: Given) -> Answer:
    """Check an organisation's code of nine places (组织机构代码), with or without its hyphen."""
    number, steps = _number(inputs), list[Step]()
    if not ORGANISATION.fullmatch(number):
        reason = "组织机构代码应为 8 位数字或大写字母加 1 位校验码，请核对。"
    else:
        reason = _organisation_check(number.replace("-", ""), steps)
    return Answer(_verdict(reason), steps)


def card(inputs: Given) -> Answer:
    """Check a bank card's number (银行卡号); cards print it in groups."""
    number, steps = _number(inputs).replace(" ", ""), []
    reason = "" if CARD.fullmatch(number) else "银行卡号应为 8 至 19 位数字，请核对。"
    if not reason:
        expected = luhn.calc_check_digit(number[:-1])
        formula = "自右起隔位加倍，各位数字之和补足到10的倍数"
        steps.append(_check(number, expected, formula, CARD_SOURCE))
        reason = _differs("银行卡号", number, expected)
    return Answer(_verdict(reason), steps)


def _number(inputs: Given) -> str:
    """Give what was typed, without outer white space and in capitals."""
    found = given.mapping(inputs).get("value")
    if found is None:
        raise CannotAnswer("input-missing", "缺少“value”，请补充要校验的号码。", "value")
    if not isinstance(found, str):
        raise CannotAnswer("input-kind", "“value”应为文字（号码带引号）。", "value")
    number = found.strip(" \u3000")
    # Raising others than ASCII letters could make letters of them that the forms allow.
    return number.upper() if number.isascii() else number


def _citizen_form(number: str) -> str:
    if CITIZEN.fullmatch(number):
        return ""
    if len(number) == OLD_LENGTH and number.isascii() and number.isdigit():
        return "十五位的旧号码已经停用，请使用 18 位的公民身份号码。"
    return "公民身份号码应为 18 位，前 17 位为数字，末位为数字或 X，请核对。"


def _credit_code_form(number: str) -> str:
    if CREDIT_CODE.fullmatch(number):
        return ""
    if ORGANISATION.fullmatch(number):
        return "这是 9 位的组织机构代码，请填写 18 位的统一社会信用代码。"
    return "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对。"


def _organisation_check(code: str, steps: list[Step]) -> str:
    """Check the nine places by themselves; give what is wrong, or nothing."""
    total = sum(
        int(sign, 36) * weight for sign, weight in zip(code, ORGANISATION_WEIGHTS, strict=False)
    )
    rest = -total % ORGANISATION_MODULUS
    expected = "X" if rest == ORGANISATION_MODULUS - 1 else str(rest)
    formula = "前8位加权求和，11减去其除以11的余数（10为X，11为0）"
    steps.append(_check(code, expected, formula, ORGANISATION_SOURCE))
    return _differs("组织机构代码", code, expected)


def _born_on(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if EARLIEST_BIRTH <= born <= LATEST_BIRTH else None


def _verdict(reason: str) -> dict[str, Any]:
    return {"valid": not reason, "reason": reason or PASSED}


def _differs(what: str, number: str, expected: str) -> str:
    """Say what is wrong where the last place isn't what the others ask for."""
    return "" if number[-1] == expected else f"{what}校验位不符，请对照原件逐位核对。"


def _check(number: str, expected: str, formula: str, source: str) -> Step:
    told = {"number": number[:-1], "last": number[-1]}
    return Step("check_character", "校验位", formula, told, expected, source, verified=True)


def _read(rule: str, title: str, formula: str, part: str, value: object) -> Step:
    return Step(rule, title, formula, {"part": part}, value, CITIZEN_SOURCE, verified=True)
