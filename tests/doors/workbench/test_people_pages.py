"""The pages of people: finding, enlisting, assigning on a paper, ending; never one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import open_page, refused_in_words, text_of, went_to
from tests.doors.workbench.test_agency_pages import send
from tests.halls import Hall
from tests.staff.administrators import administrator
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.administration import (
    AdministratorsFromAbove,
    AppointmentPaperNeeded,
    NotAStaffNumber,
    NotBackdated,
    OwnAssignment,
)
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.actions import NoSuchAssignment, NotTrained
from yichuang.domain.staff.exclusion import ExclusivePosts
from yichuang.domain.staff.models import Assignment, Staff
from yichuang.domain.staff.posts import ADMINS, EXCLUSIVE, Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

PAPER = "黄人社发〔2026〕3号"
PERIOD: dict[str, Any] = {"since": date(2026, 4, 1), "until": date(2027, 1, 1), "ground": PAPER}
TYPED = {"since": "20260401", "until": "2027-01-01", "ground": PAPER, "agency": "610631"}


@pytest.fixture
def admin(huanglong: Hall) -> str:
    """Give the system administrator of Huanglong."""
    return administrator(huanglong, huanglong.code)


@pytest.fixture
def above(huanglong: Hall) -> str:
    """Give the system administrator of the city above."""
    return administrator(huanglong, huanglong.city)


def test_people_are_found_by_number_name_and_initials(
    huanglong: Hall, admin: str, come_in: ComeIn
) -> None:
    client = come_in(admin)
    for asked in ("61063102", "马建", "mjg", "MJ"):
        assert "马建国" in open_page(client, f"/people/?q={asked}"), asked
    assert "没有符合条件" in open_page(client, "/people/?q=李成哲"), "another county's"
    assert client.get("/people/?agency=610629").status_code == 404


def test_an_empty_post_is_marked(huanglong: Hall, admin: str, come_in: ComeIn) -> None:
    client = come_in(admin)
    assert "空缺" not in open_page(client, "/people/?post=reviewer")
    held = Assignment.objects.get(staff=huanglong.reviewer).id
    on = huanglong.now.date()
    huanglong.do(journeys.end_assignment, held, on=on, ground=PAPER, by=admin)
    assert "空缺" in open_page(client, "/people/?post=reviewer")
    assert "△ 复核" in open_page(client, "/agencies/")


def test_somebody_is_enlisted_assigned_and_let_go_through_the_pages(
    huanglong: Hall, admin: str, come_in: ComeIn
) -> None:
    client = come_in(admin)
    new = {"agency": "610631", "number": "61063177", "name": "苗秀英"}
    page = open_page(client, went_to(send(client, "/people/enlist/", **new)))
    assert "已记入：登记人员" in page
    assert "未任职" in open_page(client, "/people/")
    post = {"post": "archivist", "department": "610631-01", **TYPED}
    page = open_page(client, went_to(send(client, "/people/61063177/assign/", **post)))
    for words in ("已记入：任职", PAPER, "未到任", "档案"):
        assert words in page
    held = Assignment.objects.get(staff="61063177")
    end = {"assignment": str(held.id), "on": "20260701", "ground": "黄人社发〔2026〕9号"}
    page = open_page(client, went_to(send(client, "/people/61063177/end/", **end)))
    assert "黄人社发〔2026〕9号" in page
    held.refresh_from_db()
    assert held.until == date(2026, 7, 1)
    last = acts_of("agency/610631").last()
    assert last is not None
    assert (last.verb, last.actor) == ("end-assignment", admin)
    assert "黄人社发〔2026〕9号" in last.content, "the paper stands in the trail"
    assert verify().faults == []


def test_all_mistakes_are_told_at_once(huanglong: Hall, admin: str, come_in: ComeIn) -> None:
    client = come_in(admin)
    sent = {"agency": "610631", "post": "boss", "since": "昨天", "until": "20261301"}
    answer = send(client, "/people/61063101/assign/", **sent)
    assert answer.status_code == 422
    for words in ("岗位", "起", "止", "任职文件"):
        assert f">{words}</a>" in answer.content.decode()
    for address in ("/people/enlist/", "/people/61063101/end/"):
        assert send(client, address).status_code == 422
    assert send(client, "/people/22242401/assign/", **sent).status_code == 404


def test_posts_that_exclude_each_other_are_shown_as_not_choosable_with_the_reason(
    huanglong: Hall, admin: str, come_in: ComeIn
) -> None:
    page = come_in(admin).get(f"/people/{huanglong.teller}/").content.decode()
    assert '<option value="reviewer" disabled>复核（与' in page
    assert "的“综合业务”不相容" in page
    assert '<option value="system-admin" disabled>系统管理员（由上级' in page
    assert '<option value="archivist">' in page
    sent = send(come_in(admin), f"/people/{huanglong.teller}/assign/", post="reviewer", **TYPED)
    assert "不相容岗位" in refused_in_words(sent), "whoever sends it all the same is refused"
    with pytest.raises(ExclusivePosts):
        assign(huanglong, huanglong.teller, Post.REVIEWER, admin)


@pytest.mark.clause("WQ-04")
def test_every_pair_of_exclusive_posts_is_refused_through_the_page_too(
    huanglong: Hall, above: str, come_in: ComeIn
) -> None:
    client = come_in(above)
    huanglong.do(staff.enlist, "610631", "61063188", "苗秀英", by="0001")
    refused = set()
    for one in Post:
        with rolled_back():
            trained = {"trained_until": PERIOD["until"]}
            period = {"since": PERIOD["since"], "until": PERIOD["until"], **trained}
            huanglong.do(staff.assign, "61063188", "610631", one, **period, by="0001")
            for other in Post:
                with rolled_back():
                    sent = send(client, "/people/61063188/assign/", post=other.value, **TYPED)
                    if "不相容岗位" in sent.content.decode():
                        refused.add((one, other))
    assert refused == EXCLUSIVE


@contextmanager
def rolled_back() -> Iterator[None]:
    """Take back whatever happens here."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def assign(hall: Hall, person: str, post: Post, by: str, agency: str = "610631") -> None:
    """Assign somebody from April on."""
    hall.do(journeys.assign, person, agency, post, **PERIOD, by=by)


