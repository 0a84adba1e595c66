"""The pages of agencies: the tree, departments, windows and their signs, insurances."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, open_page, refused_in_words, text_of, went_to
from tests.halls import Hall
from tests.staff.administrators import administrator, removed
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys import staffing
from yichuang.domain.journeys.administration import (
    NotAnAgencyCode,
    NotInTheCatalogue,
    NotYourAgencies,
    NumberBeyond,
    UnknownInsurance,
    administration,
)
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.actions import (
    NoSuchDepartment,
    OneBusinessOnly,
    StandsAlready,
    WrongAgencyAbove,
)
from yichuang.domain.staff.models import Agency, AgencyLevel, Department, Mode, Window
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import MandateEnded
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify

REGISTRATION = "参保登记"


def send(client: Client, address: str, **form: Any) -> Any:
    """Send a form of a page."""
    return client.post(address, {"request": str(uuid4()), **form}, headers=HTMX)


@pytest.fixture
def city(huanglong: Hall) -> str:
    """Give the system administrator of the city above."""
    return administrator(huanglong, huanglong.city)


@pytest.fixture
def county(huanglong: Hall) -> str:
    """Give the system administrator of Huanglong."""
    return administrator(huanglong, huanglong.code)


def test_the_tree_shows_the_own_agency_and_those_below(
    huanglong: Hall, city: str, come_in: ComeIn
) -> None:
    page = open_page(come_in(city), "/agencies/")
    for words in ("延安市养老保险经办处", "黄龙县养老保险经办中心", "洛川县", "综合业务 2"):
        assert words in page
    for elsewhere in ("汉中市", "汪清县"):
        assert elsewhere not in page
    assert come_in(city).get("/agencies/222424/").status_code == 404
    assert come_in(city).get("/people/22242401/").status_code == 404


def test_a_county_s_administrator_sees_the_county_alone(
    huanglong: Hall, county: str, come_in: ComeIn
) -> None:
    client = come_in(county)
    assert "洛川" not in open_page(client, "/agencies/")
    assert client.get("/agencies/610600/").status_code == 404
    assert "F7" not in client.get("/agencies/610631/").content.decode()


def test_everything_an_agency_has_is_entered_through_its_page(
    huanglong: Hall, city: str, come_in: ComeIn
) -> None:
    client, at = come_in(city), "/agencies/610631/"
    then = send(client, f"{at}departments/", number="3", name="登记科", business=[REGISTRATION])
    assert "已记入：设立科室" in open_page(client, went_to(then))
    changed = {"department": "610631-03", "business": [REGISTRATION, "权益服务"]}
    went_to(send(client, f"{at}business/", **changed))
    went_to(send(client, f"{at}windows/", number="9", post="guide"))
    went_to(send(client, f"{at}insurances/", insurances=["unemployment", "pension"]))
    new = {"code": "610630", "name": "宜川县养老保险经办中心", "mode": "universal"}
    sent = send(client, "/agencies/610600/establish/", **new, insurances=["pension"])
    assert went_to(sent) == "/agencies/610630/"
    assert "宜川县" in open_page(client, "/agencies/610630/")
    room = Department.objects.get(key="610631-03")
    assert room.business == '["参保登记","权益服务"]'
    assert room.act.mandate is not None, "the trail says by which assignment"
    assert Agency.objects.get(code="610631").insurances == "pension,unemployment"
    assert Agency.objects.get(code="610630").profile == "shaanxi"
    assert verify().faults == []


def test_all_mistakes_of_a_form_are_told_at_once(
    huanglong: Hall, county: str, come_in: ComeIn
) -> None:
    before = Act.objects.filter(chain="agency/610631").count()
    sent = {"number": "九", "name": "", "business": ["随便起名"]}
    answer = send(come_in(county), "/agencies/610631/departments/", **sent)
    assert answer.status_code == 422
    for words in ("编号", "科室名称", "业务类别"):
        assert words in text_of(answer)
    assert Act.objects.filter(chain="agency/610631").count() == before


@pytest.mark.clause("SX-06")
def test_a_window_s_sign_is_the_unified_name_of_its_post(
    huanglong: Hall, county: str, come_in: ComeIn
) -> None:
    page = come_in(county).get("/agencies/610631/windows/1/").content.decode()
    assert "<h1>综合业务</h1>" in page
    assert come_in(county).get("/agencies/610631/windows/77/").status_code == 404


NAMES_OF_ONE_S_OWN = re.compile("(post|sign|item|window|category|business)_?(name|title|label)")


def names_given(client: Client, pages: list[str]) -> list[str]:
    """Give the fields of pages that would give a name to a post, an item or a sign."""
    html = "".join(client.get(page).content.decode() for page in pages)
    return [name for name in re.findall(r'name="([a-z_]+)"', html) if fits(name)]


def fits(name: str) -> bool:
    """Say whether a field's name speaks of a name of one's own."""
    return NAMES_OF_ONE_S_OWN.search(name) is not None


@pytest.mark.clause("SX-06")
def test_there_is_no_field_for_another_name_of_a_post_an_item_or_a_sign(
    huanglong: Hall, city: str, come_in: ComeIn
) -> None:
    pages = ["/agencies/610600/", "/agencies/610631/", "/people/", "/people/61063102/"]
    assert names_given(come_in(city), pages) == []
    verbs = (journeys.open_window, journeys.assign, staff.open_window, staff.assign)
    taken = {name for verb in verbs for name in verb.__annotations__}
    assert not any(fits(name) or name in {"name", "title"} for name in taken)
    columns = {f.name for model in (Window, Department) for f in model._meta.fields}  # noqa: SLF001
    assert columns == {"key", "agency", "number", "post", "name", "business", "act"}
    assert fits("post_name"), "and such a field would be seen"


STRANGERS: dict[str, Callable[[Hall], str]] = {
    "another county's administrator": lambda hall: administrator(hall, "610629"),
    "the administrator of another city": lambda hall: administrator(hall, "610700"),
    "the security administrator": lambda hall: administrator(hall, hall.code, Post.SECURITY_ADMIN),
    "the county's director": lambda hall: hall.director,
    "nobody": lambda _: "no-such-person",
}


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_keeps_an_agency(huanglong: Hall, who: str) -> None:
    by = STRANGERS[who](huanglong)
    day, paper = date(2026, 6, 1), "黄人社发〔2026〕3号"
    tries: list[tuple[Any, ...]] = [
        (journeys.open_department, "610631", 7, "登记科", {"business": [REGISTRATION]}),
        (journeys.set_business, "610631-01", [REGISTRATION], {}),
        (journeys.open_window, "610631", 7, Post.TELLER, {}),
        (journeys.set_insurances, "610631", ["pension"], {}),
        (journeys.enlist, "610631", "61063177", "苗秀英", {}),
        (journeys.assign, huanglong.guide, "610631", Post.ARCHIVIST, {"since": day}),
        (journeys.end_assignment, 1, {"on": day, "ground": paper}),
    ]
    for verb, *args, more in tries:
        if verb is journeys.assign:
            more |= {"until": date(2027, 1, 1), "ground": paper}
        with pytest.raises(NotYourAgencies):
            huanglong.do(verb, *args, by=by, **more)


def test_only_the_administrator_right_above_establishes(huanglong: Hall, city: str) -> None:
    province = administrator(huanglong, "610000")
    new: dict[str, Any] = {"mode": Mode.UNIVERSAL, "insurances": ["pension"]}
    with pytest.raises(NotYourAgencies):
        huanglong.do(journeys.establish_below, "610600", "610630", "宜川", **new, by=province)
    with pytest.raises(NotYourAgencies):
        huanglong.do(journeys.establish_below, "220000", "220100", "长春", **new, by=province)
    with pytest.raises(NotAnAgencyCode):
        huanglong.do(journeys.establish_below, "610600", "61063", "宜川", **new, by=city)
    bad = {**new, "insurances": []}
    with pytest.raises(UnknownInsurance):
        huanglong.do(journeys.establish_below, "610600", "610630", "宜川", **bad, by=city)
    county = administrator(huanglong, "610631")
    with pytest.raises(WrongAgencyAbove):
        huanglong.do(journeys.establish_below, "610631", "610699", "某镇", **new, by=county)


WRONG: dict[str, tuple[Any, type[Refusal]]] = {
    "a category of one's own": (
        lambda hall, by: hall.do(
            journeys.open_department, "610631", 7, "科", business=["自拟"], by=by
        ),
        NotInTheCatalogue,
    ),
    "a number beyond": (
        lambda hall, by: hall.do(journeys.open_window, "610631", 100, Post.TELLER, by=by),
        NumberBeyond,
    ),
    "a window twice": (
        lambda hall, by: hall.do(journeys.open_window, "610631", 1, Post.TELLER, by=by),
        StandsAlready,
    ),
    "no such department": (
        lambda hall, by: hall.do(journeys.set_business, "610631-77", [REGISTRATION], by=by),
        NoSuchDepartment,
    ),
    "an unknown insurance": (
        lambda hall, by: hall.do(journeys.set_insurances, "610631", ["car"], by=by),
        UnknownInsurance,
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_by_name(huanglong: Hall, county: str, what: str) -> None:
    do, refusal = WRONG[what]
    with pytest.raises(refusal):
        do(huanglong, county)


@pytest.mark.clause("SX-04")
def test_under_the_specialist_mode_a_department_has_exactly_one_business(
    huanglong: Hall, city: str
) -> None:
    rank = {"level": AgencyLevel.COUNTY, "mode": Mode.SPECIALIST}
    place: dict[str, Any] = {"parent": "610600", "profile": "shaanxi"} | rank
    huanglong.do(staff.establish_agency, "610630", "宜川县", **place, by="0001")
    opened = "610630", 1, "登记科"
    for business in ([], [REGISTRATION, "权益服务"]):
        with pytest.raises(OneBusinessOnly):
            huanglong.do(journeys.open_department, *opened, business=business, by=city)
    huanglong.do(journeys.open_department, *opened, business=[REGISTRATION], by=city)
    with pytest.raises(OneBusinessOnly):
        huanglong.do(journeys.set_business, "610630-01", [], by=city)


def test_an_assignment_that_ended_in_the_middle_stops_the_open_page(
    huanglong: Hall, county: str, come_in: ComeIn
) -> None:
    client = come_in(county)
    open_page(client, "/agencies/610631/")
    removed(huanglong, county)
    sent = {"number": "7", "name": "登记科", "business": [REGISTRATION]}
    answer = send(client, "/agencies/610631/departments/", **sent)
    assert answer.status_code in {302, 403, 409}
    assert not Department.objects.filter(key="610631-07").exists()


def test_and_one_that_ends_between_deciding_and_writing_stops_the_act(
    huanglong: Hall, county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []

    def then_ended(*args: Any, **more: Any) -> Any:
        held = administration(*args, **more)
        if not ended:
            ended.append("once")
            # Another chain than the agency's: only the mandate says that it is over.
            end_elsewhere(county)
        return held

    monkeypatch.setattr(staffing, "administration", then_ended)
    with pytest.raises(MandateEnded):
        huanglong.do(journeys.open_window, "610631", 7, Post.TELLER, by=county)
    assert not Window.objects.filter(key="610631-07").exists()


def end_elsewhere(number: str) -> None:
    """Let an assignment be over without an act on the agency's chain."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_assignment SET until = since WHERE staff_id = %s", [number])


def test_who_only_looks_finds_nothing_to_press(huanglong: Hall, come_in: ComeIn) -> None:
    auditor = administrator(huanglong, huanglong.code, Post.AUDIT_ADMIN)
    for number in (huanglong.director, auditor):
        client = come_in(number)
        for page in ("/agencies/", "/agencies/610631/", "/people/", "/people/61063102/"):
            assert 'id="panel-' not in client.get(page).content.decode()
        answer = send(client, "/agencies/610631/windows/", number="7", post="teller")
        assert answer.status_code == 403
        assert refused_in_words(answer)
