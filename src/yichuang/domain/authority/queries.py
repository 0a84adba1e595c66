"""Reading the register of authorisations, and what a founding grant must contain."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from yichuang.domain.authority.actions import Scope
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.staff.posts import Post


def in_force(agency: str, on: date) -> QuerySet[Grant]:
    """Give the authorisations of an agency that hold on a day."""
    return Grant.objects.filter(agency=agency, since__lte=on, until__gt=on)


def founding_scopes(profile: Profile, *, handled_at_counter: Iterable[str] = ()) -> list[Scope]:
    """Give what an agency grants at its founding.

    Instant business whole to the post that accepts it; limited business only for acceptance,
    unless the agency decides to have it handled at the counter (SX-10).
    """
    handled = set(handled_at_counter)
    return [scope for rule in profile.items for scope in _scopes(profile, rule, handled)]


def scopes_above(profile: Profile) -> list[Scope]:
    """Give what the agency above grants for what its counties report to it (SX-12)."""
    reported = [rule.code for rule in profile.items if rule.reported is not None]
    deciding = (Post.CITY_APPROVER, Post.CITY_CHIEF)
    return [Scope(post, code, Duty.DECIDE) for code in reported for post in deciding]


def _scopes(profile: Profile, rule: ItemRule, handled: set[str]) -> Iterator[Scope]:
    counter = Post(rule.accepted_by)
    chain = profile.chains[rule.chain] if rule.chain else ()
    at_counter = rule.level != 1 or rule.code in handled or chain[0] == counter
    yield Scope(counter, rule.code, Duty.HANDLE if at_counter else Duty.ACCEPT)
    if rule.level == 1 and not at_counter:
        yield Scope(Post(chain[0]), rule.code, Duty.HANDLE)
    if rule.level in {1, 2}:
        yield Scope(Post.REVIEWER, rule.code, Duty.REVIEW)
    if rule.level == 1:
        yield Scope(Post.DEPUTY_DIRECTOR, rule.code, Duty.DECIDE)
        yield Scope(Post.DIRECTOR, rule.code, Duty.DECIDE)
