"""What a case is about, and what is about it: corrections and objections, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.queries import linked_to
from yichuang.domain.cases.standing import Standing
from yichuang.domain.catalogue.queries import profile_of
from yichuang.domain.items import objection
from yichuang.domain.items.correction import DONE, item_for
from yichuang.doors.workbench.here import Here


@dataclass(frozen=True)
class Link:
    """Another case that belongs to this one."""

    says: str
    """How it belongs: the original of this one, or which item it is."""
    number: str
    subject: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Asking:
    """What can be asked for about a case at this window."""

    item: str
    corrects: bool
    """A correction; otherwise an objection."""


def links_of(case: Standing) -> list[Link]:
    """Give the original of a case, and every case that is about it."""
    row = case.case
    original = Case.objects.filter(number=row.original).first() if row.original else None
    found = [_link(original, "原办件：")] if original else []
    return found + [_link(one, "") for one in linked_to(row.number).select_related("edition")]


def asking_about(case: Standing, here: Here) -> list[Asking]:
    """Give what this window accepts about a case as it stands; acceptance asks everything else."""
    row, wanted = case.case, []
    if case.rule.business == "internal" or row.agency_id != here.agency.code:
        return []
    if row.state in DONE:
        wanted.append((item_for(row.level), True))
    if row.state in objection.DECIDED and row.item != objection.ITEM.code:
        wanted.append((objection.ITEM.code, False))
    taken = {r.code for r in here.profile.items if r.accepted_by == here.post}
    return [Asking(code, corrects) for code, corrects in wanted if code in taken]


def originals_of(chains: Iterable[str]) -> dict[str, str]:
    """Give the originals of those cases of some chains that correct another, by their chains."""
    cases = Case.objects.filter(chain__in=set(chains)).exclude(original=None)
    return {case.chain_id: str(case.original) for case in cases}


def _link(case: Case, says: str) -> Link:
    rule = profile_of(case.edition).item(case.item)
    name = rule.name if rule else case.item
    return Link(f"{says}{name}", case.number, case.subject, case.state, case.accepted_at)
