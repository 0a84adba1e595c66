"""Reading the published catalogue."""

from datetime import date
from functools import lru_cache

from django.db import connection

from yichuang.domain.catalogue.models import Edition
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
    years, changed = [], {}
    with connection.cursor() as cursor:
        cursor.execute(_CALENDAR)
        for content, day, working in cursor.fetchall():
            if content is not None:
                years.append(content)
            else:
                changed[date.fromisoformat(day)] = working == "1"
    return _laid_over(tuple(years), tuple(changed.items()))


_CALENDAR = """SELECT content, NULL, NULL FROM catalogue_calendaryear
 UNION ALL SELECT NULL, CAST(day AS text), CASE WHEN working THEN '1' ELSE '0' END
 FROM catalogue_calendarday"""


@lru_cache(maxsize=8)
def _laid_over(years: tuple[str, ...], changed: tuple[tuple[date, bool], ...]) -> Calendar:
    days = Calendar.packaged()
    for content in years:
        for arrangement in read_arrangements(content):
            days = days.with_year(arrangement)
    return days.with_overrides(dict(changed)) if changed else days
