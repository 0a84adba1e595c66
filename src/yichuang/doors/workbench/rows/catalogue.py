"""The catalogue as pages show it: versions with where they stand, items with their words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.queries import in_force
from yichuang.domain.cases.intake import way_of
from yichuang.domain.cases.preview import Turn, turns
from yichuang.domain.cases.queries import post_at_the_head
from yichuang.domain.catalogue.differences import (
    BUSINESSES,
    chain_words,
    condition_words,
    flow_words,
    limit_words,
    post_words,
    retention_words,
)
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import ItemRule, Limit, Profile
from yichuang.domain.catalogue.queries import profile_of
from yichuang.domain.items.item import Check
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.staff.models import Agency, AgencyLevel
from yichuang.engines.routing import Office, Reason, RouteImpossibleError

DECIDED_BY_A_COUNTY = frozenset({"SX-07、SX-10", "SX-10"})
"""Sources of the reasons that depend on what a county granted to its window."""


@dataclass(frozen=True)
class Version:
    """A version in the list of versions, with where it stands today."""

    edition: Edition
    title: str
    stands: str
    tone: str


@dataclass(frozen=True)
class Sourced:
    """Something said, where it comes from, and whether that was seen."""

    says: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Row:
    """One item in the table of a version."""

    rule: ItemRule
    business: str
    accepted_by: str
    flow: str
    reported: str
    level: Sourced
    statutory: Sourced | None
    promised: Sourced | None
    retention: Sourced
    runs: bool
    """Whether this program can run the item."""


@dataclass(frozen=True)
class Paper:
    """One material with the law that allows asking for it."""

    name: str
    basis: str
    may_follow: bool
    when: str


def versions(profile: str, on: date) -> list[Version]:
    """Give the versions of a profile, the latest first, each with where it stands on a day."""
    known = list(Edition.objects.filter(profile=profile).order_by("-in_force_on", "-version"))
    published = [e for e in known if e.published_by is not None and e.in_force_on <= on]
    now = published[0].key if published else ""
    return [Version(e, profile_of(e).title, *_stands(e, now, on)) for e in known]


def _stands(edition: Edition, now: str, on: date) -> tuple[str, str]:
    if edition.published_by is None:
        return "已提出，待另一人发布", "warn"
    if edition.key == now:
        return "施行中", "ok"
    return ("已发布，未到施行日", "warn") if edition.in_force_on > on else ("已被取代", "")


def before(edition: Edition) -> Edition | None:
    """Give the published version that a version follows, or would follow."""
    published = Edition.objects.filter(profile=edition.profile, published_by__isnull=False)
    earlier = published.exclude(key=edition.key).filter(in_force_on__lte=edition.in_force_on)
    return earlier.order_by("-in_force_on").first()


def rows(profile: Profile) -> list[Row]:
    """Write every item of a version."""
    return [row(profile, rule) for rule in profile.items]


def row(profile: Profile, rule: ItemRule) -> Row:
    """Write one item of a version."""
    reported = rule.reported
    return Row(
        rule,
        BUSINESSES[rule.business],
        post_words(profile, rule.accepted_by),
        flow_words(profile, rule),
        (condition_words(reported.when) or "一律") + "上报" if reported else "",
        Sourced("", rule.level_source, rule.level_verified),
        _limit(rule.statutory),
        _limit(rule.promised),
        Sourced(retention_words(rule.retention), rule.retention.source, rule.retention.verified),
        rule.code in ITEMS,
    )


def _limit(limit: Limit | None) -> Sourced | None:
    return Sourced(limit_words(limit), limit.source, limit.verified) if limit else None


def papers(rule: ItemRule) -> list[Paper]:
    """Write the materials of an item."""
    return [Paper(m.name, m.basis, m.may_follow, condition_words(m.when)) for m in rule.materials]


def checks(rule: ItemRule) -> list[tuple[Check[Any, Any], str]]:
    """Give what is checked at the window, with the titles of the fields that each looks at."""
    item = ITEMS.get(rule.code)
    if item is None:
        return []
    fields = item.form.model_fields
    return [(c, "、".join(fields[n].title or n for n in c.needs)) for c in item.checks]


def fields(rule: ItemRule) -> list[tuple[str, bool]]:
    """Give the fields of an item's form, and whether each must be filled in."""
    item = ITEMS.get(rule.code)
    form = item.form.model_fields if item else {}
    return [(field.title or name, field.is_required()) for name, field in form.items()]


def handled_at_counter(rule: ItemRule, agency: Agency, on: date) -> bool:
    """Say whether an agency granted the whole of an item to the post at its window."""
    granted = in_force(agency.code, on).filter(post=rule.accepted_by, item=rule.code)
    return granted.filter(duty=Duty.HANDLE).exists()


def way(
    profile: Profile, rule: ItemRule, agency: Agency, *, at_counter: bool
) -> tuple[list[Turn], list[Reason], str]:
    """Give the way of an item and why it is so, as a case would go; or why there is none.

    `at_counter`: whether the agency lets the window handle what is limited (SX-10).
    """
    authorised = profile.authorisation
    office = Office(
        agency.code,
        at_counter,
        above=agency.parent_id or agency.code,
        enforcer=agency.parent_id if authorised.by_level_above else None,
        enforcer_source=authorised.source,
        head=post_at_the_head(agency.code),
    )
    try:
        found = way_of(profile, rule, office, reported=rule.reported is not None)
    except RouteImpossibleError:
        chain = chain_words(profile, profile.chains.get(rule.chain or "", ()))
        return [], [], f"按这一版本排不出流程：{chain or '没有审批链'}"
    # Above the county nobody knows who handles it: that is decided by each county's own grants.
    depends = frozenset() if agency.level == AgencyLevel.COUNTY else DECIDED_BY_A_COUNTY
    said = [reason for reason in found.reasons if reason.source not in depends]
    return list(turns(profile, found)), said, ""
