"""The archive: what is filed, what waits for a paper, page by page, for each agency its own."""

import pytest
from django.test import Client

from tests.doors.workbench.conftest import ComeIn
from tests.forms import EMPLOYER_PAPERS, employer_form
from tests.halls import Hall
from yichuang.domain.archives.queries import Wanted, agencies_within, filed, missing_papers, unfiled
from yichuang.domain.cases.models import Case
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.views import archive

PROMISED = {**EMPLOYER_PAPERS, "authorisation": "promised"}


def file_employer(hall: Hall, name: str = "黄龙县果业有限公司") -> str:
    """Register an employer and file the case."""
    number = hall.accept_employer(name=name)
    hall.carry(number)
    hall.do(journeys.file, number, by=hall.teller)
    return number


def wait_for_paper(hall: Hall) -> str:
    """Register an employer whose authorisation is still to come."""
    number = hall.accept("employer-registration", employer_form(), PROMISED)
    hall.carry(number)
    return number


def archive_page(client: Client, query: str) -> str:
    """Open the archive, as its search form does."""
    form = "application/x-www-form-urlencoded"
    response = client.post("/archive/", query.removeprefix("?"), content_type=form)
    assert response.status_code == 200, query
    return response.content.decode()


@pytest.mark.clause("SX-15")
def test_a_filed_case_stands_in_the_list_with_how_long_it_is_kept(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = file_employer(huanglong)
    archivist = come_in(huanglong.county.number(Post.ARCHIVIST))
    assert archivist.get("/").headers["Location"] == "/archive/"
    page = archivist.get("/archive/").content.decode()
    for words in (number, "单位参保登记", "永久", "2027-01-01", "2026-03-09", "归档清单"):
        assert words in page


@pytest.mark.clause("SX-15")
def test_what_is_done_and_not_filed_stands_with_the_missing_paper(
    huanglong: Hall, come_in: ComeIn
) -> None:
    number = wait_for_paper(huanglong)
    archivist = come_in(huanglong.county.number(Post.ARCHIVIST))
    assert number not in archive_page(archivist, "")
    page = archive_page(archivist, "?state=unfiled")
    assert number in page
    assert "缺 授权委托书" in page
    paper = (number, "authorisation", "original")
    huanglong.do(journeys.supply, *paper, by=huanglong.teller)
    page = archive_page(archivist, "?state=unfiled")
    assert "缺 授权委托书" not in page
    assert "材料已齐，待归档" in page
    assert missing_papers(Case.objects.get(number=number)) == []


def test_everybody_sees_their_own_agency_and_those_below(
    huanglong: Hall, luochuan: Hall, come_in: ComeIn
) -> None:
    here, there = file_employer(huanglong), file_employer(luochuan)
    own = archive_page(come_in(huanglong.county.number(Post.ARCHIVIST)), "")
    assert here in own
    assert there not in own
    for above in ("61060001", "61000001"):
        page = archive_page(come_in(above), "")
        assert here in page
        assert there in page
        assert "洛川县养老保险经办中心" in page
    assert here not in archive_page(come_in("61070001"), "")
    assert agencies_within("610631") == ["610631"]


def test_it_is_looked_through_by_text_item_and_month(huanglong: Hall, come_in: ComeIn) -> None:
    orchard = file_employer(huanglong, "黄龙县绿源果业有限公司")
    stone = file_employer(huanglong, "黄龙县石堡建材经营部")
    archivist = come_in(huanglong.county.number(Post.ARCHIVIST))
    page = archive_page(archivist, "?q=绿源&item=employer-registration&month=2026-03")
    assert orchard in page
    assert stone not in page
    for nothing in ("?month=2026-04", "?item=insurance-proof", "?q=没有"):
        assert "没有符合条件的件" in archive_page(archivist, nothing)


def test_identities_are_masked_and_not_found_by_a_part(huanglong: Hall, come_in: ComeIn) -> None:
    citizen = huanglong.registered_person()
    number = huanglong.accept_proof(citizen)
    huanglong.carry(number)
    archivist = come_in(huanglong.county.number(Post.ARCHIVIST))
    whole = archive_page(archivist, f"?state=unfiled&q={citizen}")
    assert number in whole
    assert f"{citizen[:4]}**********{citizen[-4:]}" in whole
    assert number not in archive_page(archivist, f"?state=unfiled&q={citizen[6:14]}")


def test_a_long_list_has_pages(
    huanglong: Hall, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PAGE", 2)
    numbers = [file_employer(huanglong) for _ in range(5)]
    archivist = come_in(huanglong.county.number(Post.ARCHIVIST))
    pages = [archive_page(archivist, f"?page={at}") for at in (1, 2, 3)]
    assert [sum(n in page for n in numbers) for page in pages] == [2, 2, 1]
    assert '<td class="r num">5</td>' in pages[2], "the lines are counted on"
    assert 'data-key="PageDown"' in pages[0]
    assert 'data-key="PageUp"' not in pages[0]
    assert 'data-key="PageDown"' not in pages[2]
    assert '第 <span class="num">3</span>' in archive_page(archivist, "?page=99")


def test_the_two_lists_never_share_a_case(huanglong: Hall) -> None:
    file_employer(huanglong)
    wait_for_paper(huanglong)
    ours = [huanglong.code]
    kept = set(filed(ours, Wanted()).values_list("case", flat=True))
    waiting = set(unfiled(ours, Wanted()).values_list("pk", flat=True))
    assert len(kept) == len(waiting) == 1
    assert not kept & waiting


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?q=" + "9" * 5000, "?month=2026-13", "?month=9999-12", "?month=%00", "?page=-1",
     "?page=x", "?page=" + "9" * 400, "?item=%00", "?item=" + "x" * 500, "?state=%00", "?q=%ff%fe",
     "?page=٣", "?page=0", "?q=" + "字" * 3000, "?q='%25_", "?month=2099-12"],
    ids=range(17),
)  # fmt: skip
def test_whatever_is_asked_it_is_a_list(huanglong: Hall, come_in: ComeIn, query: str) -> None:
    file_employer(huanglong)
    assert archive_page(come_in(huanglong.county.number(Post.ARCHIVIST)), query)
    assert archive_page(come_in(huanglong.county.number(Post.ARCHIVIST)), f"{query}&state=unfiled")