def test_nobody_assigns_or_removes_themself(
    huanglong: Hall, admin: str, above: str, come_in: ComeIn
) -> None:
    with pytest.raises(OwnAssignment):
        assign(huanglong, admin, Post.ARCHIVIST, admin)
    with pytest.raises(OwnAssignment):
        assign(huanglong, above, Post.SYSTEM_ADMIN, above, "610629")
    held = Assignment.objects.get(staff=admin).id
    on = date(2026, 6, 1)
    with pytest.raises(OwnAssignment):
        huanglong.do(journeys.end_assignment, held, on=on, ground=PAPER, by=admin)
    client = come_in(admin)
    assert 'id="panel-' not in client.get(f"/people/{admin}/").content.decode()
    assert refused_in_words(send(client, f"/people/{admin}/assign/", post="guide", **TYPED))
    huanglong.do(journeys.end_assignment, held, on=on, ground=PAPER, by=above)


@pytest.mark.parametrize("post", sorted(ADMINS))
def test_administrators_come_from_above(
    huanglong: Hall, admin: str, above: str, post: Post
) -> None:
    for number in ("61063188", "61060088"):
        agency = number[:6]
        huanglong.do(journeys.enlist, agency, number, "苗秀英", by=above)
    with pytest.raises(AdministratorsFromAbove):
        assign(huanglong, "61063188", post, admin)
    with pytest.raises(AdministratorsFromAbove):
        assign(huanglong, "61060088", post, above, "610600")
    assign(huanglong, "61063188", post, above)


def test_an_appointment_rests_on_a_paper_and_is_never_backdated(
    huanglong: Hall, admin: str
) -> None:
    post, whole = Post.ARCHIVIST, {**PERIOD}
    for paper in ("", " ", "无", "字" * 101, "第\x003号"):
        more = whole | {"ground": paper}
        with pytest.raises(AppointmentPaperNeeded):
            huanglong.do(journeys.assign, huanglong.guide, "610631", post, **more, by=admin)
    yesterday = whole | {"since": date(2026, 3, 8)}
    with pytest.raises(NotBackdated):
        huanglong.do(journeys.assign, huanglong.guide, "610631", post, **yesterday, by=admin)
    held = Assignment.objects.get(staff=huanglong.guide).id
    end: dict[str, Any] = {"on": date(2026, 3, 8), "ground": PAPER}
    with pytest.raises(NotBackdated):
        huanglong.do(journeys.end_assignment, held, **end, by=admin)
    for unknown in (0, 10**12, "1", None):
        with pytest.raises(NoSuchAssignment):
            huanglong.do(journeys.end_assignment, unknown, **end, by=admin)


@pytest.mark.clause("SX-14")
def test_a_post_at_the_counter_asks_for_its_training(huanglong: Hall, admin: str) -> None:
    huanglong.do(journeys.enlist, "610631", "61063177", "苗秀英", by=admin)
    with pytest.raises(NotTrained):
        assign(huanglong, "61063177", Post.TELLER, admin)
    assign(huanglong, "61063177", Post.ARCHIVIST, admin)


@pytest.mark.parametrize("number", ["", "12", "6106/31", "六一", "1" * 21])
def test_a_staff_number_is_made_of_digits(huanglong: Hall, admin: str, number: str) -> None:
    with pytest.raises(NotAStaffNumber):
        huanglong.do(journeys.enlist, "610631", number, "苗秀英", by=admin)
    assert not Staff.objects.filter(name="苗秀英").exists()


def test_two_clicks_assign_once(huanglong: Hall, admin: str, come_in: ComeIn) -> None:
    client, key = come_in(admin), str(uuid4())
    sent = {"post": "archivist", "request": key, **TYPED}
    address = f"/people/{huanglong.guide}/assign/"
    assert went_to(send(client, address, **sent)) == went_to(send(client, address, **sent))
    assert Assignment.objects.filter(staff=huanglong.guide, post="archivist").count() == 1
    assert "任职" in text_of(client.get(f"/people/{huanglong.guide}/"))
