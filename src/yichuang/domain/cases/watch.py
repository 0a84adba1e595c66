"""The watch list (SX-13): every open case of an item that Art. 13 names, wherever it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from yichuang.domain.cases.clocks import Timed, timed
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.states import OPEN
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.trail.models import Act


@dataclass(frozen=True)
class Watched:
    """One case that is watched: how it stands, and how often it was returned."""

    timed: Timed
    returned: int


def watched(agencies: Collection[str], on: date) -> list[Watched]:
    """Give the open cases of some agencies that are watched; what is missed or due stands first.

    An item is watched if the catalogue says so under which the case was accepted, or the one in
    force on the day: what was accepted before isn't watched less.
    """
    open_there = Case.objects.filter(agency__in=agencies, state__in=OPEN)
    pairs = _watched_pairs(set(open_there.values_list("item", "edition").distinct()), on)
    items = {item for item, _ in pairs}
    found = [
        one
        for one in timed(open_there.filter(item__in=items), on)
        if (one.case.item, one.case.edition_id) in pairs
    ]
    returned = _returned([one.case.chain_id for one in found])
    found.sort(key=lambda one: (one.due_on or date.max, one.case.accepted_at))
    return [Watched(one, returned.get(one.case.chain_id, 0)) for one in found]


def _watched_pairs(pairs: set[tuple[str, str]], on: date) -> set[tuple[str, str]]:
    """Keep the pairs of an item and the edition it was accepted under that are watched."""
    editions = Edition.objects.defer("content").in_bulk({edition for _, edition in pairs})
    codes = {edition.profile for edition in editions.values()}
    now = {code: profile_of(edition_in_force(code, on)) for code in codes}
    kept = set()
    for item, key in pairs:
        edition = editions[key]
        rules = (profile_of(edition).item(item), now[edition.profile].item(item))
        if any(rule is not None and rule.watched for rule in rules):
            kept.add((item, key))
    return kept


def _returned(chains: list[str]) -> dict[str, int]:
    """Count how often each case was returned."""
    counted: dict[str, int] = {}
    for first in range(0, len(chains), 500):
        acts = Act.objects.filter(chain__in=chains[first : first + 500], verb="return")
        rows = acts.order_by("chain").values_list("chain").annotate(many=Count("request"))
        counted.update(rows)
    return counted
