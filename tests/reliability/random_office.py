"""The machine's lower half: how a deed is asked for, who comes and goes, what is granted."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.halls import MORNING
from tests.reliability.known_items import CITY, HALLS, LEVELS
from tests.reliability.life import Life, Scope, Term
from tests.reliability.random_ground import FOUNDER, YEAR_ENDS, Ground, posts_of, sweep
from tests.reliability.random_look import look_at, look_at_everything
from yichuang.domain.authority import actions as authority
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, KeyReused

MANY = st.integers(0, 59)
WHICH = st.integers(0, 9)
HALL = st.sampled_from(HALLS)
OFFICE = st.sampled_from([*HALLS, CITY])
GROUND = "随机办件试验"
CHANGES = ["comes", "leaves", "is granted", "is withdrawn", "a night passes"]


@dataclass
class Tally:
    """What happened in all lives together."""

    examples: int = 0
    steps: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Asked:
    """A request that was answered: it can be sent again."""

    verb: Callable[..., Answer]
    args: tuple[Any, ...]
    more: dict[str, Any]
    answer: Answer


def tried(verb: Callable[..., Answer], *args: Any, **more: Any) -> Answer | Refusal:
    """Try a deed, and give what it was answered or how it was refused."""
    try:
        return verb(*args, **more)
    except Refusal as refusal:
        return refusal


class RandomOffice(RuleBasedStateMachine):
    """Three halls whose people and grants change, beside a world that says what must be."""

    ground: ClassVar[Ground]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.taken_back = ExitStack()
        self.taken_back.enter_context(transaction.atomic())
        self.world = self.ground.world()
        self.now = MORNING + timedelta(hours=6)
        self.answered: list[Asked] = []
        self.requests = 0
        self.in_the_middle = False
        self.tally.examples += 1

    def teardown(self) -> None:
        """Look at everything, and take the whole example back."""
        try:
            if not self.in_the_middle:
                look_at_everything(self.world)
        finally:
            transaction.set_rollback(True)
            self.taken_back.close()
            if self.tally.examples % 5 == 0:
                sweep()

    def ask(
        self, name: str, verb: Callable[..., Answer], *args: Any, allowed: bool, **more: Any
    ) -> Answer | None:
        """Ask for a deed, which must be accepted or refused as it was foreseen."""
        self.in_the_middle = True
        self.tally.steps += 1
        self.requests += 1
        self.now += timedelta(minutes=1)
        told = f"{name} {args} {more}"
        answer = tried(verb, *args, **more, at=self.now, request=UUID(int=self.requests))
        if isinstance(answer, Refusal):
            note(f"{told}: {answer.code}")
            assert not allowed, f"{told} must be accepted, and was refused: {answer}"
            self.tally.refused[answer.code] += 1
            return None
        note(f"{told}: accepted")
        assert allowed, f"{told} must be refused, and was accepted"
        self.tally.accepted[name] += 1
        self.answered.append(Asked(verb, args, more, answer))
        return answer

    def look(self, life: Life | None, *, moved: bool) -> None:
        """Look at what stands; only then is the deed over."""
        look_at(self.world, life, moved=moved)
        if life is not None and moved:
            self.tally.states[life.state] += 1
        self.in_the_middle = False

    @rule(which=WHICH, other=st.booleans())
    def the_same_request_again(self, which: int, other: bool) -> None:  # noqa: FBT001
        """A request is sent again, with its own content or with somebody else's name under it."""
        if not self.answered:
            return
        asked = self.answered[-1 - which % len(self.answered)]
        more = {**asked.more, "by": "0002"} if other else asked.more
        self.in_the_middle = True
        self.tally.steps += 1
        self.now += timedelta(minutes=1)
        answer = tried(asked.verb, *asked.args, **more, at=self.now, request=asked.answer.request)
        if other:
            assert isinstance(answer, KeyReused), "another content under a request's key"
            self.tally.refused[answer.code] += 1
        else:
            assert answer == asked.answer, "the same request again gets the same answer"
            self.tally.accepted["the same again"] += 1
        self.look(None, moved=False)

    @rule(change=st.sampled_from(CHANGES), hall=OFFICE, which=WHICH, many=MANY)
    def the_office_changes(self, change: str, hall: str, which: int, many: int) -> None:
        """People come and go, grants are given and withdrawn, and nights pass."""
        match change:
            case "comes":
                self._an_assignment_begins(hall, which, many)
            case "leaves":
                self._an_assignment_ends(hall, many)
            case "is granted":
                self._a_grant_is_given(hall, many)
            case "is withdrawn":
                self._a_grant_is_withdrawn(hall, many)
            case _:
                self.world.today += timedelta(days=1)
                self.now += timedelta(days=1)

    def _an_assignment_begins(self, hall: str, which: int, many: int) -> None:
        """Somebody, now and then of another hall, gets a post; now and then untrained."""
        today = self.world.today
        elsewhere = HALLS[many % 3] if many % 4 == 0 else hall
        person = self.ground.people[elsewhere][many % len(self.ground.people[elsewhere])]
        posts = posts_of(hall)
        post = posts[which % len(posts)]
        trained = YEAR_ENDS if many % 5 else today
        new = (person, hall, post.value, today)
        free = self.world.may_get(person, hall, post.value, YEAR_ENDS)
        answer = self.ask(
            "assign", staff.assign, person, hall, post, since=today, until=YEAR_ENDS,
            trained_until=trained, by=FOUNDER, allowed=free,
        )  # fmt: skip
        if answer:
            self.world.terms[answer.said["entered"]["id"]] = Term(*new, YEAR_ENDS, trained)
            self.world.rows.update(["trail_act", "staff_assignment"])
        self.look(None, moved=True)

    def _an_assignment_ends(self, hall: str, many: int) -> None:
        """Somebody leaves a post from today on."""
        today, terms = self.world.today, self.world.terms
        among = [key for key, term in terms.items() if term.hall == hall]
        key = among[-1 - many % len(among)]
        answer = self.ask(
            "end-assignment", staff.end_assignment, key,
            on=today, by=FOUNDER, allowed=terms[key].until > today,
        )  # fmt: skip
        if answer:
            terms[key] = replace(terms[key], until=max(today, terms[key].since))
            self.world.rows.update(["trail_act"])
        self.look(None, moved=True)

    def _a_grant_is_given(self, hall: str, many: int) -> None:
        """A post is granted what it lacks, first of all what it had before."""
        had = [scope for scope, _, _ in self.ground.scopes.values() if scope.hall == hall]
        lacks = [scope for scope in had if not self.world.granted(scope)]
        more = [Scope(hall, *one) for one in MORE] if hall in HALLS else had
        among = lacks or more
        scope = among[many % len(among)]
        today, scopes = self.world.today, self.world.scopes
        stands = (scope, today) in {(one, since) for one, since, _ in scopes.values()}
        line = authority.Scope(Post(scope.post), scope.item, Duty(scope.duty))
        answer = self.ask(
            "grant", authority.grant, hall, [line], since=today, until=YEAR_ENDS,
            ground=GROUND, by=FOUNDER, allowed=not stands,
        )  # fmt: skip
        if answer:
            key = Grant.objects.order_by("-id").values_list("id", flat=True)[0]
            scopes[key] = (scope, today, YEAR_ENDS)
            self.world.rows.update(["trail_act", "authority_grant"])
        self.look(None, moved=True)

    def _a_grant_is_withdrawn(self, hall: str, many: int) -> None:
        """A grant of what clients come for ends from today on."""
        today, scopes = self.world.today, self.world.scopes
        here = {key: scope for key, (scope, _, _) in scopes.items() if scope.hall == hall}
        among = [key for key, scope in here.items() if scope.item in LEVELS]
        key = among[-1 - many % len(among)]
        scope, since, until = scopes[key]
        answer = self.ask(
            "withdraw-grant", authority.withdraw, key,
            on=today, ground=GROUND, by=FOUNDER, allowed=until > today,
        )  # fmt: skip
        if answer:
            scopes[key] = (scope, since, max(today, since))
            self.world.rows.update(["trail_act"])
        self.look(None, moved=True)


MORE = (
    ("teller", "employer-registration", "handle"),
    ("teller", "employer-registration", "accept"),
    ("handler", "employer-registration", "handle"),
    ("teller", "basic-data-change", "handle"),
    ("teller", "basic-data-change", "accept"),
    ("handler", "basic-data-change", "handle"),
)
"""What an agency may grant besides: whom it lets handle limited business (post, item, duty)."""
