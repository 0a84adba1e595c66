"""The register of authorisations: its yearly check by the auditor, its limits by amount."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.authority.ground import authorise
from tests.cases.ground import refused
from tests.halls import Hall
from yichuang.domain.authority.actions import (
    CheckedThisYear,
    NotThisYear,
    RemarkNeeded,
    lines_in_force,
)
from yichuang.domain.authority.models import RegisterCheck
from yichuang.domain.authority.policy import AboveLimit, Found, NotYourPost, Wanted, judge
from yichuang.domain.authority.queries import check_of, granted, in_force, unchecked
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.agencies import office

CODE, REMARK = "610631", "逐项核对任职、授权与期限，相符"


def check(hall: Hall, year: Any = 2026, remark: Any = REMARK, *, by: str | None = None) -> None:
    auditor = by or hall.county.number(Post.AUDITOR)
    hall.do(journeys.check_register, CODE, year, remark, by=auditor)


@pytest.mark.clause("SX-10")
def test_the_check_keeps_what_the_register_said(huanglong: Hall) -> None:
    authorise(huanglong)
    count, digest = lines_in_force(CODE, huanglong.now.date())
    check(huanglong)
    kept = check_of(CODE, 2026)
    assert kept is not None
    assert (kept.grants, kept.digest, kept.remark) == (count, digest, REMARK)
    assert count == in_force(CODE, huanglong.now.date()).count()
    act = acts_of(f"authority/{CODE}").last()
    assert act is not None
    assert (act.verb, kept.act_id) == ("check-register", act.request)
    assert verify().faults == []


@pytest.mark.clause("SX-10")
def test_any_change_of_the_register_changes_its_digest(huanglong: Hall) -> None:
    on = huanglong.now.date()
    before = lines_in_force(CODE, on)
    assert lines_in_force(CODE, on) == before
    authorise(huanglong)
    assert lines_in_force(CODE, on)[1] != before[1]
    assert lines_in_force(CODE, on)[0] == before[0] + 1
    assert lines_in_force("610629", on)[1] != before[1]


@pytest.mark.clause("SX-10")
def test_it_is_checked_once_a_year_and_only_this_year(huanglong: Hall) -> None:
    check(huanglong)
    with refused(CheckedThisYear):
        check(huanglong, remark="再查一次")
    for year in (2025, 2027, "2026", None, 10**20):
        with refused(NotThisYear):
            check(huanglong, year)
    huanglong.now = huanglong.now.replace(month=12, day=31)
    with refused(CheckedThisYear):
        check(huanglong)
    assert RegisterCheck.objects.count() == 1


@pytest.mark.parametrize("remark", ["", " 无 ", "第一行\n第二行", "字" * 501, None, 7, ["相符"]])
def test_it_leaves_what_was_found_in_words(huanglong: Hall, remark: Any) -> None:
    with refused(RemarkNeeded):
        check(huanglong, remark=remark)


@pytest.mark.clause("SX-10")
def test_only_the_agency_s_own_auditor_checks_it(huanglong: Hall) -> None:
    others = [huanglong.county.number(post) for post in (Post.DIRECTOR, Post.TELLER)]
    others += [office(code).number(Post.AUDITOR) for code in ("610600", "610629")]
    for person in others:
        with refused(NotYourPost):
            check(huanglong, by=person)
    with refused(NoSuchAgency):
        huanglong.do(journeys.check_register, "999999", 2026, REMARK, by=huanglong.director)


@pytest.mark.clause("SX-10")
def test_who_lacks_this_year_s_check_is_listed(huanglong: Hall) -> None:
    agencies = ["610600", CODE, "610629"]
    assert [one.code for one in unchecked(agencies, 2026)] == ["610600", "610629", CODE]
    check(huanglong)
    assert [one.code for one in unchecked(agencies, 2026)] == ["610600", "610629"]
    assert [one.code for one in unchecked(agencies, 2027)] == ["610600", "610629", CODE]


def test_what_is_granted_is_what_the_register_says(huanglong: Hall) -> None:
    on = huanglong.now.date()
    before = granted(CODE, on)
    authorise(huanglong)
    assert granted(CODE, on) - before == {("teller", "employer-registration", "handle")}


@pytest.mark.clause("SX-10")
def test_above_its_limit_a_post_does_not_decide() -> None:
    found = Found(1, date(2027, 1, 1), 7, limit_fen=500000)
    wanted = Wanted(CODE, "director", "decide", "employer-registration", date(2026, 3, 9))
    for amount in (None, 0, 500000):
        assert judge(found, "61063107", replace(wanted, amount_fen=amount)).grant == 7
    unlimited = replace(found, limit_fen=None)
    assert judge(unlimited, "61063107", replace(wanted, amount_fen=10**12)).grant == 7
    with pytest.raises(AboveLimit, match=r"5,000\.01"):
        judge(found, "61063107", replace(wanted, amount_fen=500001))
