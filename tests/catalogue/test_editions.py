"""A version of a catalogue is proposed by one person, published by another, in force from a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.catalogue.editions import THIRD, next_version, packaged, publish_text
from tests.halls import MORNING, Hall
from yichuang.domain.cases.intake import ItemNotInCatalogue
from yichuang.domain.cases.queries import standing
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.actions.editions import (
    DayTaken,
    EditionStands,
    NoSuchEdition,
    SecondPersonNeeded,
)
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import read_profile
from yichuang.domain.catalogue.queries import NoEditionInForce, edition_in_force, profile_of
from yichuang.domain.trail.canonical import digest_of
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER, SECOND

SHAANXI = packaged("shaanxi")
JULY, DAY = date(2026, 7, 1), timedelta(days=1)


@pytest.fixture
def proposed(huanglong: Hall) -> str:
    """Give the key of a second version for July, proposed and not yet published."""
    answer = huanglong.do(propose, next_version(SHAANXI, 2, JULY), by=FOUNDER)
    return str(answer.said["edition"])


def test_a_version_has_a_hash_of_its_content_and_a_day(huanglong: Hall, proposed: str) -> None:
    edition = Edition.objects.get(key=proposed)
    assert edition.key == "shaanxi/2"
    assert edition.in_force_on == JULY
    assert edition.content_hash == digest_of(edition.content)
    assert profile_of(edition) == read_profile(next_version(SHAANXI, 2, JULY))
    huanglong.do(publish, proposed, by=SECOND)
    propose_act, publish_act = list(acts_of("catalogue/shaanxi"))[-2:]
    assert edition.content_hash in propose_act.content
    assert edition.content_hash in publish_act.content
    assert (propose_act.actor, publish_act.actor) == (FOUNDER, SECOND)
    assert verify().faults == []


def test_two_contents_have_two_hashes(huanglong: Hall, proposed: str) -> None:
    huanglong.do(propose, next_version(SHAANXI, 3, JULY), by=FOUNDER)
    hashes = Edition.objects.values_list("content_hash", flat=True)
    assert len(set(hashes)) == len(hashes)


def test_publishing_needs_a_second_person(huanglong: Hall, proposed: str) -> None:
    with pytest.raises(SecondPersonNeeded):
        huanglong.do(publish, proposed, by=FOUNDER)
    assert Edition.objects.get(key=proposed).published_by is None
    huanglong.do(publish, proposed, by=SECOND)
    assert Edition.objects.get(key=proposed).published_by == SECOND


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("published_by = '0001', published_at = '2026-07-01'", "publishing_needs_a_second_person"),
        ("published_by = '0002'", "a_published_edition_says_when"),
        ("published_at = '2026-07-01'", "a_published_edition_says_when"),
        (
            "published_by = '0002', published_at = '2026-07-01', in_force_on = '2026-01-01'",
            "one_published_edition_in_force_from_a_day",
        ),
    ],
)
def test_the_database_holds_it_against_everybody(
    proposed: str, change: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change_edition(proposed, change)
    assert broken_by(refused.value) == constraint
    # The control: what is allowed goes through.
    change_edition(proposed, "published_by = '0002', published_at = '2026-07-01'")


def change_edition(key: str, change: str) -> None:
    """Change an edition past every action."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE catalogue_edition SET {change} WHERE key = %s", [key])  # noqa: S608
        assert cursor.rowcount == 1


def test_a_version_number_is_proposed_once(huanglong: Hall, proposed: str) -> None:
    with pytest.raises(EditionStands):
        huanglong.do(propose, next_version(SHAANXI, 2, JULY + DAY), by=THIRD)


def test_only_what_was_proposed_and_not_yet_published_is_published(
    huanglong: Hall, proposed: str
) -> None:
    with pytest.raises(NoSuchEdition):
        huanglong.do(publish, "shaanxi/9", by=SECOND)
    huanglong.do(publish, proposed, by=SECOND)
    for person in (FOUNDER, SECOND, THIRD):
        with pytest.raises(NoSuchEdition):
            huanglong.do(publish, proposed, by=person)


@pytest.mark.parametrize("day", [JULY, JULY - DAY, date(2026, 1, 1), date(2025, 12, 31)])
def test_a_version_comes_into_force_after_those_published_before(
    huanglong: Hall, proposed: str, day: date
) -> None:
    huanglong.do(publish, proposed, by=SECOND)
    key = huanglong.do(propose, next_version(SHAANXI, 3, day), by=FOUNDER).said["edition"]
    with pytest.raises(DayTaken):
        huanglong.do(publish, key, by=SECOND)


def test_the_version_in_force_follows_the_day(huanglong: Hall, proposed: str) -> None:
    def version(on: date) -> int:
        return edition_in_force("shaanxi", on).version

    assert version(JULY + DAY) == 1, "proposed isn't published"
    huanglong.do(publish, proposed, by=SECOND)
    publish_text(huanglong, next_version(SHAANXI, 3, JULY + 9 * DAY))
    days = [JULY - DAY, JULY, JULY + 8 * DAY, JULY + 9 * DAY, date(2030, 1, 1)]
    assert [version(day) for day in days] == [1, 2, 2, 3, 3]
    assert edition_in_force("wangqing", JULY).version == 1
    with pytest.raises(NoEditionInForce):
        version(date(2025, 12, 31))


def test_cases_are_accepted_under_the_version_of_their_day_in_the_hall(
    huanglong: Hall, proposed: str
) -> None:
    huanglong.do(publish, proposed, by=SECOND)
    midnight = MORNING.replace(month=7, day=1, hour=0, minute=0)
    huanglong.now = midnight - timedelta(minutes=2)
    assert standing(huanglong.accept_employer()).case.edition_id == "shaanxi/1"
    huanglong.now = midnight - timedelta(minutes=1)
    assert standing(huanglong.accept_employer()).case.edition_id == "shaanxi/2"


def test_nothing_is_accepted_before_a_catalogue_is_in_force(huanglong: Hall) -> None:
    huanglong.now = MORNING.replace(year=2025)
    with pytest.raises(NoEditionInForce):
        huanglong.accept_employer()


def test_an_item_that_the_catalogue_leaves_out_is_not_accepted(huanglong: Hall) -> None:
    text = next_version(SHAANXI, 2, MORNING.date())
    before, _, rest = text.partition('[[items]]\ncode = "basic-data-change"')
    publish_text(huanglong, before + "[[items]]" + rest.partition("[[items]]")[2])
    citizen = "610631199003150023"
    with pytest.raises(ItemNotInCatalogue):
        huanglong.accept_change(citizen)
