"""Payments: one finance officer prepares, another releases, signed; nobody gets round it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.ground import also_in
from tests.cases.paying import owed, payment_pen, prepared, release
from tests.halls import Hall
from tests.trail.intruder import faults_after
from yichuang.domain.authority.pens import ProofNeeded
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.cases.actions.decisions import NotWhatWasShown
from yichuang.domain.cases.actions.payments import (
    AlreadyPrepared,
    AlreadyReleased,
    HadASeatInTheCase,
    NotPrepared,
    PaymentHeld,
    PreparedByYourself,
)
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.own import OwnRecord
from yichuang.domain.cases.payments import NoSuchPayment, payable_of, returned
from yichuang.domain.cases.planning import ReasonNeeded
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Relation
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import MandateEnded
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify
from yichuang.engines.signing import ED25519, Signer

WRONG_ACCOUNT = "账号与存折不符"

pytestmark = pytest.mark.clause("WQ-05")


def prepare(hall: Hall, number: str, by: str) -> Any:
    return hall.do(journeys.prepare_payment, number, by=by)


def put_back(hall: Hall, number: str, by: str, reason: str = WRONG_ACCOUNT) -> Any:
    return hall.do(journeys.return_payment, number, reason=reason, by=by)


def test_one_prepares_another_releases_and_all_of_it_is_kept(huanglong: Hall) -> None:
    number = prepared(huanglong)
    answer = release(huanglong, number, huanglong.second_finance)
    paid = payable_of(number)
    people = (huanglong.finance, huanglong.second_finance)
    assert (paid.prepared_by, paid.released_by, paid.version) == (*people, 3)
    shown = answer.said["screen"]
    assert (shown["amount"], shown["capitals"]) == ("5,960.40", "人民币伍仟玖佰陆拾元零肆角")
    assert shown["account"] == "6222020200012345670"
    assert answer.said["signature"]["statement"]["screen"]
    verified = verify()
    assert verified.faults == []
    assert verified.signatures == 9, "four of the employer, four of the case, one of the payment"


def test_what_is_returned_is_prepared_anew_and_released_by_a_second_person(
    huanglong: Hall,
) -> None:
    number = prepared(huanglong)
    put_back(huanglong, number, huanglong.second_finance)
    assert payable_of(number).prepared_by is None
    assert returned([number]) == {number: WRONG_ACCOUNT}
    prepare(huanglong, number, huanglong.second_finance)
    with pytest.raises(PreparedByYourself):
        release(huanglong, number, huanglong.second_finance)
    release(huanglong, number, huanglong.finance)
    assert payable_of(number).version == 5
    assert verify().faults == []


def test_whoever_prepared_a_payment_may_take_it_back(huanglong: Hall) -> None:
    number = prepared(huanglong)
    put_back(huanglong, number, huanglong.finance)
    assert payable_of(number).prepared_at is None


def same_person(hall: Hall) -> None:
    release(hall, prepared(hall), hall.finance)


def unprepared(hall: Hall) -> None:
    release(hall, owed(hall)[0].number, hall.second_finance)


def twice_prepared(hall: Hall) -> None:
    prepare(hall, prepared(hall), hall.second_finance)


def twice_released(hall: Hall) -> None:
    number = prepared(hall)
    release(hall, number, hall.second_finance)
    release(hall, number, hall.second_finance)


def by_the_director(hall: Hall) -> None:
    prepare(hall, owed(hall)[0].number, hall.director)


def by_another_agency(hall: Hall) -> None:
    prepare(hall, owed(hall)[0].number, "61062910")


def to_a_relative(hall: Hall) -> None:
    funeral, _ = owed(hall)
    theirs = (funeral.citizen_id, funeral.payee, Relation.SIBLING)
    hall.do(journeys.declare_relative, *theirs, by=hall.finance)
    prepare(hall, funeral.number, hall.finance)


def by_who_signed_the_case(hall: Hall) -> None:
    """Let the deputy, who is in none of the four groups, come to be a finance officer too."""
    number = prepared(hall)
    also_in(hall, hall.deputy, Post.FINANCE)
    release(hall, number, hall.deputy)


def with_an_open_objection(hall: Hall) -> None:
    number = prepared(hall)
    other = hall.accept_employer()
    Case.objects.filter(number=other).update(original=payable_of(number).case_number)
    release(hall, number, hall.second_finance)


def with_an_objection_that_was_upheld(hall: Hall) -> None:
    number = prepared(hall)
    upheld = {"original": payable_of(number).case_number, "item": "objection", "state": "done"}
    Case.objects.filter(number=hall.accept_employer()).update(**upheld, step=0, done_at=hall.now)
    release(hall, number, hall.second_finance)


def without_a_proof(hall: Hall) -> None:
    release(hall, prepared(hall), hall.second_finance, pen=None)


def with_somebody_elses_pen(hall: Hall) -> None:
    number = prepared(hall)
    pen = payment_pen(hall, number, hall.finance)
    release(hall, number, hall.second_finance, pen=pen)


def over_another_payment(hall: Hall) -> None:
    funeral, grant = owed(hall)
    prepare(hall, funeral.number, hall.finance)
    pen = payment_pen(hall, grant.number, hall.second_finance)
    release(hall, funeral.number, hall.second_finance, pen=pen)


def returned_before_it_is_prepared(hall: Hall) -> None:
    put_back(hall, owed(hall)[0].number, hall.finance)


def returned_after_it_was_paid(hall: Hall) -> None:
    number = prepared(hall)
    release(hall, number, hall.second_finance)
    put_back(hall, number, hall.finance)


def returned_without_a_reason(hall: Hall) -> None:
    put_back(hall, prepared(hall), hall.finance, " ")


def returned_by_the_director(hall: Hall) -> None:
    put_back(hall, prepared(hall), hall.director)


def of_nothing(hall: Hall) -> None:
    prepare(hall, "F610631-20260309-9999-1", hall.finance)


REFUSED: dict[Callable[[Hall], None], type[Refusal]] = {
    same_person: PreparedByYourself,
    unprepared: NotPrepared,
    twice_prepared: AlreadyPrepared,
    twice_released: AlreadyReleased,
    by_the_director: NotYourPost,
    by_another_agency: NotYourPost,
    to_a_relative: OwnRecord,
    by_who_signed_the_case: HadASeatInTheCase,
    with_an_open_objection: PaymentHeld,
    with_an_objection_that_was_upheld: PaymentHeld,
    without_a_proof: ProofNeeded,
    with_somebody_elses_pen: ProofNeeded,
    over_another_payment: NotWhatWasShown,
    returned_before_it_is_prepared: NotPrepared,
    returned_after_it_was_paid: AlreadyReleased,
    returned_without_a_reason: ReasonNeeded,
    returned_by_the_director: NotYourPost,
    of_nothing: NoSuchPayment,
}


@pytest.mark.parametrize("tries", REFUSED, ids=lambda tries: tries.__name__)
def test_every_way_round_the_second_person_is_refused_by_name(
    huanglong: Hall, tries: Callable[[Hall], None]
) -> None:
    with pytest.raises(REFUSED[tries]):
        tries(huanglong)


def test_raw_sql_does_not_let_one_person_do_both(huanglong: Hall) -> None:
    number = prepared(huanglong)
    for release_by in (huanglong.finance, None):
        sql = "UPDATE insured_payable SET released_by = %s, prepared_by = %s WHERE number = %s"
        by = (release_by, release_by) if release_by else ("61063112", None)
        with transaction.atomic(), connection.cursor() as cursor:
            with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
                cursor.execute(sql, [*by, number])
            cursor.execute(sql, ["61063112", huanglong.finance, number])


@dataclass
class Meanwhile:
    """Signs as somebody, while an objection to the case is accepted."""

    signer: Signer
    other: str
    case: str
    algorithm: str = ED25519

    @property
    def public(self) -> str:
        return self.signer.public

    def sign(self, message: bytes) -> str:
        Case.objects.filter(number=self.other).update(original=self.case)
        return self.signer.sign(message)


def test_an_objection_that_comes_meanwhile_holds_it_at_the_moment_of_writing(
    huanglong: Hall,
) -> None:
    number, other = prepared(huanglong), huanglong.accept_employer()
    pen = payment_pen(huanglong, number, huanglong.second_finance)
    signer = Meanwhile(pen.signer, other, payable_of(number).case_number)
    with pytest.raises(MandateEnded):
        release(huanglong, number, huanglong.second_finance, pen=replace(pen, signer=signer))
    assert payable_of(number).released_by is None


def change_of(number: str, old: str, new: str) -> tuple[str, str, str, str]:
    """Change what the release's act says, without its digest."""
    sql = "UPDATE trail_act SET content = replace(content, %s, %s) WHERE chain_id = %s"
    sql += " AND verb = 'release-payment'"
    return sql, old, new, f"payment/{number}"


