"""Where acts stand in each other's way, the database lets one go, and that one is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from django.db import connection, transaction

from tests.halls import MORNING
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Busy, Plan, head_of, perform
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

CHAINS = ("agency/610631", "agency/610629")


def noted(chain: str) -> None:
    """Write an act that leaves no rows."""
    perform(
        lambda: Plan("note", head_of(chain)),
        asked=["note", chain],
        by="0001",
        at=MORNING,
        request=uuid4(),
    )


def test_of_two_that_wait_for_each_other_one_is_refused(own_database: str) -> None:
    both = Barrier(2)

    def cross(first: str, second: str) -> str:
        if connection.vendor == "sqlite":
            # Whoever writes first has the whole database; the other waits no longer than this.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 200")
            both.wait()
        try:
            with transaction.atomic():
                noted(first)
                if connection.vendor == "postgresql":
                    both.wait()
                noted(second)
                return "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ways = [pool.submit(cross, *CHAINS), pool.submit(cross, *reversed(CHAINS))]
        ends = sorted(way.result() for way in ways)
    assert "done" in ends
    assert set(ends) <= {"done", Busy.code}
    if connection.vendor == "postgresql":
        assert ends == [Busy.code, "done"]
    for chain in CHAINS:
        assert acts_of(chain).filter(verb="note").count() == ends.count("done")
    assert verify().faults == []


def test_who_finds_the_database_held_too_long_is_refused(own_database: str) -> None:
    if connection.vendor == "postgresql":
        hold, wait = "SELECT 1 FROM trail_chain FOR UPDATE", "SET lock_timeout = '200ms'"
    else:
        hold, wait = "SELECT 1", "PRAGMA busy_timeout = 200"
    begun, ended = Barrier(2), Barrier(2)

    def holder() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(hold)
            begun.wait()
            ended.wait()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(holder)
        begun.wait()
        with connection.cursor() as cursor:
            cursor.execute(wait)
        try:
            noted(CHAINS[0])
            refused = ""
        except Refusal as refusal:
            refused = refusal.code
        ended.wait()
        holding.result()
    assert refused == Busy.code
