"""Workers are killed between any two statements of a journey, and clients ask again.

Nothing acknowledged is lost, nothing happens twice, no case is half written. Two controls must
fail: an act without a transaction, and a client without a key for its request.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic

from django.db import connection

from tests.halls import Huanglong
from tests.reliability.clients import (
    Client,
    Deaths,
    Ledger,
    Refused,
    Worker,
    balance,
    went_otherwise,
)
from tests.reliability.crew import a_person, an_employer
from tests.reliability.trials import luck, tell
from tests.reliability.visits import (
    Life,
    employer_registered,
    lives,
    person_registered,
    proof_given,
)
from tests.reliability.worker import WITHOUT_TRANSACTION
from yichuang.domain.cases.models import Case
from yichuang.domain.trail.verify import verify

Size = Callable[[str], int]
WORKERS = 2


def carry(client: Client, those: Iterator[Life]) -> Client:
    """Carry one life after another until everybody who is to die has died."""
    with closing(client.worker):
        while not client.deaths.all_happened:
            client.live(next(those))
    return client


def test_nothing_is_lost_and_nothing_happens_twice_when_workers_are_killed(
    own_database: str, size: Size, tmp_path: Path
) -> None:
    Huanglong().with_city()
    ledger, deaths = Ledger(tmp_path / "ledger"), Deaths(size("worker-kills"), luck(6))
    began = monotonic()
    clients = [Client(Worker(own_database), ledger, deaths) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        lived = [
            case for c in pool.map(carry, clients, [lives() for _ in clients]) for case in c.lived
        ]
    found = balance(ledger)
    tell(
        f"{deaths.happened} workers killed at {len(deaths.places)} places in "
        f"{monotonic() - began:.1f} s; {found.acknowledged} acts of {len(lived)} cases "
        f"acknowledged, {len(found.lost)} lost, {len(found.doubled)} doubled"
    )
    assert deaths.happened >= size("worker-kills")
    assert (found.lost, found.doubled) == ([], [])
    assert went_otherwise(lived) == []
    assert len({number for number, _ in lived}) == len(lived) == Case.objects.count()
    assert verify().faults == []


def test_without_a_request_key_a_client_who_asks_again_is_served_twice(
    own_database: str, tmp_path: Path
) -> None:
    nobody_dies = Deaths(0, luck(7))
    employer = an_employer()
    person = a_person(employer["credit_code"])
    ledger = Ledger(tmp_path / "ledger")
    deaths = Deaths(10, luck(7), only_before_the_answer=True)
    with closing(Worker(own_database)) as worker:
        client = Client(worker, ledger, nobody_dies, a_new_key_each_time=True)
        client.live(employer_registered(employer))
        client.live(person_registered(person))
        client.deaths = deaths
        accepted = 0
        while not deaths.all_happened:
            accepted += 1
            with suppress(Refused):  # Later steps are refused: they were taken before.
                client.live(proof_given(person["citizen_id"]))
    found = balance(ledger)
    tell(f"{len(found.doubled)} acts of which nobody was told, though everybody asked again")
    assert found.lost == []
    assert found.doubled != []
    assert Case.objects.filter(item="insurance-proof").count() > accepted


if connection.vendor == "sqlite":  # On PostgreSQL an act is one statement: there is no half of it.

    def test_without_a_transaction_cases_are_left_half_written(
        own_database: str, size: Size, tmp_path: Path
    ) -> None:
        ledger, deaths = Ledger(tmp_path / "ledger"), Deaths(size("worker-kills"), luck(8))
        with closing(Worker(own_database, WITHOUT_TRANSACTION)) as worker:
            client = Client(worker, ledger, deaths)
            while not deaths.all_happened:
                with suppress(Refused):  # A half written case goes nowhere.
                    client.live(employer_registered(an_employer()))
        faults = verify().faults
        tell(f"{len(faults)} faults after {deaths.happened} kills without a transaction")
        assert faults != []
