"""A case keeps what it was decided under, whatever is published after its acceptance."""

import json
from datetime import date, timedelta

import pytest

from tests.catalogue.editions import changed, item_changed, next_version, packaged, publish_text
from tests.forms import new_citizen_id
from tests.halls import MORNING, Hall
from yichuang import __version__
from yichuang.domain.authority.actions import Scope, grant
from yichuang.domain.authority.models import Duty
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER, YEAR

TOMORROW = MORNING.date() + timedelta(days=1)
TIGHTER = (
    ("level = 2", "level = 1"),
    ('timing = "instant"', 'timing = "limited"\nchain = "county"'),
    ("days = 10", "days = 8"),
)
"""What makes the registration of a person a business of level 1."""


def tighten_registration(hall: Hall) -> None:
    """Publish a second version, in force tomorrow, and grant what its route asks for."""
    text = next_version(packaged("shaanxi"), 2, TOMORROW)
    publish_text(hall, item_changed(text, "person-registration", *TIGHTER))
    posts = (Post.DEPUTY_DIRECTOR, Post.DIRECTOR)
    scopes = [Scope(post, "person-registration", Duty.DECIDE) for post in posts]
    hall.do(grant, hall.code, scopes, since=YEAR[0], until=YEAR[1], ground="分级调整", by=FOUNDER)


@pytest.mark.clause("SX-11")
def test_a_running_case_keeps_the_route_it_began_with(huanglong: Hall) -> None:
    employer = huanglong.registered_employer()
    running = huanglong.accept_person(employer)
    began = standing(running)
    tighten_registration(huanglong)
    huanglong.now += timedelta(days=1)
    done = huanglong.carry(running)
    assert [act.verb for act in acts_of(f"case/{running}")] == ["accept", "pass", "finish"]
    for kept in ("edition_id", "level", "timing", "route", "program", "statutory_due_on"):
        assert getattr(done.case, kept) == getattr(began.case, kept)
    assert (done.case.edition_id, done.case.level) == ("shaanxi/1", 2)
    assert verify().faults == []


@pytest.mark.clause("SX-11", "SX-12")
def test_a_case_accepted_after_it_goes_by_the_new_version(huanglong: Hall) -> None:
    employer = huanglong.registered_employer()
    tighten_registration(huanglong)
    today = huanglong.accept_person(employer)
    huanglong.now += timedelta(days=1)
    new = huanglong.accept_person(employer)
    case = huanglong.carry(new).case
    assert (case.edition_id, case.level, case.timing) == ("shaanxi/2", 1, "limited")
    assert [act.verb for act in acts_of(f"case/{new}")] == ["accept", *["sign"] * 4]
    assert standing(today).case.edition_id == "shaanxi/1"


def test_a_returned_case_is_corrected_under_the_rules_it_began_with(huanglong: Hall) -> None:
    employer = huanglong.registered_employer()
    sixteen = {"citizen_id": new_citizen_id(born="20090309"), "employed_on": "2026-03-09"}
    of_the_same_age = new_citizen_id(born="20090309")
    text = next_version(packaged("shaanxi"), 2, TOMORROW)
    publish_text(huanglong, changed(text, "value = 16", "value = 18"))
    number = huanglong.accept_person(employer, **sixteen)
    huanglong.do(
        journeys.return_to, number, 0, code="other", reason="电话有误", by=huanglong.reviewer
    )
    huanglong.now += timedelta(days=1)
    case = standing(number)
    form = json.loads(case.case.form) | {"phone": "13909110003"}
    huanglong.do(journeys.correct, number, form=form, materials=case.materials, by=huanglong.teller)
    assert huanglong.carry(number).case.edition_id == "shaanxi/1"
    with pytest.raises(Mistakes, match="18周岁"):
        huanglong.accept_person(employer, **sixteen | {"citizen_id": of_the_same_age})


REPORTED = 'reported = { when = "birth-changes", '


def reports_otherwise(hall: Hall, old: str, new: str) -> None:
    """Publish a second version that says otherwise what is reported, in force tomorrow."""
    text = next_version(packaged("shaanxi"), 2, TOMORROW)
    publish_text(hall, changed(text, old, new))


@pytest.mark.clause("SX-12")
def test_a_running_case_is_reported_though_a_later_catalogue_reports_nothing(
    huanglong: Hall,
) -> None:
    number = huanglong.with_city().accept_reported()
    reports_otherwise(huanglong, REPORTED, 'reported = { when = "identity-is-split", ')
    huanglong.now += timedelta(days=1)
    assert huanglong.carry(number, "reported").case.edition_id == "shaanxi/1"
    huanglong.carry(number)
    new = huanglong.accept_reported()
    assert huanglong.carry(new).case.edition_id == "shaanxi/2"
    verbs = [[act.verb for act in acts_of(f"case/{case}")][-1] for case in (number, new)]
    assert verbs == ["approve", "sign"]
    assert verify().faults == []


@pytest.mark.clause("SX-12")
def test_a_running_case_is_not_reported_though_a_later_catalogue_reports_everything(
    huanglong: Hall,
) -> None:
    citizen = huanglong.with_city().registered_person()
    number = huanglong.accept_change(citizen)
    reports_otherwise(huanglong, REPORTED, "reported = { ")
    huanglong.carry(number, "review")
    huanglong.do(
        journeys.return_to, number, 0, code="other", reason="请补充说明", by=huanglong.reviewer
    )
    huanglong.now += timedelta(days=1)
    case = standing(number)
    form = json.loads(case.case.form) | {"reason": "户籍更名，已核"}
    huanglong.do(journeys.correct, number, form=form, materials=case.materials, by=huanglong.teller)
    assert huanglong.carry(number).case.edition_id == "shaanxi/1"
    new = huanglong.accept_change(citizen, new_name="高贵梅")
    assert huanglong.carry(new, "reported").case.edition_id == "shaanxi/2"


@pytest.mark.clause("SX-11")
def test_a_case_keeps_its_route_with_the_reasons_and_the_program_s_version(
    huanglong: Hall,
) -> None:
    number = huanglong.accept_employer()
    case = standing(number)
    assert case.case.program == __version__
    assert case.case.edition_id == "shaanxi/1"
    assert case.case.accepted_at.date() == date(2026, 3, 9)
    assert [reason["source"] for reason in case.route["reasons"]] == [
        "陕社保发〔2016〕27号第十三条",
        "业务目录",
        "SX-07、SX-10",
        "SX-12",
    ]
    (accept,) = acts_of(f"case/{number}")
    row = next(row for row in json.loads(accept.content)["rows"] if row[0] == "cases_case")
    assert row[2]["route"] == case.case.route
    assert row[2]["program"] == __version__
