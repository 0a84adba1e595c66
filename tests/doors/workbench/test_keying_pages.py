"""双岗录入 at the window: keyed without seeing the first, settled beside the papers."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cases.ground import newcomer
from tests.cases.keyed import as_first, death, keyed_twice, keys_of, rekeyed, settling
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.pages import HTMX, open_page, refused_in_words, went_to
from tests.doors.workbench.test_reveal import offers
from tests.halls import Huanglong
from yichuang.domain.cases.actions.keying import differing
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post

pytestmark = pytest.mark.usefixtures("clock")


def send(client: Client, number: str, **sent: Any) -> Any:
    """Send what the page of the second keying, or of settling, sends."""
    data = {"request": str(uuid4()), "n": standing(number).head.n, **sent}
    return client.post(f"/cases/{number}/keying/", data, headers=HTMX)


def test_the_second_keys_without_seeing_what_the_first_keyed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number, form = keyed_twice(huanglong)
    huanglong.carry(number, "review")
    huanglong.now = AFTERNOON
    reviewer = come_in(huanglong.reviewer)
    assert reviewer.get(f"/cases/{number}/review/").headers["Location"].endswith("/keying/")
    for page in (f"/cases/{number}/keying/", f"/cases/{number}/"):
        shown = open_page(reviewer, page)
        assert form["credit_code"] not in shown, page
        assert form["representative"] not in shown, page
    assert "复录前不显示" in open_page(reviewer, f"/cases/{number}/")
    # The control: whoever keyed it first, and everybody else, sees it.
    assert form["representative"] in open_page(come_in(huanglong.director), f"/cases/{number}/")
    assert "统一社会信用代码" in refused_in_words(send(reviewer, number, credit_code="1"))
    assert standing(number).case.keyed is None
    assert went_to(send(reviewer, number, **keys_of(form))).startswith(f"/cases/{number}/review/")
    assert form["representative"] in open_page(reviewer, f"/cases/{number}/review/")


def test_nor_by_asking_for_the_whole_number(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.carry(death(huanglong), "review").case.number
    reviewer, address = come_in(huanglong.reviewer), f"/cases/{number}/"
    for page in (reviewer.get(address), reviewer.post("/find/", {"q": number})):
        (label,) = offers(page)
        assert "死亡人员公民身份号码" in label, "the control: what isn't keyed again"
    huanglong.do(journeys.rekey, number, fields=as_first(number), by=huanglong.reviewer)
    assert any("领取人公民身份号码" in label for label in offers(reviewer.get(address)))


def test_a_third_settles_what_differs_and_the_two_can_not(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number, form = keyed_twice(huanglong)
    rekeyed(huanglong, number, form, representative="白守由")
    third = newcomer(huanglong, Post.REVIEWER)
    huanglong.now = AFTERNOON
    choice = {"choice-representative": "first", "reason": "营业执照上是田"}
    assert "只能承担一个席位" in refused_in_words(
        send(come_in(huanglong.reviewer), number, **choice)
    )
    client = come_in(third)
    shown = open_page(client, f"/cases/{number}/keying/")
    assert "白守田" in shown
    assert "白守由" in shown
    for odd in ({}, {"choice-representative": "third"}, {"choice-name": "first"}):
        assert refused_in_words(send(client, number, **{**odd, "reason": "看过"}))
    assert "请写明理由" in refused_in_words(send(client, number, **{**choice, "reason": ""}))
    went_to(send(client, number, **choice))
    assert standing(number).case.keyed == "settled"


def test_what_differs_is_whole_only_for_whoever_settles_it(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = settling(huanglong)
    third = huanglong.whose_turn(number)
    huanglong.now = AFTERNOON
    ((_, first, second),) = differing(standing(number)).values()
    own = open_page(come_in(huanglong.reviewer), f"/cases/{number}/keying/")
    settled_by = open_page(come_in(third), f"/cases/{number}/keying/")
    for keyed in (str(first), str(second)):
        assert keyed not in own
        assert keyed[-4:] in own
        assert keyed in settled_by, "the control"
