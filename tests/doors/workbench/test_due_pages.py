"""期限一览、监控名单、到期提醒: every number leads to its cases; what is moot isn't shown."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.pages import open_page, text_of
from tests.halls import Huanglong, Luochuan
from yichuang.domain.cases.actions.reminders import KEEPER
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.doors.workbench.here import BEGAN, SEEN
from yichuang.doors.workbench.models import OpenSession


@pytest.fixture
def enter(come_in: ComeIn, clock: Clock) -> ComeIn:
    """Let somebody come in on the day that it is by now."""

    def later_on(staff_number: str) -> Client:
        client = come_in(staff_number)
        session = client.session
        session[BEGAN] = session[SEEN] = clock.now.isoformat()
        session.save()
        OpenSession.objects.filter(staff=staff_number).update(began=clock.now, seen=clock.now)
        return client

    return later_on


def later(clock: Clock, hall: Huanglong, days: int) -> None:
    """Let days go by, for pages and for the hall."""
    clock.pass_by(days=days)
    hall.now += timedelta(days=days)


def told(hall: Huanglong) -> None:
    """Let the keeper have looked at every case."""
    for number in Case.objects.values_list("number", flat=True):
        hall.do(journeys.remind, number, by=KEEPER)


@pytest.mark.clause("SX-13")
def test_every_number_of_the_table_leads_to_as_many_cases(
    huanglong: Huanglong, luochuan: Luochuan, enter: ComeIn, clock: Clock
) -> None:
    stands, late = huanglong.accept_employer(), huanglong.accept_employer()
    why: dict[str, Any] = {"ground": "force-majeure", "reason": "道路中断"}
    huanglong.do(journeys.suspend, stands, **why, by=huanglong.handler)
    huanglong.do(journeys.confirm_suspension, stands, by=huanglong.deputy)
    later(clock, huanglong, 3)
    huanglong.carry(huanglong.accept_employer(), to="deputy")
    luochuan.accept_employer()
    director = enter(huanglong.director)
    page = director.get("/due/").content.decode()
    links = re.findall(r'href="(/due/cases/\?[^"]*which=[a-z]+)"[^>]*>(?:<b>)?(\d+)<', page)
    totals = {url.partition("?which=")[2]: int(many) for url, many in links if "?which=" in url}
    assert totals == {"red": 1, "week": 1, "suspended": 1, "all": 3}
    for url, many in links:
        listed = director.get(url.replace("&amp;", "&")).content.decode()
        assert len(re.findall('class="row"', listed)) == int(many), url
    assert late in open_page(director, "/due/cases/?which=red")
    assert stands in open_page(director, "/due/cases/?which=suspended")
    assert "洛川县" not in text_of(director.get("/due/"))
    assert "洛川县" in open_page(enter("61060003"), "/due/")


@pytest.mark.parametrize(
    "query", ["?which=nothing", "?agency=%00&post=x&staff=%F0", "?post=teller"]
)
def test_a_made_up_cell_is_an_empty_list_and_no_fault(
    huanglong: Huanglong, come_in: ComeIn, query: str
) -> None:
    huanglong.accept_employer()
    assert come_in(huanglong.director).get(f"/due/cases/{query}").status_code in (200, 400)
    assert come_in(huanglong.director).get(f"/watch/{query}").status_code in (200, 400)


@pytest.mark.clause("SX-13")
def test_the_watch_list_has_every_open_case_that_article_13_names_and_no_other(
    huanglong: Huanglong, luochuan: Luochuan, come_in: ComeIn
) -> None:
    person = huanglong.registered_person()
    change, proof = huanglong.accept_change(person), huanglong.accept_proof(person)
    employer, theirs = huanglong.accept_employer(), luochuan.accept_employer()
    huanglong.carry(employer, to="review")
    huanglong.do(
        *(journeys.return_to, employer, 1),
        code="copy-unclear",
        reason="复印件不清楚",
        by=huanglong.reviewer,
    )
    here = come_in(huanglong.auditor).get("/watch/")
    rows = re.findall(r"<tr><td.*?</tr>", here.content.decode(), re.DOTALL)
    assert len(rows) == 2
    assert [change in row or employer in row for row in rows] == [True, True]
    (returned,) = (row for row in rows if employer in row)
    assert "1 次" in returned
    assert "经办：" in returned
    assert proof not in text_of(here)
    city = open_page(come_in("61060003"), "/watch/")
    assert theirs in city
    assert employer in city
    narrowed = open_page(come_in("61060003"), "/watch/?agency=610629&item=employer-registration")
    assert theirs in narrowed
    assert employer not in narrowed
    huanglong.carry(employer)
    assert employer not in open_page(come_in(huanglong.auditor), "/watch/")


def test_a_day_begins_with_how_many_reminders_hold_and_shows_no_other(
    huanglong: Huanglong, enter: ComeIn, clock: Clock
) -> None:
    number = huanglong.accept_employer()
    later(clock, huanglong, 2)
    told(huanglong)
    client = enter(huanglong.handler)
    assert re.search("到期提醒 1 ", open_page(client, "/signing/"))
    page = open_page(client, "/reminders/")
    assert number in page
    assert "超期 1 工作日" in page
    huanglong.advance(number)
    assert number not in open_page(client, "/reminders/")
    assert re.search("到期提醒 0 ", open_page(client, "/signing/"))


def test_a_case_page_says_each_deadline_with_its_source(
    huanglong: Huanglong, enter: ComeIn, clock: Clock
) -> None:
    number = huanglong.accept_employer()
    later(clock, huanglong, 2)
    page = open_page(enter(huanglong.handler), f"/cases/{number}/")
    assert "本步期限（待经办）" in page
    assert "1 个工作日" in page
    assert "超期 1 工作日" in page
    assert "剩 3 工作日" in page


def test_a_year_that_nobody_entered_is_said_and_breaks_no_page(
    huanglong: Huanglong, enter: ComeIn
) -> None:
    number = huanglong.accept_employer()
    director = enter(huanglong.director)
    case = standing(number).case
    # A year that no calendar has: the page is opened on the case as it would stand then.
    Case.objects.filter(pk=case.pk).update(
        step_since=case.accepted_at + timedelta(days=9 * 365), promised_due_on=None
    )
    for page in ("/due/", "/due/cases/", "/watch/", f"/cases/{number}/"):
        assert director.get(page).status_code == 200
    assert "年日历未录入" in open_page(director, "/due/cases/")
    assert "年日历未录入" in open_page(director, f"/cases/{number}/")


def test_a_list_asked_for_by_hand_names_no_agency_that_is_not_below(
    huanglong: Huanglong, enter: ComeIn
) -> None:
    director = enter(huanglong.director)
    own = open_page(director, f"/due/cases/?agency={huanglong.code}")
    assert "黄龙县养老保险经办中心 · 共 0 件" in own
    for agency in ("610629", "%00", "9" * 400):
        assert "洛川县" not in open_page(director, f"/due/cases/?agency={agency}")
