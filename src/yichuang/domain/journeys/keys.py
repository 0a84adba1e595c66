"""The verbs of whoever signs: a key of one's own, and its end."""

from datetime import datetime
from uuid import UUID

from yichuang.domain.authority.policy import NotYourPost, post_mandate
from yichuang.domain.cases.planning import reason_of
from yichuang.domain.journeys.absence import NotInAnyPost
from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions
from yichuang.domain.staff.actions.agencies import Ground
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer


class NotYourKey(Refusal):
    """A key is ended by its owner, or by a security administrator of the owner's agency."""

    code = "not-your-key"
    says = "密钥由本人或其所在机构（或上级机构）的安全管理员停用。请联系安全管理员办理。"


def register_key(algorithm: str, public: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Put a key of one's own into force; whoever holds a post may have one."""

    def ask() -> Ground:
        return _in_a_post(by, at)

    return actions.register_key(algorithm, public, by=by, at=at, request=request, ask=ask)


def end_key(staff: str, *, reason: str, by: str, at: datetime, request: UUID) -> Answer:
    """End a key: one's own, or as the security administrator that of somebody there.

    Raises ReasonNeeded, NotYourKey, NotInAnyPost, NoKeyInForce.
    """
    why = reason_of(reason)

    def ask() -> Ground:
        return _in_a_post(by, at) if staff == by else _secures(staff, by, at)

    return actions.end_key(staff, reason=why, by=by, at=at, request=request, ask=ask)


def _in_a_post(by: str, at: datetime) -> Ground:
    on = local_day(at)
    held = Assignment.objects.filter(staff=by, since__lte=on, until__gt=on).order_by("id").first()
    if held is None:
        raise NotInAnyPost(by=by)
    mandate = post_mandate(by, agency=held.agency_id, post=held.post, on=on)
    return mandate.assignment, mandate.holds


def _secures(staff: str, by: str, at: datetime) -> Ground:
    on = local_day(at)
    if not may_be_number(staff):
        raise NotYourKey
    held = (
        Assignment.objects.filter(staff=staff).select_related("agency__parent").order_by("-until")
    )
    places = [one.agency for one in held[:1]]
    codes = [code for place in places for code in (place.code, place.parent_id) if code]
    for code in codes:
        try:
            mandate = post_mandate(by, agency=code, post=Post.SECURITY_ADMIN.value, on=on)
        except NotYourPost:
            continue
        return mandate.assignment, mandate.holds
    raise NotYourKey
