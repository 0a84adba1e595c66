"""Numbers that people read aloud: an agency, its own day, a serial, and a digit that checks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.domain.kernel.models import Counter
from yichuang.domain.kernel.numbers import (
    LOCAL,
    local_day,
    next_number,
    next_serial,
    numbered,
    reads_right,
)

NUMBERS = st.builds(
    numbered,
    st.sampled_from(["610631", "610629", "222424", "610000"]),
    st.dates(date(2016, 1, 1), date(2099, 12, 31)),
    st.integers(1, 12_000),
)
MORNING = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def test_a_number_is_agency_day_serial_and_check_digit() -> None:
    assert numbered("610102", date(2026, 11, 22), 1) == "610102-20261122-0001-5"
    assert reads_right("610102-20261122-0001-5")


def test_after_the_9999th_of_a_day_the_serial_grows() -> None:
    number = numbered("610102", date(2026, 11, 22), 10_000)
    assert number.startswith("610102-20261122-10000-")
    assert reads_right(number)


@given(number=NUMBERS, data=st.data())
def test_the_check_digit_finds_any_single_wrong_digit(number: str, data: st.DataObject) -> None:
    places = [i for i, character in enumerate(number) if character.isdigit()]
    i = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[i]]))
    assert reads_right(number)
    assert not reads_right(number[:i] + wrong + number[i + 1 :])


def exchanged(number: str) -> list[str]:
    """Give what a number becomes when two different neighbouring digits change places."""
    digits = number.replace("-", "")
    pairs = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    return [digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in pairs]


def test_and_nearly_every_exchange_of_two_neighbours() -> None:
    """ISO 7064 MOD 11,10 finds some 98 in 100 of these; it doesn't promise all of them."""
    days = [date(2026, 1, 1) + timedelta(days=i) for i in range(0, 365, 7)]
    numbers = [numbered("610631", day, serial) for day in days for serial in (1, 12, 340)]
    wrong = [other for number in numbers for other in exchanged(number)]
    unseen = sum(reads_right(other) for other in wrong)
    assert unseen / len(wrong) < 0.06


@pytest.mark.parametrize(
    "text", ["", "-", "R", "610102-20261122-0001-4", "610102-20261122-0001-x", "６１０１０２", "²"]
)
def test_what_is_no_number_does_not_read_right(text: str) -> None:
    assert not reads_right(text)


def test_a_serial_counts_one_up_and_keeps_nothing_else(db: None) -> None:
    assert [next_serial("a"), next_serial("a"), next_serial("b"), next_serial("a")] == [1, 2, 1, 3]
    assert Counter.objects.get(key="a").last == 3


def test_the_serial_begins_anew_at_each_agency_and_each_day(db: None) -> None:
    tomorrow = MORNING + timedelta(days=1)
    assert next_number("", "610637", MORNING).startswith("610637-20260309-0001-")
    assert next_number("", "610637", MORNING).startswith("610637-20260309-0002-")
    assert next_number("", "610638", MORNING).startswith("610638-20260309-0001-")
    assert next_number("", "610637", tomorrow).startswith("610637-20260310-0001-")


def test_each_noun_of_the_register_has_a_series_of_its_own(db: None) -> None:
    assert next_number("R", "610637", MORNING).startswith("R610637-20260309-0001-")
    assert next_number("D", "610637", MORNING).startswith("D610637-20260309-0001-")
    assert reads_right(next_number("R", "610637", MORNING))


def test_the_day_of_a_number_is_the_day_in_the_hall(db: None) -> None:
    last_second = datetime(2026, 3, 9, 23, 59, 59, tzinfo=LOCAL)
    midnight = last_second + timedelta(seconds=1)
    assert (local_day(last_second), local_day(midnight)) == (date(2026, 3, 9), date(2026, 3, 10))
    assert next_number("", "610637", last_second).startswith("610637-20260309-0001-")
    assert next_number("", "610637", midnight).startswith("610637-20260310-0001-")


@given(st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- the strategy adds the zone
def test_the_hall_is_eight_hours_ahead_of_utc(at: datetime) -> None:
    assert local_day(at) == (at + timedelta(hours=8)).date()


def test_a_citizen_id_is_no_number_of_ours_even_where_its_check_would_fit() -> None:
    assert not reads_right("610631199003153435")
