"""Two finance officers, each at their own window, by keyboard: one prepares, the other releases."""

import pytest

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import press_and_go, prove
from tests.browser.watch import violations
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG = office("610631")


@pytest.mark.clause("WQ-05")
def test_what_one_prepares_another_releases_with_a_signature(site: Site, come_in: ComeIn) -> None:
    first, number = come_in(HUANGLONG.number(Post.FINANCE)), site.cases.payment
    first.open(f"/payments/{number}/")
    press_and_go(first, "F9")
    first.sees("已记入：制单")
    assert violations(first.page) == []
    second = come_in(HUANGLONG.number(Post.FINANCE, 1))
    site.prove(second, HUANGLONG.number(Post.FINANCE, 1), given=False)
    second.open(f"/payments/{number}/")
    second.sees("签字前须核验身份")
    second.press("F9")
    prove(second)
    press_and_go(second, "F9")
    second.sees("已记入：签付")
    second.open(f"/payments/{number}/sheet/")
    second.sees("人民币")
    assert violations(second.page) == []
    first.open("/payments/?list=paid")
    first.sees(number)
