"""Who is away, and whose business one doesn't handle: entered by oneself, or by the head.

A head is the director; at a city it is the chief. Being absent keeps nobody from coming back.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from yichuang.domain.authority.policy import Mandate, NotYourPost, post_mandate
from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff import actions
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.actions.absence import absence_of
from yichuang.domain.staff.actions.agencies import Ground
from yichuang.domain.staff.actions.relatives import declaration_of
from yichuang.domain.staff.models import Agency, AgencyLevel, Assignment, Relation
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.rows import stored
from yichuang.domain.trail.statements import Condition

_IN_POST = """EXISTS (SELECT 1 FROM staff_assignment a WHERE a.id = %s AND a.staff_id = %s
 AND a.since <= %s AND a.until > %s)"""


class NotInAnyPost(Refusal):
    """Only who is in a post, whichever it is, has anything to declare."""

    code = "not-in-any-post"
    says = "您（{by}）当日没有任职，不能申报。请先由系统管理员办理任职。"


class OwnDeclaration(Refusal):
    """Nobody ends their own declaration, not even the head."""

    code = "own-declaration"
    says = "不能终止本人的回避申报。请由本机构负责人办理；负责人本人的，由上级机构负责人办理。"


def record_absence(
    agency: str,
    staff: str,
    post: Post,
    *,
    since: date,
    until: date,
    reason: str,
    paper: str,
    by: str,
    at: datetime,
    request: UUID,
    delegate: str | None = None,
) -> Answer:
    """Record one's own absence, or as the head that of somebody of the agency; with a delegate."""

    def ask() -> Ground:
        return _oneself_or_head(staff, agency, post, by, local_day(at))

    return actions.record_absence(
        agency,
        staff,
        post,
        since=since,
        until=until,
        reason=reason,
        paper=paper,
        delegate=delegate,
        by=by,
        at=at,
        request=request,
        ask=ask,
    )


def end_absence(absence: int, *, on: date, by: str, at: datetime, request: UUID) -> Answer:
    """End an absence early: the person is back from a day on."""

    def ask() -> Ground:
        found = absence_of(absence)
        post = Post(found.post)
        return _oneself_or_head(found.staff_id, found.agency_id, post, by, local_day(at))

    return actions.end_absence(absence, on=on, by=by, at=at, request=request, ask=ask)


def declare_relative(
    citizen_id: str, name: str, relation: Relation, *, by: str, at: datetime, request: UUID
) -> Answer:
    """Declare, for oneself, that one handles no business of a citizen."""

    def ask() -> Ground:
        on = local_day(at)
        held = Assignment.objects.filter(staff=by, since__lte=on, until__gt=on)
        first = held.order_by("id").first()
        if first is None:
            raise NotInAnyPost(by=by)
        return _resting_on(first, by, on)

    return actions.declare_relative(
        citizen_id, name, relation, by=by, at=at, request=request, ask=ask
    )


def withdraw_declaration(
    declaration: int, *, reason: str, by: str, at: datetime, request: UUID
) -> Answer:
    """End somebody else's declaration, as the head of the agency or of the one above it."""

    def ask() -> Ground:
        staff = declaration_of(declaration).staff_id
        if staff == by:
            raise OwnDeclaration
        held = _head_of_one(_agencies_of(staff, local_day(at)), by, local_day(at))
        return held.assignment, held.holds

    return actions.withdraw_declaration(
        declaration, reason=reason, by=by, at=at, request=request, ask=ask
    )


def head_of(agency: Agency) -> Post:
    """Give the post that heads an agency."""
    return Post.CITY_CHIEF if agency.level == AgencyLevel.CITY else Post.DIRECTOR


def _oneself_or_head(staff: str, agency: str, post: Post, by: str, on: date) -> Ground:
    if staff == by:
        held = Assignment.objects.filter(
            staff=by, agency=agency, post=post, since__lte=on, until__gt=on
        )
        own = held.order_by("id").first()
        if own is not None:
            return _resting_on(own, by, on)
    place = Agency.objects.filter(code=agency).first() if may_be_number(agency) else None
    if place is None:
        raise NoSuchAgency(agency=shown(agency))
    mandate = post_mandate(by, agency=agency, post=head_of(place), on=on)
    return mandate.assignment, mandate.holds


def _resting_on(held: Assignment, by: str, on: date) -> Ground:
    """Give what an act rests on that asks for the post alone: neither present nor trained."""
    day = stored(Assignment, "since", on)
    return held.id, Condition(_IN_POST, (held.id, by, day, day))


def _agencies_of(staff: str, on: date) -> list[Agency]:
    """Give where a person works, or worked last, and what is above each."""
    held = Assignment.objects.filter(staff=staff).select_related("agency__parent")
    terms = list(held.order_by("-until", "id"))
    here = [one for one in terms if one.since <= on < one.until] or terms[:1]
    places = [one.agency for one in here]
    return list(dict.fromkeys([*places, *(p.parent for p in places if p.parent is not None)]))


def _head_of_one(agencies: Iterable[Agency], by: str, on: date) -> Mandate:
    refused: NotYourPost | None = None
    for place in agencies:
        try:
            return post_mandate(by, agency=place.code, post=head_of(place), on=on)
        except NotYourPost as refusal:
            refused = refused or refusal
    raise refused or NotYourPost(agency="本机构", post=Post.DIRECTOR.label, by=by)
