"""Every chain of signatures leaves the house with a proof that a stranger's program confirms."""

from typing import Any

import pytest

from tests.halls import Hall, Huanglong, Luochuan
from yichuang import checker
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.proofs import proof_of_case, proof_text
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.verify import verify


def checked(hall: Hall, number: str) -> checker.Report:
    """Give what the checker says of a case that just left the house; it must all hold."""
    report = checker.check(checker.read(proof_text(number, at=hall.now)))
    assert report.faults == []
    return report


def verbs(report: checker.Report) -> list[tuple[str, bool]]:
    """Give what was signed, in order, and whether each signature stands."""
    return [(signature.verb, not signature.void) for signature in report.signatures]


@pytest.mark.clause("SX-12")
def test_the_four_signatures_of_a_county(huanglong: Huanglong, luochuan: Luochuan) -> None:
    for hall in (huanglong, luochuan):
        number = hall.accept_employer()
        hall.carry(number)
        report = checked(hall, number)
        assert verbs(report) == [("sign", True)] * 4
        assert len({signature.by for signature in report.signatures}) == 4
        assert len({signature.key for signature in report.signatures}) == 4


@pytest.mark.clause("SX-12")
def test_reported_to_the_city_and_approved_there(huanglong: Huanglong) -> None:
    number = huanglong.with_city().accept_reported()
    huanglong.carry(number)
    assert verbs(checked(huanglong, number)) == [("sign", True)] * 4 + [("approve", True)]


@pytest.mark.clause("SX-12")
def test_decided_by_the_office_meeting_with_its_minutes(huanglong: Huanglong) -> None:
    number = huanglong.with_city().accept_reported()
    huanglong.carry(number, "city-review")
    huanglong.do(journeys.refer, number, reason="须集体研究", by=huanglong.approver)
    huanglong.carry(number)
    assert verbs(checked(huanglong, number)) == [("sign", True)] * 4 + [("conclude", True)]


@pytest.mark.clause("SX-10")
def test_an_authorisation(huanglong: Huanglong) -> None:
    number = huanglong.accept_grant()
    huanglong.carry(number)
    signed = verbs(checked(huanglong, number))
    assert signed == [("sign", True)] * len(standing(number).stages)


@pytest.mark.clause("SX-12")
def test_what_was_refused_in_writing_is_signed_too(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number, "director")
    huanglong.do(journeys.refuse, number, reason="申请不符合规定的条件", by=huanglong.director)
    assert verbs(checked(huanglong, number))[-1] == ("refuse", True)


def test_what_is_only_a_line_of_the_trail_holds_without_a_signature(huanglong: Huanglong) -> None:
    number = huanglong.accept_person(huanglong.registered_employer())
    huanglong.carry(number)
    report = checked(huanglong, number)
    assert (verbs(report), report.acts) == ([], 3)


def test_verify_says_how_many_signatures_it_checked(huanglong: Huanglong) -> None:
    before = verify().signatures
    huanglong.carry(huanglong.accept_employer())
    assert verify().signatures == before + 4


def test_a_proof_names_everybody_and_everything_that_is_linked(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    proof: dict[str, Any] = proof_of_case(number, at=huanglong.now)
    assert set(proof) == {"format", "case", "exported_at", "acts", "keys", "people", "linked"}
    seats = {seat.holder for seat in standing(number).seats}
    assert seats <= set(proof["people"])
    told = checker.told(checker.check(proof))
    assert all(
        f"{proof['people'][holder]}（{holder}）" in "".join(told)
        for holder in seats - {huanglong.teller}
    )
    assert proof["linked"] == []
    with pytest.raises(Refusal):
        proof_of_case("610631-20260309-9999-9", at=huanglong.now)
