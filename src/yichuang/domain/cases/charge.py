"""The deputy in charge of that business (主管副主任), not any deputy, decides (SX-12)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases.models import Case, Seat
from yichuang.domain.cases.standing import Standing
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions.charges import charge_of
from yichuang.domain.staff.models import Absence, Assignment, Charge
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.rows import stored


class NotInCharge(Refusal):
    """Another deputy is in charge of that business."""

    code = "not-in-charge"
    says = "“{category}”由 {holder} 分管，您（{by}）不分管这项业务。请转交分管的主管副主任。"


class NobodyInCharge(Refusal):
    """The agency has several deputies, and didn't say which is in charge of that business."""

    code = "nobody-in-charge"
    says = "本机构有多名主管副主任，“{category}”尚未登记由谁分管。请负责人先登记分管业务。"


_IN_CHARGE = """EXISTS (SELECT 1 FROM staff_charge h WHERE h.id = %s AND h.staff_id = %s
 AND h.until IS NULL)"""
_UNDIVIDED = """NOT EXISTS (SELECT 1 FROM staff_charge h JOIN staff_assignment a
 ON a.staff_id = h.staff_id AND a.agency_id = h.agency_id AND a.post = %s
 AND a.since <= %s AND a.until > %s
 WHERE h.agency_id = %s AND h.category = %s AND h.until IS NULL)"""
_INSTEAD = """EXISTS (SELECT 1 FROM staff_absence v WHERE v.id = %s AND v.delegate_id = %s
 AND v.since <= %s AND v.until > %s)"""


AT_THE_DEPUTY = Q(state="deputy")


def asks_who_is_in_charge(seat: Seat) -> bool:
    """Say whether a seat is for the deputy in charge."""
    return seat.post == Post.DEPUTY_DIRECTOR and seat.duty == Duty.DECIDE


def in_charge(standing: Standing, agency: str, by: str, on: date, held: Mandate) -> Mandate:
    """Let a mandate rest on being in charge of the case's business (NotInCharge, NobodyInCharge).

    Whoever is in charge and away is stood in for by the delegate; who stood down in this case, by
    another deputy. An agency with one deputy needs no division of business, and who is deputy no
    longer is in charge of nothing.
    """
    category = standing.rule.category
    charge, deputies = charge_of(agency, category, on), _deputies(agency, on)
    if charge is None or charge.staff_id not in deputies:
        if deputies > {by}:
            raise NobodyInCharge(category=category)
        day = stored(Assignment, "since", on)
        where = (Post.DEPUTY_DIRECTOR.value, day, day, agency, category)
        return held.and_also(_UNDIVIDED, *where)
    if charge.staff_id == by:
        return held.and_also(_IN_CHARGE, charge.id, by)
    return _instead_of(charge, standing, by, on, held)


def _instead_of(charge: Charge, standing: Standing, by: str, on: date, held: Mandate) -> Mandate:
    if any(seat.stands_down for seat in standing.roles_of(charge.staff_id)):
        return held
    away = Absence.objects.filter(
        staff=charge.staff_id, agency=charge.agency_id, post=Post.DEPUTY_DIRECTOR, delegate=by
    )
    absence = away.filter(since__lte=on, until__gt=on).first()
    if absence is None:
        raise NotInCharge(category=charge.category, holder=charge.staff_id, by=by)
    day = stored(Absence, "since", on)
    return held.and_also(_INSTEAD, absence.id, by, day, day)


def without_others_business(
    cases: QuerySet[Case], agency: str, by: str, on: date, *, where: Q = AT_THE_DEPUTY
) -> QuerySet[Case]:
    """Leave out of a deputy's list what another deputy is in charge of, as the gate would.

    `where`: which of the cases are the deputy's to decide.
    """
    away = Absence.objects.filter(agency=agency, post=Post.DEPUTY_DIRECTOR, delegate=by)
    instead = away.filter(since__lte=on, until__gt=on).values("staff")
    others = Charge.objects.filter(agency=agency, until=None).exclude(staff=by)
    for charge in others.exclude(staff__in=instead).select_related("agency"):
        if charge.staff_id not in _deputies(agency, on):
            continue
        profile = profile_of(edition_in_force(charge.agency.profile, on))
        theirs = [rule.code for rule in profile.items if rule.category == charge.category]
        stood_down = Seat.objects.filter(
            case=OuterRef("pk"), holder=charge.staff_id, stands_down=True
        )
        cases = cases.exclude(where & Q(item__in=theirs) & ~Exists(stood_down))
    return cases


def _deputies(agency: str, on: date) -> set[str]:
    held = Assignment.objects.filter(
        agency=agency, post=Post.DEPUTY_DIRECTOR, since__lte=on, until__gt=on
    )
    return set(held.values_list("staff", flat=True))
