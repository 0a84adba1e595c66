"""What clients of the tests bring: forms that can be accepted, and the papers with them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

_serial, _people = count(1), count(1)


def new_credit_code(region: str = "610631") -> str:
    """Give a credit code that nobody had before, with its right check character."""
    body = f"91{region}MA6{next(_serial):06d}"
    return body + str(uscc.calc_check_digit(body))


def new_citizen_id(born: str = "19900315", region: str = "610631") -> str:
    """Give a citizen id that nobody had before, with its right check character."""
    days, serial = divmod(next(_people), 1000)
    day = date.fromisoformat(born) + timedelta(days=days)
    body = f"{region}{day:%Y%m%d}{serial:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


def employer_form(**changed: Any) -> dict[str, Any]:
    """Give the form of an employer that can be registered."""
    form = {
        "credit_code": new_credit_code(),
        "name": "黄龙县果业有限公司",
        "kind": "企业",
        "representative": "白守田",
        "address": "陕西省延安市黄龙县中心街",
        "phone": "0911-5620001",
        "established_on": "2026-02-10",
    }
    return {**form, **changed}


def person_form(employer: str, **changed: Any) -> dict[str, Any]:
    """Give the form of a person that can be registered through an employer."""
    form = {
        "employer": employer,
        "citizen_id": new_citizen_id(),
        "name": "高桂梅",
        "phone": "13909110002",
        "employed_on": "2026-03-02",
        "since": "2026-03",
    }
    return {**form, **changed}


EMPLOYER_PAPERS = {
    "business-licence": "original",
    "agent-id-card": "original",
    "authorisation": "original",
}
PERSON_PAPERS = {"id-card": "original", "labour-contract": "copy"}
PROOF_PAPERS = {"id-card": "original"}
CHANGE_PAPERS = {"id-card": "original", "household-register": "copy"}
DEATH_PAPERS = dict.fromkeys(
    ("death-certificate", "household-cancelled", "payee-id-card", "kinship", "claim-form"),
    "original",
)
SPECIAL_ITEMS = ("basic-data-change", "death-in-service", "objection", "major-correction")
"""What in Wangqing only the special window accepts (WQ-03)."""
BIRTH_PAPERS = {**CHANGE_PAPERS, "personnel-file": "original"}


def minutes(on: date, **changed: Any) -> dict[str, Any]:
    """Give the minutes of an office meeting that was held on a day."""
    told = {"number": "延市养老办纪〔2026〕7号", "held_on": on.isoformat()}
    return {**told, "present": ["强振邦", "惠延生"], "decision": "同意更正", **changed}


def death_form(citizen_id: str, **changed: Any) -> dict[str, Any]:
    """Give the form for the family of somebody who died in service: 14,901.00 yuan."""
    form = {
        "citizen_id": citizen_id,
        "died_on": "2026-03-05",
        "monthly_income_fen": 298_020,
        "contribution_months": 1,
        "payee": "高建国",
        "payee_citizen_id": new_citizen_id("19880110"),
        "relation": "配偶",
        "payee_card": "6222020200012345670",
    }
    return {**form, **changed}
