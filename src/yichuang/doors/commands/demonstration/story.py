"""What happens in the demonstration: applications go through the journeys, step by step."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from yichuang.domain.archives.models import File
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.models import Employer, Person, Proof
from yichuang.domain.insured.queries import believed
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import LOCAL, local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.commands.demonstration.agencies import county, office
from yichuang.doors.commands.demonstration.cast import Clock
from yichuang.doors.commands.demonstration.verbs import decide

Tell = Callable[[str], None]
RELATIVE = re.compile(r"\{(days_ago|month):(-?\d+)\}")
"""A day so many days ago, or the month in which it lies."""

EMPLOYERS = ("91610631MA6YC0001H", "91610629MA6YC0002Q", "91222424MA6YC0003B")


class DemonstrationFailedError(Exception):
    """Something that the demonstration promises did not hold."""


@dataclass(frozen=True)
class Application:
    """An application as it is brought to a window."""

    name: str
    agency: str
    window: int
    item: str
    brought_by: str
    form: dict[str, Any]
    materials: dict[str, str]


def applications(today: date) -> Iterator[Application]:
    """Give the applications of the demonstration in their order, with their dates near today."""
    folder = files("yichuang.doors.commands.demonstration") / "applications"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            text = dated(file.read_text("utf-8"), today)
            yield Application(file.name.removesuffix(".json"), **json.loads(text))


def dated(text: str, today: date) -> str:
    """Put days in the place of {days_ago:20}, and months in that of {month:20}."""

    def day(found: re.Match[str]) -> str:
        then = today - timedelta(days=int(found[2]))
        return then.isoformat() if found[1] == "days_ago" else f"{then:%Y-%m}"

    return RELATIVE.sub(day, text)


def must(holds: object, what: str) -> None:
    """Stop the demonstration where something doesn't hold."""
    if not holds:
        raise DemonstrationFailedError(what)


def tell_all(brought: Iterable[Application], clock: Clock, tell: Tell) -> None:
    """Let every application go its way, and read back what it left."""
    levels, cities = set(), set()
    for application in brought:
        tell(f"\n■ {application.name}：{application.brought_by}")
        if "mistakes" in application.name:
            _refused(application, clock, tell)
        else:
            case = _carried(application, clock, tell)
            levels.add(case.case.level)
            cities |= {seat.agency_id for seat in case.seats if seat.post == Post.CITY_APPROVER}
    must(levels == {1, 2, 3}, "one live case of each level went from the window to the archive")
    must(cities, "one live case was reported to the city and decided there")
    _read_back(tell)


def _accept(application: Application, clock: Clock) -> Answer:
    hall = county(application.agency)
    at, request = clock.tick()
    return journeys.accept(
        application.agency,
        application.item,
        form=application.form,
        materials=application.materials,
        by=hall.number(Post.TELLER, application.window - 1),
        at=at,
        request=request,
    )


def _refused(application: Application, clock: Clock, tell: Tell) -> None:
    try:
        _accept(application, clock)
    except Mistakes as refusal:
        for mistake in refusal.mistakes:
            tell(f"    ✗ {mistake.title}：{mistake.message}")
        must(len(refusal.mistakes) == 3, "all three mistakes are named at once")  # noqa: PLR2004
        tell("  未受理：三处差错一次告知，登记册没有写入任何内容")
        return
    must(False, "an application with mistakes is refused")  # noqa: FBT003


def _carried(application: Application, clock: Clock, tell: Tell) -> Standing:
    answer = _accept(application, clock)
    number = str(answer.said["number"])
    case = standing(number)
    for reason in case.route["reasons"]:
        tell(f"    因为：{reason['says']}（{reason['source']}）")
    _step(case, "accept", tell, f"，编号 {number}")
    if case.case.statutory_due_on:
        promised = case.case.promised_due_on or "当场"
        tell(f"    法定期限 {case.case.statutory_due_on}，承诺 {promised}")
    _cannot_be_shortened(case, clock, tell)
    while case.case.state not in {"done", "filed"}:
        case = _advance(case, clock, tell)
    _file(case, clock, tell)
    return standing(number)


def _cannot_be_shortened(case: Standing, clock: Clock, tell: Tell) -> None:
    """Let the teller try to finish a case that others must see first."""
    if case.case.level == 3:  # noqa: PLR2004
        return
    at, request = clock.tick()
    try:
        journeys.finish(case.case.number, by=str(case.seat(0).holder), at=at, request=request)
    except Refusal as refusal:
        tell(f"    柜员想直接办结：被拒（{refusal.code}）")
        return
    must(False, "nobody shortens a route")  # noqa: FBT003


def _advance(case: Standing, clock: Clock, tell: Tell) -> Standing:
    stage = case.stage()
    must(stage, "a case in progress stands at a stage")
    assert stage is not None  # noqa: S101 -- for the type checker
    seat = case.seat(stage["step"])
    by = seat.holder or office(seat.agency_id).number(Post(seat.post))
    at, request = clock.tick()
    decide(case, by=by, at=at, request=request)
    after = standing(case.case.number)
    _step(after, stage["verb"], tell)
    return after


def _file(case: Standing, clock: Clock, tell: Tell) -> None:
    number, teller = case.case.number, str(case.seat(0).holder)
    for material, how in case.materials.items():
        if how == "promised":
            at, request = clock.tick()
            try:
                journeys.file(number, by=teller, at=at, request=request)
            except Refusal as refusal:
                tell(f"    归档：{refusal}")
            at, request = clock.tick()
            journeys.supply(number, material, "original", by=teller, at=at, request=request)
            _step(standing(number), "supply", tell)
    at, request = clock.tick()
    journeys.file(number, by=teller, at=at, request=request)
    _step(
        standing(number), "file", tell, f"，保管期限 {File.objects.get(case=case.case).retention}"
    )


def _step(case: Standing, verb: str, tell: Tell, more: str = "") -> None:
    act = acts_of(case.case.chain_id).last()
    assert act is not None  # noqa: S101 -- the verb has just written it
    must(act.verb == verb, f"the last act is {verb}")
    who = Staff.objects.get(number=act.actor)
    seat = next((s for s in case.seats if s.holder == act.actor), None)
    post = case.profile.post_name(seat.post) if seat else ""
    decided = seat is not None and seat.decision == verb
    signed = f"，签字摘要 {seat.signed[:12]}…" if seat and decided and seat.signed else ""
    when = act.at.astimezone(LOCAL)
    state = LIFECYCLE.states[case.case.state]
    tell(f"  {when:%H:%M} {LIFECYCLE.verbs[verb]} {post} {who} → {state}{more}{signed}")


def _read_back(tell: Tell) -> None:
    """Read what the cases left in the register."""
    tell("\n■ 从登记册读回")
    employer = Employer.objects.get(credit_code="91610631MA6YC0001H")
    person = Person.objects.select_related("act").get(citizen_id="610631199003150023")
    tell(f"  单位 {employer.number} {employer.name}，依据 {employer.act.chain_id}")
    tell(f"  人员 {person.number} {person.name}，依据 {person.act.chain_id} 第{person.act.n}笔")
    history = believed("person", person.number, local_day(person.act.at))
    must(history and history["name"] == person.name == "高瑰梅", "the register's history agrees")
    must(person.version == 2, "the change of name is the second version")  # noqa: PLR2004
    must(Proof.objects.filter(person=person).count() == 1, "one proof was handed out")
    registered = Employer.objects.filter(credit_code__in=EMPLOYERS)
    must(registered.count() == len(EMPLOYERS), "three employers are registered")
    tell(f"  证明 {Proof.objects.get(person=person).text}")
