"""Random lives: anybody tries anything in three halls, and only what the rules allow happens.

What must be is foreseen by a model in plain Python that knows nothing of the system; after each
step the rows of every table are counted and the case is compared, at the end of each example
everything is, and the whole trail is verified. The seeds follow each other: one size, one trial.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import copied, drop, dropped, left, restored
from tests.halls import Huanglong, Luochuan
from tests.reliability.foresight import RULES
from tests.reliability.life import IN_PROGRESS
from tests.reliability.random_ground import Ground, prepared
from tests.reliability.random_halls import ENDED, RandomHalls
from tests.reliability.random_office import Tally
from tests.reliability.trials import tell
from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases import policy
from yichuang.domain.cases.actions import decisions
from yichuang.domain.cases.models import Case, Claim, Seat
from yichuang.domain.cases.planning import Permitted, claims_closed
from yichuang.domain.cases.standing import Standing
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail import actions as trail
from yichuang.domain.trail.actions import Plan
from yichuang.domain.trail.verify import verify

LENGTH, EXAMPLES = 80, 25
SHARES = 4
"""The trial is lived in so many shares, each with seeds of its own, side by side."""

FULL = 4_000
"""From so many steps on, every state, every verb and every refusal must have been met."""

REFUSALS = frozenset(
    {
        "claim-taken",
        "exclusive-posts",
        "in-post-already",
        "mistakes",
        "nobody-to-stand-down",
        "not-granted",
        "not-in-this-state",
        "not-promised",
        "not-the-last-signer",
        "not-your-post",
        "one-person-one-role",
        "request-key-reused",
        "seat-taken",
        "training-lapsed",
    }
)


@pytest.fixture(scope="module")
def filled(
    django_db_setup: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Ground]]:
    """Fill the halls and the register once, in a database that every trial copies."""
    with django_db_blocker.unblock():
        file = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
        own = copied(file, f"filled_{uuid4().hex[:12]}")
        try:
            ground = prepared()
        finally:
            left(own)
        yield own.name, ground
        dropped(own.name)


@pytest.fixture
def ground(filled: tuple[str, Ground], django_db_blocker: Any, tmp_path: Path) -> Iterator[Ground]:
    """Give what stands in a database of the trial's own, to which all connections point."""
    with django_db_blocker.unblock():
        original, ground = filled
        own = copied(tmp_path / "own.sqlite3", f"own_{uuid4().hex[:12]}", original)
        try:
            yield ground
        finally:
            restored(own)


