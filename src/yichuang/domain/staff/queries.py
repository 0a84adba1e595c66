"""Reading who works where."""

from datetime import date

from django.db.models import QuerySet

from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post


def assigned(agency: str, post: Post, on: date) -> QuerySet[Assignment]:
    """Give the assignments to a post at an agency that hold on a day."""
    return Assignment.objects.filter(
        agency=agency, post=post.value, since__lte=on, until__gt=on, trained_until__gt=on
    ).select_related("staff")
