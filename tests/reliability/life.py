"""What must be true of every case's life, in plain Python and written from the rules alone.

Nothing of the system is asked here. These are the nouns; what each verb must lead to stands in
`foresight`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

HUANGLONG, LUOCHUAN, WANGQING = "610631", "610629", "222424"
HALLS = (HUANGLONG, LUOCHUAN, WANGQING)

LEVELS = {
    "insurance-proof": 3,
    "person-registration": 2,
    "employer-registration": 1,
    "basic-data-change": 1,
}
"""Shaanxi's levels; in Wangqing the registration of an employer is level 2."""

SPECIAL_WINDOW = {(WANGQING, "basic-data-change")}
MAY_FOLLOW = {"person-registration": "labour-contract", "employer-registration": "authorisation"}
PAPERS = {
    "insurance-proof": ("id-card",),
    "person-registration": ("id-card", "labour-contract"),
    "employer-registration": ("business-licence", "agent-id-card", "authorisation"),
    "basic-data-change": ("id-card", "household-register"),
}
LEVEL_1 = ("handling", "review", "deputy", "director")
IN_PROGRESS = (*LEVEL_1, "ready", "correction")
REFUSED_AT = {3: "ready", 2: "review", 1: "director"}
"""Where the last one to decide sits, who alone refuses an accepted case."""

EFFECTS = {
    "insurance-proof": {"insured_proof": 1},
    "person-registration": {"insured_person": 1, "insured_enrolment": 1, "insured_revision": 2},
    "employer-registration": {"insured_employer": 1, "insured_revision": 1},
    "basic-data-change": {"insured_revision": 1},
}
"""The rows that the register gets when a case is done, and never else."""

Text = dict[str, str]


@dataclass
class Seat:
    """A role in a case: one person's, for life."""

    step: int
    post: str
    duty: str
    turn: int = 0
    holder: str | None = None
    decided: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Stage:
    """Where a case waits, at whose seat, and for which verb."""

    state: str
    step: int
    verb: str


@dataclass(frozen=True)
class Application:
    """What a client brings to a hall."""

    hall: str
    item: str
    form: Text
    papers: Text


@dataclass(frozen=True)
class Term:
    """A person in a post for a period."""

    person: str
    hall: str
    post: str
    since: date
    until: date
    trained_until: date


@dataclass(frozen=True)
class Scope:
    """What a post may do with an item."""

    hall: str
    post: str
    item: str
    duty: str


@dataclass
class Life:
    """One case as it must stand."""

    number: str
    hall: str
    item: str
    form: Text
    papers: Text
    level: int
    seats: list[Seat]
    state: str = ""
    step: int | None = None
    acts: int = 1
    head: str = ""
    held: set[str] = field(default_factory=set)
    """Every claim that the case ever held."""

    @property
    def stages(self) -> list[Stage]:
        """Level 3 is finished, level 2 passed and finished, level 1 signed four times."""
        if self.level == 3:
            return [Stage("ready", 0, "finish")]
        if self.level == 2:
            return [Stage("review", 1, "pass"), Stage("ready", 0, "finish")]
        last = max(seat.step for seat in self.seats)
        return [Stage(state, last - 3 + i, "sign") for i, state in enumerate(LEVEL_1)]

    def seat(self, step: int) -> Seat:
        """Give the seat that stands at a step."""
        return next(s for s in self.seats if s.step == step and not s.gone)

    def stage(self) -> Stage | None:
        """Give the stage at which the case waits for a decision."""
        here = (self.state, self.step)
        return next((s for s in self.stages if (s.state, s.step) == here), None)

    def undecided(self, *, beside: int | None = None) -> Stage | None:
        """Give the first stage that nobody has decided."""
        open_ = (s for s in self.stages if s.step != beside and not self.seat(s.step).decided)
        return next(open_, None)

    def sit(self, person: str, step: int) -> Seat:
        """Let a person have a seat."""
        seat = self.seat(step)
        seat.holder = person
        return seat

    def wait_for(self, stage: Stage | None) -> None:
        """Let the case stand at a stage; with none left it is done, at the counter."""
        self.state, self.step = (stage.state, stage.step) if stage else ("done", 0)

    def end(self, state: str) -> None:
        """Let the case leave the hall."""
        self.state, self.step = state, None


