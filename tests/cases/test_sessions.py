"""Signing sessions (集中签批): who opens and ends one, on what proof, and what its record says."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.ground import refused
from tests.halls import Hall, Huanglong
from yichuang.domain.authority.pens import Proof, ProofNeeded, ProofTooOld
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.sessions import (
    NoSuchSession,
    NotASigningPost,
    SessionOpen,
    SessionOver,
)
from yichuang.domain.cases.models import SigningSession
from yichuang.domain.cases.sessions import request_in
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import NoSuchAgency, WrongSigningHours
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.verify import verify

pytestmark = pytest.mark.clause("WQ-05")


ONE = timedelta(minutes=1)


def proof(hall: Hall, by: str, ago: int = 0) -> Proof:
    """Give the proof of somebody who showed who they are so many minutes ago."""
    return Proof(by, hall.now + timedelta(minutes=1 - ago), ("password",))


def opened(hall: Hall, by: str, post: str = "deputy-director", **instead: Any) -> Answer:
    """Open a session as somebody, on a proof that was just given."""
    more = {"proof": proof(hall, by)} | instead
    return hall.do(journeys.open_session, hall.code, post, **more, by=by)


def ended(hall: Hall, session: str, *shown: str, by: str = "", **more: Any) -> Answer:
    """End a session in which these were on the screen."""
    who = {"by": by or hall.deputy} | more
    return hall.do(journeys.close_session, session, shown, {}, **who)


def session_of(answer: Answer) -> SigningSession:
    return SigningSession.objects.get(key=answer.said["session"])


def test_a_session_is_opened_on_a_fresh_proof_of_ones_own_in_ones_own_post(
    huanglong: Huanglong,
) -> None:
    deputy = huanglong.deputy
    with refused(ProofNeeded):
        opened(huanglong, deputy, proof=None)
    with refused(ProofNeeded):
        opened(huanglong, deputy, proof=proof(huanglong, huanglong.director))
    for minutes in (16, -1):
        with refused(ProofTooOld):
            opened(huanglong, deputy, proof=proof(huanglong, deputy, ago=minutes))
    with refused(NotYourPost):
        opened(huanglong, deputy, "director")
    for post in ("reviewer", "teller", "auditor", "no-post"):
        with refused(NotASigningPost):
            opened(huanglong, huanglong.reviewer, post)
    first = session_of(opened(huanglong, deputy))
    assert first.key == f"signing/{huanglong.code}/{deputy}/1"
    with refused(SessionOpen):
        opened(huanglong, deputy)
    assert session_of(opened(huanglong, huanglong.director, "director")).closed_at is None


def test_it_belongs_to_the_fixed_time_within_an_hour_or_is_outside_and_says_so(
    huanglong: Huanglong,
) -> None:
    fixed = ["16:00", "9:30", "16:30"]
    with refused(WrongSigningHours):
        huanglong.do(journeys.set_signing_hours, huanglong.code, fixed, by=huanglong.director)
    fixed[1] = "09:30"
    huanglong.do(journeys.set_signing_hours, huanglong.code, fixed, by=huanglong.director)
    found = []
    for hour, minute in ((8, 30), (8, 29), (15, 0), (16, 20), (17, 30), (17, 31)):
        huanglong.now = huanglong.now.replace(hour=hour, minute=minute, second=0) - ONE
        session = session_of(opened(huanglong, huanglong.deputy))
        found.append(session.planned)
        ended(huanglong, session.key)
    assert found == ["09:30", None, "16:00", "16:30", "16:30", None]


def test_only_who_opened_it_ends_it_and_it_counts_what_the_trail_says(
    huanglong: Huanglong,
) -> None:
    money = huanglong.accept_death(huanglong.registered_person())
    plain = huanglong.accept_employer()
    for number in (money, plain):
        huanglong.carry(number, "deputy")
    session = session_of(opened(huanglong, huanglong.deputy))
    with refused(NoSuchSession):
        ended(huanglong, session.key, by=huanglong.director)
    key = request_in(session.key, f"case/{money}")
    huanglong.do(journeys.sign, money, by=huanglong.deputy, request=key)
    huanglong.do(journeys.sign, plain, by=huanglong.deputy)  # not in the session
    close = uuid4()
    answer = ended(huanglong, session.key, f"case/{money}", f"case/{plain}", request=close)
    counts = {name: answer.said[name] for name in ("signed", "not_signed", "total_fen")}
    assert counts == {"signed": 1, "not_signed": 1, "total_fen": 1_490_100}
    assert ended(huanglong, session.key, request=close) == answer, "the same answer again"
    with refused(SessionOver):
        ended(huanglong, session.key)
    assert verify().faults == []


def test_a_key_of_request_belongs_to_one_session_and_one_case() -> None:
    pairs = [(s, c) for s in ("signing/1/2/3", "signing/1/2/4") for c in ("case/1", "case/2")]
    assert len({request_in(*pair) for pair in pairs}) == len(pairs)
    assert request_in(*pairs[0]) == request_in(*pairs[0])


@pytest.mark.parametrize(
    "hours", [["25:00"], ["16:0"], ["16:00", "16:00"], [f"0{i}:00" for i in range(7)], [16], [""]]
)
def test_a_time_is_fixed_only_where_it_is_one(huanglong: Huanglong, hours: Any) -> None:
    with refused(WrongSigningHours):
        huanglong.do(journeys.set_signing_hours, huanglong.code, hours, by=huanglong.director)


def test_times_are_fixed_by_the_head_or_the_administrator(huanglong: Huanglong) -> None:
    for wrong in (huanglong.deputy, huanglong.teller):
        with refused(NotYourPost):
            huanglong.do(journeys.set_signing_hours, huanglong.code, ["10:00"], by=wrong)
    with refused(NoSuchAgency):
        huanglong.do(journeys.set_signing_hours, "999999", [], by=huanglong.director)
    huanglong.do(journeys.set_signing_hours, huanglong.code, [], by=huanglong.director)
