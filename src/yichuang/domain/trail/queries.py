"""Reading the trail."""

from django.db.models import QuerySet

from yichuang.domain.trail.models import Act


def acts_of(chain: str) -> QuerySet[Act]:
    """Give the acts of a chain in their order."""
    return Act.objects.filter(chain=chain).order_by("n")
