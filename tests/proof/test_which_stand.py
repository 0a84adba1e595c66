"""Random returns, corrections, recalls and people who stand down: which signatures stand.

A model in plain words of the rules says so, and is told nothing by the system but who acted.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import pytest

from tests.halls import Hall, Huanglong, Luochuan
from yichuang import checker
from yichuang.domain.cases.actions import returns
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import RETURNED
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.proofs import proof_of_case
from yichuang.domain.staff.actions import assign
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.verbs import VERBS
from yichuang.doors.workbench.dossier import stops

SIGNED = {"sign", "approve", "conclude"}
MOST_DEEDS, LIVES = 16, 5
RETURNING = {*RETURNED, "city-review", "meeting"}
WHY = {"code": "other", "reason": "材料缺页，请补齐"}


@dataclass
class Made:
    """A signature: at which act, at which step, and the act that made it void."""

    n: int
    step: int
    void: int = 0


@dataclass
class Signed:
    """The rules: who returns a case undoes the seat it goes to; a change undoes every seat."""

    made: list[Made] = field(default_factory=list)

    def sign(self, n: int, step: int) -> None:
        """Somebody signs; until now nobody had, at this step."""
        assert step not in self.stands()
        self.made.append(Made(n, step))

    def void(self, n: int, steps: set[int]) -> None:
        """What stands at these steps is void from this act on, for ever."""
        for signature in self.made:
            if not signature.void and signature.step in steps:
                signature.void = n

    def stands(self) -> dict[int, int]:
        """Give the act of the signature that stands at each step."""
        return {one.step: one.n for one in self.made if not one.void}


@dataclass
class Life:
    """One case and what may happen to it at random."""

    hall: Hall
    number: str
    random: Random
    signed: Signed = field(default_factory=Signed)
    happened: set[str] = field(default_factory=set)

    def go_on(self) -> None:
        """Let something happen that may, as the case stands."""
        case = standing(self.number)
        state, seat = case.case.state, case.seat(case.case.step or 0)
        deeds: list[Callable[[Standing], None]] = [self._on] * 3
        if state in RETURNING:
            deeds += [self._back]
        if state == "correction":
            deeds = [self._corrected]
        if state == "reported":
            deeds += [self._recalled]
        if state == "city-review":
            deeds += [self._referred]
        if seat.holder and seat.post in {"reviewer", "city-approver"} and seat.turn == 0:
            deeds += [self._stands_down]
        self.random.choice(deeds)(case)

    def _whose(self, case: Standing) -> str:
        seat = case.seat(case.case.step or 0)
        if seat.turn and seat.holder is None and seat.post == "reviewer":
            return self.hall.guide
        return self.hall.whose_turn(self.number)

    def _done(self, verb: Callable[..., Any], *args: Any, by: str, **more: Any) -> int:
        self.happened.add(verb.__name__)
        return int(self.hall.do(verb, self.number, *args, by=by, **more).n)

    def _on(self, case: Standing) -> None:
        stage = case.stage()
        assert stage is not None
        more = {"minutes": MINUTES} if stage["verb"] == "conclude" else {}
        n = self._done(VERBS[stage["verb"]], by=self._whose(case), **more)
        if stage["verb"] in SIGNED:
            self.signed.sign(n, stage["step"])

    def _back(self, case: Standing) -> None:
        steps = [0, *(stage["step"] for stage in case.stages)]
        step = self.random.choice([step for step in steps if step < (case.case.step or 0)])
        n = self._done(journeys.return_to, step, by=self._whose(case), **WHY)
        self.signed.void(n, {step})

    def _corrected(self, case: Standing) -> None:
        form, changes = json.loads(case.case.form), self.random.random() < 0.5
        if changes:
            key = "phone" if "phone" in form else "reason"
            form[key] = self.random.choice([f"0911-562{i:04}" for i in range(90)])
        same = form == json.loads(case.case.form)
        more = {"form": form, "materials": case.materials}
        n = self._done(journeys.correct, by=self._whose(case), **more)
        if not same:
            self.signed.void(n, set(self.signed.stands()))
        self.happened.add("changed" if not same else "unchanged")

    def _recalled(self, case: Standing) -> None:
        director = max(stage["step"] for stage in case.stages if stage["verb"] == "sign")
        n = self._done(journeys.recall, reason="上报材料需要补充", by=self.hall.director)
        self.signed.void(n, {director})

    def _referred(self, case: Standing) -> None:
        self._done(journeys.refer, reason="须集体研究", by=self._whose(case))

    def _stands_down(self, case: Standing) -> None:
        seat = case.seat(case.case.step or 0)
        head = self.hall.chief if seat.post == "city-approver" else self.hall.director
        self._done(journeys.stand_down, seat.step, reason="与申请人有亲属关系", by=head)


MINUTES = {
    "number": "延市养老办纪〔2026〕7号",
    "held_on": "2026-03-09",
    "present": ["强振邦", "惠延生"],
    "decision": "同意",
}


def agree(life: Life) -> None:
    """Compare what the seats and the pages say with the model."""
    case, stands = standing(life.number), life.signed.stands()
    seats = [s for s in case.seats if s.decision in SIGNED and not s.stands_down]
    assert {seat.step for seat in seats if seat.signed} == set(stands)
    shown = {stop.step: stop.matches for stop in stops(case) if stop.matches is not None}
    assert shown == dict.fromkeys(stands, True)


def lived(halls: list[tuple[Hall, str]], random: Random) -> set[str]:
    """Let cases live at random, and compare after every deed; at the end the proof as well."""
    happened: set[str] = set()
    for hall, number in halls:
        life = Life(hall, number, random)
        deeds = 0
        while standing(number).case.state != "done" and deeds < MOST_DEEDS:
            life.go_on()
            agree(life)
            deeds += 1
        report = checker.check(proof_of_case(number, at=hall.now))
        assert report.faults == []
        told = [(one.n, one.seat[1], one.void) for one in report.signatures]
        assert told == [(one.n, one.step, one.void) for one in life.signed.made]
        happened |= life.happened
    return happened


def cases(huanglong: Huanglong, luochuan: Luochuan, lives: int) -> list[tuple[Hall, str]]:
    """Give cases of three kinds of chain, in halls that have a second reviewer."""
    year: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
    terms = {**year, "trained_until": year["until"]}
    for hall in (huanglong, luochuan):
        hall.do(assign, hall.guide, hall.code, Post.REVIEWER, **terms, by="0001")
    huanglong.with_city()
    found: list[tuple[Hall, str]] = []
    for _ in range(lives):
        found += [(huanglong, huanglong.accept_employer()), (luochuan, luochuan.accept_employer())]
        found += [(huanglong, huanglong.accept_reported())]
    return found


EVERYTHING = {
    *("sign", "receive", "approve", "refer", "conclude", "recall"),
    *("return_to", "correct", "changed", "unchanged", "stand_down"),
}


@pytest.mark.clause("SX-12")
def test_seats_pages_and_a_stranger_agree_with_the_rules(
    huanglong: Huanglong, luochuan: Luochuan
) -> None:
    happened = lived(cases(huanglong, luochuan, LIVES), Random(0))  # noqa: S311
    assert happened == EVERYTHING
    assert verify().faults == []


def test_a_change_that_voids_nothing_is_found(
    huanglong: Huanglong, luochuan: Luochuan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "undone", lambda _: [])
    with pytest.raises(AssertionError):
        lived(cases(huanglong, luochuan, 1), Random(0))  # noqa: S311