def lived(
    ground: Ground,
    steps: int,
    *phases: Phase,
    seed: int = 0,
    meeting: frozenset[str] = frozenset(),
) -> Tally:
    """Let random lives be lived until so many steps were done, seed after seed.

    They go on, up to five times as long, until every refusal of `meeting` was met: some are rare.
    """
    tally = Tally()
    machine = type("Halls", (RandomHalls,), {"ground": ground, "tally": tally})
    while tally.steps < steps or (tally.steps < 5 * steps and meeting - set(tally.refused)):
        seed += 1
        # Not as few as one: the first example of each seed is the smallest that there is.
        examples = min(EXAMPLES, 5 + max(0, steps - tally.steps) // LENGTH)
        how = settings(
            max_examples=examples,
            stateful_step_count=LENGTH,
            phases=phases,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            # Long examples on a database are slow and draw much; that is what they are for.
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=how)
    return tally


@pytest.mark.clause("SX-11", "SX-12")
@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_is_tried_every_life_is_as_the_rules_have_it(
    ground: Ground, size: Callable[[str], int], share: int
) -> None:
    began = monotonic()
    steps = size("steps") // SHARES
    meeting = REFUSALS if steps >= FULL else frozenset()
    begins = share * 100_000
    tally = lived(ground, steps, Phase.generate, Phase.shrink, seed=begins, meeting=meeting)
    seconds = monotonic() - began
    went_through = tally.accepted.total() / tally.steps
    tell(f"{tally.steps} steps in {tally.examples} examples, {tally.steps / seconds:.0f} a second")
    tell(f"accepted {went_through:.0%}: {dict(tally.accepted.most_common())}")
    tell(f"refused: {dict(tally.refused.most_common())}")
    tell(f"states reached: {dict(tally.states.most_common())}")
    if tally.steps >= FULL:
        assert set(tally.states) == {*IN_PROGRESS, "done", *ENDED}
        assert {"accept", *RULES} <= set(tally.accepted)
        assert set(tally.refused) >= REFUSALS
        assert went_through > 0.5, "most of what is tried must go through, or lives stay short"


def test_what_one_hall_entered_and_another_changed_is_no_fault(
    huanglong: Huanglong, luochuan: Luochuan
) -> None:
    citizen = huanglong.registered_person()
    luochuan.now = huanglong.now
    luochuan.carry(luochuan.accept_change(citizen))
    assert verify().faults == []


# Controls: each of these breaks one rule, and the random lives must find it.


def caught(ground: Ground) -> str:
    """Let the lives run into what is broken, and give what they say of it."""
    with pytest.raises(AssertionError) as found:
        lived(ground, FULL, Phase.generate)
    return str(found.value)


def nobody_has_another_role(patched: pytest.MonkeyPatch) -> None:
    """Let the policy believe, wherever a seat is taken, that nobody has one yet.

    Withdrawing takes no seat, so there the policy alone knows, and is left as it is.
    """
    rightly = Standing.roles_of

    def at_the_counter(case: Standing, by: str, on: date) -> tuple[Seat | None, Mandate]:
        with pytest.MonkeyPatch.context() as put_right:
            put_right.setattr(Standing, "roles_of", rightly)
            return policy.counter_of_the_hall(case, by, on)

    patched.setattr(Standing, "roles_of", lambda *_: [])
    patched.setitem(policy.WHO, "withdraw", at_the_counter)


def effect_comes_with_the_review(patched: pytest.MonkeyPatch) -> None:
    """Let the effect come when a case of level 2 is passed."""
    rightly = decisions.decided

    def early(allowed: Permitted, request: UUID, *more: Any, **named: Any) -> Plan:
        plan = rightly(allowed, request, *more, **named)
        if allowed.verb != "pass":
            return plan
        rows, _ = decisions._effect(allowed.standing, allowed, request)  # noqa: SLF001
        return replace(plan, rows=[*plan.rows, *rows])

    patched.setattr(decisions, "decided", early)


def effect_never_comes(patched: pytest.MonkeyPatch) -> None:
    """Let a case be done without its effect."""
    patched.setattr(decisions, "_effect", lambda case, *_: (claims_closed(case), {}))


def refusal_leaves_a_mark(patched: pytest.MonkeyPatch) -> None:
    """Let a signature that is refused change something in the case."""

    def marked(case: Standing, by: str, on: date) -> tuple[Seat | None, Mandate]:
        try:
            return policy.at_the_step(case, by, on)
        except Refusal:
            Case.objects.filter(chain=case.case.chain_id).update(held_at=case.case.accepted_at)
            raise

    patched.setitem(policy.WHO, "sign", marked)


def any_content_goes_under_a_key(patched: pytest.MonkeyPatch) -> None:
    """Let a request's key be asked for, and not its content."""
    patched.setattr(trail, "_fingerprint", lambda *_: "any")


BROKEN: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str]] = {
    "the effect comes with the review": (effect_comes_with_the_review, "rows that must be"),
    "the effect never comes": (effect_never_comes, "rows that must be"),
    "a refusal leaves a mark": (refusal_leaves_a_mark, "held_at 与留痕不符"),
    "any content goes under a key": (any_content_goes_under_a_key, "another content"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found(ground: Ground, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    broken, says = BROKEN[rule]
    broken(monkeypatch)
    assert says in caught(ground)


def test_where_the_policy_forgets_that_one_has_a_seat_the_database_knows(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_has_another_role(monkeypatch)
    assert lived(ground, 500, Phase.generate).refused["one-person-one-role"]


def test_with_neither_policy_nor_index_one_person_takes_two_seats(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(Seat, "one_person_one_role_in_a_case_for_life")
    nobody_has_another_role(monkeypatch)
    assert "must be refused, and was accepted" in caught(ground)


def test_without_its_index_a_second_open_case_is_accepted(ground: Ground) -> None:
    drop(Claim, "one_open_claim_of_a_kind_on_a_subject")
    assert "must be refused, and was accepted" in caught(ground)
