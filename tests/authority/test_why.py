"""我能办什么: the matrix of post, deed, level and mode by a table of its own, and by the acts."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product

import pytest
from django.db import transaction

from tests.authority import ground, table
from tests.authority.deeds import CITY, COUNTY, DEEDS, Do, Prepare, acted, employer_at, somebody
from tests.catalogue.editions import packaged
from tests.halls import Hall, Huanglong
from yichuang.domain.authority.policy import NotGranted, NotYourPost, OutOfScope
from yichuang.domain.authority.queries import granted
from yichuang.domain.authority.reasons import DEEDS as SAID
from yichuang.domain.authority.reasons import Standpoint, Verdict, parts_of, verdict
from yichuang.domain.authority.scope import Place
from yichuang.domain.cases.queries import standing
from yichuang.domain.catalogue.profile import Profile, read_profile
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post

SHAANXI, WANGQING = (read_profile(packaged(code)) for code in ("shaanxi", "wangqing"))
FOR_THE_POST = (NotYourPost, NotGranted, OutOfScope)
"""What an action says to whoever doesn't have the post, its grant or its scope."""


def standpoint(level: str, mode: str, profile: Profile = SHAANXI) -> Standpoint:
    """Stand where everything is granted that can be, but limited business to the back office."""
    business = json.dumps(table.DEPARTMENTS.get(mode, ()), ensure_ascii=False)
    everything = {
        (post, rule.code, duty)
        for rule in profile.items
        for post, duty in parts_of(profile, rule, level)
        if (post, duty) != (rule.accepted_by, "handle") or rule.chain != "county"
    }
    place = Place(mode, "pension", business if mode in table.DEPARTMENTS else "[]")
    return Standpoint(level, place, frozenset(everything))


def said(item: str, post: str, deed: str, at: Standpoint, profile: Profile = SHAANXI) -> Verdict:
    rule = profile.item(item)
    assert rule is not None
    return verdict(profile, rule, post, deed, at)


@pytest.mark.clause("SX-04", "SX-10", "SX-11", "SX-12", "WQ-01")
@pytest.mark.parametrize(("level", "mode"), table.LEVELS_AND_MODES)
def test_the_whole_matrix_is_as_the_table_says_each_cell_with_reason_and_source(
    level: str, mode: str
) -> None:
    at, wrong = standpoint(level, mode), []
    for rule, post, deed in product(SHAANXI.items, Post, SAID):
        found = verdict(SHAANXI, rule, post.value, deed, at)
        if found.may != table.may(post.value, deed, level, mode, rule.code):
            wrong.append((rule.code, post.value, deed, found))
        assert found.says
        assert found.source
    assert wrong == []


def test_the_control_another_table_is_noticed() -> None:
    at = standpoint("county", "levy-only")
    cells = product(SHAANXI.items, Post, SAID)
    assert any(
        verdict(SHAANXI, rule, post.value, deed, at).may
        != table.may(post.value, deed, "county", "universal", rule.code)
        for rule, post, deed in cells
    )


@pytest.mark.clause("SX-10")
def test_what_is_not_granted_is_said_so_whatever_the_route(huanglong: Hall) -> None:
    at = standpoint("county", "universal")
    for post, item, duty in at.granted:
        less = replace(at, granted=at.granted - {(post, item, duty)})
        assert not said(item, post, "accept", less).may or duty not in {"accept", "handle"}
    bare = replace(at, granted=frozenset())
    told = said(table.PROOF, "teller", "accept", bare)
    assert (told.may, told.source) == (False, "SX-10")
    assert "没有这个事项的“受理并经办”授权" in told.says


@pytest.mark.clause("SX-07", "WQ-03")
def test_who_else_does_it_is_named() -> None:
    at = standpoint("county", "universal")
    assert "“经办”岗位办理" in said(table.EMPLOYER, "teller", "handle", at).says
    handles = replace(at, granted=at.granted | {("teller", table.EMPLOYER, "handle")})
    assert said(table.EMPLOYER, "teller", "handle", handles).may
    assert "上级机构的“安全管理员”" in said("authorisation", "director", "enforce", at).says
    assert "没有这一步" in said(table.PROOF, "reviewer", "review", at).says
    there = standpoint("county", "universal", WANGQING)
    assert said(table.CHANGE, "special", "accept", there, WANGQING).may
    told = said(table.CHANGE, "teller", "accept", there, WANGQING)
    assert "“特殊业务”岗位办理" in told.says
    assert told.source == "WQ-03"


def test_an_insurance_that_the_agency_does_not_handle_is_said_so() -> None:
    at = standpoint("county", "universal")
    elsewhere = replace(at, place=replace(at.place, insurances="unemployment"))
    assert "不经办企业职工基本养老保险" in said(table.PROOF, "teller", "accept", elsewhere).says


