"""Lists that people work from: each a query on the cases themselves, never a copy.

A case is due on the day it was promised for, else on the day of the law; instant business on
the day it was accepted. "Overdue" is asked of the clock and never stored.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models.functions import Coalesce, TruncDate

from yichuang.domain.cases.charge import without_others_business
from yichuang.domain.cases.linked import not_for
from yichuang.domain.cases.models import Case, Seat, Suspension
from yichuang.domain.cases.states import CITY, OPEN
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.models import Absence, Relative
from yichuang.domain.staff.posts import Post

DUE = models.Case(
    models.When(timing="instant", then=TruncDate("accepted_at", tzinfo=LOCAL)),
    default=Coalesce("promised_due_on", "statutory_due_on"),
    output_field=models.DateField(),
)


STANDS = models.Case(
    models.When(suspended_on=None, then=0), default=1, output_field=models.IntegerField()
)
"""Last come the cases whose clock stands still: they wait for something else."""


def by_due(cases: models.QuerySet[Case]) -> models.QuerySet[Case]:
    """Order cases by the day they are due, then by the moment they were accepted."""
    listed = cases.annotate(due_on=DUE, stands=STANDS).order_by("stands", "due_on", "accepted_at")
    return listed.select_related("edition")


def waiting(agency: str, posts: Iterable[str], by: str, on: date) -> models.QuerySet[Case]:
    """Give the cases that wait for this person in these posts of an agency on a day.

    Also what is in the seats of whoever is away and delegated it to them (`held_by` says whose it
    is). Not those in which the person has or had another seat, nor their own or their relatives'.
    """
    held = list(posts)
    there = models.Q(agency=agency, post__in=held)
    cases = by_due(_for(by, on, there).filter(state__in=OPEN))
    if Post.DEPUTY_DIRECTOR in held:
        cases = without_others_business(cases, agency, by, on)
    return cases


def of_the_counter(by: str, states: Iterable[str] = OPEN) -> models.QuerySet[Case]:
    """Give the cases that a person has at the counter: accepted there, or taken over."""
    mine = Seat.objects.filter(case=models.OuterRef("pk"), step=0, stands_down=False, holder=by)
    return by_due(Case.objects.filter(models.Exists(mine), state__in=list(states)))


def my_turn(by: str, on: date) -> models.QuerySet[Case]:
    """Give the cases at the counter that wait for this very person: to correct, sign or finish.

    Also those of a colleague who is away and delegated them.
    """
    states = ["correction", "ready", "handling"]
    return by_due(_for(by, on, ~models.Q(holder=None)).filter(state__in=states, step=0))


def _for(by: str, on: date, there: models.Q) -> models.QuerySet[Case]:
    """Give the cases that stand at a seat which is free, or the person's own or delegated one."""
    delegated = Absence.objects.filter(
        staff=models.OuterRef("holder"),
        agency=models.OuterRef("agency"),
        post=models.OuterRef("post"),
        delegate=by,
        since__lte=on,
        until__gt=on,
    )
    stands = Seat.objects.filter(
        case=models.OuterRef("pk"), step=models.OuterRef("step"), stands_down=False
    )
    here = stands.filter(
        models.Q(holder=None)
        | models.Q(holder=by)
        | models.Q(models.Exists(delegated), decision=None),
        there,
    )
    elsewhere = Seat.objects.filter(case=models.OuterRef("pk"), holder=by).exclude(
        step=models.OuterRef("step"), stands_down=False
    )
    cases = Case.objects.filter(models.Exists(here), ~models.Exists(elsewhere))
    return not_for(_not_own(cases, by), by).annotate(
        held_by=models.Subquery(stands.values("holder")[:1])
    )


def _not_own(cases: models.QuerySet[Case], by: str) -> models.QuerySet[Case]:
    """Leave out the cases about a person, or about whom they declared: a form names the whole."""
    declared = Relative.objects.filter(staff=by, ended_on=None)
    for citizen in declared.values_list("citizen_id", flat=True):
        cases = cases.exclude(form__contains=f'"{citizen}"')
    return cases


def counted_on(by: str, on: date) -> dict[str, int]:
    """Count what a person accepted at the counter on a day, and how much of it is done."""
    began = datetime.combine(on, time.min, tzinfo=LOCAL)
    accepted = models.Q(accepted_at__gte=began, accepted_at__lt=began + timedelta(days=1))
    mine = Case.objects.filter(accepted, seats__step=0, seats__turn=0, seats__holder=by)
    done = models.Count("chain", filter=models.Q(state__in=["done", "filed"]))
    return dict(mine.aggregate(accepted=models.Count("chain"), done=done))


def due_by(cases: models.QuerySet[Case], on: date) -> models.QuerySet[Case]:
    """Give those of some listed cases that are due on a day or were before; none that stands."""
    return cases.alias(due=DUE).filter(due__lte=on, suspended_on=None)


def decided_by(by: str, on: date, decisions: Iterable[str]) -> models.QuerySet[Case]:
    """Give the cases on which a person decided on a day."""
    seat = Seat.objects.filter(
        case=models.OuterRef("pk"), holder=by, decision__in=list(decisions)
    ).annotate(day=TruncDate("decided_at", tzinfo=LOCAL))
    return by_due(Case.objects.filter(models.Exists(seat.filter(day=on))))


def to_confirm(agency: str, post: str, by: str, on: date) -> models.QuerySet[Case]:
    """Give the open cases of an agency whose proposed suspension waits for a second person.

    Not those that the person proposed, nor, for a deputy, those that another is in charge of;
    for a city's chief those that are with the city to decide.
    """
    proposed = Suspension.objects.filter(
        case=models.OuterRef("pk"), confirmed_by=None, ended_by=None
    ).exclude(proposed_by=by)
    here = Seat.objects.filter(case=models.OuterRef("pk"), agency=agency)
    cases = Case.objects.filter(models.Exists(proposed), state__in=OPEN)
    if post == Post.CITY_CHIEF:
        return by_due(cases.filter(models.Exists(here), state__in=CITY))
    cases = by_due(cases.filter(agency=agency).exclude(state__in=CITY))
    if post == Post.DEPUTY_DIRECTOR:
        cases = without_others_business(cases, agency, by, on, where=models.Q())
    return cases


def in_state(agencies: Iterable[str], states: Iterable[str]) -> models.QuerySet[Case]:
    """Give the cases of some agencies that are in one of these states."""
    return by_due(Case.objects.filter(agency__in=list(agencies), state__in=list(states)))