def test_what_is_changed_of_a_payment_or_its_signature_is_named(huanglong: Hall) -> None:
    number = prepared(huanglong)
    release(huanglong, number, huanglong.second_finance)
    assert faults_after(("UPDATE insured_payable SET released_by = released_by",)) == []
    update = "UPDATE insured_payable SET {} WHERE number = %s"
    for column in ("amount_fen = 1", "account = '6222020200012345688'", "prepared_by = '61063101'"):
        (fault,) = faults_after((update.format(column), number))
        assert fault.startswith(f"insured_payable {number}")
        assert "与留痕不符" in fault
    content = json.loads(Act.objects.get(verb="release-payment").content)
    value = content["said"]["signature"]["value"]
    forged = value[:-1] + ("0" if value[-1] != "0" else "1")
    found = faults_after(change_of(number, value, forged))
    assert any("签名与所签内容不符" in fault for fault in found)
    found = faults_after(change_of(number, '"payee":"高建国"', '"payee":"高建邦"'))
    assert any("屏幕内容" in fault for fault in found)
    assert any("不是当时的待付款" in fault for fault in found)


def test_whoever_signed_the_case_is_known_to_it(huanglong: Hall) -> None:
    case = standing(owed(huanglong)[0].case_number)
    assert case.roles_of(huanglong.deputy), "the control"
    assert not case.roles_of(huanglong.finance)
