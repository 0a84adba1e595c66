"""A test that commits has a database of its own, and leaves the others as they were."""

from tests.halls import Huanglong
from yichuang.domain.cases.models import Case
from yichuang.domain.trail.verify import verify


def test_what_is_committed_stays_in_the_copy(own_database: str) -> None:
    assert own_database
    hall = Huanglong()
    hall.carry(hall.accept_employer())
    assert Case.objects.count() == 1
    assert verify().faults == []


def test_the_next_copy_begins_as_the_halls_open(own_database: str) -> None:
    assert own_database
    assert Case.objects.count() == 0


def test_and_the_shared_database_never_saw_it(db: None) -> None:
    assert Case.objects.count() == 0
