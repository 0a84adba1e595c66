"""经办模式切换: an agency's counters work in another way from the last signature on."""

from datetime import date
from typing import Any

import pytest

from tests.authority.ground import ask_to_switch, sign, signer
from tests.cases.ground import newcomer, refused, state_of
from tests.forms import PROOF_PAPERS
from tests.halls import Hall
from yichuang.domain.authority.policy import NotYourPost, OutOfScope
from yichuang.domain.cases.actions.decisions import NoLongerHolds
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.planning import ClaimTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.items.mode_switch import StillUntrained
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.agencies import office
from yichuang.doors.commands.demonstration.cast import FOUNDER

LEVY, DEPARTMENT, SPECIALIST = "征缴柜员制", "科室内部综合柜员制", "专管员制"
ROOM = "610631-01"


def mode_of(agency: str) -> str:
    return Agency.objects.get(code=agency).mode


def business_of(hall: Hall, *categories: str) -> None:
    hall.do(staff.set_business, ROOM, categories, by=FOUNDER)


def proof(hall: Hall, citizen: str, by: str | None = None) -> str:
    form = {"citizen_id": citizen, "purpose": "子女入学"}
    return hall.accept("insurance-proof", form, PROOF_PAPERS, by=by)


def told(hall: Hall, mode: str) -> tuple[set[str], str]:
    """Give what is wrong with a request for another mode: the codes, and the words."""
    with refused(Mistakes) as refusal:
        ask_to_switch(hall, mode)
    assert isinstance(refusal.value, Mistakes)
    return {mistake.code for mistake in refusal.value.mistakes}, str(refusal.value)


@pytest.mark.clause("WQ-01", "SX-04")
def test_a_levy_only_teller_is_refused_what_is_beyond_and_running_cases_go_on(
    huanglong: Hall,
) -> None:
    citizen = huanglong.registered_person()
    running = proof(huanglong, citizen)
    number = ask_to_switch(huanglong, LEVY)
    sign(huanglong, number, to="enforcement")
    assert mode_of("610631") == "universal"
    sign(huanglong, number)
    assert mode_of("610631") == "levy-only"
    assert standing(number).seats[-1].agency_id == "610600"
    for teller in (huanglong.teller, huanglong.second_teller):
        with refused(OutOfScope) as why:
            proof(huanglong, citizen, by=teller)
        assert "征缴柜员制只办理登记与征缴业务" in str(why.value)
    assert state_of(huanglong.accept_employer()) == "handling"
    assert huanglong.carry(running).case.state == "done"
    assert verify().faults == []


@pytest.mark.clause("SX-04")
def test_in_department_mode_a_teller_accepts_exactly_the_department_s_business(
    huanglong: Hall,
) -> None:
    citizen = huanglong.registered_person()
    business_of(huanglong, "参保登记", "参保人员基本信息维护")
    sign(huanglong, ask_to_switch(huanglong, DEPARTMENT))
    with refused(OutOfScope) as why:
        proof(huanglong, citizen)
    assert "权益服务" in str(why.value)
    assert state_of(huanglong.accept_employer()) == "handling"
    assert state_of(huanglong.accept_change(citizen)) == "handling"


@pytest.mark.clause("SX-04")
def test_a_specialist_does_one_kind_of_business(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    business_of(huanglong, "参保登记", "权益服务")
    codes, words = told(huanglong, SPECIALIST)
    assert codes == {"departments-are-ready"}
    assert "每科只办一类" in words
    business_of(huanglong, "权益服务")
    sign(huanglong, ask_to_switch(huanglong, SPECIALIST))
    proof(huanglong, citizen)
    with refused(OutOfScope):
        huanglong.accept_employer()


@pytest.mark.clause("SX-14")
def test_no_agency_switches_before_its_staff_is_trained(huanglong: Hall) -> None:
    newcomer(huanglong, Post.REVIEWER)
    codes, words = told(huanglong, LEVY)
    assert codes == {"staff-is-trained"}
    assert "新来的人（廉政教育、业务政策、公务礼仪）" in words


@pytest.mark.clause("SX-14")
def test_nor_where_somebody_untrained_came_while_it_was_signed(huanglong: Hall) -> None:
    number = ask_to_switch(huanglong, LEVY)
    sign(huanglong, number, to="enforcement")
    newcomer(huanglong, Post.TELLER)
    with pytest.raises(NoLongerHolds, match="未完成培训"):
        huanglong.do(journeys.sign, number, by=signer(number))
    assert mode_of("610631") == "universal"


@pytest.mark.clause("SX-14")
def test_nor_where_training_lapsed_while_it_was_signed(huanglong: Hall) -> None:
    period: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
    period |= {"trained_until": date(2026, 3, 20), "trained_by_founding": True}
    huanglong.do(staff.enlist, "610631", "61063188", "白云鹏", by=FOUNDER)
    huanglong.do(staff.assign, "61063188", "610631", Post.GUIDE, **period, by=FOUNDER)
    number = ask_to_switch(huanglong, LEVY)
    sign(huanglong, number, to="enforcement")
    huanglong.now = huanglong.now.replace(day=20)
    with refused(StillUntrained):
        huanglong.do(journeys.sign, number, by=signer(number))
    assert mode_of("610631") == "universal"


@pytest.mark.clause("SX-04", "SX-14")
def test_everything_wrong_is_named_at_once(huanglong: Hall) -> None:
    business_of(huanglong)
    newcomer(huanglong, Post.TELLER)
    codes, words = told(huanglong, DEPARTMENT)
    assert codes == {"departments-are-ready", "staff-is-trained"}
    assert "综合业务科没有登记业务类别" in words
    assert "新来的人没有所在科室" in words
    assert told(huanglong, "综合柜员制")[0] == {"another-mode", "staff-is-trained"}


@pytest.mark.clause("SX-04")
def test_above_the_county_tellers_stand_within_departments(huanglong: Hall) -> None:
    city = office("610600")
    deputy = city.number(Post.DEPUTY_DIRECTOR)
    for mode in ("综合柜员制", LEVY):
        with refused(Mistakes) as why:
            form = {"mode": mode, "ground": "文件"}
            huanglong.do(journeys.ask_to_switch, "610600", form, by=deputy)
        assert "省、市级经办机构只能实行" in str(why.value)
    wanted: dict[str, Any] = {"mode": SPECIALIST, "ground": "省局批复"}
    number = huanglong.do(journeys.ask_to_switch, "610600", wanted, by=deputy).said["number"]
    sign(huanglong, number)
    assert mode_of("610600") == "specialist"
    posts = [(seat.post, seat.agency_id) for seat in standing(number).seats]
    assert posts[2:] == [("city-chief", "610600"), ("security-admin", "610000")]


def test_only_the_deputy_asks_and_once_at_a_time(huanglong: Hall) -> None:
    for person in (huanglong.teller, huanglong.director):
        with refused(NotYourPost):
            ask_to_switch(huanglong, LEVY, by=person)
    ask_to_switch(huanglong, LEVY)
    with refused(ClaimTaken):
        ask_to_switch(huanglong, LEVY)


def test_the_control_without_a_switch_everybody_does_everything(huanglong: Hall) -> None:
    citizen = huanglong.registered_person()
    assert state_of(proof(huanglong, citizen)) == "ready"
    assert state_of(huanglong.accept_employer()) == "handling"
