"""Two publications at the same moment give one winner, and the other is refused by name."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.catalogue.editions import THIRD, next_version, packaged
from tests.halls import MORNING, Hall, Huanglong
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.actions.editions import DayTaken, NoSuchEdition
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import MovedMeanwhile, RowMoved
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER, SECOND

SHAANXI = packaged("shaanxi")
ROUNDS = 12

Publish = Callable[[str, str], None]


def for_real(key: str, by: str) -> None:
    """Publish as the catalogue's own verb does."""
    Huanglong().do(publish, key, by=by)


class Unguarded:
    """The control: look, wait until the other has looked too, write without any guard."""

    def __init__(self) -> None:
        self.looked = Barrier(2, timeout=20)

    def __call__(self, key: str, by: str) -> None:
        if Edition.objects.filter(key=key, published_by=None).exists():
            self.looked.wait()
            Edition.objects.filter(key=key).update(published_by=by, published_at=MORNING)


def at_once(how: Publish, *attempts: tuple[str, str]) -> list[Refusal | None]:
    """Let everybody publish at the same moment; give each one's refusal, None for a winner."""
    start = Barrier(len(attempts), timeout=20)

    def attempt(key: str, by: str) -> Refusal | None:
        try:
            start.wait()
            how(key, by)
        except Refusal as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(attempts)) as people:
        return list(people.map(lambda one: attempt(*one), attempts))


def proposed(hall: Hall, version: int, day: date) -> str:
    return str(hall.do(propose, next_version(SHAANXI, version, day), by=FOUNDER).said["edition"])


def days() -> list[date]:
    return [MORNING.date() + timedelta(days=n) for n in range(1, ROUNDS + 1)]


def test_one_version_by_two_people_has_one_winner(own_database: str) -> None:
    hall = Huanglong()
    for version, day in enumerate(days(), 2):
        key = proposed(hall, version, day)
        outcomes = at_once(for_real, (key, SECOND), (key, THIRD))
        assert outcomes.count(None) == 1
        (loser,) = (outcome for outcome in outcomes if outcome is not None)
        assert isinstance(loser, (NoSuchEdition, MovedMeanwhile, RowMoved))
        winner = (SECOND, THIRD)[outcomes.index(None)]
        assert Edition.objects.get(key=key).published_by == winner
    assert verify().faults == []


def test_two_versions_for_one_day_have_one_winner(own_database: str) -> None:
    hall = Huanglong()
    for i, day in enumerate(days()):
        keys = [proposed(hall, version, day) for version in (2 * i + 2, 2 * i + 3)]
        outcomes = at_once(for_real, (keys[0], SECOND), (keys[1], THIRD))
        assert outcomes.count(None) == 1
        (loser,) = (outcome for outcome in outcomes if outcome is not None)
        assert isinstance(loser, (DayTaken, MovedMeanwhile))
        published = Edition.objects.get(in_force_on=day, published_by__isnull=False)
        assert published.key == keys[outcomes.index(None)]
    assert verify().faults == []


@pytest.mark.parametrize("round_", range(2))
def test_without_the_guard_both_would_win(own_database: str, round_: int) -> None:
    key = proposed(Huanglong(), 2, days()[0])
    assert at_once(Unguarded(), (key, SECOND), (key, THIRD)) == [None, None]
    assert verify().faults, "and the trail explains neither"
