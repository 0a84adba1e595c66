"""Who may: an act rests on an assignment to the post and on a grant to that post.

Both are read before the act is decided, and `judge` makes a mandate of them or refuses; `holds`
is the same question in SQL, asked again by the guarded write at the moment it happens.
"""

from dataclasses import dataclass
from datetime import date

from yichuang.domain.authority.models import Duty
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Assignment
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


@dataclass(frozen=True)
class Mandate:
    """What an act rests on (办理依据): the assignment of the person and the grant of the post."""

    assignment: int
    grant: int | None
    holds: Condition


@dataclass(frozen=True)
class Found:
    """What was read of a person in a post: the assignment, its training, the post's grant."""

    assignment: int
    trained_until: date
    grant: int | None


_ASSIGNED = """EXISTS (SELECT 1 FROM staff_assignment a WHERE a.id = %s AND a.staff_id = %s
 AND a.post = %s AND a.agency_id = %s
 AND a.since <= %s AND a.until > %s AND a.trained_until > %s)"""
_GRANTED = """ AND EXISTS (SELECT 1 FROM authority_grant g WHERE g.id = %s AND g.agency_id = %s
 AND g.post = %s AND g.item = %s AND g.duty = %s AND g.since <= %s AND g.until > %s)"""


JOIN = """LEFT JOIN staff_assignment a ON a.staff_id = %s AND a.agency_id = s.agency_id
 AND a.post = s.post AND a.since <= %s AND a.until > %s
 LEFT JOIN authority_grant g ON g.agency_id = s.agency_id AND g.post = s.post
 AND g.item = c.item AND g.duty = s.duty AND g.since <= %s AND g.until > %s"""
"""Finds both for every seat `s` of a case `c`, in the one read before an act."""


def reach(found: Found) -> tuple[bool, date, int]:
    """Order what was read by how far it carries: granted rather than not, trained longest."""
    return found.grant is not None, found.trained_until, -found.assignment


def judge(
    found: Found | None, by: str, *, agency: str, post: str, item: str, duty: str, on: date
) -> Mandate:
    """Make a mandate of what was read, or refuse: NotYourPost, TrainingLapsed, NotGranted."""
    label = Post(post).label
    if found is None:
        raise NotYourPost(agency=agency, post=label, by=by)
    if found.trained_until <= on:
        raise TrainingLapsed(post=label, by=by, day=found.trained_until)
    if found.grant is None:
        raise NotGranted(agency=agency, post=label, item=item, duty=Duty(duty).label)
    assignment, grant = found.assignment, found.grant
    day = stored(Assignment, "since", on)
    held = (assignment, by, post, agency, day, day, day)
    granted = (grant, agency, post, item, duty, day, day)
    return Mandate(assignment, grant, Condition(_ASSIGNED + _GRANTED, (*held, *granted)))


def post_mandate(by: str, *, agency: str, post: str, on: date) -> Mandate:
    """Give what an act rests on that needs a post but no grant (NotYourPost, TrainingLapsed)."""
    held_posts = Assignment.objects.filter(
        staff=by, agency=agency, post=post, since__lte=on, until__gt=on
    )
    standing = held_posts.order_by("-trained_until", "id").first()
    label = Post(post).label
    if standing is None:
        raise NotYourPost(agency=agency, post=label, by=by)
    if standing.trained_until <= on:
        raise TrainingLapsed(post=label, by=by, day=standing.trained_until)
    day = stored(Assignment, "since", on)
    held = (standing.id, by, post, agency, day, day, day)
    return Mandate(standing.id, None, Condition(_ASSIGNED, held))
