"""Returned with a reason of the list, refused in writing and signed, delivered (SX-12, SX-07)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.ground import corrected, limited, promised_person, refused, said_of, state_of
from tests.cases.stopping import WHY, delivered, delivery
from tests.halls import Huanglong, pen
from tests.trail.intruder import past_the_guards
from yichuang.domain.authority.pens import ProofNeeded
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.decisions import NotWhatWasShown
from yichuang.domain.cases.actions.returns import NoSuchReturnReason
from yichuang.domain.cases.deliveries import NotDeliveredSo
from yichuang.domain.cases.models import Delivery
from yichuang.domain.cases.policy import OnePersonOneRole
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify


@pytest.mark.clause("SX-12")
def test_returning_asks_for_a_reason_of_the_list(huanglong: Huanglong) -> None:
    number = huanglong.carry(limited(huanglong), "review").case.number
    by = huanglong.reviewer
    for code in ("", "because", None, ["other"]):
        with refused(NoSuchReturnReason) as told:
            huanglong.do(journeys.return_to, number, 0, code=code, reason=WHY, by=by)
        assert "复印件不清楚" in str(told.value)
    why: dict[str, Any] = {"code": "copy-unclear", "reason": WHY}
    answer = huanglong.do(journeys.return_to, number, 0, **why, by=by)
    assert answer.said["code"] == "copy-unclear"
    assert state_of(corrected(huanglong, number)) == "review"


@pytest.mark.clause("SX-12")
def test_a_refusal_at_level_1_is_signed_and_verify_checks_it(huanglong: Huanglong) -> None:
    hall, number = huanglong, limited(huanglong)
    hall.carry(number, "director")
    with refused(NotWhatWasShown):
        hall.do(journeys.refuse, number, reason=WHY, brief="", by=hall.director)
    with refused(ProofNeeded):
        hall.do(journeys.refuse, number, reason=WHY, pen=None, by=hall.director)
    others = pen(number, hall.deputy, hall.now)
    with refused(ProofNeeded):
        hall.do(journeys.refuse, number, reason=WHY, pen=others, by=hall.director)
    digest = brief_digest(standing(number))
    hall.do(journeys.refuse, number, reason=WHY, by=hall.director)
    assert standing(number).seat(4).signed == digest
    assert verify().faults == []
    act = Act.objects.get(chain=f"case/{number}", verb="refuse")
    assert said_of(act.content)["signature"]["statement"]["verb"] == "refuse"
    with past_the_guards() as run:
        changed = act.content.replace(WHY, WHY[:-1])
        run("UPDATE trail_act SET content = %s WHERE request = %s", changed, act.request.hex)
    assert any("签名所签的附记与留痕不符" in str(fault) for fault in verify().faults)


def test_at_level_2_nobody_is_asked_for_a_signature(huanglong: Huanglong) -> None:
    number = promised_person(huanglong)
    huanglong.do(journeys.refuse, number, reason=WHY, pen=None, by=huanglong.reviewer)
    assert state_of(number) == "refused"
    assert verify().faults == []


@pytest.mark.clause("SX-07")
@pytest.mark.parametrize("end", ["done", "refused"])
def test_what_was_decided_is_delivered_by_a_known_way_and_not_before(
    huanglong: Huanglong, end: str
) -> None:
    hall, number = huanglong, limited(huanglong)
    hall.carry(number, "done" if end == "done" else "director")
    if end == "refused":
        hall.do(journeys.refuse, number, reason=WHY, by=hall.director)
    paper, other = ("result", "refusal") if end == "done" else ("refusal", "result")
    for wrong in (
        {"paper": other},
        {"paper": None},
        {"way": "whispered"},
        {"way": ["post"]},
        {"receiver": ""},
        {"receiver": "\0"},
        {"delivered_on": hall.now.date() - timedelta(days=1)},
        {"delivered_on": hall.now.date() + timedelta(days=1)},
        {"delivered_on": "yesterday"},
        {"note": 7},
    ):
        told = {**delivery(hall, paper), **wrong}
        with refused(NotDeliveredSo):
            hall.do(journeys.deliver, number, **told, by=hall.second_teller)
    told = delivery(hall, paper)
    with refused(OnePersonOneRole):
        hall.do(journeys.deliver, number, **told, by=hall.handler)
    with refused(NotYourPost):
        hall.do(journeys.deliver, number, **told, by=hall.guide)
    hall.do(journeys.deliver, number, **told, by=hall.second_teller)
    delivered(hall, number, way="direct", note=None)
    rows = [(row.n, row.paper, row.way, row.by) for row in Delivery.objects.order_by("n")]
    assert rows == [(1, paper, "post", hall.second_teller), (2, paper, "direct", hall.teller)]
    assert state_of(number) == end
    assert verify().faults == []
