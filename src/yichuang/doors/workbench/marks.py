"""Signatures as pages show them: whose, with which key, by what proof; whether they hold now."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.domain.cases.actions.decisions import is_signed
from yichuang.domain.cases.signatures import faults_of
from yichuang.domain.cases.standing import Standing
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench.dossier import Deed
from yichuang.doors.workbench.entrance.proofs import FACTOR_NAMES
from yichuang.doors.workbench.templatetags.words import algorithm


@dataclass(frozen=True)
class Mark:
    """One signature of a case, checked when the page is made."""

    n: int
    """The act, by its place on the chain."""
    step: int | None
    """The seat that it stands at; nothing where it is void."""
    by: str
    at: datetime
    faults: tuple[str, ...]
    algorithm: str = ""
    key: str = ""
    """The beginning of the key's fingerprint; nothing: from before there were keys."""
    factors: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is still the decision of its seat."""
        return self.step is not None


def marks_of(case: Standing, deeds: list[Deed]) -> list[Mark]:
    """Give the signatures of a case in their order, each really checked."""
    contents = [json.loads(deed.act.content) for deed in deeds]
    return list(_marks(case, contents, deeds)) if _any(case, deeds) else []


def of_a_payment(acts: list[Act]) -> dict[int, Mark]:
    """Give the signatures on the chain of a payment, by their act, each really checked."""
    contents = [json.loads(act.content) for act in acts]
    found = {}
    for act, content, faults in zip(acts, contents, faults_of(contents), strict=True):
        if signature := content["said"].get("signature"):
            place = (act.n, 0, act.actor, act.at, tuple(faults))
            found[act.n] = Mark(*place, *_made(signature))
    return found


def by_deed(marks: list[Mark]) -> dict[int, Mark]:
    """Give signatures by their act."""
    return {mark.n: mark for mark in marks}


def by_step(marks: list[Mark]) -> dict[int, Mark]:
    """Give the signatures that stand, by their seat."""
    return {mark.step: mark for mark in marks if mark.step is not None}


def _any(case: Standing, deeds: list[Deed]) -> bool:
    return any(is_signed(deed.act.verb, case.case.level) for deed in deeds)


def _marks(case: Standing, contents: list[Any], deeds: list[Deed]) -> Iterator[Mark]:
    for deed, faults in zip(deeds, faults_of(contents), strict=True):
        act, signature = deed.act, deed.said.get("signature")
        if not is_signed(act.verb, case.case.level):
            continue
        place = (_step(case, act.actor, act.at), act.actor, act.at, tuple(faults))
        yield Mark(act.n, *place, *(_made(signature) if signature else ()))


def _step(case: Standing, by: str, at: datetime) -> int | None:
    """Give the seat at which what somebody signed then is still the decision."""
    signed = (s for s in case.seats if (s.holder, s.decided_at) == (by, at) and s.signed)
    return next((seat.step for seat in signed), None)


def _made(signature: dict[str, Any]) -> tuple[str, str, str]:
    name = algorithm(str(signature.get("algorithm", "")))
    factors = signature.get("proof", {}).get("factors", [])
    told = "、".join(FACTOR_NAMES.get(factor, str(factor)) for factor in factors)
    return name, str(signature.get("key", ""))[:12], told
