"""A whole number is shown to whoever was shown it masked and says why; its line stands first."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, refused_in_words, text_of
from tests.doors.workbench.test_audit_lines import broken_chain, lines, stands
from tests.halls import Hall
from yichuang.domain.cases.queries import NoSuchCase
from yichuang.domain.insured.models import Person
from yichuang.domain.journeys import looks
from yichuang.domain.journeys.notes import Kind
from yichuang.domain.staff.posts import Post

WHY = {"why": "papers", "words": ""}


@pytest.fixture
def person(huanglong: Hall) -> Person:
    """Give a person whom Huanglong has registered."""
    return Person.objects.get(citizen_id=huanglong.registered_person())


def offers(page: Any) -> dict[str, str]:
    """Give the tokens that a page offers, by what they are called."""
    found = re.findall(r'<option value="([^"]{40,})">([^<]+)', page.content.decode())
    return {label: html.unescape(token) for token, label in found}


def token_of(client: Client, path: str, title: str, **sent: str) -> str:
    """Open a page, or search, and give the token of the first number of a title."""
    page = client.post(path, sent, headers=HTMX) if sent else client.get(path)
    return next(token for label, token in offers(page).items() if title in label)


def ask(client: Client, token: str, **sent: str) -> Any:
    return client.post("/reveal/", {"of": token, **WHY, **sent}, headers=HTMX)


def card_path(person: Person) -> str:
    return f"/find/insured/person/{person.number}/"


def test_a_teller_sees_a_whole_number_on_a_card_for_a_reason(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    token, before = token_of(teller, card_path(person), "公民身份号码"), stands()
    answer = ask(teller, token, why="other", words="亲属代办核对")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert person.citizen_id in text_of(answer)
    assert person.phone not in text_of(answer), "only what was asked for"
    assert stands() == before
    (line,) = lines(Kind.REVEALED)
    assert line == {
        "by": huanglong.teller, "post": "teller", "agency": "610631", "kind": "person",
        "of": person.number, "what": "公民身份号码", "why": "其他（请写明）",
        "words": "亲属代办核对",
    }  # fmt: skip


def test_so_in_a_list_of_what_was_found_and_on_a_case(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    token = token_of(teller, "/find/", "电话", q=person.citizen_id)
    assert person.phone in text_of(ask(teller, token))
    number = huanglong.accept_change(person.citizen_id)
    for path, sent in ((f"/cases/{number}/", {}), ("/find/", {"q": number})):
        token = token_of(teller, path, "公民身份号码", **sent)
        assert person.citizen_id in text_of(ask(teller, token))
    told = [(line["kind"], line["of"], line["what"]) for line in lines(Kind.REVEALED)]
    of_case = ("case", number, "现登记的公民身份号码")
    assert told == [("person", person.number, "电话"), of_case, of_case]


@pytest.mark.parametrize("sent", [{"why": ""}, {"why": "none"}, {"why": "other", "words": " 一 "}])
def test_without_a_reason_nothing_is_shown(
    huanglong: Hall, person: Person, come_in: ComeIn, sent: dict[str, str]
) -> None:
    teller = come_in(huanglong.teller)
    answer = ask(teller, token_of(teller, card_path(person), "公民身份号码"), **sent)
    assert "查看完整号码须有理由" in refused_in_words(answer)
    assert person.citizen_id not in answer.content.decode()
    assert lines(Kind.REVEALED) == []
    assert [line["code"] for line in lines(Kind.REFUSED)] == ["reason-to-reveal-missing"]


def test_without_the_right_nothing_is_shown(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    token = token_of(come_in(huanglong.teller), card_path(person), "公民身份号码")
    guide = come_in(huanglong.guide)
    assert offers(guide.get(card_path(person))) == {}, "a guide isn't even offered it"
    answer = ask(guide, token)
    assert answer.status_code == 403
    assert person.citizen_id not in answer.content.decode()
    who = looks.Who(huanglong.guide, Post.GUIDE, "610631", huanglong.now)
    with pytest.raises(looks.MayNotReveal):
        looks.reveal("person", person.number, "identity", why="call", words="", who=who)
    assert lines(Kind.REVEALED) == []


@pytest.mark.parametrize("whose", ["another's", "of no page", "changed", ""])
def test_with_a_token_that_is_not_of_ones_own_page_nothing_is_shown(
    huanglong: Hall, person: Person, come_in: ComeIn, whose: str
) -> None:
    teller = come_in(huanglong.teller)
    mine = token_of(teller, card_path(person), "公民身份号码")
    theirs = token_of(come_in(huanglong.reviewer), card_path(person), "公民身份号码")
    given = {"another's": theirs, "of no page": f"person:{person.number}:identity",
             "changed": mine[:-1] + ("a" if mine[-1] != "a" else "b"), "": ""}  # fmt: skip
    answer = ask(teller, given[whose])
    assert "请从本页列出的号码中选择" in refused_in_words(answer)
    assert person.citizen_id not in answer.content.decode()
    assert lines(Kind.REVEALED) == []
    assert person.citizen_id in text_of(ask(teller, mine)), "while one's own shows it"


def test_a_number_is_shown_as_the_register_has_it_now_and_never_of_a_foreign_case(
    huanglong: Hall, luochuan: Hall, person: Person, come_in: ComeIn
) -> None:
    theirs = luochuan.accept_proof(person.citizen_id)
    who = looks.Who(huanglong.teller, Post.TELLER, "610631", huanglong.now)
    with pytest.raises(NoSuchCase):
        looks.reveal("case", theirs, "citizen_id", why="call", words="", who=who)
    with pytest.raises(looks.NothingToReveal):
        looks.reveal("person", "R610631-none", "identity", why="call", words="", who=who)
    assert lines(Kind.REVEALED) == []
    assert come_in(huanglong.teller).get(f"/cases/{theirs}/").status_code == 404


def test_without_its_line_nothing_is_shown(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    teller = come_in(huanglong.teller)
    token = token_of(teller, card_path(person), "公民身份号码")
    broken_chain(huanglong.teller)
    answer = ask(teller, token)
    assert answer.status_code == 409
    assert person.citizen_id not in answer.content.decode()


def test_no_address_and_no_page_holds_what_is_hidden(
    huanglong: Hall, person: Person, come_in: ComeIn
) -> None:
    """Tokens are signed and not secret: they name the register's number, never the citizen's."""
    from django.core import signing  # noqa: PLC0415 -- to read what anybody could read

    teller = come_in(huanglong.teller)
    changing = huanglong.accept_change(person.citizen_id)
    for path in (card_path(person), f"/cases/{changing}/"):
        page = teller.get(path)
        tokens = offers(page).values()
        assert tokens
        assert person.citizen_id not in page.content.decode()
        assert person.phone not in page.content.decode()
        for token in tokens:
            read = signing.loads(token, salt="whole number")
            assert person.citizen_id not in str(read)
