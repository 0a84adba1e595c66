"""Whose accounts a security administrator keeps: the agency's people and those below it."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.staff.models import Assignment, Staff


def kept_by(agency: str, on: date) -> QuerySet[Staff]:
    """Give the people whom an agency's security administrator keeps the accounts of.

    A person stands where the assignments that haven't ended are, or else where the last one was.
    Whoever stands also outside is kept from above: otherwise a county could enter a city's post.
    """
    within = agencies_within(agency)
    standing = Assignment.objects.filter(until__gt=on)
    last = Assignment.objects.filter(staff=OuterRef("pk")).order_by("-until", "-id")
    outside = standing.exclude(agency__in=within)
    inside = Q(pk__in=standing.filter(agency__in=within).values("staff"))
    left = ~Q(pk__in=standing.values("staff")) & Q(last__in=within)
    people = Staff.objects.annotate(last=Subquery(last.values("agency")[:1]))
    found = people.filter(inside | left).exclude(pk__in=outside.values("staff"))
    return found.order_by("number")
