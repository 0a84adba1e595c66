"""The pages of the catalogue: what is in force, what differs, proposing and publishing."""

from datetime import date
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.editions import item_changed, next_version, packaged
from tests.doors.workbench.conftest import ComeIn
from tests.halls import Hall
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import ItemRule, Profile, read_profile
from yichuang.domain.journeys import actions as journeys
from yichuang.doors.workbench.views.catalogue import toml_of

DIRECTOR, DEPUTY = "61000001", "61000002"
JULY = date(2026, 7, 1)
SHAANXI = packaged("shaanxi")
NEXT = item_changed(
    next_version(SHAANXI, 2, JULY), "employer-registration", ("days = 5", "days = 3")
)
BROKEN = item_changed(NEXT, "insurance-proof", ("level = 3", "level = 1"))


def shown(client: Client, address: str) -> str:
    """Open a page and give what it says."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def propose(client: Client, text: str, **more: str) -> tuple[int, str]:
    """Send the form of a proposal."""
    form = {"text": text, "request": str(uuid4()), **more}
    response = client.post("/catalogue/propose/", form)
    return response.status_code, response.headers.get("Location") or response.content.decode()


def test_every_post_of_business_sees_what_is_in_force(huanglong: Hall, come_in: ComeIn) -> None:
    page = shown(come_in(huanglong.teller), "/catalogue/")
    for words in ("单位参保登记", "一级风险 · 限时", "施行中", "15 日（日历日）", "未核实", "永久"):
        assert words in page
    assert "综合业务 → 经办 → 复核 → 主管副主任 → 主任" in page
    assert "拟新版" not in page


def test_an_item_is_shown_with_its_checks_papers_and_sources(
    huanglong: Hall, come_in: ComeIn
) -> None:
    page = shown(come_in(huanglong.teller), "/catalogue/shaanxi/1/basic-data-change/")
    for words in ("未见依据", "信息有误", "变更后的号码未被他人登记", "社会保险法第五十八条"):
        assert words in page
    assert page.count("<small>签字</small>") == 4
    assert "<li>市处审批<small>接收</small>" in page


def test_the_way_is_drawn_as_this_hall_goes_it(
    huanglong: Hall, luochuan: Hall, wangqing: Hall, come_in: ComeIn
) -> None:
    address = "/catalogue/shaanxi/1/employer-registration/"
    signs_first = "<li>综合业务<small>签字</small>"
    assert signs_first not in shown(come_in(huanglong.teller), address)
    assert signs_first in shown(come_in(luochuan.teller), address)
    theirs = "/catalogue/wangqing/1/basic-data-change/"
    assert "主管局长" in shown(come_in(wangqing.teller), theirs)


def test_a_version_is_written_out_checked_proposed_and_published(
    huanglong: Hall, come_in: ComeIn
) -> None:
    director, deputy = come_in(DIRECTOR), come_in(DEPUTY)
    assert "拟新版" in shown(director, "/catalogue/")
    assert "version = 2" in shown(director, "/catalogue/propose/")
    status, page = propose(director, NEXT, check="1")
    assert status == 200
    assert "检查通过" in page
    assert "3 个工作日" in page
    assert not Edition.objects.filter(key="shaanxi/2").exists(), "checking writes nothing"
    assert propose(director, NEXT) == (302, "/catalogue/shaanxi/2/")
    own = shown(director, "/catalogue/shaanxi/2/")
    assert "须由另一人核对" in own
    assert 'data-key="F9"' not in own
    page = shown(deputy, "/catalogue/shaanxi/2/")
    assert "5 个工作日（本目录约定，未核实）" in page
    assert "3 个工作日（本目录约定，未核实）" in page
    form = {"request": str(uuid4())}
    assert deputy.post("/catalogue/shaanxi/2/publish/", form).status_code == 302
    assert Edition.objects.get(key="shaanxi/2").published_by == DEPUTY
    assert "已发布，未到施行日" in shown(come_in(huanglong.teller), "/catalogue/")


def test_all_faults_are_shown_at_once_before_anything_is_proposed(
    huanglong: Hall, come_in: ComeIn
) -> None:
    director = come_in(DIRECTOR)
    _, page = propose(director, BROKEN, check="1")
    assert "一级风险业务须限时办理" in page
    assert "审批链不能为空" in page
    _, page = propose(director, "code = 1\nversion = 'x'\n", check="1")
    assert "读不出来，共" in page
    status, page = propose(director, BROKEN)
    assert status == 409
    assert "没有提出" in page
    assert not Edition.objects.filter(key="shaanxi/2").exists()


def test_whoever_does_not_keep_it_is_told_who_does(huanglong: Hall, come_in: ComeIn) -> None:
    county = come_in(huanglong.director)
    page = shown(county, "/catalogue/propose/")
    assert "陕西省社会保障局" in page
    assert "<textarea" not in page
    status, page = propose(county, NEXT)
    assert status == 409
    huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR)
    for other in (huanglong.director, "22000001", DIRECTOR):
        form = {"request": str(uuid4())}
        refused = come_in(other).post("/catalogue/shaanxi/2/publish/", form)
        assert refused.status_code == 409
    assert come_in(huanglong.teller).get("/catalogue/propose/").status_code == 403
    assert come_in(huanglong.teller).post("/catalogue/shaanxi/2/publish/").status_code == 403
    assert Edition.objects.get(key="shaanxi/2").published_by is None


@pytest.mark.parametrize("profile", ["shaanxi", "wangqing"])
def test_what_is_downloaded_reads_back_as_it_was(
    huanglong: Hall, come_in: ComeIn, profile: str
) -> None:
    response = come_in(huanglong.teller).get(f"/catalogue/{profile}/1/toml/")
    assert f"{profile}-1.toml" in response.headers["Content-Disposition"]
    assert read_profile(response.content.decode()) == read_profile(packaged(profile))


WHOLE = read_profile(SHAANXI)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(WORDS, st.sampled_from(WHOLE.items), st.booleans())
def test_whatever_it_says_it_reads_back(words: str, rule: ItemRule, verified: bool) -> None:  # noqa: FBT001
    changed = {"name": words, "level_source": words, "events": (words,), "level_verified": verified}
    try:
        said = Profile.model_validate(WHOLE.model_dump() | {"items": [rule.model_dump() | changed]})
    except ValueError:
        return  # not words that a trail can keep
    assert read_profile(toml_of(said)) == said


GARBAGE = [
    "/catalogue/none/1/",
    "/catalogue/shaanxi/99/",
    f"/catalogue/shaanxi/{10**30}/",
    f"/catalogue/shaanxi/{'9' * 5000}/",
    "/catalogue/shaanxi/1/none/",
    f"/catalogue/shaanxi/1/{quote('单位')}/",
    "/catalogue/shaan%00xi/1/",
    f"/catalogue/{'x' * 3000}/1/toml/",
    "/catalogue/shaanxi/1/?against=99",
    "/catalogue/shaanxi/1/%00/",
]


@pytest.mark.parametrize("address", GARBAGE)
def test_an_address_that_leads_nowhere_is_not_found(
    huanglong: Hall, come_in: ComeIn, address: str
) -> None:
    assert come_in(DIRECTOR).get(address).status_code == 404


@pytest.mark.parametrize("against", ["", "x", "-1", "1e9", "%00", "９", "9" * 400])
def test_a_version_to_compare_with_that_cannot_be_read_is_not_asked(
    huanglong: Hall, come_in: ComeIn, against: str
) -> None:
    assert come_in(DIRECTOR).get(f"/catalogue/shaanxi/1/?against={against}").status_code == 200


TEXTS = {
    "nothing": "",
    "NUL": "\0",
    "no TOML": "]]]",
    "deep": "a = " + "[" * 20_000,
    "deep tables": "[" + "a." * 5000 + "a]",
    "a long number": f"version = {'9' * 5000}",
    "a large number": f"code = 'shaanxi'\nversion = {10**40}",
    "surrogates": "title = '\\ud800'",
    "a long text": "x = '" + "字" * 200_000 + "'",
    "an unknown post": NEXT.replace('"director"]', '"king"]'),
    "no chain": NEXT.replace('chain = "county"', 'chain = "none"'),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_text_that_is_none_is_refused_in_words(
    huanglong: Hall, come_in: ComeIn, text: str
) -> None:
    director = come_in(DIRECTOR)
    assert propose(director, text, check="1")[0] == 200
    assert propose(director, text)[0] in {409, 422}
    assert not Edition.objects.filter(key="shaanxi/2").exists()
