"""Who races in the hall of Huanglong, and everything that somebody may do to a case as it stands.

The hall gets a second reviewer, so that two people can reach for the same seat.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from tests.forms import employer_form, minutes, person_form
from tests.halls import DECIDED_BY_LOOKING, SIGNING, TICKING, Huanglong, give_keys, pen, shown
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import assign, enlist
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.demonstration.cast import FOUNDER, YEAR
from yichuang.doors.commands.demonstration.verbs import VERBS

EMPLOYER = employer_form()
PERSON = person_form("")
REASON = "材料与登记不一致"
_serial = count(1)


def an_employer() -> dict[str, Any]:
    """Give the form of an employer that nobody knows yet; there is no end of them."""
    body = f"91610631MA7{next(_serial):06d}"
    return {**EMPLOYER, "credit_code": body + str(uscc.calc_check_digit(body))}


def a_citizen(born: date = date(1985, 1, 1)) -> str:
    """Give a citizen id that nobody had before; there is no end of them."""
    days, serial = divmod(next(_serial), 1000)
    body = f"610631{born + timedelta(days=days):%Y%m%d}{serial:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


def a_person(employer: str) -> dict[str, Any]:
    """Give the form of a person that nobody knows yet, hired by an employer."""
    return {**PERSON, "employer": employer, "citizen_id": a_citizen()}


class Crew(Huanglong):
    """The people of Huanglong with a second reviewer, and those of the city above."""

    def __init__(self) -> None:
        super().__init__()
        self.with_city()
        self.second_reviewer = f"{self.code}90"
        number = self.second_reviewer
        self.do(enlist, self.code, number, "蔺建英", by=FOUNDER)
        give_keys([number])
        terms: dict[str, Any] = {"since": YEAR[0], "until": YEAR[1], "trained_until": YEAR[1]}
        self.do(assign, number, self.code, Post.REVIEWER, by=FOUNDER, **terms)

    def call(
        self,
        verb: Callable[..., Answer],
        *args: Any,
        by: str,
        request: UUID | None = None,
        **m: Any,
    ) -> Callable[[], Answer]:
        """Get a call ready: a verb as somebody, over what is shown now, at a moment of its own."""
        if verb in DECIDED_BY_LOOKING:
            seen = shown(args[0])
            m = (seen if verb in TICKING else {"brief": seen["brief"]}) | m
        if verb is journeys.conclude:
            m = {"minutes": minutes(self.now.date())} | m
        at = self.tick()
        if verb is journeys.refuse:  # at level 1 a signature too
            m = {"brief": shown(args[0])["brief"], "pen": pen(args[0], by, at)} | m
        if verb in SIGNING:
            m = {"pen": pen(args[0], by, at)} | m
        return partial(verb, *args, by=by, at=at, request=request or uuid4(), **m)

    def able(self, number: str) -> dict[str, list[Callable[[], Answer]]]:
        """Give every act that somebody may do to a case as it stands, by its verb."""
        case = standing(number)
        acts = self._at_the_step(case)
        if case.case.state == "done":
            return acts
        counter = case.seat(0).holder or self.second_teller
        acts["hold"] = [self.call(journeys.hold, number, reason=REASON, by=counter)]
        acts["withdraw"] = [
            self.call(journeys.withdraw, number, reason=REASON, by=teller)
            for teller in (self.teller, self.second_teller)
        ]
        seat = case.seat(0)
        if seat.turn == 0 and seat.decision is None:
            stands_down = self.call(journeys.stand_down, number, 0, reason=REASON, by=self.director)
            acts["stand-down"] = [stands_down]
        return acts

    def _at_the_step(self, case: Standing) -> dict[str, list[Callable[[], Answer]]]:
        """Give what whoever has, or may take, the seat of the step may do."""
        number, state, step = case.case.number, case.case.state, case.case.step
        assert step is not None
        does: dict[str, Callable[..., Callable[[], Answer]]] = {}
        stage = case.stage()
        if state == "done":
            does["file"] = partial(self.call, journeys.file, number)
        elif stage is None:
            same = partial(self.call, journeys.correct, number, materials=case.materials)
            does["correct"] = partial(same, form=case.form.model_dump(mode="json"))
        else:
            does[stage["verb"]] = partial(self.call, VERBS[stage["verb"]], number)
        if state == "city-review":
            does["refer"] = partial(self.call, journeys.refer, number, reason=REASON)
        if state in {"review", "deputy", "director", "city-review", "meeting"}:
            earlier = 0 if step % 2 else step - 1
            does["return"] = partial(
                self.call, journeys.return_to, number, earlier, code="other", reason=REASON
            )
        if stage is not None and stage in self._last_to_decide(case):
            does["refuse"] = partial(self.call, journeys.refuse, number, reason=REASON)
        acts = {
            name: [act(by=person) for person in self._able_at(case, step)]
            for name, act in does.items()
        }
        if state == "reported":
            back = self.call(journeys.recall, number, reason=REASON, by=self.director)
            acts["recall"] = [back]
        return acts

    def _last_to_decide(self, case: Standing) -> list[dict[str, Any]]:
        city = [s for s in case.stages if s["verb"] in {"approve", "conclude"}]
        deciding = [s for s in case.stages if s["verb"] in {"pass", "sign"}]
        return city or (deciding or case.stages)[-1:]

    def _able_at(self, case: Standing, step: int) -> list[str]:
        seat = case.seat(step)
        if seat.holder:
            return [seat.holder]
        if seat.post == Post.TELLER:
            return [self.second_teller]
        if seat.post == Post.REVIEWER:
            return [self.reviewer, self.second_reviewer]
        if seat.post == Post.CITY_APPROVER:
            return [self.approver, self.second_approver]
        if seat.post == Post.CITY_CHIEF:
            return [self.chief, self.second_chief]
        return [self.county.number(Post(seat.post))]
