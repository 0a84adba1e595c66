"""Who may: an act rests on an assignment to the post and on a grant to that post.

Both are read before the act is decided, and `judge` makes a mandate of them or refuses; `holds`
is the same question in SQL, asked again by the guarded write at the moment it happens.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.scope import NOWHERE, Place, outside
from yichuang.domain.catalogue.profile import ItemRule
from yichuang.domain.kernel.money import Fen, yuan
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Absence, Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.rows import stored
from yichuang.domain.trail.statements import Condition


class NotYourPost(Refusal):
    """The person doesn't hold the post at the agency on that day."""

    code = "not-your-post"
    says = (
        "这一步须由{agency}的“{post}”岗位办理，您（{by}）当日没有该岗位的任职。请转交该岗位人员。"
    )


class TrainingLapsed(Refusal):
    """The person holds the post, but the training for it has lapsed (SX-14)."""

    code = "training-lapsed"
    says = "您（{by}）在“{post}”岗位的培训已于 {day} 到期。请先参加培训，本件转交同岗位人员。"


class NotGranted(Refusal):
    """The post isn't granted this duty on this item on that day."""

    code = "not-granted"
    says = "{agency}的“{post}”岗位当日没有“{item}”的{duty}授权。请联系本机构负责人办理授权登记。"


class AbsentOnRecord(Refusal):
    """The person is away from the post on that day, as the register says."""

    code = "absent-on-record"
    says = "您（{by}）在“{post}”岗位登记缺勤至 {day} 前一日，期间不能办理。已返岗的，请先销假再办。"


class OutOfScope(Refusal):
    """The agency's mode, its insurances or the department doesn't let the post handle the item."""

    code = "out-of-scope"
    says = "“{item}”不在您（{by}）所在岗位的办理范围：{why}。请转交对口的科室或机构。"


class AboveLimit(Refusal):
    """The amount of the case is above what the post may decide on."""

    code = "above-limit"
    says = "本件金额 {amount} 元，超过“{post}”岗位的授权上限 {limit} 元。请转交有权限的岗位。"


@dataclass(frozen=True)
class Mandate:
    """What an act rests on (办理依据): the assignment of the person and the grant of the post."""

    assignment: int
    grant: int | None
    holds: Condition
    on: date
    delegation: int | None = None
    """The absence whose delegate acts, where somebody else's seat is taken by it."""

    def by_delegation(self, absence: int, by: str) -> "Mandate":
        """Let the act rest on being the delegate of whoever is away."""
        day = stored(Absence, "since", self.on)
        return replace(self.and_also(_DELEGATED, absence, by, day, day), delegation=absence)

    def and_also(self, sql: str, *params: object) -> "Mandate":
        """Let the act rest on something more, asked again when it is written."""
        holds = Condition(f"{self.holds.sql} AND {sql}", (*self.holds.params, *params))
        return replace(self, holds=holds)


@dataclass(frozen=True)
class Found:
    """What was read of a person in a post: the assignment, where it sits, the post's grant."""

    assignment: int
    trained_until: date
    grant: int | None
    place: Place = NOWHERE
    limit_fen: int | None = None
    absent_until: date | None = None


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to act on: the post at an agency, the item, the duty, the day."""

    agency: str
    post: str
    duty: str
    item: str
    on: date
    grace_days: int = 0
    """Days after a lapse of training in which one may still act."""
    amount_fen: int | None = None
    newly: ItemRule | None = None
    """The rule of an item that is newly taken on; its scope is asked then, and not afterwards."""


_ASSIGNED = """EXISTS (SELECT 1 FROM staff_assignment a WHERE a.id = %s AND a.staff_id = %s
 AND a.post = %s AND a.agency_id = %s
 AND a.since <= %s AND a.until > %s AND a.trained_until > %s)
 AND NOT EXISTS (SELECT 1 FROM staff_absence b WHERE b.staff_id = %s AND b.agency_id = %s
 AND b.post = %s AND b.since <= %s AND b.until > %s)"""
_GRANTED = """EXISTS (SELECT 1 FROM authority_grant g WHERE g.id = %s AND g.agency_id = %s
 AND g.post = %s AND g.item = %s AND g.duty = %s AND g.since <= %s AND g.until > %s)"""
_DELEGATED = """EXISTS (SELECT 1 FROM staff_absence v WHERE v.id = %s AND v.delegate_id = %s
 AND v.since <= %s AND v.until > %s)"""
_WITHIN = """EXISTS (SELECT 1 FROM staff_assignment a JOIN staff_agency p ON p.code = a.agency_id
 LEFT JOIN staff_department d ON d.key = a.department_id WHERE a.id = %s
 AND p.mode = %s AND p.insurances = %s AND COALESCE(d.business, '[]') = %s)"""

COLUMNS = "a.id, a.trained_until, g.id, p.mode, p.insurances, d.business, g.limit_fen, b.until"
PLACE = """LEFT JOIN staff_agency p ON p.code = a.agency_id
 LEFT JOIN staff_department d ON d.key = a.department_id
 LEFT JOIN staff_absence b ON b.staff_id = a.staff_id AND b.agency_id = a.agency_id
 AND b.post = a.post AND b.since <= %s AND b.until > %s"""
"""Where an assignment `a` sits, and whether its holder is away on the day."""

JOIN = f"""LEFT JOIN staff_assignment a ON a.staff_id = %s AND a.agency_id = s.agency_id
 AND a.post = s.post AND a.since <= %s AND a.until > %s {PLACE}
 LEFT JOIN authority_grant g ON g.agency_id = s.agency_id AND g.post = s.post
 AND g.item = c.item AND g.duty = s.duty AND g.since <= %s AND g.until > %s"""
"""Finds all of it for every seat `s` of a case `c`, in the one read before an act."""


def found_of(row: Sequence[Any]) -> Found | None:
    """Read COLUMNS of a row; None where the person isn't assigned."""
    assignment, trained_until, grant, mode, insurances, business, limit, absent_until = row
    if assignment is None:
        return None
    place = Place(mode, insurances, business or "[]")
    return Found(assignment, trained_until, grant, place, limit, absent_until)


