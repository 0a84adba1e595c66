"""Administrators for tests: a new person at an agency, in the post of one of the three."""

from datetime import date
from typing import Any

from tests.halls import Hall
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post

SERIALS = {Post.SYSTEM_ADMIN: "71", Post.SECURITY_ADMIN: "72", Post.AUDIT_ADMIN: "73"}
SINCE, UNTIL = date(2026, 2, 1), date(2027, 1, 1)


def administrator(hall: Hall, agency: str, post: Post = Post.SYSTEM_ADMIN) -> str:
    """Put an administrator into an agency, as the founding does, and give the staff number."""
    number = f"{agency}{SERIALS[post]}"
    hall.do(staff.enlist, agency, number, f"{post.label}某", by="0001")
    period: dict[str, Any] = {"since": SINCE, "until": UNTIL, "trained_until": UNTIL}
    hall.do(staff.assign, number, agency, post, **period, by="0001")
    return number


def removed(hall: Hall, number: str) -> None:
    """End what an administrator holds, from today on."""
    held = Assignment.objects.get(staff=number)
    hall.do(staff.end_assignment, held.id, on=hall.now.date(), by="0001")
