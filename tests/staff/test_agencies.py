"""Agencies stand on three levels, work in a mode of their level, and name posts alike."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from tests.halls import MORNING, Hall
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import (
    HOUSE,
    FoundedAlready,
    NoSuchAgency,
    Purpose,
    StandsAlready,
    WrongAgencyAbove,
    WrongMode,
    assign,
    enlist,
    establish_agency,
    found,
    open_department,
    open_window,
)
from yichuang.domain.staff.models import Agency, AgencyLevel, Department, Mode, Staff, Window
from yichuang.domain.staff.posts import FIXED_NAMES, Post
from yichuang.domain.trail.actions import Answer, Misfit
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import COUNTIES, FOUNDER, YEAR

PROVINCE, CITY, COUNTY = AgencyLevel.PROVINCE, AgencyLevel.CITY, AgencyLevel.COUNTY
ABOVE_THE_COUNTY = {Mode.SPECIALIST, Mode.DEPARTMENT}


def establish(
    hall: Hall,
    code: str = "610632",
    *,
    level: AgencyLevel = COUNTY,
    parent: str | None = "610600",
    mode: Mode | None = None,
) -> Answer:
    """Establish an agency (黄陵县, unless told otherwise) in a mode that its level allows."""
    return hall.do(
        establish_agency,
        code,
        f"经办机构{code}",
        level=level,
        parent=parent,
        mode=mode or (Mode.UNIVERSAL if level == COUNTY else Mode.DEPARTMENT),
        profile="shaanxi",
        by=FOUNDER,
    )


def test_a_city_stands_under_a_province_and_a_county_under_a_city(huanglong: Hall) -> None:
    establish(huanglong, "620000", level=PROVINCE, parent=None)
    establish(huanglong, "620100", level=CITY, parent="620000")
    establish(huanglong, "620102", level=COUNTY, parent="620100")
    assert str(Agency.objects.get(code="620102").parent) == "经办机构620100(620100)"
    assert verify().faults == []


@pytest.mark.parametrize(
    ("level", "parent"),
    [
        (PROVINCE, "220000"),
        (PROVINCE, "610600"),
        (PROVINCE, "999999"),
        (CITY, None),
        (CITY, "610600"),
        (CITY, "610631"),
        (CITY, "999999"),
        (COUNTY, None),
        (COUNTY, "610000"),
        (COUNTY, "610631"),
        (COUNTY, "999999"),
    ],
)
def test_nothing_else_stands_above(huanglong: Hall, level: AgencyLevel, parent: str | None) -> None:
    with pytest.raises(WrongAgencyAbove):
        establish(huanglong, level=level, parent=parent)
    assert not Agency.objects.filter(code="610632").exists()


@pytest.mark.clause("SX-04")
@pytest.mark.parametrize("mode", Mode)
def test_a_county_may_run_universal_tellers(huanglong: Hall, mode: Mode) -> None:
    establish(huanglong, mode=mode)
    assert Agency.objects.get(code="610632").mode == mode


@pytest.mark.clause("SX-04")
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(("level", "parent"), [(PROVINCE, None), (CITY, "610000")])
def test_above_the_county_tellers_stand_within_departments(
    huanglong: Hall, level: AgencyLevel, parent: str | None, mode: Mode
) -> None:
    if mode in ABOVE_THE_COUNTY:
        establish(huanglong, level=level, parent=parent, mode=mode)
        return
    with pytest.raises(WrongMode):
        establish(huanglong, level=level, parent=parent, mode=mode)
    assert not Agency.objects.filter(code="610632").exists()


@pytest.mark.clause("SX-04")
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("mode = 'universal'", "above_the_county_tellers_stand_within_departments"),
        ("mode = 'levy-only'", "above_the_county_tellers_stand_within_departments"),
        ("level = 'province'", "only_a_province_has_no_agency_above"),
        ("parent_id = NULL", "only_a_province_has_no_agency_above"),
    ],
)
def test_the_database_holds_it_against_everybody(db: None, change: str, constraint: str) -> None:
    change_the_city("mode = 'specialist'")  # The control: what is allowed goes through.
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change_the_city(change)
    assert broken_by(refused.value) == constraint


def change_the_city(change: str) -> None:
    """Change the agency of Yan'an past every action."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE staff_agency SET {change} WHERE code = '610600'")  # noqa: S608
        assert cursor.rowcount == 1


