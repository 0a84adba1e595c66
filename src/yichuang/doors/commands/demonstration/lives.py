"""The life of one case in the history, told from the window to the archive.

A life is a generator: it gives the working minutes until its next act, and is sent the moment
when that act happens. Between two acts of one life those of all others go on.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from yichuang.domain.cases.actions.keying import awaits_keying, key_fields
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.payments import owed_for, payable_of
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing, brief_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.demonstration.agencies import County, office
from yichuang.doors.commands.demonstration.pens import payment_pen_of, pen_of
from yichuang.doors.commands.demonstration.verbs import decide
from yichuang.doors.commands.demonstration.visits import CHANGE, DEATH, Brought, Clientele

Life = Generator[int, datetime, None]

PACE = {
    ("ready", 3): (2, 7),
    ("ready", 2): (2, 9),
    ("review", 2): (4, 28),
    ("handling", 1): (10, 150),
    ("review", 1): (30, 300),
    ("deputy", 1): (60, 420),
    ("director", 1): (60, 480),
    ("reported", 1): (40, 300),
    ("city-review", 1): (120, 700),
    ("meeting", 1): (300, 900),
    ("correction", 1): (60, 700),
    ("correction", 2): (30, 300),
}
"""In how many working minutes, at least and at most, the next act follows, by state and level."""

BRISK = (6, 18)
FILING = (60, 700)
SUPPLY = (500, 2400)
PAYING = (20, 90)

RETURNED = (
    ("copy-unclear", "复印件不清晰，请重新提交"),
    ("other", "联系电话无法接通，请核实后补正"),
    ("differs-from-paper", "填写内容与材料不一致，请核对"),
)
REFUSED = ("经核实，申请事项与材料所载事实不符，不予办理。如有异议，可依法申请行政复议",)
WITHDRAWN = ("申请人来电，材料另有用处，要求撤回", "申请人改在户籍地办理", "单位暂不办理，要求撤回")


@dataclass
class Visit:
    """One client on the way to a window, and how the case is to go."""

    minute: int
    """When: in working minutes since the opening."""
    item: str = ""
    turns: frozenset[str] = frozenset()
    """What it meets with: mistaken, promised, birth, returned, withdrawn, refused, referred."""
    until: str = ""
    """The state in which it is left waiting; empty: it goes on to the archive."""
    brisk: bool = False
    teller: int | None = None


@dataclass
class Hall:
    """A county's hall on its way through the weeks: its people, its clients, its dice."""

    county: County
    random: Random
    clientele: Clientele = field(init=False)

    def __post_init__(self) -> None:
        self.clientele = Clientele(self.county.code, self.random)

    def request(self) -> UUID:
        """Give the key of the next request."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def at_the_window(self, visit: Visit, item: str) -> str:
        """Say who sits at the window that a visit goes to."""
        special = item in {CHANGE, DEATH} and Post.SPECIAL in self.county.people
        numbers = self.county.numbers(Post.SPECIAL if special else Post.TELLER)
        if visit.teller is not None:
            return numbers[visit.teller % len(numbers)]
        return self.random.choice(numbers)

    def whose_turn(self, case: Standing) -> str:
        """Say who does what a case waits for."""
        assert case.case.step is not None  # noqa: S101 -- it is in progress
        seat = case.seat(case.case.step)
        return seat.holder or self.random.choice(office(seat.agency_id).numbers(Post(seat.post)))

    def do(
        self, verb: Callable[..., Answer], *what: Any, by: str, at: datetime, **m: Any
    ) -> Answer:
        """Do a verb as somebody at a moment."""
        return verb(*what, by=by, at=at, request=self.request(), **m)

    def pause(self, pace: tuple[int, int]) -> int:
        """Say how many working minutes go by."""
        return self.random.randint(*pace)


def life(hall: Hall, visit: Visit) -> Life:
    """Tell the life of one case."""
    at = yield 0
    item = visit.item or hall.clientele.wish()
    brought = hall.clientele.brings(item, local_day(at), visit.turns)
    by = hall.at_the_window(visit, item)
    if "mistaken" in visit.turns:
        _turned_away(hall, brought, by, at)
        at = yield hall.pause((40, 500))
    number = _accept(hall, brought, by, at)
    turns = set(visit.turns)
    while (case := standing(number)).case.state not in {"done", "refused", "withdrawn"}:
        if case.case.state == visit.until and not (turns & {"returned", "referred"}):
            yield from _left_waiting(hall, case)
            return
        at = yield hall.pause(BRISK if visit.brisk else PACE[case.case.state, case.case.level])
        brought = _next(hall, case, brought, turns, at)
    if case.case.state != "done":
        hall.clientele.came_to_nothing(brought)
        return
    hall.clientele.done(brought)
    if brought.item == DEATH:
        yield from _paid(hall, number, whole="paid" in visit.turns)
    if visit.until != "done":
        yield from _to_the_archive(hall, number)


def _accept(hall: Hall, brought: Brought, by: str, at: datetime) -> str:
    answer = hall.do(
        journeys.accept,
        hall.county.code,
        brought.item,
        form=brought.form,
        materials=brought.materials,
        by=by,
        at=at,
    )
    return str(answer.said["number"])


def _turned_away(hall: Hall, brought: Brought, by: str, at: datetime) -> None:
    """Let an application with mistakes be refused: all of them are told, nothing is written."""
    try:
        _accept(hall, brought.mistaken(), by, at)
    except Mistakes:
        return
    message = "an application with mistakes was accepted"
    raise AssertionError(message)


def _next(hall: Hall, case: Standing, brought: Brought, turns: set[str], at: datetime) -> Brought:
    """Do the next act of a case; what it was to meet with on its way happens once."""
    number, state, random = case.case.number, case.case.state, hall.random
    by = hall.whose_turn(case)
    middle = "review" if case.case.level != 1 else "deputy"
    if state == "correction":
        again = brought.corrected()
        hall.do(journeys.correct, number, form=again.form, materials=case.materials, by=by, at=at)
        return again
    if "returned" in turns and state == middle:
        turns.discard("returned")
        code, why = random.choice(RETURNED)
        hall.do(journeys.return_to, number, 0, code=code, reason=why, by=by, at=at)
    elif "withdrawn" in turns and state == middle:
        by = str(case.seat(0).holder)
        hall.do(journeys.withdraw, number, reason=random.choice(WITHDRAWN), by=by, at=at)
    elif state == "review" and awaits_keying(case):
        first = case.form.model_dump(mode="json")
        keyed = {name: first[name] for name in key_fields(case)}
        hall.do(journeys.rekey, number, fields=keyed, by=by, at=at)
    elif "refused" in turns and state == _last(case):
        why = random.choice(REFUSED)
        signs = {"brief": brief_digest(case), "pen": pen_of(by, at, case)}
        hall.do(journeys.refuse, number, reason=why, **signs, by=by, at=at)
    else:
        verb = "refer" if "referred" in turns and state == "city-review" else ""
        turns -= {"referred"} if verb else set()
        decide(case, verb, by=by, at=at, request=hall.request())
    return brought


def _last(case: Standing) -> str:
    """Give the state in which the last of those who decide may refuse."""
    if case.case.level != 1:
        return "review"
    return "city-review" if case.reported else "director"


def _left_waiting(hall: Hall, case: Standing) -> Life:
    """Leave a case where it is; who waited for a review that didn't come goes with the receipt."""
    if case.case.timing != "instant":
        return
    at = yield 25
    by = str(case.seat(0).holder)
    hall.do(journeys.hold, case.case.number, reason="申请人持回执先行离开", by=by, at=at)


def _paid(hall: Hall, number: str, *, whole: bool) -> Life:
    """Let the finance officers pay what is owed; or only prepare the first of it."""
    maker, second = hall.county.numbers(Post.FINANCE)
    for payable in owed_for(number):
        at = yield hall.pause(PAYING)
        hall.do(journeys.prepare_payment, payable.number, by=maker, at=at)
        if not whole:
            return
        at = yield hall.pause(PAYING)
        pen = payment_pen_of(second, at, payable_of(payable.number))
        hall.do(journeys.release_payment, payable.number, pen=pen, by=second, at=at)


def _to_the_archive(hall: Hall, number: str) -> Life:
    """Bring what was promised, and file the case."""
    case = standing(number)
    by = str(case.seat(0).holder)
    promised = [code for code, how in case.materials.items() if how == "promised"]
    for code in promised:
        at = yield hall.pause(SUPPLY)
        hall.do(journeys.supply, number, code, "original", by=by, at=at)
    at = yield hall.pause(FILING)
    hall.do(journeys.file, number, by=by, at=at)
