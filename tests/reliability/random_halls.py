"""The machine of the random lives: what people do to cases in three halls, rightly or not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.forms import minutes
from tests.halls import DECIDED_BY_LOOKING, SIGNING, TICKING, pen, shown
from tests.reliability.foresight import RULES, begin, foresee, foresee_acceptance
from tests.reliability.known_items import HALLS, MAY_FOLLOW
from tests.reliability.life import Deed, Life
from tests.reliability.random_office import HALL, MANY, WHICH, RandomOffice
from tests.reliability.random_papers import BROUGHT, CORRECTED, application, corrected
from yichuang.domain.journeys import actions as journeys

WHO = st.sampled_from(["right"] * 10 + ["involved"] * 3 + ["colleague", "stranger"])
"""Mostly whoever may; else who has a role in the case, who works here, who works elsewhere."""

ANYBODY = st.sampled_from(["right", "involved", "colleague", "stranger"])
ASIDE = st.sampled_from(
    ["stand-down", "supply", "refuse"] * 3 + ["refer", "recall", "hold", "withdraw"]
)
ITEMS = ["person-registration"] * 2 + ["employer-registration", "basic-data-change"] * 3
ITEMS += ["insurance-proof"]
ENOUGH = 8
ENDED = {"filed", "refused", "withdrawn"}
JOURNEYS = {
    "pass": journeys.pass_on,
    "return": journeys.return_to,
    "stand-down": journeys.stand_down,
}
REASONED = {"return", "refuse", "withdraw", "stand-down", "hold", "refer", "recall"}
AT_THE_SEAT = {"receive", "approve", "refer", "conclude", "return", "refuse"}
"""Verbs of whoever has the seat where the case stands, be it in the county or at the city."""
WHY = "办件人员说明的理由"


class RandomHalls(RandomOffice):
    """Clients apply, and people do to their cases what they should, or anything else."""

    @rule(
        hall=HALL,
        item=st.sampled_from(ITEMS),
        many=MANY,
        who=WHO,
        brought=st.sampled_from(BROUGHT),
    )
    def apply(self, hall: str, item: str, many: int, who: str, brought: str) -> None:
        """A client applies at a window; where many wait already, they come first."""
        if len(self._going()) >= ENOUGH and many % 2:
            self.go_on(many % 10, many, who, "another word")
            return
        brings = application(self.world, hall, item, many, brought)
        people = self._people(hall, who, many)
        able = (p for p in people if foresee_acceptance(self.world, brings, p))
        sits_there = (p for p in people if self.world.holds(p, hall, "teller"))
        by = next(able, next(sits_there, people[0])) if who == "right" else people[0]
        life = foresee_acceptance(self.world, brings, by)
        answer = self.ask(
            "accept", journeys.accept, hall, item, form=brings.form, materials=brings.papers,
            by=by, allowed=life is not None,
        )  # fmt: skip
        if answer and life:
            life.number = str(answer.said["number"])
            begin(self.world, life)
        self.look(life, moved=True)

    @rule(which=WHICH, many=MANY, who=WHO, how=st.sampled_from(CORRECTED))
    def go_on(self, which: int, many: int, who: str, how: str) -> None:
        """Somebody does what a case waits for."""
        going = self._going()
        if not going:
            self.apply(HALLS[which % 3], ITEMS[many % len(ITEMS)], many, "right", "whole")
            return
        life = going[-1 - which % len(going)]
        stage = life.stage()
        if stage is not None:
            deed = Deed(_or_else(stage.verb, many), "")
        elif life.state == "correction":
            form, papers = corrected(self.world, life, many, how)
            deed = Deed("correct", "", form=form, papers=papers)
        elif "promised" in life.papers.values():
            deed = Deed("supply", "", material=MAY_FOLLOW[life.item])
        else:
            deed = Deed("file", "")
        self._do(life, self._by(life, deed, who, many))

    @rule(which=WHICH, many=MANY, who=WHO)
    def go_straight_on(self, which: int, many: int, who: str) -> None:
        """Somebody does what a case waits for, a correction by bringing what was promised."""
        self.go_on(which, many, who, "paper brought")

    @rule(which=WHICH, many=MANY)
    def go_rightly_on(self, which: int, many: int) -> None:
        """Whoever may does what a case waits for."""
        self.go_on(which, many, "right", "another word")

    @rule(which=WHICH, many=MANY, who=WHO)
    def go_back(self, which: int, many: int, who: str) -> None:
        """A case is returned to an earlier step."""
        self.go_aside(which, "return", many, who)

    @rule(which=WHICH, verb=ASIDE, many=MANY, who=WHO)
    def go_aside(self, which: int, verb: str, many: int, who: str) -> None:
        """A case goes aside or to an early end: the next one for which that can be."""
        going = self._going()
        if not going:
            return
        at = which % len(going)
        for life in going[at:] + going[:at]:
            deed = self._by(life, _aside(life, verb, many), who, many)
            if foresee(self.world, life, deed):
                break
        self._do(life, deed)

    @rule(which=WHICH, verb=st.sampled_from([*RULES, "stand-down"]), many=MANY, who=ANYBODY)
    def stray(self, which: int, verb: str, many: int, who: str) -> None:
        """Anybody tries anything on any case, also on one that has ended."""
        if not self.world.lives:
            return
        life = self.world.lives[which % len(self.world.lives)]
        form, papers = corrected(self.world, life, many, CORRECTED[which % len(CORRECTED)])
        material = list(life.papers)[many % len(life.papers)]
        deed = Deed(verb, "", which % 6, material, form, papers)
        self._do(life, self._by(life, deed, who, many))

    def _going(self) -> list[Life]:
        return [life for life in self.world.lives if life.state not in ENDED]

    def _people(self, hall: str, who: str, many: int) -> list[str]:
        elsewhere = [other for other in HALLS if other != hall][many % 2]
        return _turned(self.ground.people[elsewhere if who == "stranger" else hall], many)

    def _by(self, life: Life, deed: Deed, who: str, many: int) -> Deed:
        """Let a deed be done by somebody: mostly the first who may, on from a random one."""
        people = self._people(_office(life, deed), who, many)
        if who == "involved":
            holders = [seat.holder for seat in life.seats if seat.holder] or people
            at = life.step or 0
            people = [p for p in holders if self.world.may(p, life, at)] or holders
        deeds = [replace(deed, by=person) for person in people]
        if who != "right":
            return deeds[many % len(deeds)]
        return next((one for one in deeds if foresee(self.world, life, one)), deeds[0])

    def _do(self, life: Life, deed: Deed) -> None:
        happens = foresee(self.world, life, deed)
        verb, args, more = _call(life, deed)
        if verb is journeys.conclude:
            more["minutes"] = minutes(self.world.today)
        if verb is journeys.refuse and life.level == 1:
            more["brief"] = shown(life.number)["brief"]
            more["pen"] = pen(life.number, deed.by, self.now)
        if verb in SIGNING:
            more["pen"] = pen(life.number, deed.by, self.now)
        answer = self.ask(deed.verb, verb, *args, **more, by=deed.by, allowed=happens is not None)
        if answer and happens:
            happens()
        self.look(life, moved=answer is not None)


def _or_else(verb: str, many: int) -> str:
    """Let the city now and then ask the meeting, and the county recall what it reported."""
    other = {"approve": "refer", "receive": "recall"}
    return other.get(verb, verb) if many % 4 == 0 else verb


def _office(life: Life, deed: Deed) -> str:
    """Give the agency whose people a deed is for."""
    if deed.verb == "stand-down":
        return life.office(deed.step)
    at_the_seat = deed.verb in AT_THE_SEAT and life.step is not None
    return life.office(life.step or 0) if at_the_seat else life.hall


def _turned(people: Sequence[str], many: int) -> list[str]:
    at = many % len(people)
    return [*people[at:], *people[:at]]


def _aside(life: Life, verb: str, many: int) -> Deed:
    taken = [s.step for s in life.seats if s.holder and not s.gone and not s.decided] or [0]
    step = taken[many % len(taken)] if verb == "stand-down" else many % max(1, life.step or 0)
    return Deed(verb, "", step=step, material=MAY_FOLLOW.get(life.item, "id-card"))


def _call(life: Life, deed: Deed) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    """Give the journey of a deed, as a door would call it."""
    verb = JOURNEYS.get(deed.verb) or getattr(journeys, deed.verb)
    if deed.verb == "correct":
        return verb, (life.number,), {"form": deed.form, "materials": deed.papers}
    if deed.verb == "supply":
        return verb, (life.number, deed.material, "original"), {}
    if verb in DECIDED_BY_LOOKING:
        seen = shown(life.number)
        return verb, (life.number,), seen if verb in TICKING else {"brief": seen["brief"]}
    step = (deed.step,) if deed.verb in {"return", "stand-down"} else ()
    code = {"code": "other"} if deed.verb == "return" else {}
    why = {"reason": WHY, **code} if deed.verb in REASONED else {}
    return verb, (life.number, *step), why
