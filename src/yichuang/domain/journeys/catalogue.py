"""Keeping the catalogue: proposed and published by the leaders of the province's agency."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from yichuang.domain.authority.policy import Mandate, NotYourPost, post_mandate
from yichuang.domain.catalogue import actions
from yichuang.domain.catalogue.faults import faults
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Agency, AgencyLevel
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.statements import Condition

KEEPERS = (Post.DIRECTOR, Post.DEPUTY_DIRECTOR)
"""Who proposes and publishes, each at an agency of the province whose catalogue it is."""


class NotYourCatalogue(Refusal):
    """Only the leaders of the province's agency keep its catalogue."""

    code = "not-your-catalogue"
    says = (
        "业务目录“{profile}”由省级机构（{agency}）的主任、主管副主任中一人提出、另一人发布，"
        "您（{by}）当日没有该任职。请报该机构办理。"
    )


class NotYourCalendar(Refusal):
    """Only the leaders of a province's agency enter the calendar that everybody goes by."""

    code = "not-your-calendar"
    says = "节假日安排由省级机构的主任、主管副主任录入，您（{by}）当日没有该任职。请报该机构。"


class ProposalBreaksItsRules(Refusal):
    """The text breaks the catalogue's own rules, so it isn't even proposed."""

    code = "proposal-breaks-its-rules"
    says = "目录有差错，没有提出：{faults}。请逐项更正后再提出。"


def propose_catalogue(text: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Propose a version of the province's catalogue; one that breaks its rules isn't taken."""

    def ask(profile: Profile) -> tuple[int, Condition]:
        held = keeper(profile.code, by, local_day(at))
        if found := faults(profile):
            raise ProposalBreaksItsRules(faults="；".join(found))
        return held.assignment, held.holds

    return actions.propose(text, by=by, at=at, request=request, ask=ask)


def publish_catalogue(key: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Publish a version that the other leader proposed."""

    def ask(profile: Profile) -> tuple[int, Condition]:
        held = keeper(profile.code, by, local_day(at))
        return held.assignment, held.holds

    return actions.publish(key, by=by, at=at, request=request, ask=ask)


def enter_calendar(text: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Enter a year's holidays when the notice is out, as a leader of a province's agency."""

    def ask() -> tuple[int, Condition]:
        provinces = Agency.objects.filter(level=AgencyLevel.PROVINCE).values_list("code", flat=True)
        held = next(_mandates(list(provinces), by, local_day(at)), None)
        if held is None:
            raise NotYourCalendar(by=by)
        return held.assignment, held.holds

    return actions.enter_year(text, by=by, at=at, request=request, ask=ask)


def keeper(profile: str, by: str, on: date) -> Mandate:
    """Give what keeping a catalogue rests on (NotYourCatalogue, TrainingLapsed)."""
    provinces = list(Agency.objects.filter(level=AgencyLevel.PROVINCE, profile=profile))
    found = next(_mandates([agency.code for agency in provinces], by, on), None)
    if found is None:
        names = "、".join(agency.name for agency in provinces) or "未登记"
        raise NotYourCatalogue(profile=profile, agency=names, by=by)
    return found


def _mandates(agencies: list[str], by: str, on: date) -> Iterator[Mandate]:
    for agency in agencies:
        for post in KEEPERS:
            try:
                yield post_mandate(by, agency=agency, post=post, on=on)
            except NotYourPost:
                continue
