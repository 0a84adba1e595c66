"""Numbers that carry their own check: what is told from them, and what never is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from tests.engines.benefits.casebook import Case, cases
from yichuang.engines.benefits import identity
from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.faults import CannotAnswer

DOORS = {
    "id": identity.citizen,
    "uscc": identity.credit_code,
    "organisation": identity.organisation,
    "card": identity.card,
}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("case", cases("identity"), ids=str)
def test_the_expected_results(case: Case) -> None:
    found = case.values(Book("identity"), DOORS)
    assert {name: found[name] for name in case.result} == case.result
    assert found["reason"].endswith("。")


@given(
    region=st.from_regex("[0-9]{6}", fullmatch=True),
    born=st.dates(identity.EARLIEST_BIRTH, identity.LATEST_BIRTH),
    order=st.integers(0, 999),
)
def test_every_citizen_is_read_whatever_the_region(region: str, born: date, order: int) -> None:
    number = f"{region}{born:%Y%m%d}{order:03d}"
    found = identity.citizen({"value": number + mod_11_2.calc_check_digit(number)}).values
    assert found["valid"]
    assert (found["region"], found["born_on"]) == (region, born)
    assert found["sex"] == ("male" if order % 2 else "female")


@given(place=st.integers(0, 16), shift=st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(place: int, shift: int) -> None:
    number = "11010519491231002X"
    wrong = str((int(number[place]) + shift) % 10)
    found = identity.citizen({"value": number[:place] + wrong + number[place + 1 :]}).values
    assert not found["valid"]
    assert (found["born_on"], found["sex"], found["region"]) == (None, None, None)


@given(st.text(ALPHABET, min_size=2, max_size=2), st.text(ALPHABET, min_size=9, max_size=9))
def test_a_credit_code_stands_by_its_own_check(kind: str, organisation: str) -> None:
    number = f"{kind}610100{organisation}"
    code = number + uscc.calc_check_digit(number)
    found = identity.credit_code({"value": code}).values
    assert found["valid"]
    inside = identity.organisation({"value": organisation}).values
    assert ("组织机构代码" in found["reason"]) == (not inside["valid"])


@given(st.integers(10**6, 10**18 - 1))
def test_a_card_is_valid_with_one_last_digit_only(number: int) -> None:
    last = luhn.calc_check_digit(str(number))
    for digit in "0123456789":
        found = identity.card({"value": f"{number}{digit}"}).values
        assert found["valid"] == (digit == last and len(str(number)) >= 7)


@given(value=st.text(max_size=30), door=st.sampled_from(sorted(DOORS)))
def test_any_text_gets_a_verdict_with_a_reason(value: str, door: str) -> None:
    found = DOORS[door]({"value": value}).values
    assert isinstance(found["valid"], bool)
    assert found["reason"].endswith("。")


@pytest.mark.parametrize("door", DOORS.values())
@pytest.mark.parametrize(("value", "code"), [(None, "input-missing"), (1234, "input-kind")])
def test_what_is_no_text_is_bad_input(door: object, value: object, code: str) -> None:
    assert callable(door)
    with pytest.raises(CannotAnswer) as refused:
        door({"value": value})
    assert (refused.value.code, refused.value.field) == (code, "value")


def test_digits_of_other_scripts_are_not_digits() -> None:
    wide = "１１０１０５１９４９１２３１００２Ｘ"
    assert not identity.citizen({"value": wide}).values["valid"]
    arabic = "".join(chr(0x0660 + int(digit)) for digit in "4111111111111111")
    assert not identity.card({"value": arabic}).values["valid"]
