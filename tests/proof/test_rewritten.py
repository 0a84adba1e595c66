"""One thing that was signed is changed, consistently with all else: it is found, by name."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.halls import Huanglong, pen
from tests.proof.forging import (
    Contents,
    Proof,
    another_form,
    rekeyed,
    relinked,
    rewritten,
    signatures,
)
from yichuang import checker
from yichuang.domain.authority import pens
from yichuang.domain.authority.pens import SignatureAmiss
from yichuang.domain.cases import signatures as looked_at
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.proofs import proof_of_case
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench.models import SealedKey

BROKEN = "签名与所签内容不符"


def in_the_case(name: str, value: str) -> Callable[[Contents], None]:
    """Let the case have been accepted with another value in a column."""

    def change(contents: Contents) -> None:
        row = next(row for row in contents[0]["rows"] if row[0] == "cases_case")[2]
        row[name] = value

    return change


def in_said(*path: str, value: Any = "0" * 64) -> Callable[[Contents], None]:
    """Let the second signature's act say something else; `path` leads there."""

    def change(contents: Contents) -> None:
        place = signatures(contents)[1]["said"]
        for name in path[:-1]:
            place = place[name]
        assert place[path[-1]] != value
        place[path[-1]] = value

    return change


def stripped(contents: Contents) -> None:
    """Let the second signature never have been one."""
    del signatures(contents)[1]["said"]["signature"]


def another_seat(contents: Contents) -> None:
    """Let the seats of reviewer and deputy have been each other's posts."""
    seats = [row[2] for row in contents[0]["rows"] if row[0] == "cases_seat"]
    seats[2]["post"], seats[3]["post"] = seats[3]["post"], seats[2]["post"]


def somebody_else(contents: Contents) -> None:
    """Let a second teller have signed in the reviewer's place."""
    act = signatures(contents)[1]
    act["by"] = "61063103"
    next(row for row in act["rows"] if row[0] == "cases_seat")[2]["holder"] = "61063103"


def upper(contents: Contents) -> None:
    """Write the second signature's value in capital letters."""
    signature = signatures(contents)[1]["said"]["signature"]
    signature["value"] = signature["value"].upper()


Change = Callable[[Any], None]
BRIEF, NO_KEY = "签名所签的摘要不是当时的办件内容", "签名所用的密钥没有登记"
ALSO, NOT_OWN = "签名所签的附记与留痕不符", "签名所用的密钥不是签字人当时启用的密钥"
CHANGES: dict[str, tuple[Change, str]] = {
    "form": (in_the_case("form", '{"name":"黄龙县果业"}'), BRIEF),
    "materials": (in_the_case("materials", "{}"), BRIEF),
    "subject": (in_the_case("subject", "91610631MA6000000X"), BRIEF),
    "brief": (in_said("brief"), BRIEF),
    "screen": (in_said("screen", value={}), "签名所签的不是留痕中的屏幕内容"),
    "ticks": (in_said("ticked", value=[]), ALSO),
    "value": (in_said("signature", "value"), BROKEN),
    "value in capitals": (upper, BROKEN),
    "key": (in_said("signature", "key"), NO_KEY),
    "algorithm": (in_said("signature", "algorithm", value="sm2"), NOT_OWN),
    "tag": (in_said("signature", "tag", value="yichuang signature 0"), BROKEN),
    "proof": (in_said("signature", "proof", "factors", value=[]), "签名前的身份核验与所签不符"),
    "stripped": (stripped, "这是签字，但没有签名"),
    "seat": (another_seat, "签名不是为这个席位所签"),
    "person": (somebody_else, NOT_OWN),
    "form, and all that follows from it": (another_form, BROKEN),
}
STATEMENT = (
    *("number", "verb", "step", "post", "agency", "by", "at"),
    *("brief", "screen", "also", "proof"),
)
CHANGES |= {
    f"statement {name}": (in_said("signature", "statement", name, value="-"), BROKEN)
    for name in STATEMENT
}


