"""Reading the published catalogue."""

from datetime import date
from functools import lru_cache

from yichuang.domain.catalogue.models import CalendarDay, CalendarYear, Edition
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.kernel.refusals import Refusal
from yichuang.engines.workdays import Calendar, read_arrangements


class NoEditionInForce(Refusal):
    """No version of the profile is in force on the day."""

    code = "no-edition-in-force"
    says = "{day} 没有施行中的业务目录“{profile}”，请先由两人提出并发布目录。"


def edition_in_force(profile: str, on: date) -> Edition:
    """Give the version of a profile that is in force on a day (NoEditionInForce)."""
    found = (
        Edition.objects.defer("content")
        .filter(profile=profile, published_by__isnull=False, in_force_on__lte=on)
        .order_by("-in_force_on")
        .first()
    )
    if found is None:
        raise NoEditionInForce(profile=profile, day=on)
    return found


def profile_of(edition: Edition) -> Profile:
    """Give what an edition says, as typed data."""
    return profile_by_hash(edition.content_hash)


@lru_cache(maxsize=64)
def profile_by_hash(content_hash: str) -> Profile:
    """Give the profile whose content has a hash; the same hash is always the same content."""
    content = Edition.objects.filter(content_hash=content_hash).values_list("content", flat=True)
    return Profile.model_validate_json(content[0])


def calendar() -> Calendar:
    """Give the calendar in force: what is packaged, and on top what was entered here."""
    days = Calendar.packaged()
    for content in CalendarYear.objects.order_by("year").values_list("content", flat=True):
        for arrangement in read_arrangements(content):
            days = days.with_year(arrangement)
    changed = dict(CalendarDay.objects.values_list("day", "working"))
    return days.with_overrides(changed) if changed else days
