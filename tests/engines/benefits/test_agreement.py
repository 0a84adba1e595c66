"""One case at the window and a million in columns agree to the fen, because the rules are one."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.persons import invent
from tests.engines.benefits.one_by_one import Row, at_the_window, quickly, with_years
from yichuang.engines.benefits import index, pension
from yichuang.engines.benefits.crowd import assessed
from yichuang.engines.benefits.parameters import parameter
from yichuang.engines.benefits.tables import PERSONS, YEARS, Part, packed, unpacked

AT_ONCE = 20_000


def declared(table: pa.Table, kinds: dict[str, Any]) -> pa.Table:
    return table.select(list(kinds)).cast(pa.schema(list(kinds.items())))


def all_at_once(persons: pa.Table, years: pa.Table) -> dict[str, Row | str]:
    """Give everybody's answer, or the code of why there is none."""
    part = Part(packed(declared(persons, PERSONS)), packed(declared(years, YEARS)))
    done = assessed(part)
    told: dict[str, Row | str] = {row.pop("person_id"): row for row in rows(done.answers)}
    return told | {row["person_id"]: row["code"] for row in rows(done.rejects)}


def rows(told: bytes) -> Iterator[Row]:
    yield from unpacked(told).to_pylist()


def same(one: Row | str, other: Row | str) -> bool:
    """Compare what both name; the divisor is in tenths here and a text there."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    names = set(pension.PARTS) | {"base_fen", "provisional"}
    divisor = other["divisor"]
    tenths = divisor if isinstance(divisor, int) else int(Fraction(divisor) * 10)
    return {n: one[n] for n in names} == {n: other[n] for n in names} and (
        one["divisor_tenths"] == tenths
    )


def different(
    persons: pa.Table, years: pa.Table, alone: Callable[[Row, list[Row]], Row | str]
) -> list[str]:
    """Name everybody for whom the two ways part."""
    together = all_at_once(persons, years)
    assert len(together) == persons.num_rows
    return [
        person["person_id"]
        for person, own in with_years(persons, years)
        if not same(together[person["person_id"]], alone(person, own))
    ]


def test_a_hundred_thousand_persons_get_the_same_fen_alone_and_together(
    size: Callable[[str], int],
) -> None:
    """A million with `--persons 1000000`."""
    for first in range(0, count := size("persons"), AT_ONCE):
        some = min(AT_ONCE, count - first)
        assert different(*invent(first, some, seed=5), quickly) == []


def test_and_what_the_window_says_month_by_month_is_the_same() -> None:
    assert different(*invent(0, 400, seed=6), at_the_window) == []


def test_and_a_rule_that_differs_in_one_place_would_be_found() -> None:
    """Alone, whoever has 139 deemed months in Shaanxi is given a fen more here."""
    persons, years = invent(0, 2_000, seed=7)

    def favoured(person: Row) -> bool:
        return bool(person["province"] == "shaanxi" and person["months_deemed"] == 139)

    def alone(person: Row, own: list[Row]) -> Row | str:
        found = quickly(person, own)
        assert isinstance(found, dict)
        return found | {"transitional_fen": found["transitional_fen"] + favoured(person)}

    expected = [one["person_id"] for one in persons.to_pylist() if favoured(one)]
    assert expected != []
    assert different(persons, years, alone) == expected


def person(number: int, **said: Any) -> Row:
    """Give a man of Shaanxi who retires at 55 in March 2024, but for what is said."""
    told: Row = {"person_id": f"T{number:06}", "province": "shaanxi", "city": None, "sex": "male"}
    told |= {"born_year": 1969, "born_month": 3, "retires_year": 2024, "retires_month": 3}
    return told | {"months_deemed": 0, "account_balance_fen": 0} | said


def year(number: int, of: int, months: int, base_fen: int) -> Row:
    return {"person_id": f"T{number:06}", "year": of, "months": months, "base_fen": base_fen}


def twice_the_wage(number: int, months: int) -> list[Row]:
    """Give a history whose index is 2 exactly."""
    wages = parameter("average-wage-shaanxi")
    whole, rest = divmod(months, 12)
    lengths = {2024 - n: 12 for n in range(1, whole + 1)} | {2023 - whole: rest}
    return [
        year(number, of, length, 2 * wages.at(date(of, 1, 1)).value)
        for of, length in sorted(lengths.items())
        if length
    ]


def test_forced_half_fens_of_the_account_go_up_in_both() -> None:
    """A balance of 85×(2k＋1) fen over 170 months is k＋½ tenths of a fen times ten."""
    persons = [person(k, account_balance_fen=85 * (2 * k + 1)) for k in range(1_000)]
    years = [year(k, 2023, 12, 700_000) for k in range(1_000)]
    tables = pa.Table.from_pylist(persons), pa.Table.from_pylist(years)
    together = all_at_once(*tables)
    for k, one in enumerate(persons):
        told = together[one["person_id"]]
        assert isinstance(told, dict)
        assert Fraction(one["account_balance_fen"], 170) - k == Fraction(1, 2)
        assert told["account_fen"] == k + 1
    assert different(*tables, quickly) == []


def test_forced_half_fens_of_the_basic_part_go_up_in_both() -> None:
    """With an index of 2 the basic part is 7727 yuan × 1.5 × months ÷ 1200."""
    months = [m for m in range(1, 241) if (772_700 * 3 * m) % 2400 == 1200]
    assert len(months) >= 10
    persons = [person(m) for m in months]
    years = [one for m in months for one in twice_the_wage(m, m)]
    tables = pa.Table.from_pylist(persons), pa.Table.from_pylist(years)
    together = all_at_once(*tables)
    for m, one in zip(months, persons, strict=True):
        told = together[one["person_id"]]
        assert isinstance(told, dict)
        assert told["index"] == 2000
        assert told["basic_fen"] == 772_700 * 3 * m // 2400 + 1
    assert different(*tables, at_the_window) == []


HISTORIES = st.dictionaries(
    st.integers(1994, 2023), st.tuples(st.integers(1, 12), st.integers(1, 10**8)), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(
    said=st.fixed_dictionaries(
        {
            "province": st.sampled_from(["shaanxi", "jilin"]),
            "city": st.sampled_from([None, "长春", "延安"]),
            "born_year": st.integers(1950, 1985),
            "born_month": st.integers(1, 12),
            "retires_year": st.integers(2019, 2030),
            "months_deemed": st.integers(0, 500),
            "account_balance_fen": st.integers(0, 10**13),
        }
    ),
    history=HISTORIES,
)
def test_whoever_it_is_hears_the_same_reason_or_gets_the_same_fen(
    said: dict[str, Any], history: dict[int, tuple[int, int]]
) -> None:
    one = person(0, **said)
    years = [year(0, of, *history[of]) for of in sorted(history) if of < said["retires_year"]]
    years = years or [year(0, said["retires_year"] - 1, 12, 500_000)]
    together = all_at_once(pa.Table.from_pylist([one]), pa.Table.from_pylist(years))
    assert same(together["T000000"], at_the_window(one, years))


def test_every_province_that_has_an_index_has_bases_too() -> None:
    assert set(index.BOOKS) <= {"shaanxi", "jilin"}
    for province in index.BOOKS:
        assert pension.book_of(province).rules["base_fen"]
