"""回避申报: declared by the person themself, ended by the head and never by them alone."""

import json
from typing import Any

import pytest

from tests.cases.ground import nothing_written, refused
from tests.forms import new_citizen_id
from tests.halls import Huanglong
from tests.staff.absentees import declared
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.absence import NotInAnyPost, OwnDeclaration
from yichuang.domain.staff.actions import enlist
from yichuang.domain.staff.actions.relatives import (
    DeclarationEndsByReason,
    DeclaredAlready,
    NoSuchDeclaration,
    NotACitizenId,
    RelativeUnnamed,
)
from yichuang.domain.staff.models import Relation, Relative
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify

SISTER = Relation.SIBLING
WHY = "号码填错，已核对户口簿"


def ended(hall: Huanglong, one: Relative, by: str, reason: Any = WHY) -> None:
    """Let somebody end a declaration."""
    hall.do(journeys.withdraw_declaration, one.id, reason=reason, by=by)


def test_a_person_declares_themself_and_relatives(huanglong: Huanglong) -> None:
    mine = declared(huanglong, huanglong.teller, new_citizen_id(), Relation.SELF, "马建国")
    citizen = new_citizen_id()
    hers = declared(huanglong, huanglong.teller, f" {citizen.lower()} ")
    assert (hers.citizen_id, hers.ended_on, mine.staff_id) == (citizen, None, huanglong.teller)
    act = Act.objects.get(request=hers.act_id)
    assert (act.chain_id, act.actor) == ("declaration/61063102", "61063102")
    assert citizen not in json.dumps(json.loads(act.content)["said"])
    with refused(DeclaredAlready):
        declared(huanglong, huanglong.teller, citizen)
    with refused(DeclaredAlready):
        declared(huanglong, huanglong.teller, new_citizen_id(), Relation.SELF)
    declared(huanglong, huanglong.second_teller, citizen)  # Others may be related too.
    assert verify().faults == []


@pytest.mark.parametrize("number", ["", "1234", "61063119900315000", "6" * 18, "身" * 18, None, 7])
def test_a_number_that_no_citizen_has_is_refused(huanglong: Huanglong, number: Any) -> None:
    with refused(NotACitizenId):
        huanglong.do(journeys.declare_relative, number, "高桂兰", SISTER, by=huanglong.teller)


@pytest.mark.parametrize("name", ["", " ", "兰", "长" * 51, "高\n兰", None])
def test_a_relative_has_a_name(huanglong: Huanglong, name: Any) -> None:
    with refused(RelativeUnnamed):
        huanglong.do(journeys.declare_relative, new_citizen_id(), name, SISTER, by=huanglong.teller)


def test_who_is_in_no_post_has_nothing_to_declare(huanglong: Huanglong) -> None:
    huanglong.do(enlist, huanglong.code, "61063177", "苗秀英", by="0001")
    for person in ("61063177", "0001"):
        with refused(NotInAnyPost):
            declared(huanglong, person, new_citizen_id())


def test_only_the_head_ends_a_declaration_and_says_why(huanglong: Huanglong) -> None:
    citizen = new_citizen_id()
    one = declared(huanglong, huanglong.teller, citizen)
    with refused(OwnDeclaration):
        ended(huanglong, one, huanglong.teller)
    for person in (huanglong.deputy, huanglong.second_teller, "61062906", "0001"):
        with refused(NotYourPost):
            ended(huanglong, one, person)
    for reason in ("", " ", "错", "长" * 201, None):
        with refused(DeclarationEndsByReason):
            ended(huanglong, one, huanglong.director, reason)
    ended(huanglong, one, huanglong.director)
    one.refresh_from_db()
    assert one.ended_on == huanglong.now.date()
    for number in (one.id, 0, 10**9, None, "1", True):
        with nothing_written(), pytest.raises(NoSuchDeclaration):
            huanglong.do(journeys.withdraw_declaration, number, reason=WHY, by=huanglong.director)
    declared(huanglong, huanglong.teller, citizen)  # What was ended may be declared anew.
    assert verify().faults == []


def test_the_head_s_own_is_ended_by_the_head_above(huanglong: Huanglong) -> None:
    one = declared(huanglong.with_city(), huanglong.director, new_citizen_id())
    with refused(OwnDeclaration):
        ended(huanglong, one, huanglong.director)
    ended(huanglong, one, huanglong.chief)
    theirs = declared(huanglong, huanglong.chief, new_citizen_id())
    with refused(NotYourPost):
        ended(huanglong, theirs, huanglong.director)
    ended(huanglong, theirs, huanglong.second_chief)
    assert verify().faults == []
