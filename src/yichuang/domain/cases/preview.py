"""What the window shows before anything is submitted: exactly what acceptance would say.

A read: it writes nothing and takes no number. It goes by the same desk, intake, checks and
deadlines as acceptance, so the two can't say different things of one application.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q

from yichuang.domain.cases.application import (
    BROUGHT,
    Mistake,
    broken_checks,
    materials_asked,
    read_application,
)
from yichuang.domain.cases.collective import exceeded
from yichuang.domain.cases.deadlines import Deadlines, YearNotEntered, deadlines
from yichuang.domain.cases.desk import Desk, desk
from yichuang.domain.cases.intake import Intake, take_in
from yichuang.domain.cases.linked import matter_of
from yichuang.domain.cases.models import Claim
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.catalogue.profile import ItemRule, Material, Profile
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import ParameterMissing
from yichuang.domain.items.registry import AnyItem, item_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.engines.routing import Route

SOMETIMES = {"conclude": "（提交时）", "settle": "（复录不一致时）"}
"""Steps that not every case comes to."""

State = Literal["holds", "broken", "waiting"]


@dataclass(frozen=True)
class Checked:
    """One check as it stands: holds, is broken, or waits for a field that can't be read yet."""

    code: str
    title: str
    source: str
    field: str
    state: State
    says: str = ""
    """What to do, where it is broken."""


@dataclass(frozen=True)
class Paper:
    """One material that is asked for, and how it was brought; None: not yet, or not readably."""

    code: str
    name: str
    how: str | None
    may_follow: bool
    basis: str
    mistake: Mistake | None

    @property
    def how_said(self) -> str:
        """How it was brought, in words."""
        return BROUGHT[self.how] if self.how else ""


@dataclass(frozen=True)
class Turn:
    """One step of the way in words: which post does what."""

    post: str
    name: str
    verb: str
    says: str


@dataclass(frozen=True)
class Way:
    """The way the case would go: the route, its steps under the names of this profile."""

    route: Route
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Preview:
    """What an application would become if it were submitted now."""

    rule: ItemRule
    edition: str
    mistakes: tuple[Mistake, ...]
    """Of form, materials and checks together, as acceptance names them."""
    checks: tuple[Checked, ...]
    papers: tuple[Paper, ...]
    way: Way
    due: Deadlines | None
    undated: YearNotEntered | None
    """Why there are no deadlines, where there are none."""
    busy: tuple[str, ...]
    """Numbers of open cases that hold the same person or employer."""
    refusal: Refusal | None
    """What refuses this person at this desk, whatever the application is."""

    @property
    def ready(self) -> bool:
        """Whether acceptance would succeed, as far as can be read."""
        told = (self.mistakes, self.busy, self.undated, self.refusal)
        return not any(told)


def preview(
    agency: object, item: str, *, form: object, materials: object, by: str, at: datetime
) -> Preview:
    """Read what an application would become.

    Whatever is wrong with it is told. Raised is only what leaves nothing to show: NoSuchAgency,
    NoEditionInForce, ItemNotRun, ItemNotInCatalogue.
    """
    known = item_of(item)
    here = desk(agency, known.code, by=by, on=local_day(at))
    brought = take_in(here, known, form, materials)
    broken, unchecked = _broken(known, brought)
    due, undated = _deadlines(brought.rule, at)
    return Preview(
        rule=brought.rule,
        edition=here.edition,
        mistakes=(*brought.reading.mistakes, *broken.values()),
        checks=tuple(_checked(known, brought, broken, unchecked)),
        papers=tuple(_papers(known, brought)),
        way=Way(brought.way, tuple(turns(here.profile, brought.way, _minutes(known, brought)))),
        due=due,
        undated=undated,
        busy=_busy(known, brought),
        refusal=_refusal(here, known, brought.reading.form, brought.way) or unchecked,
    )


