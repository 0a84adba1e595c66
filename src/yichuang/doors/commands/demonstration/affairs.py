"""What the agencies do about themselves: training, absence, authorisations on their way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from yichuang.domain.authority.models import Grant
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.models import Result, Subject
from yichuang.domain.staff.posts import COUNTER, Post
from yichuang.doors.commands.demonstration.agencies import COUNTIES, OFFICES, City, county, office
from yichuang.doors.commands.demonstration.cast import Clock
from yichuang.doors.commands.demonstration.story import Tell, must
from yichuang.doors.commands.demonstration.verbs import decide
from yichuang.doors.commands.demonstration.visits import EMPLOYER

COURSES = {
    Subject.INTEGRITY: ("经办人员廉政教育", 8),
    Subject.POLICY: ("养老保险业务政策", 16),
    Subject.MANNERS: ("窗口公务礼仪", 8),
}
VALID_MONTHS = 24
SOURCE = "本机构培训计划（演示）"
AGREED = "本机构工作会议（演示）"


@dataclass(frozen=True)
class Asked:
    """An authorisation that a county asks for, and in which state it is left."""

    agency: str
    until: str
    form: dict[str, object]


def train(clock: Clock) -> None:
    """Let every city train the people at the counters of its counties, in all three subjects."""
    for city in (place for place in OFFICES if isinstance(place, City)):
        by = city.number(Post.TRAINER)
        for subject, (title, hours) in COURSES.items():
            code = f"{city.code}-{subject.value}"
            at, request = clock.tick()
            what = (city.code, code, title, subject, hours, VALID_MONTHS, SOURCE)
            journeys.offer_course(*what, by=by, at=at, request=request)
            at, request = clock.tick()
            held = (city.code, code, local_day(at), title[:4] + "讲师", "经办处会议室")
            answer = journeys.hold_training(*held, by=by, at=at, request=request)
            at, request = clock.tick()
            training = answer.said["entered"]["id"]
            results = dict.fromkeys(_counters_under(city), Result.PASSED)
            journeys.record_results(training, results, by=by, at=at, request=request)


def _counters_under(city: City) -> Iterator[str]:
    for hall in COUNTIES:
        if hall.parent == city.code:
            for post in COUNTER & set(hall.people):
                yield from hall.numbers(post)


def tell(clock: Clock, say: Tell) -> None:
    """Let a reviewer be away with a delegate, and authorisations be on their way."""
    say("\n■ 人与权")
    _away(clock, say)
    for asked in _asked(clock):
        _authorised(asked, clock, say)
    must(Grant.objects.filter(by_case__isnull=False).exists(), "one authorisation is in force")


def _away(clock: Clock, say: Tell) -> None:
    hall = county("610703")
    delegate, away = hall.numbers(Post.REVIEWER)
    at, request = clock.tick()
    today = local_day(at)
    journeys.record_absence(
        hall.code,
        away,
        Post.REVIEWER,
        since=today,
        until=today + timedelta(days=5),
        reason="参加市级业务培训",
        paper="南郑养老请字〔演示〕第1号",
        delegate=delegate,
        by=hall.number(Post.DIRECTOR),
        at=at,
        request=request,
    )
    say(f"  {hall.name}复核 {away} 缺勤五日，书面委托 {delegate} 代办")


def _asked(clock: Clock) -> Iterator[Asked]:
    today = local_day(clock.tick()[0])
    period = {"since": today.isoformat(), "until": today.replace(year=today.year + 1, day=1)}
    teller = {"post": "综合业务", "item": "在职人员基本信息变更", "duty": "受理并经办"}
    new = {"kind": "授权", **teller, **period, "ground": AGREED}
    yield Asked("610703", "done", new)
    yield Asked("610631", "audit", new)
    granted = Grant.objects.get(agency="610629", post="teller", item=EMPLOYER, duty="handle")
    gone = {"kind": "收回", **teller, "item": "单位参保登记", "grant": granted.id}
    yield Asked("610629", "enforcement", {**gone, "since": today, "ground": AGREED})


def _authorised(asked: Asked, clock: Clock, say: Tell) -> None:
    hall = county(asked.agency)
    at, request = clock.tick()
    answer = journeys.accept(
        hall.code,
        "authorisation",
        form={"agency": hall.code, **asked.form},
        materials={},
        by=hall.number(Post.DEPUTY_DIRECTOR),
        at=at,
        request=request,
    )
    case = standing(str(answer.said["number"]))
    while case.case.state != asked.until:
        case = _next(case, clock)
    state = case.case.get_state_display()
    say(f"  {hall.name}{case.case.subject}，编号 {case.case.number} → {state}")


def _next(case: Standing, clock: Clock) -> Standing:
    stage = case.stage()
    assert stage is not None  # noqa: S101 -- it is in progress
    seat = case.seat(stage["step"])
    by = seat.holder or office(seat.agency_id).number(Post(seat.post))
    at, request = clock.tick()
    decide(case, by=by, at=at, request=request)
    return standing(case.case.number)
