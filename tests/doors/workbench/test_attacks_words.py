"""What somebody types is shown as they typed it, and is never a part of a page or an address."""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from tests.cases.ground import reported, returned
from tests.catalogue.editions import changed, next_version, packaged
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, do, went_to
from tests.forms import minutes, new_citizen_id
from tests.halls import Huanglong
from yichuang.domain.insured.models import Person
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.posts import Post

MARKS = (
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "\"'><svg/onload=alert(1)>",
    "{0.__class__.__mro__}{number}",
    "]]><!--${7*7}{{7*7}}{%now%}",
)


class Page(HTMLParser):
    """A page as a browser takes it apart: its elements, and every address in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def addresses(self) -> Iterator[str]:
        """Give every address that the page leads to or sends to."""
        for _, attributes in self.tags:
            for name in ("href", "src", "action", "hx-get", "hx-post", "formaction"):
                if attributes.get(name):
                    yield str(attributes[name])


def harmless(html: str) -> Page:
    """Expect a page of which nothing was typed by anybody."""
    page = Page(html)
    for tag, attributes in page.tags:
        assert tag not in {"img", "iframe", "object", "embed", "style", "foreignobject"}, tag
        assert tag != "script" or attributes.get("src"), "a script of our own files only"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    for address in page.addresses():
        assert address[:1] in "/?#", address
        assert not address.startswith("//"), address
    assert "&lt;class" not in html, "nothing was asked of what was typed"
    return page


def pages(client: Client, *addresses: str) -> str:
    """Open pages, each of which must be there."""
    found = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        found.append(answer.content.decode())
    return "".join(found)


def test_what_an_application_says_is_shown_as_it_was_typed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    who = (huanglong.teller, huanglong.handler, huanglong.reviewer)
    teller, handler, reviewer = (come_in(person) for person in who)
    for mark in MARKS:
        number = huanglong.accept_employer(name=f"黄龙{mark}", address=f"中心街{mark}")
        case = f"/cases/{number}/"
        went_to(do(teller, number, "hold", reason=f"客户{mark}"))
        html = pages(teller, case, f"{case}receipt/", "/counter/mine/")
        html += pages(handler, "/signing/", f"{case}signing/")
        huanglong.carry(number, "review")
        html += pages(reviewer, "/review/", f"{case}review/")
        went_to(do(reviewer, number, "return", step="0", reason=f"补{mark}"))
        html += pages(teller, case, "/counter/", f"{case}?done={number}")
        html += teller.post(f"{case}correct/", follow=True).content.decode()
        assert escape(f"黄龙{mark}") in html
        harmless(html)


@pytest.mark.parametrize(
    "html", [*MARKS[:3], "<a href='javascript:x'>", "<p style='x'>", "&lt;class"]
)
def test_and_a_mark_that_came_through_would_be_seen(html: str) -> None:
    with pytest.raises(AssertionError):
        harmless(f"<main>{html}</main>")


def test_what_a_draft_holds_is_shown_as_it_was_typed(huanglong: Huanglong, come_in: ComeIn) -> None:
    client = come_in(huanglong.teller)
    items = ("employer-registration", "person-registration", "basic-data-change")
    for mark, item in product(MARKS, items):
        address = client.post("/counter/begin/", {"item": item})["Location"]
        names = [t.get("name") for _, t in harmless(pages(client, address)).tags]
        sent = {name: mark for name in names if name and name not in {"size", "next"}}
        for place in (address, f"{address}submit/"):
            harmless(client.post(place, sent, headers=HTMX).content.decode())
        harmless(pages(client, address, f"{address}notice/", "/counter/"))


@pytest.mark.parametrize("mark", MARKS, ids=range(len(MARKS)))
def test_names_of_people_and_meetings_are_no_marks_either(
    huanglong: Huanglong, come_in: ComeIn, mark: str
) -> None:
    huanglong.do(staff.enlist, "610631", mark[:15], mark[:50], by="0001")
    year: dict[str, Any] = {
        "since": huanglong.now.date(),
        "until": huanglong.now.date().replace(year=2027),
    }
    huanglong.do(staff.assign, mark[:15], "610631", Post.TELLER, **year,
                 trained_until=year["until"], by="0001")  # fmt: skip
    number = huanglong.accept_proof(huanglong.registered_person())
    named = come_in(mark[:15])
    harmless(pages(named, "/counter/", f"/cases/{number}/"))
    went_to(do(named, number, "withdraw", reason="申请人要求撤回"))
    teller = come_in(huanglong.teller)
    sent = {"request": str(uuid4()), "n": "1"}
    harmless(teller.post(f"/cases/{number}/do/finish/", sent).content.decode())
    harmless(pages(teller, f"/cases/{number}/"))
    meeting = reported(huanglong, "meeting")
    told = minutes(huanglong.now.date(), decision=f"同意{mark}", number=f"纪{mark}"[:50])
    went_to(do(come_in(huanglong.chief), meeting, "conclude", told))
    harmless(pages(come_in(huanglong.chief), f"/cases/{meeting}/"))


@pytest.mark.parametrize("mark", MARKS, ids=range(len(MARKS)))
def test_the_words_of_a_catalogue_are_no_marks_either(
    huanglong: Huanglong, come_in: ComeIn, mark: str
) -> None:
    text = next_version(packaged("shaanxi"), 2, huanglong.now.date().replace(month=7))
    named = [line for line in text.splitlines() if line.startswith(("name =", "title ="))]
    for i, line in enumerate(named):
        text = changed(text, f"{line}\n", f"{line.split('=')[0]}= '''{mark}{i}'''\n")
    director = come_in("61000001")
    harmless(director.post("/catalogue/propose/", {"text": text, "check": "1"}).content.decode())
    sent = {"request": str(uuid4()), "text": text}
    answer = director.post("/catalogue/propose/", sent)
    own = "/catalogue/shaanxi/2/"
    assert answer["Location"] == own
    assert escape(mark) in pages(director, own)
    harmless(pages(director, "/catalogue/", own, f"{own}insurance-proof/"))
    assert director.get(f"{own}toml/")["Content-Disposition"].endswith('"shaanxi-2.toml"')


def test_what_is_searched_for_is_shown_as_it_was_typed(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    for mark in MARKS:
        for address in ("/find/", "/counter/", "/archive/"):
            for headers in ({}, HTMX):
                answer = teller.post(address, {"q": mark, "draft": mark}, headers=headers)
                harmless(answer.content.decode())
        harmless(teller.get("/login/", {"next": mark}).content.decode())
        harmless(Client().post("/login/", {"number": mark, "password": mark}).content.decode())
        again = Client().get("/keys/", headers={**HTMX, "X-Staff": mark}).content.decode()
        harmless(again)


def test_no_address_holds_the_number_of_a_person(huanglong: Huanglong, come_in: ComeIn) -> None:
    citizen = huanglong.registered_person()
    person = Person.objects.get(citizen_id=citizen)
    number = huanglong.accept_change(citizen)
    case = f"/cases/{number}/"
    teller, reviewer = come_in(huanglong.teller), come_in(huanglong.reviewer)
    own = f"/counter/?chosen=person:{person.number}"
    html = pages(teller, own, "/counter/mine/", case, f"{case}receipt/", f"{case}signing/")
    html += pages(reviewer, "/review/", f"{case}review/", f"/find/insured/person/{person.number}/")
    for address in ("/find/", "/archive/", "/counter/"):
        for headers in ({}, HTMX):
            html += teller.post(address, {"q": citizen}, headers=headers).content.decode()
    begun = teller.post("/counter/begin/", {"item": "insurance-proof",
                                            "chosen": f"person:{person.number}"})  # fmt: skip
    page = Page(html + pages(teller, begun["Location"]))
    assert not [a for a in page.addresses() if citizen in a or person.phone in a]
    assert citizen not in begun["Location"]


def test_what_is_typed_into_a_search_box_never_goes_into_an_address(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    draft = teller.post("/counter/begin/", {"item": "insurance-proof"})["Location"]
    for address in ("/find/", "/counter/", "/archive/", draft):
        sends = ""
        for tag, attributes in Page(pages(teller, address)).tags:
            if tag == "form":
                sends = f"{attributes.get('method')} {'hx-get' in attributes}"
            if attributes.get("name") == "q":
                assert sends == "post False", address
                assert "hx-get" not in attributes, address
    huanglong.registered_person()
    assert "高桂梅" not in pages(teller, "/find/?q=高桂梅")


def test_numbers_are_whole_only_for_whoever_has_to_compare_them_now(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    citizen = new_citizen_id()
    number = huanglong.accept_person(huanglong.registered_employer(), citizen_id=citizen)
    case = f"/cases/{number}/"
    assert citizen in pages(come_in(huanglong.reviewer), f"{case}review/")
    for person in (huanglong.teller, huanglong.second_teller, huanglong.director, huanglong.deputy):
        client = come_in(person)
        assert citizen not in pages(client, case, f"{case}receipt/", f"{case}signing/")
    assert citizen not in pages(
        come_in(huanglong.handler), "/signing/", f"{case}signing/?part=brief"
    )
    returned(huanglong, number, 0)
    assert citizen not in pages(come_in(huanglong.reviewer), f"{case}review/", case)