SAMPLE = {
    "accept": (table.PROOF, "accept"),
    "sign as handler": (table.EMPLOYER, "handle"),
    "sign as reviewer": (table.EMPLOYER, "review"),
    "sign as deputy": (table.EMPLOYER, "deputy"),
    "sign as director": (table.EMPLOYER, "director"),
    "pass": (table.PERSON, "review"),
    "finish": (table.PERSON, "finish"),
    "correct": (table.EMPLOYER, "correct"),
    "refuse": (table.EMPLOYER, "refuse"),
    "withdraw": (table.EMPLOYER, "withdraw"),
    "hold": (table.EMPLOYER, "hold"),
    "supply": (table.EMPLOYER, "supply"),
    "file": (table.EMPLOYER, "file"),
    "stand-down": (table.PERSON, "stand-down"),
    "recall": (table.CHANGE, "recall"),
    "receive": (table.CHANGE, "receive"),
    "approve": (table.CHANGE, "approve"),
    "refer": (table.CHANGE, "refer"),
    "conclude": (table.CHANGE, "conclude"),
    "rekey": (table.DEATH, "rekey"),
    "settle": (table.DEATH, "settle"),
    "deliver": (table.EMPLOYER, "deliver"),
}
SEVERAL: dict[str, list[tuple[Prepare, Do]]] = {
    "suspend": [(employer_at(step), DEEDS["suspend"].do) for step in (1, 2, 3, 4)]
    + [(DEEDS["correct"].prepare, DEEDS["suspend"].do)],
    "confirm-suspension": [
        (DEEDS[name].prepare, DEEDS[name].do)
        for name in ("confirm-suspension", "confirm what a deputy proposed")
    ],
    "resume": [
        (DEEDS[name].prepare, DEEDS[name].do)
        for name in ("resume", "resume what a deputy proposed")
    ],
}
"""Deeds whose post depends on how an employer's registration stands: cases that are ready."""
INTERNAL = {
    "audit": (COUNTY, "audit"),
    "director": (COUNTY, "director"),
    "enforcement": (CITY, "enforce"),
}


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lets(do: Callable[[], object]) -> bool:
    """Say whether an action has nothing against the post of whoever does it."""
    try:
        with taken_back():
            do()
    except FOR_THE_POST:
        return False
    except Refusal:
        return True
    return True


def seated(hall: Hall, number: str, post: Post) -> str | None:
    """Give who of a post has the seat already where a case stands."""
    case = standing(number)
    assert case.case.step is not None
    seat = case.seat(case.case.step)
    return seat.holder if seat.post == post else None


def stands_at(hall: Hall, agency: str) -> Standpoint:
    found = Agency.objects.get(code=agency)
    place = Place(found.mode, found.insurances)
    return Standpoint(found.level, place, granted(agency, hall.now.date()))


@pytest.mark.clause("SX-10")
def test_the_reasons_agree_with_what_the_actions_do(huanglong: Huanglong) -> None:
    people = {
        agency: {post: somebody(huanglong, post, agency=agency) for post in Post}
        for agency in (COUNTY, CITY)
    }
    huanglong.with_city()
    wrong = []
    for name, (item, deed) in SAMPLE.items():
        with taken_back():
            ready = DEEDS[name]
            number, at = ready.prepare(huanglong), stands_at(huanglong, ready.agency)
            for post, who in people[ready.agency].items():
                done = lets(lambda: ready.do(huanglong, number, who))  # noqa: B023 -- done here
                if done != said(item, post.value, deed, at).may:
                    wrong.append((name, post.value, done))
    assert wrong == []


@pytest.mark.clause("SX-10", "SX-12")
@pytest.mark.parametrize("deed", SEVERAL)
def test_so_they_do_of_a_stop_of_the_clock_wherever_the_case_stands(
    huanglong: Huanglong, deed: str
) -> None:
    found = set()
    for prepare, do in SEVERAL[deed]:
        with taken_back():
            number, at = prepare(huanglong), stands_at(huanglong, COUNTY)
            for post in Post:
                who = seated(huanglong, number, post) or somebody(huanglong, post)
                if lets(lambda: do(huanglong, number, who)):  # noqa: B023 -- done here
                    found.add(post)
    assert found == {post for post in Post if said(table.EMPLOYER, post, deed, at).may}


@pytest.mark.clause("SX-12")
def test_where_no_clock_runs_or_nothing_is_keyed_twice_it_is_said_so() -> None:
    at = standpoint("county", "universal")
    assert "没有法定或承诺期限" in said(table.PROOF, "teller", "suspend", at).says
    assert "没有要求这个事项双岗录入" in said(table.EMPLOYER, "reviewer", "rekey", at).says
    told = said(table.DEATH, "reviewer", "rekey", at)
    assert (told.may, told.source) == (True, "SX-10；本目录约定（付款要素双岗录入）")
    city = standpoint("city", "department")
    told = said(table.CHANGE, "city-chief", "resume", city)
    assert told.may
    assert "在市处时" in told.says
    told = said(table.CHANGE, "city-approver", "resume", city)
    assert "上报市处的由“处长”岗位办理" in told.says


@pytest.mark.clause("SX-10")
def test_so_they_do_for_what_an_agency_decides_about_itself(huanglong: Huanglong) -> None:
    wrong, sign = [], acted(journeys.sign)
    number = ground.ask(huanglong)
    for state, (agency, deed) in INTERNAL.items():
        ground.sign(huanglong, number, to=state)
        at = stands_at(huanglong, agency)
        with taken_back():
            for post in Post:
                who = somebody(huanglong, post, agency=agency)
                done = lets(lambda: sign(huanglong, number, who))  # noqa: B023 -- done here
                if done != said("authorisation", post.value, deed, at).may:
                    wrong.append((agency, state, post.value, done))
    assert wrong == []
