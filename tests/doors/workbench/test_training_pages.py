"""The training pages: who looks, who acts, what they say, and what the person is told."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.pages import HTMX, hidden_of, open_page, refused_in_words, went_to
from tests.halls import Hall
from tests.staff.trainers import (
    FAILED,
    PASSED,
    held,
    passes,
    put_in_post,
    record,
    somebody,
    trainer,
)
from yichuang.domain.staff.models import Attendance, Course, Subject, Training
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.models import OpenSession

DAY = timedelta(days=1)


def send(client: Client, address: str, **data: Any) -> Any:
    """Send what a form of a page sends."""
    return client.post(address, {"request": str(uuid4()), **data}, headers=HTMX)


def the_course(**changed: str) -> dict[str, str]:
    course = {"code": "ZC-2026", "title": "新办法解读", "subject": "policy", "hours": "8"}
    return {**course, "valid_months": "12", "source": "县局培训计划", "verified": "no", **changed}


@pytest.mark.clause("SX-14")
def test_a_trainer_offers_a_course_holds_it_and_records_what_came_of_it(
    huanglong: Hall, come_in: ComeIn
) -> None:
    client = come_in(trainer(huanglong))
    assert went_to(send(client, "/training/courses/", **the_course())) == "/training/"
    assert "未核实" in open_page(client, "/training/")
    day = {"held_on": "20260309", "lecturer": "白延峰", "place": "三楼会议室"}
    address = went_to(send(client, "/training/held/", course="ZC-2026", **day))
    page = client.get(address).content.decode()
    assert f'name="result-{huanglong.teller}"' in page
    chosen = {f"result-{huanglong.teller}": "passed", f"result-{huanglong.guide}": "absent"}
    left = {f"result-{huanglong.director}": ""}
    sent = {**hidden_of(page), **chosen, **left}
    assert went_to(client.post(f"{address}results/", sent, headers=HTMX)) == address
    assert Attendance.objects.count() == 2
    said = open_page(client, address)
    assert "2027-03-09" in said
    record_of = open_page(client, f"/training/people/{huanglong.teller}/")
    assert "新办法解读" in record_of
    assert "未核实" in record_of
    assert "签到" in open_page(client, f"{address}sheet/")


@pytest.mark.parametrize(
    ("address", "data", "says"),
    [
        ("courses/", the_course(subject="cooking"), "请选择课程的科目"),
        ("courses/", the_course(hours="八"), "学时应为"),
        ("courses/", the_course(valid_months="9" * 400), "有效期应为"),
        ("courses/", the_course(title=""), "不能空着"),
        ("courses/", the_course(title="\0"), "不能"),
        ("courses/", the_course(source="字" * 101), "最多 100 字"),
        ("held/", {"course": "K", "held_on": "2026-02-30"}, "培训日期"),
        ("held/", {"course": "\0", "held_on": "2026-03-09"}, "没有编号为"),
        ("1/results/", {}, ""),
        ("results/1/correct/", {"result": "passed"}, ""),
        (f"{10**30}/results/", {}, ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    huanglong: Hall, come_in: ComeIn, address: str, data: dict[str, str], says: str
) -> None:
    answer = send(come_in(trainer(huanglong)), f"/training/{address}", **data)
    assert says in refused_in_words(answer)
    assert not Course.objects.exists()
    assert not Training.objects.exists()


@pytest.mark.clause("SX-14")
@pytest.mark.parametrize("post", [Post.DIRECTOR, Post.AUDITOR])
def test_the_director_and_the_auditor_look_and_change_nothing(
    huanglong: Hall, come_in: ComeIn, post: Post
) -> None:
    by = trainer(huanglong)
    training = held(huanglong, by)
    record(huanglong, by, training, {huanglong.teller: PASSED})
    client = come_in(huanglong.county.number(post))
    assert "谁要培训" in open_page(client, "/training/")
    page = client.get(f"/training/{training}/?correct=1").content.decode()
    for no in ("<select", "更正", "登记结果"):
        assert no not in page
    assert send(client, f"/training/{training}/results/").status_code == 403


@pytest.mark.clause("SX-14")
def test_the_city_has_the_people_of_its_counties_and_the_county_its_own(
    huanglong: Hall, come_in: ComeIn
) -> None:
    city, county = trainer(huanglong, "610600"), trainer(huanglong)
    above, here = held(huanglong, city), held(huanglong, county)
    page = open_page(come_in(city), f"/training/{above}/")
    assert "屈晓东" in page
    assert "洛川县养老保险经办中心" in page
    mine = come_in(county)
    assert "屈晓东" not in open_page(mine, f"/training/{here}/")
    for away in (f"/training/{above}/", f"/training/{above}/sheet/", "/training/people/61062902/"):
        assert mine.get(away).status_code == 404
    assert send(mine, f"/training/{above}/results/").status_code == 404


@pytest.mark.clause("SX-14")
def test_a_mistake_is_corrected_with_a_reason_by_another_trainer(
    huanglong: Hall, come_in: ComeIn
) -> None:
    first, second = trainer(huanglong), trainer(huanglong)
    training = held(huanglong, first)
    record(huanglong, first, training, {huanglong.teller: PASSED})
    result = Attendance.objects.get().id
    address = f"/training/results/{result}/correct/"
    mended = {"result": "failed", "reason": "试卷误评"}
    assert "另一位" in refused_in_words(send(come_in(first), address, **mended))
    client = come_in(second)
    assert "试卷" not in open_page(client, f"/training/{training}/?correct={result}")
    assert went_to(send(client, address, **mended)) == f"/training/{training}/"
    assert Attendance.objects.get().result == FAILED


@pytest.mark.clause("SX-14")
def test_the_list_says_in_words_what_is_due_when(
    huanglong: Hall, come_in: ComeIn, clock: Clock
) -> None:
    by, who = trainer(huanglong), somebody(huanglong)
    put_in_post(huanglong, who, Post.TELLER, trained_until=huanglong.now.date())
    said = open_page(come_in(by), "/training/")
    assert "未培训 1 人" in said
    assert "建制时视同" in said
    passes(huanglong, by, who, months=1)
    for days, words in ((1, "30 日内到期"), (23, "7 日内到期"), (7, "已到期")):
        clock.pass_by(days=days)
        assert words in fresh(come_in(by), clock, "/training/")
    assert "已到期" in fresh(come_in(by), clock, f"/training/people/{who}/")


def fresh(client: Client, clock: Clock, address: str) -> str:
    """Open a page in a session that began just now."""
    OpenSession.objects.update(began=clock.now, seen=clock.now)
    session = client.session
    session["began"] = session["seen"] = clock.now.isoformat()
    session.save()
    return open_page(client, address)


@pytest.mark.clause("SX-14")
def test_the_person_concerned_is_told_calmly_and_only_while_it_is_so(
    huanglong: Hall, come_in: ComeIn
) -> None:
    by, who, today = trainer(huanglong), somebody(huanglong), huanglong.now.date()
    seat: dict[str, Any] = {"trained_until": today + 20 * DAY, "trained_by_founding": True}
    put_in_post(huanglong, who, Post.TELLER, **seat)
    client = come_in(who)
    assert "廉政教育、业务政策、公务礼仪培训 2026-03-29 到期，还有 20 日" in open_page(
        client, "/counter/"
    )
    passes(huanglong, by, who, but=(Subject.POLICY,))
    assert "您的业务政策培训 2026-03-29 到期" in open_page(client, "/counter/")
    record(huanglong, by, held(huanglong, by, Subject.POLICY), {who: PASSED})
    assert "到期，还有" not in open_page(client, "/counter/")
    assert "到期，还有" not in open_page(come_in(huanglong.teller), "/counter/")


def test_a_training_to_come_has_its_sheet_but_no_results_yet(
    huanglong: Hall, come_in: ComeIn
) -> None:
    by = trainer(huanglong)
    training = held(huanglong, by, on=date(2026, 3, 20))
    client = come_in(by)
    page = client.get(f"/training/{training}/").content.decode()
    assert "未到培训日期" in page
    assert "<select" not in page
    assert "签到表" in open_page(client, f"/training/{training}/sheet/")
    chosen = {f"result-{huanglong.teller}": "passed"}
    assert "2026-03-20" in refused_in_words(
        send(client, f"/training/{training}/results/", **chosen)
    )
