"""One way to write a value down, so that its digest can be computed again years later."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.canonical import (
    BEGINNING,
    NotCanonicalError,
    canonical,
    digest_of,
    link_digest,
    plain,
)

CLEAN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | CLEAN,
    lambda parts: st.lists(parts) | st.dictionaries(CLEAN, parts),
)
MOMENTS = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.timezones())  # noqa: DTZ001 -- the strategy adds the zone


@given(VALUES)
def test_what_was_written_reads_back_the_same_and_writes_the_same_again(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(CLEAN, st.integers()))
def test_the_order_in_which_keys_came_makes_no_difference(value: dict[str, int]) -> None:
    other = dict(reversed(list(value.items())))
    assert canonical({"rows": [other]}) == canonical({"rows": [value]})


def test_text_stands_as_it_is_with_no_spare_space() -> None:
    assert canonical({"b": [1, None, True], "a": "高桂梅"}) == '{"a":"高桂梅","b":[1,null,true]}'


@given(MOMENTS)
def test_a_moment_is_written_in_utc_to_the_microsecond(at: datetime) -> None:
    text = plain(at)
    assert isinstance(text, str)
    assert len(text) == len("2026-03-09T00:30:00.000000Z")
    assert datetime.fromisoformat(text) == at.astimezone(UTC)


def test_one_moment_is_written_in_one_way_wherever_it_was_seen() -> None:
    utc = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    local = utc.astimezone(timezone(timedelta(hours=8)))
    assert plain(local) == plain(utc) == "2026-03-09T00:30:00.000000Z"


def test_a_moment_without_a_zone_is_refused_for_it_means_another_on_another_machine() -> None:
    with pytest.raises(NotCanonicalError):
        canonical(datetime(2026, 3, 9, 0, 30))  # noqa: DTZ001 -- that is the point


def test_days_keys_and_posts_are_written_as_people_would() -> None:
    assert plain(date(2026, 3, 9)) == "2026-03-09"
    assert plain(UUID(int=7)) == "00000000-0000-0000-0000-000000000007"
    assert plain(Post.TELLER) == "teller"
    assert plain((1, [Post.TELLER])) == [1, ["teller"]]


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal("1.5"),
        b"bytes",
        {1, 2},
        object,
        "a\0b",
        "\ud800",
        "e\u0301",
        "\u212b",
    ],
    ids=repr,
)
def test_what_has_more_than_one_form_is_refused_wherever_it_stands(value: object) -> None:
    for place in (value, [value], {"key": value}, {"key": [{"key": value}]}):
        with pytest.raises(NotCanonicalError):
            canonical(place)


@pytest.mark.parametrize("key", ["a\0b", "\ud800", "e\u0301"], ids=repr)
def test_a_key_is_text_too(key: str) -> None:
    with pytest.raises(NotCanonicalError):
        canonical({key: 1})


@given(CLEAN, CLEAN)
def test_a_digest_binds_an_act_to_its_content_and_to_the_act_before(one: str, two: str) -> None:
    first = link_digest(BEGINNING, one)
    assert first == link_digest(BEGINNING, one)
    assert first != link_digest(digest_of(one), one)
    assert (first == link_digest(BEGINNING, two)) is (one == two)