def reach(found: Found) -> tuple[bool, bool, date, int]:
    """Order what was read by how far it carries: granted, not away, trained longest."""
    away = found.absent_until is not None
    return found.grant is not None, not away, found.trained_until, -found.assignment


def judge(found: Found | None, by: str, wanted: Wanted) -> Mandate:
    """Make a mandate of what was read, or refuse.

    NotYourPost, AbsentOnRecord, TrainingLapsed, NotGranted, AboveLimit, OutOfScope.
    """
    label = Post(wanted.post).label
    if found is None:
        raise NotYourPost(agency=wanted.agency, post=label, by=by)
    held = _in_the_post(found, by, wanted)
    if found.grant is None:
        duty = Duty(wanted.duty).label
        raise NotGranted(agency=wanted.agency, post=label, item=wanted.item, duty=duty)
    _within_the_limit(found, wanted)
    day = stored(Assignment, "since", wanted.on)
    granted = (wanted.agency, wanted.post, wanted.item, wanted.duty, day, day)
    held = replace(held.and_also(_GRANTED, found.grant, *granted), grant=found.grant)
    return _within_the_scope(found, by, wanted, held)


def _in_the_post(found: Found, by: str, wanted: Wanted) -> Mandate:
    label = Post(wanted.post).label
    if found.absent_until is not None:
        raise AbsentOnRecord(post=label, by=by, day=found.absent_until)
    trained_by = wanted.on - timedelta(days=wanted.grace_days)
    if found.trained_until <= trained_by:
        raise TrainingLapsed(post=label, by=by, day=found.trained_until)
    day, trained = (stored(Assignment, "since", d) for d in (wanted.on, trained_by))
    held = (found.assignment, by, wanted.post, wanted.agency, day, day, trained)
    away = (by, wanted.agency, wanted.post, day, day)
    return Mandate(found.assignment, None, Condition(_ASSIGNED, (*held, *away)), wanted.on)


def _within_the_limit(found: Found, wanted: Wanted) -> None:
    limit, amount = found.limit_fen, wanted.amount_fen
    if limit is not None and amount is not None and amount > limit:
        label = Post(wanted.post).label
        raise AboveLimit(post=label, amount=yuan(Fen(amount)), limit=yuan(Fen(limit)))


def _within_the_scope(found: Found, by: str, wanted: Wanted, held: Mandate) -> Mandate:
    if wanted.newly is None:
        return held
    place = found.place
    why = outside(wanted.newly, wanted.post, place)
    if why is not None:
        raise OutOfScope(item=wanted.newly.name, by=by, why=why)
    sits = (found.assignment, place.mode, place.insurances, place.business)
    return held.and_also(_WITHIN, *sits)


def post_mandate(by: str, *, agency: str, post: str, on: date) -> Mandate:
    """Give what an act rests on that needs a post but no grant.

    NotYourPost, AbsentOnRecord, TrainingLapsed.
    """
    held_posts = Assignment.objects.filter(
        staff=by, agency=agency, post=post, since__lte=on, until__gt=on
    )
    standing = held_posts.order_by("-trained_until", "id").first()
    if standing is None:
        raise NotYourPost(agency=agency, post=Post(post).label, by=by)
    away = Absence.objects.filter(staff=by, agency=agency, post=post, since__lte=on, until__gt=on)
    until = away.values_list("until", flat=True).first()
    found = Found(standing.id, standing.trained_until, None, absent_until=until)
    return _in_the_post(found, by, Wanted(agency, post, "", "", on))
