"""What must be true of every case's life, in plain Python and written from the rules alone.

Nothing of the system is asked here. These are the nouns; what each verb must lead to stands in
`foresight`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tests.reliability.known_items import (
    CITY,
    MAY_FOLLOW,
    SPECIAL_WINDOW,
    Text,
    claims_of,
    exclude,
    level_of,
    must_be_reported,
    papers_of,
)

LEVEL_1 = ("handling", "review", "deputy", "director")
AT_THE_CITY = ("reported", "city-review", "meeting")
IN_PROGRESS = (*LEVEL_1, *AT_THE_CITY, "ready", "correction")
REFUSED_AT = {3: "ready", 2: "review", 1: "director"}
"""Where the last one to decide sits, who alone refuses an accepted case."""


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
    agency: str = ""
    """Where the seat is; empty: in the hall of the case."""


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
    referred: bool = False
    """The city's approver left it to the office meeting."""

    @property
    def reported(self) -> bool:
        """Whether the city decides the case."""
        return any(seat.agency for seat in self.seats)

    def office(self, step: int) -> str:
        """Give the agency that a seat is at."""
        return next((s.agency for s in self.seats if s.step == step), "") or self.hall

    @property
    def stages(self) -> list[Stage]:
        """Level 3 is finished, level 2 passed and finished, level 1 signed four times.

        What is reported the city then receives, and approves, or concludes after a meeting.
        """
        if self.level == 3:
            return [Stage("ready", 0, "finish")]
        if self.level == 2:
            return [Stage("review", 1, "pass"), Stage("ready", 0, "finish")]
        last = max(seat.step for seat in self.seats if not seat.agency)
        signed = [Stage(state, last - 3 + i, "sign") for i, state in enumerate(LEVEL_1)]
        if not self.reported:
            return signed
        city = (("receive", last + 1), ("approve", last + 1), ("conclude", last + 2))
        at_the_city = zip(AT_THE_CITY, city, strict=True)
        return [*signed, *(Stage(state, step, verb) for state, (verb, step) in at_the_city)]

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
        return next((s for s in open_ if not self._goes_past(s)), None)

    def _goes_past(self, stage: Stage) -> bool:
        """What was received isn't received again; only what was referred goes to the meeting."""
        received = stage.verb == "receive" and self.seat(stage.step).holder is not None
        return received or (stage.verb == "conclude" and not self.referred)

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
    charged: dict[str, str] = field(default_factory=dict)
    """Which deputy is in charge of all the business of a hall."""

    def holds(self, person: str, hall: str, post: str) -> bool:
        """Say whether a person is in a post today, and trained for it."""
        return any(
            (t.person, t.hall, t.post) == (person, hall, post)
            and t.since <= self.today < min(t.until, t.trained_until)
            for t in self.terms.values()
        )

    def may_get(self, person: str, hall: str, post: str, until: date) -> bool:
        """Say whether a person is free for a post from today: not in it, nor in one it excludes."""
        days_shared = [
            t
            for t in self.terms.values()
            if t.person == person and max(t.since, self.today) < min(t.until, until)
        ]
        in_it = any((t.hall, t.post) == (hall, post) for t in days_shared)
        return not in_it and not any(exclude(t.post, post) for t in days_shared)

    def granted(self, scope: Scope) -> bool:
        """Say whether a post may do something today."""
        return any(
            one == scope and since <= self.today < until
            for one, since, until in self.scopes.values()
        )

    def may(self, person: str, life: Life, step: int) -> bool:
        """Say whether person and post may do what a seat is for."""
        seat = life.seat(step)
        agency = seat.agency or life.hall
        scope = Scope(agency, seat.post, life.item, seat.duty)
        return self.holds(person, agency, seat.post) and self.granted(scope)

    def may_sit(self, person: str, life: Life, step: int) -> bool:
        """Say whether a person may take a seat, or has it: one role in a case for life."""
        seat = life.seat(step)
        if seat.holder not in {None, person} or not self.may(person, life, step):
            return False
        if (seat.post, seat.duty) == ("deputy-director", "decide"):
            return self._in_charge(person, life, seat) and self._no_other(person, life, seat)
        return self._no_other(person, life, seat)

    def _no_other(self, person: str, life: Life, seat: Seat) -> bool:
        return all(s is seat for s in life.seats if s.holder == person)

    def _in_charge(self, person: str, life: Life, seat: Seat) -> bool:
        """Say whether a deputy is the one in charge, or signs for one who stood down."""
        hall = seat.agency or life.hall
        there = [t for t in self.terms.values() if (t.hall, t.post) == (hall, seat.post)]
        deputies = {t.person for t in there if t.since <= self.today < t.until}
        charged = self.charged.get(hall)
        if charged not in deputies:
            return deputies <= {person}
        return person == charged or any(s.gone and s.holder == charged for s in life.seats)

    def route(self, hall: str, item: str, form: Text) -> list[Seat]:
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
        seats = [Seat(i, post, duty) for i, (post, duty) in enumerate([*first, *rest])]
        if must_be_reported(hall, item, form):
            for post in ("city-approver", "city-chief"):
                seats.append(Seat(len(seats), post, "decide", agency=CITY))
        return seats

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
        whole = set(papers) == set(papers_of(life.item, form))
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


Happens = Callable[[], None]


@dataclass(frozen=True)
class Deed:
    """What somebody does to a case; `form` and `papers` are for a correction."""

    verb: str
    by: str
    step: int = 0
    material: str = ""
    form: Text = field(default_factory=dict)
    papers: Text = field(default_factory=dict)
