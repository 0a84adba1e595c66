"""What is owed to a family: keyed twice, reviewed, signed, and above the limit with the minutes."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from tests.browser.conftest import ComeIn, Site
from tests.browser.desk import press_and_go, sign, state_of, tick_all
from tests.browser.watch import violations
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

LUOCHUAN = office("610629")


def on_the_papers(site: Site, number: str) -> dict[str, str]:
    """Read what was keyed first, as the papers have it: the page shows it to nobody."""
    with closing(sqlite3.connect(site.database, timeout=30)) as link:
        read = "SELECT form FROM cases_case WHERE number = ?"
        form: dict[str, str] = json.loads(link.execute(read, (number,)).fetchone()[0])
    return form


@pytest.mark.clause("SX-12", "WQ-05")
def test_what_is_owed_is_keyed_blind_and_signed_with_the_minutes(
    site: Site, come_in: ComeIn
) -> None:
    number = site.cases.to_be_keyed
    papers = on_the_papers(site, number)
    reviewer = come_in(LUOCHUAN.number(Post.REVIEWER))
    reviewer.open(f"/cases/{number}/keying/")
    keyed = ("died_on", "payee_citizen_id", "payee_card")
    labels = ("死亡日期", "领取人公民身份号码", "领取人银行卡号")
    for label, name in zip(labels, keyed, strict=True):
        reviewer.reach(label)
        reviewer.type(papers[name])
    press_and_go(reviewer, "F9")
    tick_all(reviewer)
    press_and_go(reviewer, "F9")
    assert state_of(reviewer, number) == "待主管副主任审批"
    sign(come_in(LUOCHUAN.number(Post.DEPUTY_DIRECTOR)), number)
    director = come_in(LUOCHUAN.number(Post.DIRECTOR))
    director.open(f"/cases/{number}/signing/")
    director.sees("超过 10,000.00 元须集体会审")
    assert violations(director.page) == []
    today = f"{datetime.now(LOCAL):%Y%m%d}"
    minutes = {"纪要编号": "洛养老会审〔2026〕2号", "开会日期": today}
    minutes |= {"出席人员": "拓文斌、白延峰", "会议决定": "同意支付"}
    for label, words in minutes.items():
        director.reach(label)
        director.type(words)
    press_and_go(director, "F9")
    assert state_of(director, number) == "已办结"