@pytest.mark.clause("SX-06")
def test_every_hall_has_the_two_posts_under_their_unified_names(db: None) -> None:
    assert FIXED_NAMES == {Post.GUIDE: "咨询服务", Post.TELLER: "综合业务"}
    for agency in Agency.objects.all():
        profile = profile_of(edition_in_force(agency.profile, local_day(MORNING)))
        for post, name in FIXED_NAMES.items():
            assert profile.post_name(post) == post.label == name
    assert {window.get_post_display() for window in Window.objects.filter(post="teller")} == {
        "综合业务"
    }


def test_an_agency_has_departments_windows_and_people(huanglong: Hall) -> None:
    huanglong.do(open_department, "610631", 2, "稽核科", by=FOUNDER)
    huanglong.do(open_window, "610631", 3, Post.TELLER, by=FOUNDER)
    huanglong.do(enlist, "610631", "61063199", "高建平", by=FOUNDER)
    assert str(Department.objects.get(key="610631-02")) == "稽核科"
    assert str(Window.objects.get(key="610631-03")) == "3号窗口"
    assert str(Staff.objects.get(number="61063199")) == "高建平(61063199)"
    verbs = [act.verb for act in acts_of("agency/610631")]
    assert verbs[-3:] == ["open-department", "open-window", "enlist"]
    assert verify().faults == []


STRANGERS: dict[str, Callable[[Hall], Answer]] = {
    "department": lambda hall: hall.do(open_department, "999999", 1, "科室", by=FOUNDER),
    "window": lambda hall: hall.do(open_window, "999999", 1, Post.TELLER, by=FOUNDER),
    "staff": lambda hall: hall.do(enlist, "999999", "99999901", "某人", by=FOUNDER),
    "assignment": lambda hall: hall.do(
        assign,
        hall.teller,
        "999999",
        Post.TELLER,
        since=YEAR[0],
        until=YEAR[1],
        trained_until=YEAR[1],
        by=FOUNDER,
    ),
}


@pytest.mark.parametrize("what", STRANGERS)
def test_nothing_opens_at_an_agency_that_was_not_established(huanglong: Hall, what: str) -> None:
    with pytest.raises(NoSuchAgency, match="999999"):
        STRANGERS[what](huanglong)
    assert not acts_of("agency/999999").exists()


TWICE: dict[str, Callable[[Hall], Answer]] = {
    "agency": lambda hall: establish(hall, "610631"),
    "department number": lambda hall: hall.do(open_department, "610631", 1, "另一科", by=FOUNDER),
    "department name": lambda hall: hall.do(open_department, "610631", 9, "综合业务科", by=FOUNDER),
    "window": lambda hall: hall.do(open_window, "610631", 1, Post.TELLER, by=FOUNDER),
    "staff": lambda hall: hall.do(enlist, "610631", hall.teller, "同号", by=FOUNDER),
    "staff elsewhere": lambda hall: hall.do(enlist, "610629", hall.teller, "同号", by=FOUNDER),
}


@pytest.mark.parametrize("what", TWICE)
def test_what_stands_is_not_entered_twice(huanglong: Hall, what: str) -> None:
    before = acts_of("agency/610631").count()
    with pytest.raises(StandsAlready):
        TWICE[what](huanglong)
    assert acts_of("agency/610631").count() == before


def test_the_same_department_name_and_window_number_stand_elsewhere(huanglong: Hall) -> None:
    establish(huanglong)
    huanglong.do(open_department, "610632", 1, "综合业务科", by=FOUNDER)
    huanglong.do(open_window, "610632", 1, Post.TELLER, by=FOUNDER)
    assert Window.objects.filter(number=1).count() == len(COUNTIES) + 1


def test_what_the_database_is_for_is_the_first_act_and_said_once(huanglong: Hall) -> None:
    with pytest.raises(FoundedAlready) as refused:
        huanglong.do(found, Purpose.SERVICE, by=FOUNDER)
    assert isinstance(refused.value, Refusal)
    (act,) = acts_of(HOUSE)
    assert (act.n, act.verb, act.actor) == (1, "found", FOUNDER)
    assert '"purpose":"demonstration"' in act.content


def test_a_name_that_is_too_long_is_refused_on_both_databases_alike(huanglong: Hall) -> None:
    with pytest.raises(Misfit, match=r"姓名.*50"):
        huanglong.do(enlist, huanglong.code, "0099", "长" * 51, by=FOUNDER)
    assert not Staff.objects.filter(number="0099").exists()
