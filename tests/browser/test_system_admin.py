"""The system administrator opens a department, enlists somebody and assigns them, by keyboard."""

from tests.browser.conftest import SMALL, ComeIn, Site
from tests.browser.desk import press_and_go
from tests.browser.pages import CITY
from tests.browser.seated import session_of
from tests.browser.watch import Keys, overflowing, violations
from yichuang.domain.staff.posts import Post

PAPER = "延市养老办〔2026〕15号"


def fine(keys: Keys) -> None:
    """Expect a page to be whole and without barriers."""
    assert overflowing(keys.page) == 0
    assert violations(keys.page) == []


def open_department(keys: Keys) -> None:
    """Open a department of Huanglong from the tree, and go on to its people."""
    keys.reach("黄龙县养老保险经办中心")
    press_and_go(keys, "Enter")
    keys.press("F2")
    assert "编号" in keys.focused()
    keys.press("Enter")
    keys.type("权益科")
    keys.press("Enter", "Space", "F9")
    keys.sees("已记入：设立科室")
    keys.sees("权益科")
    fine(keys)
    press_and_go(keys, "F6")


def enlist(keys: Keys) -> None:
    """Enlist somebody, first without a name."""
    keys.press("F4")
    fine(keys)
    keys.press("F9")
    keys.sees("还没有填写")
    number = keys.value("工号")
    keys.reach("姓名")
    keys.press("Enter")  # what is amiss leads to its field
    keys.type("苗秀英")
    press_and_go(keys, "F9")
    keys.is_at(f"/people/{number}/")


def assign(keys: Keys) -> None:
    """Assign whoever is shown to the archive, on a paper."""
    keys.press("F4")
    assert "岗位" in keys.focused()
    fine(keys)
    for _ in range(20):
        if "档案" in keys.chosen():
            break
        keys.press("ArrowDown")
    keys.press("Enter", "Enter", "Enter", "Enter")
    keys.type(PAPER)
    press_and_go(keys, "F9")
    keys.sees("已记入：任职")
    keys.sees(PAPER)
    fine(keys)


def test_a_department_a_person_and_a_post_are_entered_by_keyboard(
    site: Site, sit_down: ComeIn
) -> None:
    keys = sit_down(SMALL)
    session = session_of(site.database, CITY.number(Post.SYSTEM_ADMIN))
    keys.page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    keys.open("/")
    keys.is_at("/agencies/")
    keys.sees("洛川县养老保险经办中心")
    fine(keys)
    open_department(keys)
    enlist(keys)
    assign(keys)
