"""What an insider tries against who may: each here is refused, or comes to nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.doors.workbench.addresses import addresses
from tests.doors.workbench.conftest import Clock, ComeIn
from tests.doors.workbench.entrance import (
    enrolled,
    lines_of,
    security_admin,
    try_password,
    words,
)
from tests.doors.workbench.pages import HTMX
from tests.doors.workbench.test_accounts import code_from, do, first
from tests.halls import Hall
from tests.staff.administrators import administrator
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.administration import AdministratorsFromAbove
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import ADMINS, Post
from yichuang.doors.workbench.entrance.acts import by_command, reset_second_factor
from yichuang.doors.workbench.models import Account

SOON: dict[str, Any] = {"on": date(2026, 6, 1), "ground": "延人社发〔2026〕8号"}


@pytest.mark.usefixtures("clock", "quick_hashes")
def test_a_secret_that_was_seen_under_another_password_is_worth_nothing(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = security_admin(huanglong)
    keeper = come_in(security_admin(huanglong, "610600", "61060090"))
    first(number, code_from(do(keeper, number, "code")), "Walnut-Harvest-26")
    seen = TOTPDevice.objects.get(user=number).key
    first(number, code_from(do(keeper, number, "code")), "Chestnut-Harvest-26")
    assert TOTPDevice.objects.get(user=number).key != seen


@pytest.mark.usefixtures("quick_hashes")
def test_a_login_on_paper_that_isn_t_complete_ends_with_the_second_factor(
    huanglong: Hall, clock: Clock
) -> None:
    number = security_admin(huanglong)
    for resets, to in ((False, "/"), (True, "/login/?next=")):
        paper, client = enrolled(number), Client()
        try_password(client, number)
        assert "备用码" in words(client.post("/login/code/", {"code": paper[0]}))
        if resets:
            reset_second_factor(number, by_command(clock.now))
        assert client.post("/login/code/")["Location"] == to
        Account.objects.filter(staff=number).delete()


@pytest.mark.parametrize("post", sorted(ADMINS))
def test_who_watches_isn_t_dismissed_by_who_is_watched(huanglong: Hall, post: Post) -> None:
    by, above = administrator(huanglong, "610631"), administrator(huanglong, "610600")
    number = "61063190"
    if post == Post.SECURITY_ADMIN:
        security_admin(huanglong)
    else:
        number = "61063199"
        huanglong.do(journeys.enlist, "610631", number, "苗秀英", by=by)
        term: dict[str, Any] = {"since": date(2026, 4, 1), "until": date(2027, 1, 1)}
        given = {**term, "ground": SOON["ground"]}
        huanglong.do(journeys.assign, number, "610631", post, **given, by=above)
    held = Assignment.objects.get(staff=number).id
    with pytest.raises(AdministratorsFromAbove):
        huanglong.do(journeys.end_assignment, held, **SOON, by=by)
    huanglong.do(journeys.end_assignment, held, **SOON, by=above)


@pytest.mark.parametrize("odd", ["\0", "610631\0"])
def test_no_address_of_an_administrator_or_trainer_stumbles_over_what_no_text_holds(
    huanglong: Hall, come_in: ComeIn, odd: str
) -> None:
    trainer = "61063198"
    by = administrator(huanglong, "610631")
    huanglong.do(journeys.enlist, "610631", trainer, "苗秀英", by=by)
    term: dict[str, Any] = {"since": huanglong.now.date(), "until": date(2027, 1, 1)}
    given = {**term, "ground": SOON["ground"]}
    huanglong.do(journeys.assign, trainer, "610631", Post.TRAINER, **given, by=by)
    clients = [come_in(one) for one in (by, security_admin(huanglong), trainer)]
    found = addresses(staff=odd, who=odd, agency=odd)
    odd_paths = [one for one in found if one.takes & {"staff", "who", "agency"}]
    for client in clients:
        assert client.get("/people/", {"agency": odd}).status_code in {403, 404}
        for one in odd_paths:
            for method in ("GET", "POST"):
                assert 400 <= client.generic(method, one.path).status_code < 500, one


def test_no_header_lets_anybody_look_at_a_case_unseen(huanglong: Hall, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    guide = come_in(huanglong.guide)
    for n, part in enumerate(("", "?part=brief"), start=1):
        assert guide.get(f"/cases/{number}/{part}", headers=HTMX).status_code == 200
        assert lines_of(huanglong.guide) == ["opened"] * n
    huanglong.carry(number, "director")
    director = come_in(huanglong.director)
    brief = director.get(f"/cases/{number}/signing/?part=brief", headers=HTMX)
    assert brief.status_code == 200
    assert "opened" not in lines_of(huanglong.director), "it is the next on the list"
