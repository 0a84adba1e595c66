"""One byte is changed anywhere in what was signed, and all else made to match: it is found.

A sample of the bytes, or with `--signed-bytes 1000000` every one of them.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random
from typing import Any

import pytest

from tests.halls import Huanglong
from tests.proof.forging import Contents, Proof, contents_of, rekeyed, relinked, signatures
from tests.reliability.trials import tell
from yichuang import checker
from yichuang.domain.journeys.proofs import proof_of_case

Path = tuple[Any, ...]
OF_CASE = ("number", "item", "edition_id", "level", "subject", "form", "materials")
OF_KEY = ("fingerprint", "staff_id", "algorithm", "public")
PLAIN = "0123456789abcdefABCDEF甲乙丙丁"


@pytest.fixture
def proof(huanglong: Huanglong) -> Proof:
    """Give the proof of a case with four signatures and a reviewer's ticks."""
    number = huanglong.accept_employer()
    huanglong.carry(number)
    return proof_of_case(number, at=huanglong.now)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, str | int]]:
    """Give every text and number within a value, with where it stands."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield path, value
    if isinstance(value, dict | list):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, name))


def signed_parts(contents: Contents) -> Iterator[Path]:
    """Give where in a case's acts something stands that was signed."""
    accepted = next(i for i, row in enumerate(contents[0]["rows"]) if row[0] == "cases_case")
    yield from ((0, "rows", accepted, 2, name) for name in OF_CASE)
    for content in signatures(contents):
        n = content["n"] - 1
        yield from ((n, name) for name in ("verb", "by", "at"))
        said = ("brief", "screen", "signature", "ticked")
        yield from ((n, "said", name) for name in said if name in content["said"])


def places(proof: Proof) -> Iterator[tuple[str, Path, int]]:
    """Give every byte that was signed: whose chain, which text or number, which sign of it."""
    contents = contents_of(proof["acts"])
    found = [
        ("", path, leaf) for part in signed_parts(contents) for path, leaf in _at(contents, part)
    ]
    for owner, given in proof["keys"].items():
        own = contents_of(given["acts"])
        parts = ((0, "rows", 0, 2, name) for name in OF_KEY)
        found += [(owner, path, leaf) for part in parts for path, leaf in _at(own, part)]
    for owner, path, leaf in found:
        yield from ((owner, path, i) for i in range(len(str(leaf))))


def _at(contents: Contents, part: Path) -> Iterator[tuple[Path, str | int]]:
    value: Any = contents
    for name in part:
        value = value[name]
    yield from leaves(value, part)


def changed(path: Path, i: int, random: Random) -> Callable[[Contents], None]:
    """Put another sign in the place of one; a number stays a number."""

    def change(contents: Contents) -> None:
        place: Any = contents
        for name in path[:-1]:
            place = place[name]
        old = place[path[-1]]
        signs = "123456789" if isinstance(old, int) else PLAIN + str(old)[i].swapcase()
        sign = random.choice([sign for sign in signs if sign != str(old)[i]])
        place[path[-1]] = type(old)(str(old)[:i] + sign + str(old)[i + 1 :])

    return change


def missed(proof: Proof, tried: list[tuple[str, Path, int]]) -> list[tuple[str, Path, int]]:
    """Change each of these bytes, and give those whose change the checker doesn't find."""
    random = Random(20260309)  # noqa: S311
    return [place for place in tried if not _found(proof, place, random)]


def _found(proof: Proof, place: tuple[str, Path, int], random: Random) -> bool:
    owner, path, i = place
    change = changed(path, i, random)
    forged = rekeyed(proof, owner, change) if owner else relinked(proof, change)
    return checker.check(forged).faults != []


@pytest.mark.clause("SX-12")
def test_one_changed_byte_of_what_was_signed_is_found(
    proof: Proof, size: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same signature over the same message is reckoned once, not two thousand times.
    monkeypatch.setattr(checker, "signs", lru_cache(None)(checker.signs))
    assert checker.check(proof).faults == []
    every = list(places(proof))
    tried = every if size("signed-bytes") >= len(every) else _sample(every, size("signed-bytes"))
    tell(f"{len(tried)} of {len(every)} signed bytes")
    assert missed(proof, tried) == []


def _sample(every: list[tuple[str, Path, int]], count: int) -> list[tuple[str, Path, int]]:
    return Random(20260310).sample(every, count)  # noqa: S311


def test_with_the_signature_unchecked_changed_signatures_are_missed(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker, "signs", lambda *_: True)
    values = [place for place in places(proof) if place[1][-1] == "value"]
    assert len(missed(proof, values[:20])) > 10
