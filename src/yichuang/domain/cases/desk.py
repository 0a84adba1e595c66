"""Where an application is brought to: the agency, its catalogue of the day, who stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db import connection

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.policy import (
    COLUMNS,
    PLACE,
    Found,
    Mandate,
    Wanted,
    found_of,
    judge,
    reach,
)
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.own import citizens, concerned, not_their_own, own_sql
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.catalogue.queries import NoEditionInForce, profile_by_hash
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.registry import AnyItem
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import shown
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.models import AgencyLevel
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.rows import stored


@cache
def _read_sql() -> str:
    return f"""SELECT ag.profile, ag.level, ag.parent_id, e.key, e.content_hash, {own_sql()},
 a.post, g.duty, {COLUMNS}
 FROM staff_agency ag
 LEFT JOIN catalogue_edition e ON e.profile = ag.profile AND e.published_by IS NOT NULL
 AND e.in_force_on = (SELECT max(x.in_force_on) FROM catalogue_edition x
 WHERE x.profile = ag.profile AND x.published_by IS NOT NULL AND x.in_force_on <= %s)
 LEFT JOIN staff_assignment a ON a.agency_id = ag.code AND a.staff_id = %s
 AND a.since <= %s AND a.until > %s {PLACE}
 LEFT JOIN authority_grant g ON g.agency_id = ag.code AND g.post = a.post AND g.item = %s
 AND g.since <= %s AND g.until > %s
 WHERE ag.code = %s"""  # noqa: S608 -- names of our own columns


@dataclass(frozen=True)
class Desk:
    """A counter as one person stands at it on a day, for one item."""

    agency: str
    item: str
    by: str
    on: date
    parent: str | None
    """The agency above."""
    above: str | None
    """The agency that a county reports to; above the county each decides by itself."""
    edition: str
    profile: Profile
    found: Mapping[tuple[str, str | None], Found]
    """By post and duty: the person's assignment to the post, and the post's grant."""
    head: str
    """The post that heads the agency: the director, or in a city its chief (处长)."""
    own: frozenset[str]
    """Citizens whose business the person doesn't handle: themself and declared relatives."""

    def counter_handles(self, post: str) -> bool:
        """Say whether the agency granted the handling of the item to this post (SX-10)."""
        return (post, Duty.HANDLE.value) in self.found

    def mandate(self, item: AnyItem, form: ItemForm, post: str, duty: str) -> Mandate:
        """Give what accepting rests on, or refuse as `judge` does, or with OwnRecord."""
        granted = self.found.get((post, duty))
        assigned = [found for (held, _), found in self.found.items() if held == post]
        if granted is None and assigned:
            granted = replace(max(assigned, key=reach), grant=None)
        wanted = Wanted(
            agency=self.agency,
            post=post,
            duty=duty,
            item=self.item,
            on=self.on,
            grace_days=self.profile.training.lapse_grace_days,
            amount_fen=item.amount(form),
            newly=self.profile.item(self.item),
        )
        held = judge(granted, self.by, wanted)
        return not_their_own(held, self.by, self.own, concerned(form))


def desk(agency: object, item: str, *, by: str, on: date) -> Desk:
    """Read a desk with one statement (NoSuchAgency, NoEditionInForce)."""
    day = stored(Case, "statutory_due_on", on)
    rows = []
    if may_be_number(agency):
        with connection.cursor() as cursor:
            days = [day, day]
            cursor.execute(_read_sql(), [by, day, by, *days, *days, item, *days, agency])
            rows = cursor.fetchall()
    if not rows:
        raise NoSuchAgency(agency=shown(agency))
    profile, level, parent, edition, content_hash, own = rows[0][:6]
    if edition is None:
        raise NoEditionInForce(profile=profile, day=on)
    found: dict[tuple[str, str | None], Found] = {}
    for row in rows:
        post, duty = row[6:8]
        here = found_of(row[8:])
        if here is not None:
            found[post, duty] = max(found.get((post, duty), here), here, key=reach)
    whole = profile_by_hash(content_hash)
    head = (Post.CITY_CHIEF if level == AgencyLevel.CITY else Post.DIRECTOR).value
    above = parent if level == AgencyLevel.COUNTY else None
    return Desk(
        str(agency), item, by, on, parent, above, edition, whole, found, head, citizens(own)
    )
