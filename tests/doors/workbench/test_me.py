"""我的账号: what everybody sees of their own account, and of nobody else's."""

import pytest
from django.test import Client

from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.entrance import (
    HTMX,
    enrolled,
    lines_of,
    logged_in,
    security_admin,
    try_password,
    words,
)
from tests.doors.workbench.pages import text_of
from tests.halls import Hall
from yichuang.doors.workbench.models import OpenSession

pytestmark = pytest.mark.usefixtures("clock", "quick_hashes")


def test_it_shows_posts_training_password_second_factor_and_sessions(
    huanglong: Hall, come_in: ComeIn
) -> None:
    page = text_of(come_in(huanglong.reviewer).get("/me/"))
    for told in (huanglong.reviewer, "复核", "2026-01-01 至 2027-01-01", "岗位不要求", "本会话"):
        assert told in page
    admin = security_admin(huanglong)
    enrolled(admin)
    page = text_of(come_in(admin).get("/me/"))
    assert "已启用 备用码还剩 10 个" in page


def test_the_name_in_the_top_bar_leads_there(huanglong: Hall, come_in: ComeIn) -> None:
    page = words(come_in(huanglong.reviewer).get("/review/"))
    assert '<a href="/me/">' in page.partition("<nav")[0]


def test_one_ends_one_s_other_sessions_and_nobody_else_s(huanglong: Hall) -> None:
    client, other = logged_in(huanglong.reviewer), Client()
    mine = OpenSession.objects.get().key
    try_password(other, huanglong.reviewer)
    logged_in(huanglong.deputy)
    theirs = OpenSession.objects.get(staff=huanglong.deputy).key
    elsewhere = OpenSession.objects.filter(staff=huanglong.reviewer).exclude(key=mine).get().key
    for key in (theirs, "", "\0", "x" * 90):
        refused = client.post("/me/do/end/", {"key": key}, headers=HTMX)
        assert (refused.status_code, "已经结束" in words(refused)) == (409, True)
    done = client.post("/me/do/end/", {"key": elsewhere}, headers=HTMX)
    assert done["HX-Redirect"] == "/me/?told=ended"
    assert other.get("/review/")["Location"].startswith("/login/")
    assert client.get("/me/").status_code == 200
    assert OpenSession.objects.filter(key=theirs).exists()
    assert lines_of(huanglong.reviewer)[-1] == "session-ended"


def test_what_is_no_deed_is_told_so(huanglong: Hall) -> None:
    client = logged_in(huanglong.reviewer)
    for deed in ("x", "close", "unlock"):
        assert client.post(f"/me/do/{deed}/", headers=HTMX).status_code == 400
    assert "还没有启用第二因素" in words(client.post("/me/do/codes/", headers=HTMX))
