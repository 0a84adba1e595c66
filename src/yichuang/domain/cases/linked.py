"""Cases about another case: a correction of what was done, an objection to what was decided.

They are decided by other people than the original (semantics: another reviewer, other signers).
Nothing of the original is touched: what was signed there stands.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases.models import Case, Delivery, Seat
from yichuang.domain.cases.states import OPEN
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.items import objection
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Matter, Original
from yichuang.domain.items.registry import AnyItem
from yichuang.domain.kernel.refusals import Refusal

DECIDING = (Duty.REVIEW.value, Duty.DECIDE.value)
"""Duties by which somebody decides; whoever worked on the original has none of them here."""

SAT_THERE = """EXISTS (SELECT 1 FROM cases_seat w WHERE w.case_id = 'case/' || c.original
 AND w.holder = %s AND w.duty <> 'accept')"""
"""Whether a person handled, reviewed or decided the original of a case `c`, in whatever turn."""

_NOT_THERE = """NOT EXISTS (SELECT 1 FROM cases_seat w WHERE w.case_id = %s AND w.holder = %s
 AND w.duty <> 'accept')"""


HOLDS = Q(state__in=OPEN) | Q(item=objection.ITEM.code, state__in=("done", "filed"))
"""Which cases about a case hold what it left to be paid: the open ones, and an upheld objection."""

_NOT_HELD = """NOT EXISTS (SELECT 1 FROM cases_case l WHERE l.original = %s
 AND (l.state IN ({states}) OR l.item = %s AND l.state IN ('done', 'filed')))"""


def not_held(original: str) -> tuple[Any, ...]:
    """Give the condition that nothing holds what a case left to be paid, with its parameters."""
    states = ", ".join("%s" for _ in OPEN)
    return _NOT_HELD.format(states=states), original, *OPEN, objection.ITEM.code


class DecidedTheOriginal(Refusal):
    """Whoever handled, reviewed or decided a case doesn't decide on what is about it."""

    code = "decided-the-original"
    says = "您（{by}）办理过原办件 {original}，不能再复核或审批它的更正或复查。请转交同岗位另一人。"


def others_decide(held: Mandate, case: Case, seat: Seat, by: str, *, sat_there: bool) -> Mandate:
    """Let a decision rest on the person's not having worked on the original."""
    if case.original is None or seat.duty not in DECIDING:
        return held
    if sat_there:
        raise DecidedTheOriginal(by=by, original=case.original)
    return held.and_also(_NOT_THERE, f"case/{case.original}", by)


def not_for(cases: QuerySet[Case], by: str) -> QuerySet[Case]:
    """Leave out the cases that a person may not decide, having worked on their originals."""
    worked = Seat.objects.filter(case__number=OuterRef("original"), holder=by)
    deciding = Seat.objects.filter(
        case=OuterRef("pk"), step=OuterRef("step"), stands_down=False, duty__in=DECIDING
    )
    theirs = Exists(worked.exclude(duty=Duty.ACCEPT.value))
    return cases.exclude(Q(original__isnull=False), theirs, Exists(deciding))


def who_sat(originals: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Give, by the number of a case, who handled, reviewed or decided it."""
    found: dict[str, frozenset[str]] = {}
    seats = Seat.objects.filter(case__number__in=originals).exclude(holder=None)
    for number, holder in seats.exclude(duty=Duty.ACCEPT.value).values_list(
        "case__number", "holder"
    ):
        found[number] = found.get(number, frozenset()) | {str(holder)}
    return found


def matter_of(
    item: AnyItem, form: ItemForm, profile: Profile, agency: str, on: date
) -> Matter[Any, Any]:
    """Put together what checks and effect of an item go by, the original case included."""
    return Matter(form, item.look_up(form), profile, agency, on, _original(item.original(form)))


def _original(number: str | None) -> Original | None:
    if number is None:
        return None
    case = Case.objects.filter(number=number).first()
    if case is None:
        return None
    delivered = Delivery.objects.filter(case=case).aggregate(first=Min("delivered_on"))["first"]
    return Original(
        case.number,
        case.item,
        case.agency_id,
        case.level,
        case.state,
        json.loads(case.form),
        delivered,
    )
