"""Proposing and publishing a version of a catalogue: two acts, by two people."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from yichuang.domain.catalogue.faults import faults
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import Profile, read_profile
from yichuang.domain.catalogue.queries import profile_of
from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.canonical import canonical, digest_of
from yichuang.domain.trail.rows import Change, New
from yichuang.domain.trail.statements import ALWAYS, Condition

VERBS = {"propose-edition": "提出目录版本", "publish-edition": "发布目录版本"}

Ask = Callable[[Profile], tuple[int | None, Condition]]
"""Asks, of the version at hand, who may: the assignment it rests on and what must still hold."""


def of_the_founding(_: Profile) -> tuple[None, Condition]:
    """Whoever founds a house: nobody is in a post yet."""
    return None, ALWAYS


class EditionStands(Refusal):
    """A version of this number was proposed or published before."""

    code = "edition-stands"
    says = "该目录的这一版本已经提出或发布过，请使用新的版本号。"


class NoSuchEdition(Refusal):
    """There is no such proposed version."""

    code = "no-such-edition"
    says = "没有待发布的目录版本“{key}”，请刷新目录页后再选。"


class SecondPersonNeeded(Refusal):
    """Who proposed a version can't publish it."""

    code = "second-person-needed"
    says = "目录须由提出人以外的第二人发布，请交另一人核对后发布。"


class ProfileBreaksItsRules(Refusal):
    """The version breaks its own rules; each one is named."""

    code = "profile-breaks-its-rules"
    says = "该目录不能发布：{faults}。请更正后以新的版本号重新提出。"


class DayTaken(Refusal):
    """Another version of this profile comes into force on the same day, or on a day gone by."""

    code = "edition-day-taken"
    says = "施行日期 {day} 不可用：同日已有另一版本，或早于已施行的版本。请更改施行日期。"


class DayTakenMeanwhile(DayTaken):
    """Another version for the same day was published a moment ago."""

    code = "edition-day-taken-meanwhile"
    says = "同一施行日期的另一版本刚刚发布。请核对后更改施行日期。"


def chain_of(profile: str) -> str:
    """Give the chain that the acts on a profile stand on."""
    return f"catalogue/{profile}"


def propose(
    text: str, *, by: str, at: datetime, request: UUID, ask: Ask = of_the_founding
) -> Answer:
    """Propose a version of a profile, written in TOML."""

    def decide() -> Plan:
        profile = read_profile(text)
        mandate, holds = ask(profile)
        content = canonical(profile.model_dump())
        key = f"{profile.code}/{profile.version}"
        values = {
            "key": key,
            "profile": profile.code,
            "version": profile.version,
            "in_force_on": profile.in_force_on,
            "content": content,
            "content_hash": digest_of(content),
            "proposed_by": by,
        }
        said = {"edition": key, "content_hash": values["content_hash"]}
        seen = head_of(chain_of(profile.code))
        return Plan(
            "propose-edition",
            seen,
            said,
            [New(Edition, values)],
            holds=holds,
            mandate=mandate,
            refusals={"catalogue_edition_pkey": EditionStands},
            verbs=VERBS,
        )

    return perform(decide, asked=["propose-edition", text], by=by, at=at, request=request)


def publish(
    key: str, *, by: str, at: datetime, request: UUID, ask: Ask = of_the_founding
) -> Answer:
    """Publish a proposed version; refused where the profile's own rules are broken."""

    def decide() -> Plan:
        if not may_be_number(key):
            raise NoSuchEdition(key=shown(key))
        seen = head_of(chain_of(key.split("/", maxsplit=1)[0]))
        edition = Edition.objects.filter(key=key, published_by=None).first()
        if edition is None:
            raise NoSuchEdition(key=key)
        mandate, holds = ask(profile_of(edition))
        if edition.proposed_by == by:
            raise SecondPersonNeeded
        if found := faults(profile_of(edition)):
            raise ProfileBreaksItsRules(faults="；".join(found))
        _must_come_after(edition)
        said = {"edition": key, "content_hash": edition.content_hash, "on": local_day(at)}
        return Plan(
            "publish-edition",
            seen,
            said,
            [_published(edition, by, at)],
            holds=holds,
            mandate=mandate,
            refusals=_REFUSALS,
            verbs=VERBS,
        )

    return perform(decide, asked=["publish-edition", key], by=by, at=at, request=request)


_REFUSALS: dict[str, type[Refusal]] = {
    "one_published_edition_in_force_from_a_day": DayTakenMeanwhile,
    "publishing_needs_a_second_person": SecondPersonNeeded,
}


def _published(edition: Edition, by: str, at: datetime) -> Change:
    before = {"published_by": None, "content_hash": edition.content_hash}
    return Change(Edition, (edition.key,), before, {"published_by": by, "published_at": at})


def _must_come_after(edition: Edition) -> None:
    """Refuse a day on or before which another published version is in force."""
    published = Edition.objects.filter(profile=edition.profile, published_by__isnull=False)
    others = published.exclude(key=edition.key)
    if others.filter(in_force_on__gte=edition.in_force_on).exists():
        raise DayTaken(day=edition.in_force_on)
