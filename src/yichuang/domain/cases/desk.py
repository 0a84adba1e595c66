"""Where an application is brought to: the agency, its catalogue of the day, who stands there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.policy import Found, Mandate, judge, reach
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.catalogue.queries import NoEditionInForce, profile_by_hash
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import shown
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.models import AgencyLevel
from yichuang.domain.trail.rows import stored

_READ = """SELECT ag.profile, ag.level, ag.parent_id, e.key, e.content_hash,
 a.post, a.id, a.trained_until, g.id, g.duty
 FROM staff_agency ag
 LEFT JOIN catalogue_edition e ON e.profile = ag.profile AND e.published_by IS NOT NULL
 AND e.in_force_on = (SELECT max(x.in_force_on) FROM catalogue_edition x
 WHERE x.profile = ag.profile AND x.published_by IS NOT NULL AND x.in_force_on <= %s)
 LEFT JOIN staff_assignment a ON a.agency_id = ag.code AND a.staff_id = %s
 AND a.since <= %s AND a.until > %s
 LEFT JOIN authority_grant g ON g.agency_id = ag.code AND g.post = a.post AND g.item = %s
 AND g.since <= %s AND g.until > %s
 WHERE ag.code = %s"""


@dataclass(frozen=True)
class Desk:
    """A counter as one person stands at it on a day, for one item."""

    agency: str
    item: str
    by: str
    on: date
    above: str | None
    """The agency that a county reports to; above the county each decides by itself."""
    edition: str
    profile: Profile
    found: Mapping[tuple[str, str | None], Found]
    """By post and duty: the person's assignment to the post, and the post's grant."""

    def counter_handles(self, post: str) -> bool:
        """Say whether the agency granted the handling of the item to this post (SX-10)."""
        return (post, Duty.HANDLE.value) in self.found

    def mandate(self, post: str, duty: str) -> Mandate:
        """Give what accepting rests on: NotYourPost, TrainingLapsed, NotGranted."""
        granted = self.found.get((post, duty))
        assigned = [found for (held, _), found in self.found.items() if held == post]
        if granted is None and assigned:
            best = max(assigned, key=reach)
            granted = Found(best.assignment, best.trained_until, None)
        return judge(
            granted,
            self.by,
            agency=self.agency,
            post=post,
            item=self.item,
            duty=duty,
            on=self.on,
        )


def desk(agency: object, item: str, *, by: str, on: date) -> Desk:
    """Read a desk with one statement (NoSuchAgency, NoEditionInForce)."""
    day = stored(Case, "statutory_due_on", on)
    rows = []
    if may_be_number(agency):
        with connection.cursor() as cursor:
            cursor.execute(_READ, [day, by, day, day, item, day, day, agency])
            rows = cursor.fetchall()
    if not rows:
        raise NoSuchAgency(agency=shown(agency))
    profile, level, parent, edition, content_hash = rows[0][:5]
    if edition is None:
        raise NoEditionInForce(profile=profile, day=on)
    found: dict[tuple[str, str | None], Found] = {}
    for *_, post, assignment, trained_until, grant, duty in rows:
        if assignment is not None:
            here = Found(assignment, trained_until, grant)
            found[post, duty] = max(found.get((post, duty), here), here, key=reach)
    whole = profile_by_hash(content_hash)
    above = parent if level == AgencyLevel.COUNTY else None
    return Desk(str(agency), item, by, on, above, edition, whole, found)