@pytest.mark.clause("SX-12")
def test_whatever_is_changed_of_what_was_signed_is_named(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    proof = proof_of_case(number, at=huanglong.now)
    for name, (change, named) in CHANGES.items():
        with rewritten(f"case/{number}", change) as faults:
            assert any(fault.endswith(named) for fault in faults), (name, faults)
        assert checker.check(relinked(proof, change)).faults != [], name
    assert (verify().faults, checker.check(proof).faults) == ([], [])


def test_another_public_key_in_the_place_of_ones_own_is_named(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    proof = proof_of_case(number, at=huanglong.now)
    public = proof["keys"][huanglong.deputy]["rows"][0]["public"]

    def swapped(contents: Contents) -> None:
        contents[0]["rows"][0][2]["public"] = public

    with rewritten(f"key/{huanglong.reviewer}", swapped) as faults:
        assert {fault.split("：")[-1].split(": ")[-1] for fault in faults} == {NOT_OWN, BROKEN}
    told = checker.check(rekeyed(proof, huanglong.reviewer, swapped)).faults
    assert (f"key/{huanglong.reviewer}", "公钥与密钥标识不符") in told
    assert ("第3笔", "签名与所签内容不符") in told


def test_a_signature_after_a_stale_proof_is_named_though_all_else_matches(
    huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a gate that forgot to look at the clock lets one be made."""
    number, by = huanglong.accept_employer(), huanglong.handler
    monkeypatch.setattr(pens, "FRESH", timedelta(days=2))
    of_now = pen(number, by, huanglong.now)
    assert of_now is not None
    stale = replace(of_now.proof, at=huanglong.now - timedelta(minutes=16))
    huanglong.do(journeys.sign, number, pen=replace(of_now, proof=stale), by=by)
    named = "签名前的身份核验不在签字前 15 分钟之内"
    assert [str(fault) for fault in verify().faults] == [f"case/{number} 第2笔: {named}"]
    found = checker.check(proof_of_case(number, at=huanglong.now)).faults
    assert found == [("第2笔", named)]


def test_the_sealed_key_of_somebody_else_signs_nothing(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.advance(number)
    theirs = SealedKey.objects.get(staff=huanglong.deputy).sealed
    SealedKey.objects.filter(staff=huanglong.reviewer).update(sealed=theirs)
    with pytest.raises(SignatureAmiss):
        huanglong.advance(number)


def test_with_the_signature_unchecked_a_good_forger_is_missed(
    huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    forged = relinked(proof_of_case(number, at=huanglong.now), another_form)

    assert {what for _, what in checker.check(forged).faults} == {"签名与所签内容不符"}
    monkeypatch.setattr(checker, "signs", lambda *_: True)
    monkeypatch.setattr(looked_at, "_signs", lambda *_: True)
    assert checker.check(forged).faults == []
    with rewritten(f"case/{number}", another_form) as faults:
        assert faults == []


def beside(*path: Any, **parts: Any) -> Callable[[Proof], None]:
    """Put something beside what a proof has, or in its place."""

    def change(proof: Proof) -> None:
        place: Any = proof
        for name in path:
            place = place[name]
        place.update(parts)

    return change


def test_what_no_digest_covers_is_exactly_what_it_should_be(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    proof, deputy = proof_of_case(number, at=huanglong.now), huanglong.deputy
    twice = proof["keys"][deputy]["rows"] * 2
    changes: list[tuple[Change, str]] = [
        (beside(note="已核实"), "多出证明没有的栏目 note"),
        (beside("acts", 0, note="已核实"), "多出证明没有的栏目 note"),
        (beside("acts", 0, n=True), "笔数或所属的链不符，有缺失或调换"),
        (beside("keys", deputy, note=1), "多出证明没有的栏目 note"),
        (beside("keys", deputy, rows=twice), "登记的密钥与留痕不符"),
        (beside("people", 某人="某人"), "所列人员与留痕中的不符"),
        (beside(people={}), "所列人员与留痕中的不符"),
    ]
    for change, named in changes:
        forged = deepcopy(proof)
        change(forged)
        assert named in {what for _, what in checker.check(forged).faults}, named
    assert any(proof["acts"][-1]["digest"] in line for line in checker.told(checker.check(proof)))


def test_who_signs_sits_on_the_seat_and_in_this_case(huanglong: Huanglong) -> None:
    """Else one person could sign at two seats, and none of them would be theirs."""
    number = huanglong.accept_employer()
    huanglong.carry(number)
    proof = proof_of_case(number, at=huanglong.now)

    def nobody(contents: Contents) -> None:
        next(row for row in contents[1]["rows"] if row[0] == "cases_seat")[2].pop("holder")

    def elsewhere(contents: Contents) -> None:
        next(row for row in contents[1]["rows"] if row[0] == "cases_case")[1][0] += "0"

    def unsaid(contents: Contents) -> None:
        del contents[1]["said"]["brief"]

    for change, named in (
        (nobody, "签字人不是这个席位上的人"),
        (elsewhere, "改动了别的办件"),
        (unsaid, "内容不全或类型不对，无法核对"),
    ):
        assert ("第2笔", named) in checker.check(relinked(proof, change)).faults