def preview_correction(case: Standing, *, form: object, materials: object) -> Preview:
    """Read what a returned case would become if it were corrected so, under its own rules."""
    reading = read_application(case.item, case.rule, form, materials)
    before = case.matter()
    matter = matter_of(case.item, reading.form, case.profile, before.agency, before.on)
    brought = Intake(case.rule, reading, matter, case.way)
    broken, unchecked = _broken(case.item, brought)
    others = (number for number in _busy(case.item, brought) if number != case.case.number)
    return Preview(
        rule=case.rule,
        edition=case.case.edition_id,
        mistakes=(*reading.mistakes, *broken.values()),
        checks=tuple(_checked(case.item, brought, broken, unchecked)),
        papers=tuple(_papers(case.item, brought)),
        way=Way(case.way, tuple(turns(case.profile, case.way, _minutes(case.item, brought)))),
        due=Deadlines(case.case.statutory_due_on, case.case.promised_due_on),
        undated=None,
        busy=tuple(others),
        refusal=unchecked,
    )


def _refusal(here: Desk, item: AnyItem, form: ItemForm, way: Route) -> Refusal | None:
    first = way.seats[0]
    try:
        here.mandate(item, form, first.post, first.duty)
    except Refusal as refused:
        return refused
    return None


def _broken(item: AnyItem, brought: Intake) -> tuple[dict[str, Mistake], Refusal | None]:
    """Give the broken checks by their codes; and why the rest couldn't be asked, if so."""
    broken: dict[str, Mistake] = {}
    try:
        for mistake in broken_checks(item, brought.matter):
            broken[mistake.code] = mistake
    except ParameterMissing as missing:
        return broken, missing
    return broken, None


def _checked(
    item: AnyItem, brought: Intake, broken: Mapping[str, Mistake], unchecked: Refusal | None
) -> Iterator[Checked]:
    for check in item.checks:
        state: State = "holds" if brought.reading.form.has(*check.needs) else "waiting"
        says = ""
        if check.code in broken:
            state, says = "broken", broken[check.code].message
        elif unchecked is not None:
            state = "waiting"
        yield Checked(check.code, check.title, check.source, check.needs[0], state, says)


def _papers(item: AnyItem, brought: Intake) -> Iterator[Paper]:
    reading = brought.reading
    wrong = {mistake.field: mistake for mistake in reading.mistakes}
    for material in materials_asked(item, brought.rule, reading.form):
        how = reading.materials.get(material.code)
        yield _paper(material, how, wrong.get(f"materials.{material.code}"))


def _paper(material: Material, how: str | None, mistake: Mistake | None) -> Paper:
    known = how if how in BROUGHT else None
    return Paper(material.code, material.name, known, material.may_follow, material.basis, mistake)


def _minutes(item: AnyItem, brought: Intake) -> str:
    """Say what the last signature is made with, where the amount is above the limit."""
    matter = brought.matter
    above = exceeded(item, brought.reading.form, matter.profile, matter.on)
    return "（附集体会审纪要）" if above is not None else ""


def turns(profile: Profile, way: Route, with_last: str = "") -> Iterator[Turn]:
    """Write a way step by step, under the names that the profile gives to posts."""
    last = [(s.step, s.verb) for s in way.stages if s.verb in {"sign", "approve"}][-1:]
    posts = {seat.step: seat.post for seat in way.seats}
    for step, verb in [(0, "accept"), *((stage.step, stage.verb) for stage in way.stages)]:
        says = LIFECYCLE.verbs[verb] + SOMETIMES.get(verb, "")
        says += with_last if (step, verb) in last else ""
        yield Turn(posts[step], profile.post_name(posts[step]), verb, says)


def _deadlines(rule: ItemRule, at: datetime) -> tuple[Deadlines | None, YearNotEntered | None]:
    try:
        return deadlines(rule, at), None
    except YearNotEntered as unknown:
        return None, unknown


def _busy(item: AnyItem, brought: Intake) -> tuple[str, ...]:
    held = Q()
    for claim in item.claims(brought.reading.form):
        held |= Q(subject=claim.subject, kind=claim.kind)
    if not held:
        return ()
    found = Claim.objects.filter(held, open=True).values_list("case__number", flat=True)
    return tuple(sorted(set(found)))
