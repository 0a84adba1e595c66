"""Keeping the training: whoever holds the post 培训管理, at the agency or at one above it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.authority.policy import Mandate, NotYourPost, post_mandate
from yichuang.domain.catalogue.profile import TrainingRules
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions
from yichuang.domain.staff.actions.agencies import Ask, Ground
from yichuang.domain.staff.models import Agency, Assignment, Result, Staff, Subject
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer


class NotYourPeople(Refusal):
    """Results are recorded for the people of the agency that holds the training, or below it."""

    code = "not-your-people"
    says = "{staff} 不是举办机构或其下级机构的人员，请由其所在机构的培训管理人员登记。"


def offer_course(
    agency: str,
    code: str,
    title: str,
    subject: Subject,
    hours: int,
    valid_months: int,
    source: str,
    *,
    by: str,
    at: datetime,
    request: UUID,
    verified: bool = False,
) -> Answer:
    """Offer a course in one of the subjects."""
    what = (agency, code, title, subject, hours, valid_months, source)
    ask = _asking(agency, by, at)
    return actions.offer_course(*what, verified=verified, by=by, at=at, request=request, ask=ask)


def hold_training(
    agency: str,
    course: str,
    held_on: date,
    lecturer: str,
    place: str,
    *,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Hold a course at an agency on a day."""
    what = (agency, course, held_on, lecturer, place)
    ask = _asking(agency, by, at)
    return actions.hold_training(*what, by=by, at=at, request=request, ask=ask)


def record_results(
    training: int, results: Mapping[str, Result], *, by: str, at: datetime, request: UUID
) -> Answer:
    """Record what came of a training, one act for the whole list."""
    agency = actions.training_of(training).agency
    rules, on = rules_of(agency, local_day(at)), local_day(at)
    mandated = _asking(agency.code, by, at)

    def ask() -> Ground:
        ground = mandated()
        theirs = people_of(agencies_within(agency.code), on).values("number")
        numbers = [who for who in results if may_be_number(who)]
        strangers = Staff.objects.filter(number__in=numbers).exclude(number__in=theirs)
        if strangers.exists():
            raise NotYourPeople(staff="、".join(str(one) for one in strangers[:5]))
        return ground

    return actions.record_results(
        training,
        results,
        posts=rules.posts,
        subjects=rules.subjects,
        by=by,
        at=at,
        request=request,
        ask=ask,
    )


def correct_result(
    attendance: int, result: Result, reason: str, *, by: str, at: datetime, request: UUID
) -> Answer:
    """Correct a result that was recorded by mistake; somebody else does, where there is one."""
    agency, on = actions.result_of(attendance).training.agency, local_day(at)
    rules = rules_of(agency, on)
    return actions.correct_result(
        attendance,
        result,
        reason,
        posts=rules.posts,
        subjects=rules.subjects,
        others=_trainers(agency.code, on),
        by=by,
        at=at,
        request=request,
        ask=_asking(agency.code, by, at),
    )


def rules_of(agency: Agency, on: date) -> TrainingRules:
    """Give what the edition in force asks for (NoEditionInForce)."""
    return profile_of(edition_in_force(agency.profile, on)).training


def people_of(agencies: list[str], on: date) -> QuerySet[Staff]:
    """Give the people of some agencies: assigned there now or later, or enlisted and nowhere."""
    lasting = Assignment.objects.filter(staff=OuterRef("number"), until__gt=on)
    there = Exists(lasting.filter(agency__in=agencies))
    enlisted = Q(act__chain__in=[actions.chain_of(agency) for agency in agencies])
    return Staff.objects.filter(there | (enlisted & ~Exists(lasting)))


def trainer_of(agency: str, by: str, on: date) -> Mandate:
    """Give what keeping the training of an agency rests on (NotYourPost, TrainingLapsed …)."""
    refused: NotYourPost | None = None
    for place in _upwards(agency):
        try:
            return post_mandate(by, agency=place, post=Post.TRAINER, on=on)
        except NotYourPost as refusal:
            refused = refused or refusal
    raise refused or NotYourPost(agency=agency, post=Post.TRAINER.label, by=by)


def _asking(agency: str, by: str, at: datetime) -> Ask:
    def ask() -> Ground:
        held = trainer_of(agency, by, local_day(at))
        return held.assignment, held.holds

    return ask


def _trainers(agency: str, on: date) -> set[str]:
    held = Assignment.objects.filter(agency__in=list(_upwards(agency)), post=Post.TRAINER)
    in_force = held.filter(since__lte=on, until__gt=on, trained_until__gt=on)
    return set(in_force.values_list("staff", flat=True))


def _upwards(agency: str) -> Iterator[str]:
    """Give an agency and those above it."""
    standing = Agency.objects.filter(code=agency).select_related("parent__parent").first()
    while standing is not None:
        yield standing.code
        standing = standing.parent
