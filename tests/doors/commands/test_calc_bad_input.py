"""`calc` and bad input: exit status 2 and one JSON object, whatever comes in."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doors.commands.calculations import GOOD, SURVIVORS, by_file, calc, nothing
from yichuang.doors.commands.calculation.answers import calculate
from yichuang.doors.commands.calculation.calls import CALLS, FIELDS, WHOLE

HUGE = 10**400


def refusal(call: str, given: Any) -> tuple[str, str]:
    """Give the code and the field of the error that an input meets."""
    status, answer = by_file(call, given)
    assert status == 2
    assert answer.keys() == {"error"}
    assert answer["error"].keys() == {"code", "message", "field"}
    assert answer["error"]["message"].endswith("。")
    return answer["error"]["code"], answer["error"]["field"]


def without(given: dict[str, Any], name: str) -> dict[str, Any]:
    """Leave one name out."""
    return {one: value for one, value in given.items() if one != name}


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        ([], "call-missing", "call"),
        (["fortune"], "unknown-call", "call"),
        (["--explain"], "unknown-call", "call"),
        (["unemployment"], "input-missing", "months"),
        (["unemployment", "--month", "3"], "unknown-option", "month"),
        (["unemployment", "--verbosity", "3"], "unknown-option", "verbosity"),
        (["unemployment", "--"], "unknown-option", ""),
        (["unemployment", "--months"], "value-missing", "months"),
        (["unemployment", "--months", "--carried", "3"], "value-missing", "months"),
        (["unemployment", "--months", "1", "--months", "2"], "given-twice", "months"),
        (["unemployment", "12"], "unknown-argument", None),
        (["unemployment", "--months", "twelve"], "input-kind", "months"),
        (["unemployment", "--months", "1.5"], "input-kind", "months"),
        (["unemployment", "--months", "-1"], "negative", "months"),
        (["unemployment", "--months", "9" * 20], "too-large", "months"),
        (["unemployment", "--months", "9" * 5000], "input-kind", "months"),
        (["unemployment", "--months", "１２"], "input-kind", "months"),
        (["unemployment", "--months", ""], "input-kind", "months"),
        (["unemployment", "--input"], "value-missing", "input"),
        (["unemployment", "--input="], "value-missing", "input"),
        (["unemployment", "--input", "a", "--input", "b"], "given-twice", "input"),
        (["unemployment", "--input", "a", "--months", "3"], "input-and-options", "months"),
        (["unemployment", "--input", "/nowhere/a.json"], "file-unreadable", "input"),
        (["unemployment", "--input", "a\0b"], "file-unreadable", "input"),
        (["disability", "--minimum-met", "yes"], "input-kind", "minimum_met"),
        (["disability", "--minimum_met", "true"], "unknown-option", "minimum_met"),
        (["transfer", "--wages", "[]"], "input-kind", "wages"),
        (["check-id"], "input-missing", "value"),
        (["check-id", "1", "2"], "given-twice", "value"),
        (["divisor", "--years", "39"], "age-outside-table", "years"),
        (["divisor", "--years", "60", "--months", "12"], "too-large", "months"),
        (["retirement-age", "--born", "1965-13", "--category", "male"], None, "born"),
        (["retirement-age", "--born", "1965-01", "--category", "man"], None, "category"),
        (["late-fee", "--fen", "-1", "--days", "1"], "negative", "fen"),
        (["deadline", "--from", "2026-02-30", "--workdays", "3"], "input-form", "from"),
        (["deadline", "--from", "2026-02-10", "--workdays", "0"], "too-small", "workdays"),
        (["deadline", "--from", "2026-12-30", "--workdays", "9"], "unknown-year", "from"),
        (["deadline", "--from", "9999-12-31", "--workdays", "9"], "unknown-year", "from"),
    ],
)
def test_a_bad_command_line_is_refused_by_its_field(
    words: list[str], code: str | None, field: str | None
) -> None:
    status, answer = calc(*words)
    assert status == 2
    assert answer["error"]["field"] == (field or None)
    assert code in {None, answer["error"]["code"]}


@pytest.mark.parametrize(
    "suspended",
    [
        "2026-03-01",
        "2026-03-05..2026-03-01",
        "..",
        "2026-03-01..",
        "2026-02-30..2026-03-01",
        [1],
        3,
    ],
)
def test_a_suspension_has_two_ends_in_order(suspended: object) -> None:
    given = {"from": "2026-02-10", "workdays": 3, "suspended": suspended}
    assert refusal("deadline", given)[1] == "suspended"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"{'months': 3}",
        b'{"months": NaN}',
        b'{"months": Infinity}',
        b'{"months": -Infinity}',
        b'{"months": 3} {}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"months": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_json_is_refused(document: bytes) -> None:
    status, text = calculate(["unemployment", "--input", "-"], lambda: document)
    assert status == 2
    assert json.loads(text)["error"]["code"] == "json-malformed"


@pytest.mark.parametrize("document", [b"3", b"null", b'"months"', b"true", b"1.5"])
def test_a_document_is_an_object_or_a_list(document: bytes) -> None:
    status, text = calculate(["unemployment", "--input", "-"], lambda: document)
    assert (status, json.loads(text)["error"]["code"]) == (2, "input-kind")


@pytest.mark.parametrize(
    "document",
    [b'{"months": 3, "months": 4}', b'{"to-retirement": 3, "to_retirement": 4}'],
)
def test_a_name_stands_once(document: bytes) -> None:
    call = "disability" if b"retirement" in document else "unemployment"
    status, text = calculate([call, "--input", "-"], lambda: document)
    assert (status, json.loads(text)["error"]["code"]) == (2, "given-twice")


def test_a_name_stands_once_in_a_row_too_and_spoils_only_its_own_input() -> None:
    twice = b'[{"account_balance_fen": 1, "wages": [{"year": 2010, "year": 2011}]}, {"wages": 1}]'
    status, text = calculate(["transfer", "--input", "-"], lambda: twice)
    errors = [answer["error"] for answer in json.loads(text)]
    assert (status, errors[0]["code"], errors[0]["field"]) == (0, "given-twice", "wages")
    assert errors[1]["code"] == "input-missing"


@pytest.mark.parametrize(
    ("call", "name"), [("interest", "credits"), ("transfer", "wages"), ("benefit-place", "history")]
)
def test_an_unknown_name_in_a_row_is_refused_too(call: str, name: str) -> None:
    good, _ = GOOD[call]
    spoilt = {**good, name: [{**good[name][0], "note": "x"}]}
    assert refusal(call, spoilt) == ("unknown-option", f"{name}.0.note")


def test_what_is_deeper_than_a_table_is_refused() -> None:
    deep: Any = 1
    for _ in range(800):
        deep = [deep]
    assert refusal("unemployment", {"months": deep}) == ("input-kind", "months")


@pytest.mark.parametrize("call", GOOD)
def test_unknown_names_are_refused(call: str) -> None:
    assert refusal(call, {**GOOD[call][0], "colour": "red"}) == ("unknown-option", "colour")


REQUIRED = [
    (call, name)
    for call, (given, _) in GOOD.items()
    for name in given
    if name not in {"carried", "suspended", "annual_income_fen", "on"}
    and (call, name) != ("divisor", "months")
]


@pytest.mark.parametrize(("call", "name"), REQUIRED)
def test_what_is_missing_is_named(call: str, name: str) -> None:
    assert refusal(call, without(GOOD[call][0], name)) == ("input-missing", name)


WHOLE_FIELDS = [
    (call, name) for call, (good, _) in GOOD.items() for name in good if FIELDS[name].kind == WHOLE
]


@pytest.mark.parametrize(("call", "name"), WHOLE_FIELDS)
def test_the_same_fault_has_the_same_code_in_every_call(call: str, name: str) -> None:
    good, _ = GOOD[call]
    least = 1 if name in {"from_year", "to_year", "workdays"} else 0
    below = ("too-small" if least else "negative", name)
    assert refusal(call, {**good, name: least - 1}) == below
    assert refusal(call, {**good, name: 10**15}) == ("too-large", name)


@pytest.mark.parametrize("wrong", [[], {}, [[]], {"a": 1}, HUGE, -HUGE, 1.5, True, "\ud800", ""])
@pytest.mark.parametrize(("call", "name"), [(c, n) for c, (g, _) in GOOD.items() for n in g])
def test_a_value_of_the_wrong_kind_never_breaks_a_call(call: str, name: str, wrong: Any) -> None:
    status, answer = by_file(call, {**GOOD[call][0], name: wrong})
    assert status in {0, 2}
    assert status == 0 or answer["error"]["field"]
    _, text = calculate([call, "--input", "-"], lambda: json.dumps({name: wrong}).encode())
    assert text.encode("utf-8", "backslashreplace")


def test_a_death_before_the_document_names_its_field() -> None:
    refused = refusal("survivors", SURVIVORS | {"died_on": "2021-08-31"})
    assert refused == ("before-first-day", "died_on")


def test_bad_input_writes_nothing_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    calc("survivors", "--input", "nowhere.json")
    by_file("survivors", [{"died_on": 3}])
    assert list(tmp_path.iterdir()) == []


SMALL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["2024-06", "2024-06-01", "male", "shaanxi", "annual", "0.62", "60"]),
)
VALUES = st.recursive(
    SMALL,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["month", "fen", "year", "months", "province"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A call and an input: a good one with some values spoilt, taken out or added."""
    call = draw(st.sampled_from(sorted(GOOD)))
    fields = dict(GOOD[call][0])
    names = st.sampled_from([*CALLS[call].fields, "colour"])
    fields |= draw(st.dictionaries(names, VALUES, max_size=3))
    for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=1)):
        del fields[name]
    return call, fields


@given(documents())
@settings(max_examples=600, deadline=None)
def test_no_document_ever_meets_more_than_a_refusal(asked: tuple[str, dict[str, Any]]) -> None:
    call, fields = asked
    for words in ([call, "--input", "-"], [call, "--explain", "--input", "-"]):
        status, text = calculate(words, lambda: json.dumps([fields]).encode())
        assert status in {0, 2}
        assert text


WORDS = st.one_of(
    st.sampled_from(["--input", "--explain", "--months=3", "2026-03-01", "60", "-1", "true", "--"]),
    st.sampled_from([f"--{name.replace('_', '-')}" for name in FIELDS]),
    st.text(max_size=8).filter(lambda word: word != "-"),
)


@given(st.sampled_from([*sorted(GOOD), "fortune"]), st.lists(WORDS, max_size=6))
@settings(max_examples=600, deadline=None)
def test_no_command_line_ever_meets_more_than_a_refusal(call: str, words: list[str]) -> None:
    status, text = calculate([call, *words], nothing)
    assert status in {0, 2}
    if status:
        assert json.loads(text)["error"]["message"].endswith("。")
