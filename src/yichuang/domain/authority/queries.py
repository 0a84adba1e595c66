"""Reading the register of authorisations, and what a founding grant must contain."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import F, QuerySet

from yichuang.domain.authority.actions import Scope
from yichuang.domain.authority.models import Duty, Grant, RegisterCheck
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.staff.models import Agency, Assignment
from yichuang.domain.staff.posts import Post


def in_force(agency: str, on: date) -> QuerySet[Grant]:
    """Give the authorisations of an agency that hold on a day."""
    return Grant.objects.filter(agency=agency, since__lte=on, until__gt=on)


def register_of(agency: str) -> QuerySet[Grant]:
    """Give every line of an agency's register that held on any day; what never did stays out."""
    held = Grant.objects.filter(agency=agency, since__lt=F("until"))
    return held.select_related("act").order_by("post", "item", "duty", "since", "id")


def granted(agency: str, on: date) -> frozenset[tuple[str, str, str]]:
    """Give what the posts of an agency are granted on a day: post, item, duty."""
    return frozenset(in_force(agency, on).values_list("post", "item", "duty"))


def in_post(agency: str, post: Post, on: date) -> QuerySet[Assignment]:
    """Give who sits in a post at an agency on a day, in the order of their numbers."""
    held = Assignment.objects.filter(agency=agency, post=post.value, since__lte=on, until__gt=on)
    return held.select_related("staff", "department").order_by("staff")


def check_of(agency: str, year: int) -> RegisterCheck | None:
    """Give the check of an agency's register in a year, or None if there was none yet."""
    return RegisterCheck.objects.filter(agency=agency, year=year).select_related("act").first()


def unchecked(agencies: Collection[str], year: int) -> list[Agency]:
    """Give those of some agencies that have authorisations and no check of them in a year."""
    done = RegisterCheck.objects.filter(agency__in=agencies, year=year).values("agency")
    granted_at = Grant.objects.filter(agency__in=agencies).values("agency")
    return list(Agency.objects.filter(code__in=granted_at).exclude(code__in=done).order_by("code"))


def missing(
    grants: Iterable[Grant], item: str, duty: str, since: date, until: date
) -> list[tuple[date, date]]:
    """Give the parts of a period that these authorisations, in their order, leave open."""
    found = []
    for known in grants:
        if known.item != item or known.duty != duty or known.until <= since:
            continue
        if known.since >= until:
            break
        if known.since > since:
            found.append((since, known.since))
        since = max(since, known.until)
    return [*found, (since, until)] if since < until else found


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


def own_scopes(profile: Profile, head: Post) -> list[Scope]:
    """Give what a city's or province's agency is granted for what it decides about itself."""
    internal = [rule for rule in profile.items if rule.business == "internal"]
    return [scope for rule in internal for scope in _internal(rule, head)]


def enforcing_scopes(profile: Profile) -> list[Scope]:
    """Give what the security administrator is granted who puts authorisations into force."""
    internal = [rule.code for rule in profile.items if rule.business == "internal"]
    return [Scope(Post.SECURITY_ADMIN, code, Duty.DECIDE) for code in internal]


def _scopes(profile: Profile, rule: ItemRule, handled: set[str]) -> Iterator[Scope]:
    if rule.business == "internal":
        yield from _internal(rule, Post.DIRECTOR)
        return
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


def _internal(rule: ItemRule, head: Post) -> Iterator[Scope]:
    yield Scope(Post.DEPUTY_DIRECTOR, rule.code, Duty.HANDLE)
    yield Scope(Post.AUDITOR, rule.code, Duty.REVIEW)
    yield Scope(head, rule.code, Duty.DECIDE)
