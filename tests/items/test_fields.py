"""What each kind of field takes, what it refuses, and what it then says."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from yichuang.domain.items import fields
from yichuang.domain.items.fields import born_on, sex_of

KINDS = [
    *["ShortText", "LineText", "LongText", "PersonName", "Fen", "Count", "Day", "Month", "YesNo"],
    *["CitizenId", "CreditCode", "Phone", "RegionCode", "BankCard"],
]
READERS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(getattr(fields, kind)) for kind in KINDS}
LIMITS = {"ShortText": 50, "LineText": 100, "LongText": 500, "PersonName": 50}

WOMAN = "11010519491231002X"
MAN = "440524188001010014"
EMPLOYER = "91350100M000100Y43"


class Marked(str):
    """A text that carries more than its letters, as templates make them."""

    __slots__ = ()


def take(kind: str, value: object) -> Any:
    return READERS[kind].validate_python(value)


def refusal(kind: str, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        take(kind, value)
    (error,) = caught.value.errors()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in error["msg"]), "says it in Chinese"
    assert len(error["msg"]) < 60
    return error["type"]


TAKEN = [
    ("ShortText", " 汪清县第一小学　", "汪清县第一小学"),
    ("ShortText", "e\u0301cole", "école"),
    ("ShortText", Marked("单位"), "单位"),
    ("ShortText", "甲" * 50, "甲" * 50),
    ("ShortText", "　" * 500 + "甲" + " " * 500, "甲"),
    ("LongText", "e\u0301" * 500, "é" * 500),
    ("LineText", "一至三月工资 1,200 元（已核）", "一至三月工资 1,200 元（已核）"),
    ("PersonName", "张三", "张三"),
    ("PersonName", "买买提·吐尔逊", "买买提·吐尔逊"),
    ("PersonName", "Jean-Luc O'Neil", "Jean-Luc O'Neil"),
    ("PersonName", "王〇", "王〇"),
    ("PersonName", "李\U000323af", "李\U000323af"),  # newer than the interpreter's tables
    ("PersonName", "李\U0002ebf0", "李\U0002ebf0"),
    ("Fen", 0, 0),
    ("Fen", 10**13, 10**13),
    ("Fen", "10000000000000", 10**13),
    ("Count", "0", 0),
    ("Count", "007", 7),
    ("Count", " 12　", 12),
    ("Count", 1_000_000, 1_000_000),
    ("Day", "2016-03-07", date(2016, 3, 7)),
    ("Day", date(1900, 1, 1), date(1900, 1, 1)),
    ("Day", "2100-12-31", date(2100, 12, 31)),
    ("Day", "2024-02-29", date(2024, 2, 29)),
    ("Day", "20160307", date(2016, 3, 7)),
    ("Month", "201603", "2016-03"),
    ("Month", Marked("1900-01"), "1900-01"),
    ("YesNo", True, True),
    ("YesNo", False, False),
    ("CitizenId", WOMAN, WOMAN),
    ("CitizenId", " 11010519491231002x ", WOMAN),
    ("CitizenId", MAN, MAN),
    ("CreditCode", EMPLOYER, EMPLOYER),
    ("CreditCode", EMPLOYER.lower(), EMPLOYER),
    ("Phone", "13812345678", "13812345678"),
    ("Phone", "138-1234-5678", "13812345678"),
    ("Phone", "02987654321", "029-87654321"),
    *[("Month", same, same) for same in ("2016-03", "2100-12")],
    *[("Phone", "0433-8812345", "0433-8812345"), ("RegionCode", "222424", "222424")],
    ("BankCard", "6222 0260 0695 6142", "6222026006956142"),
]

NOT_TEXT = [None, True, 1, 1.5, b"abc", ["a"], {"a": "b"}, date(2020, 1, 1), float("nan")]
NOT_WHOLE = [
    *[None, True, False, 1.0, float("nan"), float("inf"), b"1", [1], {"a": 1}, date(2020, 1, 1)],
    *["", " ", "1_000", "１２", "٣", "+1", "-1", "1.0", "1,000", "1e3", "0x10", "12元", "1 2"],
    *["1\n", "\t1", "1\0", "\ufeff1", "²", "\ud800"],
]
NOT_DAY = [
    *[None, True, 20160307, 0.0, float("nan"), b"2016-03-07", [2016, 3, 7], "", "2016-3-7"],
    *["2016307", "201603-07", "2016/03/07", "2016-03-07T00:00:00", "2016-W10-1", "２０１６-03-07"],
    *["07-03-2016", "2016-03", "2016-03-07\n", "+2016-03-07", datetime(2016, 3, 7, tzinfo=UTC)],
]
NOT_MONTH = [None, True, 201603, "20163", "2016-3", "2016-13", "2016-00", date(2016, 3, 1)]
CONTROLS = ["a\0b", "\0", "a\nb", "a\r\n", "\ta", "a\x7f", "a\x85", "a\x9f", "a\u2028b", "\u2029a"]
UNSEEN = ["a\u200bb", "\ufeffa", "a\u202eb", "a\u2066b", "a\u00adb", "\u3164", "a\ufe0f", "\u2800"]
REFUSED: list[tuple[str, str, list[Any]]] = [
    ("ShortText", "text-type", NOT_TEXT),
    ("ShortText", "text-empty", ["", " ", "　", "\u00a0\u2003"]),
    ("ShortText", "text-too-long", ["甲" * 51, "e\u0301" * 51, "甲" * 10**6, "\u0301" * 10**6]),
    ("LineText", "text-too-long", ["甲" * 101]),
    ("LongText", "text-too-long", ["甲" * 501]),
    ("LongText", "text-control-character", CONTROLS),
    ("LongText", "text-invisible-character", UNSEEN),
    ("LongText", "text-broken-character", ["\ud800", "a\udfff", "\ud83d甲"]),
    ("LongText", "text-unassigned-character", ["a\ufffe", "\U0002fffe", "\U0010ffff", "\u0378"]),
    ("LongText", "text-private-character", ["王\ue000", "\U000f0000"]),
    ("LongText", "text-formula", ["=1+1", "+86", "-1", "@SUM(A1)", " =1", "　@a", "＝1", "－1"]),
    ("PersonName", "text-type", NOT_TEXT),
    ("PersonName", "text-formula", ["=张三", "-张三"]),
    ("PersonName", "text-too-long", ["张" * 51]),
    ("PersonName", "name-character", ["张3", "张三;", "<b>", "买买提•吐尔逊", "张{三}", "张😀"]),
    ("PersonName", "name-space", ["张 三", "张　三", "欧阳  三"]),
    ("Fen", "fen-format", NOT_WHOLE),
    ("Fen", "fen-range", [-1, 10**13 + 1, 10**30, 10**5000, "10000000000001", "9" * 10**5]),
    ("Count", "count-format", NOT_WHOLE),
    ("Count", "count-range", [-1, 1_000_001, 10**30, "1000001", "1" + "0" * 5000]),
    ("Day", "day-format", NOT_DAY),
    ("Day", "day-calendar", ["2023-02-29", "2016-13-01", "2016-00-10", "2016-04-31", "0000-01-01"]),
    ("Day", "day-range", ["1899-12-31", "2101-01-01", date.min, date.max]),
    ("Month", "month-format", NOT_MONTH),
    ("Month", "month-range", ["1899-12", "2101-01", "0000-01"]),
    ("YesNo", "yes-no", [None, 0, 1, "true", "是", "on", "", 1.0, []]),
    (
        "CitizenId",
        "citizen-id-format",
        [None, 110105194912310021, "", "110105491231002", WOMAN[1:]],
    ),
    ("CitizenId", "citizen-id-format", [WOMAN + "\n", WOMAN.replace("0", "０"), "X" + WOMAN[1:]]),
    ("CitizenId", "citizen-id-check", ["110105194912310021", "440524188001010013"]),
    ("CreditCode", "credit-code-format", [None, 91, "", "9135010", "91350100M000100I43"]),
    ("CreditCode", "credit-code-format", ["9135010OM000100Y43", "９1350100M000100Y43"]),
    ("CreditCode", "credit-code-check", ["91350100M000100Y44", "91350100M000100Y34"]),
    ("Phone", "phone-format", [None, 13812345678, "", "1381234567", "12812345678", "8812345"]),
    ("Phone", "phone-format", ["029--87654321", "138 1234 5678", "+8613812345678", "１3812345678"]),
    (
        "RegionCode",
        "region-code-format",
        [None, 222424, "", "22242", "2224240", "22242a", "022424"],
    ),
    ("BankCard", "bank-card-format", [None, 6222, "", "79927398713", "6" * 20, "6222-0260-0695"]),
    ("BankCard", "bank-card-check", ["6222026006956145"]),
]


@pytest.mark.parametrize(("kind", "value", "kept"), TAKEN, ids=lambda part: ascii(part)[:30])
def test_a_field_takes_what_people_rightly_write(kind: str, value: object, kept: object) -> None:
    taken = take(kind, value)
    assert taken == kept
    assert type(taken) is type(kept)


@pytest.mark.parametrize(
    ("kind", "code", "value"),
    [(kind, code, value) for kind, code, values in REFUSED for value in values],
    ids=lambda part: ascii(part)[:30] if isinstance(part, str) else type(part).__name__,
)
def test_a_field_refuses_by_name_what_it_cannot_keep(kind: str, code: str, value: object) -> None:
    assert refusal(kind, value) == code


def test_every_kind_of_field_is_tried_both_ways() -> None:
    assert {kind for kind, _, _ in TAKEN} == {kind for kind, _, _ in REFUSED} == set(KINDS)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.binary() | st.dates()
    | st.datetimes() | st.text() | st.characters() | st.text(st.characters(categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)  # fmt: skip


@given(kind=st.sampled_from(KINDS), value=anything)
def test_whatever_comes_in_is_taken_or_refused_by_a_code_of_the_house(
    kind: str,
    value: object,
) -> None:
    try:
        taken = take(kind, value)
    except ValidationError:
        assert "-" in refusal(kind, value)
    else:
        assert type(taken) in {str, int, bool, date}
        assert take(kind, taken) == taken, "what was kept is taken again unchanged"


@given(
    kind=st.sampled_from(sorted(LIMITS)),
    value=st.text(st.characters(), max_size=30)
    | st.text(st.characters(categories=["L", "M", "Z"])),
)
def test_text_that_is_kept_is_clean(kind: str, value: str) -> None:
    try:
        kept = take(kind, value)
    except ValidationError:
        return
    assert kept == unicodedata.normalize("NFC", kept)
    assert kept == kept.strip()
    assert 1 <= len(kept) <= LIMITS[kind]
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert kept[0] not in "=+-@"
    assert kept.encode()


birthdays = st.dates(date(1880, 1, 1), date(2100, 12, 31))


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    region, serial = draw(st.integers(0, 999_999)), draw(st.integers(0, 999))
    body = f"{region:06}{draw(birthdays):%Y%m%d}{serial:03}"
    return str(body + mod_11_2.calc_check_digit(body))


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    head, tail = draw(st.text(letters, min_size=2, max_size=2)), draw(st.text(letters, min_size=9))
    body = f"{head}{draw(st.integers(0, 999_999)):06}{tail[:9]}"
    return body + uscc.calc_check_digit(body)


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    body = draw(st.text("0123456789", min_size=11, max_size=18))
    return str(body + luhn.calc_check_digit(body))


@given(citizen_ids())
def test_a_citizens_number_is_taken_whatever_its_region(number: str) -> None:
    assert take("CitizenId", number) == number
    assert f"{born_on(number):%Y%m%d}" == number[6:14]
    assert sex_of(number) == ("female" if number[16] in "02468" else "male")


@given(
    numbered=st.one_of(
        st.tuples(st.just("CitizenId"), citizen_ids()),
        st.tuples(st.just("CreditCode"), credit_codes()),
        st.tuples(st.just("BankCard"), bank_cards()),
    ),
    place=st.integers(0, 11),
    other=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    from_the_end=st.booleans(),
)
def test_one_wrong_character_is_always_noticed(
    *,
    numbered: tuple[str, str],
    place: int,
    other: str,
    from_the_end: bool,
) -> None:
    kind, number = numbered
    assert take(kind, number) == number
    at = len(number) - 1 - place if from_the_end else place
    assume(number[at] != other)
    assert refusal(kind, number[:at] + other + number[at + 1 :])


def test_the_number_tells_birth_and_sex() -> None:
    assert (born_on(WOMAN), sex_of(WOMAN)) == (date(1949, 12, 31), "female")
    assert (born_on(MAN), sex_of(MAN)) == (date(1880, 1, 1), "male")


@pytest.mark.parametrize("born", ["18791231", "20230229", "19491301", "00000000", "21010101"])
def test_a_number_with_no_possible_birthday_is_refused(born: str) -> None:
    body = f"110105{born}002"
    assert refusal("CitizenId", body + mod_11_2.calc_check_digit(body)) == "citizen-id-birth"


def test_a_farmers_cooperative_has_letters_in_its_credit_code() -> None:
    body = "N2610102MF0123456"
    assert take("CreditCode", body + uscc.calc_check_digit(body))


@given(st.dates(date.min, date.max))
def test_a_day_is_the_same_written_and_given(day: date) -> None:
    if date(1900, 1, 1) <= day <= date(2100, 12, 31):
        assert take("Day", day) == take("Day", day.isoformat()) == day
        assert take("Month", day.isoformat()[:7]) == day.isoformat()[:7]
    else:
        assert refusal("Day", day) == refusal("Day", day.isoformat()) == "day-range"


def test_bounds_are_told_to_machines_too() -> None:
    assert READERS["ShortText"].json_schema() == {"type": "string", "maxLength": 50}
    assert READERS["Count"].json_schema() == {"type": "integer", "minimum": 0, "maximum": 10**6}
    for name, reader in READERS.items():
        schema = reader.json_schema()
        assert "maxLength" in schema or schema["type"] != "string" or name == "Day"
