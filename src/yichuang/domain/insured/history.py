"""What the register said of a person or employer, version by version, as a page shows it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from yichuang.domain.insured.models import (
    INSURANCES,
    SEXES,
    Employer,
    Enrolment,
    Person,
    Proof,
    Revision,
)
from yichuang.domain.insured.search import masked_id, masked_phone

NOUNS: Final = {"person": Person, "employer": Employer, "enrolment": Enrolment}
HIDDEN: Final = frozenset({"number", "version", "agency", "person_id"})
"""Columns that say nothing to a reader of one row's history."""

MOST: Final = 100
"""No history shows more versions at once."""


@dataclass(frozen=True)
class Change:
    """One field as it was and as it became; None: the register said nothing of it."""

    title: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Version:
    """What one act made the register say."""

    noun: str
    number: str
    version: int
    at: datetime
    chain: str
    """The chain of the act: of a case, `case/` and its number."""
    changes: tuple[Change, ...]


def history_of(kind: str, number: str) -> list[Version]:
    """Give what was changed, the latest first; of a person with the enrolments; masked."""
    asked = Q(noun=kind, number=number)
    if kind == "person":
        own = Enrolment.objects.filter(person=number).values_list("number", flat=True)
        asked |= Q(noun="enrolment", number__in=list(own))
    rows = (
        Revision.objects.filter(asked).select_related("act").order_by("noun", "number", "version")
    )
    found: list[Version] = []
    before: Revision | None = None
    for row in rows:
        same = before is not None and (before.noun, before.number) == (row.noun, row.number)
        found.append(_version(row, before if same else None))
        before = row
    return sorted(found, key=lambda v: (v.at, v.version), reverse=True)[:MOST]


def chains_of(kind: str, number: str) -> set[str]:
    """Give the chains of the acts that wrote of a person or employer, proofs included."""
    chains = {version.chain for version in history_of(kind, number)}
    if kind == "person":
        chains |= set(Proof.objects.filter(person=number).values_list("act__chain", flat=True))
    return chains


def _version(row: Revision, before: Revision | None) -> Version:
    now = json.loads(row.content)
    then = json.loads(before.content) if before else {}
    changes = tuple(_changes(row.noun, then, now))
    return Version(row.noun, row.number, row.version, row.believed_at, row.act.chain_id, changes)


def _changes(noun: str, then: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    for field in NOUNS[noun]._meta.concrete_fields:  # noqa: SLF001 -- the titles of its columns
        name = field.attname
        if name in HIDDEN or name not in now or then.get(name) == now[name]:
            continue
        before = _words(name, then[name]) if name in then else None
        yield Change(str(field.verbose_name), before, _words(name, now[name]))


def _words(name: str, value: Any) -> str | None:
    """Write a value of the register; identities and phones by their ends."""
    return None if value is None else WRITTEN.get(name, str)(value)


def _employer(number: str) -> str:
    found = Employer.objects.filter(pk=number).values_list("name", flat=True).first()
    return found or number


WRITTEN: Final[dict[str, Callable[[str], str]]] = {
    "citizen_id": masked_id,
    "phone": masked_phone,
    "sex": lambda code: SEXES.get(code, code),
    "insurance": lambda code: INSURANCES.get(code, code),
    "employer_id": _employer,
}
"""How some columns are written; the others as they stand."""