@dataclass
class World:
    """The halls as they must stand: who is there, what is granted, registered and going on."""

    today: date
    terms: dict[int, Term]
    scopes: dict[int, tuple[Scope, date, date]]
    employers: set[str]
    persons: dict[str, str]
    rows: Counter[str]
    lives: list[Life] = field(default_factory=list)

    def holds(self, person: str, hall: str, post: str) -> bool:
        """Say whether a person is in a post today, and trained for it."""
        return any(
            (t.person, t.hall, t.post) == (person, hall, post)
            and t.since <= self.today < min(t.until, t.trained_until)
            for t in self.terms.values()
        )

    def granted(self, scope: Scope) -> bool:
        """Say whether a post may do something today."""
        return any(
            one == scope and since <= self.today < until
            for one, since, until in self.scopes.values()
        )

    def may(self, person: str, life: Life, step: int) -> bool:
        """Say whether person and post may do what a seat is for."""
        seat = life.seat(step)
        scope = Scope(life.hall, seat.post, life.item, seat.duty)
        return self.holds(person, life.hall, seat.post) and self.granted(scope)

    def may_sit(self, person: str, life: Life, step: int) -> bool:
        """Say whether a person may take a seat, or has it: one role in a case for life."""
        seat = life.seat(step)
        if seat.holder not in {None, person} or not self.may(person, life, step):
            return False
        return all(s is seat for s in life.seats if s.holder == person)

    def route(self, hall: str, item: str) -> list[Seat]:
        """Give the seats that a case of an item gets when it is accepted today."""
        counter = "special" if (hall, item) in SPECIAL_WINDOW else "teller"
        level = level_of(hall, item)
        if level == 3:
            return [Seat(0, counter, "handle")]
        if level == 2:
            return [Seat(0, counter, "handle"), Seat(1, "reviewer", "review")]
        handles = counter == "special" or self.granted(Scope(hall, counter, item, "handle"))
        first = [(counter, "handle")] if handles else [(counter, "accept"), ("handler", "handle")]
        rest = [("reviewer", "review"), ("deputy-director", "decide"), ("director", "decide")]
        return [Seat(i, post, duty) for i, (post, duty) in enumerate([*first, *rest])]

    def objects(self, item: str, form: Text) -> bool:
        """Say whether the form or the register stands against an application."""
        if "" in form.values():
            return True
        if item == "employer-registration":
            return form["credit_code"] in self.employers
        citizen = form["citizen_id"]
        if item == "person-registration":
            return form["employer"] not in self.employers or citizen in self.persons
        if citizen not in self.persons or item == "insurance-proof":
            return citizen not in self.persons
        new = form.get("new_citizen_id", citizen)
        if new != citizen:
            return new in self.persons
        return form.get("new_name", self.persons[citizen]) == self.persons[citizen]

    def stands_against(self, life: Life, form: Text, papers: Text) -> bool:
        """Say whether papers, form, register or another open case stand against a case."""
        whole = set(papers) == set(PAPERS[life.item])
        promised = {code for code, how in papers.items() if how == "promised"}
        if not whole or not promised <= {MAY_FOLLOW.get(life.item)}:
            return True
        return self.objects(life.item, form) or self._claimed(claims_of(life.item, form), life)

    def _claimed(self, claims: set[str], beside: Life) -> bool:
        return any(
            claims & claims_of(life.item, life.form)
            for life in self.lives
            if life is not beside and life.state in IN_PROGRESS
        )


def level_of(hall: str, item: str) -> int:
    """Give the level of risk of an item in a hall."""
    return 2 if (hall, item) == (WANGQING, "employer-registration") else LEVELS[item]


def claims_of(item: str, form: Text) -> set[str]:
    """Give what a case holds while it is open, so that no second one has it."""
    if item == "employer-registration":
        return {f"employer/{form['credit_code']}"}
    if item == "insurance-proof":
        return set()
    return {f"citizen/{form[name]}" for name in ("citizen_id", "new_citizen_id") if name in form}
