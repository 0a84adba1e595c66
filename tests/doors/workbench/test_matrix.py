"""Every page × method × post × own or somebody else's: as the table says, and no other way."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.doors.workbench.addresses import addresses
from tests.doors.workbench.conftest import AFTERNOON, ComeIn
from tests.doors.workbench.matrix import (
    CLOSED,
    COUNTER,
    OPEN,
    TABLE,
    Cell,
    cells,
    expected,
    outcome,
)
from tests.forms import employer_form
from tests.halls import Hall, Huanglong, Luochuan
from tests.staff.trainers import PASSED, held, record
from yichuang.domain.authority.pens import Proof
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Payable, Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.notes import Kind, note
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Attendance
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench import doorway
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.views import drafts, find

Ground = dict[str, Any]
SOMEBODY_ELSE = "61062902"


@pytest.fixture
def people(huanglong: Huanglong) -> dict[Post, str]:
    """Put a person into every post there is, at one agency."""
    year: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
    found = {}
    for i, post in enumerate(Post):
        number = f"6106318{i:02d}"
        huanglong.do(staff.enlist, "610631", number, f"测试{post.label}", by="0001")
        trained = {**year, "trained_until": year["until"]}
        huanglong.do(staff.assign, number, "610631", post, **trained, by="0001")
        found[post] = number
    return found


@pytest.fixture
def ground(huanglong: Huanglong, luochuan: Luochuan, people: dict[Post, str]) -> Ground:
    """Give cases of this agency and of another, drafts of this person and of another."""
    citizen = huanglong.registered_person()
    own: dict[str, Any] = {
        "number": huanglong.accept_proof(citizen),
        "profile": "shaanxi",
        "version": 1,
    }
    note(Kind.LOGIN, by="61063102", at=AFTERNOON, said={})
    own["register"] = Person.objects.get(citizen_id=citizen).number
    own["who"] = people[Post.TELLER]
    own["training"] = held(huanglong, people[Post.TRAINER])
    record(huanglong, people[Post.TRAINER], own["training"], {"61063102": PASSED})
    own["attendance"] = Attendance.objects.get(training=own["training"]).id
    own["payment"] = owing(own["number"], huanglong.code)
    others = {"number": luochuan.accept_employer(**employer_form()), "who": SOMEBODY_ELSE}
    others["payment"] = owing(others["number"], luochuan.code)
    own["sitting"], others["sitting"] = sat(huanglong), sat(luochuan)
    return {"own": own, "others": others, "people": people}


def owing(case: str, agency: str) -> str:
    """Let an agency owe somebody something by a case."""
    to = {"payee": "高建国", "citizen_id": "610631198801100017", "account": "6222020200012345670"}
    owed = {"case_number": case, "kind": "抚恤金", "amount_fen": 1, "agency": agency, "version": 1}
    when = {"since": AFTERNOON.date(), "act": Act.objects.filter(chain=f"case/{case}").first()}
    return Payable.objects.create(number=f"F{case}", **owed, **to, **when).number


def sat(hall: Hall) -> str:
    """Let a deputy begin a signing session and end it; give the name of its sheet."""
    place = (hall.code, Post.DEPUTY_DIRECTOR.value)
    proof = Proof(hall.deputy, hall.now, ("password",))
    key = hall.do(journeys.open_session, *place, proof=proof, by=hall.deputy).said["session"]
    hall.do(journeys.close_session, key, [], {}, by=hall.deputy)
    return "-".join(key.split("/")[1:])


def draft_of(person: str, agency: str = "610631") -> UUID:
    """Let somebody begin a draft."""
    draft = Draft(key=uuid4(), by_id=person, agency=agency, item="insurance-proof")
    draft.saved_at = AFTERNOON
    draft.save(force_insert=True)
    return draft.key


def surprises(ground: Ground, come_in: ComeIn, only: Callable[[Cell], bool]) -> list[str]:
    """Try every cell and name those in which something else happened than the table says."""
    found = []
    for post in [None, *Post]:
        person = ground["people"].get(post, "")
        client = come_in(person) if person else Client()
        mine = {"key": draft_of(person)} if person else {}
        theirs = {"key": draft_of(SOMEBODY_ELSE, "610629"), **ground["others"]}
        for cell, path in cells([post], ground["own"] | mine, theirs):
            if not only(cell):
                continue
            happened = outcome(client, path, cell.method)
            if happened != expected(cell):
                found.append(f"{cell}: {happened}, not {expected(cell)}")
            if cell.page in {"logout", "login-again"} and person:
                client = come_in(person)
            if cell.page == "draft-discard" and cell.own and person:
                mine["key"] = draft_of(person)
    return found


def test_every_page_stands_in_the_table_and_every_line_has_its_page() -> None:
    assert {address.name for address in addresses()} == set(TABLE)


def test_every_page_declares_who_may_enter() -> None:
    assert [address.name for address in addresses() if address.door is None] == []


def test_nobody_enters_but_as_the_table_says(ground: Ground, come_in: ComeIn) -> None:
    business = Act.objects.exclude(chain__key__startswith="audit/")
    before = business.count()
    assert surprises(ground, come_in, lambda _: True) == []
    assert business.count() == before, "an empty form writes nothing but who tried"


def test_and_a_page_that_forgets_to_declare_is_closed_to_everybody(
    ground: Ground, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(find.page, "door")
    client = come_in(ground["people"][Post.TELLER])
    assert outcome(client, "/find/", "GET") == CLOSED
    assert surprises(ground, come_in, lambda cell: cell.page == "find") != []


WIDE_OPEN = doorway.Door(("GET", "POST"), frozenset(Post))
MUTANTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Callable[[Cell], bool]]] = {
    "a page for one post is opened to all": (
        lambda patch: patch.setattr(find.page, "door", WIDE_OPEN),
        lambda cell: cell.page == "find",
    ),
    "nobody asks for the post": (
        lambda patch: patch.setattr(doorway, "_turned_away", lambda *_: None),
        lambda cell: cell.page == "review",
    ),
    "nobody asks for the login": (
        lambda patch: patch.setattr(doorway, "_to_login", lambda *_: None),
        lambda cell: cell.page in {"keys", "look"} and cell.post is None,
    ),
    "nobody asks whose case it is": (
        lambda patch: patch.setattr(doorway, "may_see", lambda *_: True),
        lambda cell: cell.page in {"case", "case-act"} and cell.post in COUNTER,
    ),
    "nobody asks whose draft it is": (
        lambda patch: patch.setattr(drafts, "_own", lambda _, key: Draft.objects.get(key=key)),
        lambda cell: cell.page == "draft" and cell.post in COUNTER,
    ),
}


@pytest.mark.parametrize("name", list(MUTANTS))
def test_and_a_dropped_check_is_caught(
    name: str, ground: Ground, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop, only = MUTANTS[name]
    assert surprises(ground, come_in, only) == []
    drop(monkeypatch)
    try:
        caught = bool(surprises(ground, come_in, only))
    except Exception:  # noqa: BLE001 -- a page that stumbles without its check is caught too
        caught = True
    assert caught


def test_a_case_of_another_agency_looks_like_none_at_all(ground: Ground, come_in: ComeIn) -> None:
    client = come_in(ground["people"][Post.TELLER])
    theirs = client.get(f"/cases/{ground['others']['number']}/")
    nobodys = client.get("/cases/610629-20990101-0001-1/")
    assert theirs.status_code == nobodys.status_code == 404
    assert standing(ground["others"]["number"]).head.n == 1


def test_the_city_sees_the_cases_of_its_counties(ground: Ground, come_in: ComeIn) -> None:
    city = come_in("61060001")
    assert outcome(city, f"/cases/{ground['own']['number']}/", "GET") == OPEN
    assert outcome(city, f"/cases/{ground['others']['number']}/", "GET") == OPEN


def test_whoever_comes_in_begins_the_day_on_a_page_that_is_open(
    ground: Ground, come_in: ComeIn
) -> None:
    for post, person in ground["people"].items():
        client = come_in(person)
        begins = client.get("/").headers["Location"]
        page = client.get(begins)
        assert page.status_code == 200, f"{post}: {begins}"
        nav = re.search('<nav class="side-nav".*?</nav>', page.content.decode(), re.DOTALL)
        assert nav is not None
        entries, _, foot = nav.group().partition('class="my-day"')
        assert len(re.findall("<a ", entries)) <= 7
        shown = re.findall('href="([^"]+)"', entries + foot)
        assert {client.get(url.replace("&amp;", "&")).status_code for url in shown} == {200}
