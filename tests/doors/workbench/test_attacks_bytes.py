"""What no page of ours sends: it is refused in words, and nothing breaks on it."""

from datetime import date
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.test import Client

from tests.cases.ground import nothing_but_lines
from tests.catalogue.editions import changed, packaged
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.entrance import open_account
from tests.doors.workbench.pages import HTMX
from tests.halls import Hall
from yichuang.domain.catalogue.profile import UnreadableProfile, read_profile
from yichuang.doors.workbench.models import Draft
from yichuang.project import wsgi

PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
FORM = PART % (b"number", b"\\ud800") + PART % (b"reason", b"\\ud800") + b"--x--\r\n"
MULTIPART = "multipart/form-data; boundary=x"
CODECS = ("hex", "rot13", "zlib", "idna", "undefined", "unicode_escape", "raw_unicode_escape",
          "punycode", "utf-16", "utf-7", "cp037")  # fmt: skip
ODD_PATHS = (
    "/%00/",
    "/%ff%fe/",
    "/cases/%E2%80%8F/",
    "/cases/%F0%9F%98%80/receipt/",
    "/cases/" + "9" * 20_000 + "/",
    "/cases/../keys/",
    "/cases//do//",
    "/drafts/00000000-0000-0000-0000-00000000000G/",
    "/catalogue/shaanxi/" + "9" * 5_000 + "/",
    "/catalogue/shaanxi/1/%00/",
    "/catalogue/%00/1/",
    "/catalogue/%E2%80%AE/1/toml/",
    "/find/insured/person/%00/",
    "/static/../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/\\example.com/",
    "/;/",
)


def refused(answer: Any) -> None:
    """Expect a refusal in Chinese that shows nothing of the program."""
    assert 400 <= answer.status_code < 500, answer.status_code
    text = answer.content.decode()
    assert "Traceback" not in text
    assert "root:" not in text


def served(method: str, path: str, query: str, kind: str, body: bytes) -> str:
    """Ask the site as a server does, and give the number of the answer."""
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "HTTP_HOST": "testserver"}
    environ |= {"wsgi.input": BytesIO(body)}
    said: list[str] = []
    answer = wsgi.application(environ, lambda status, _: said.append(status))
    assert b"".join(answer)
    return said[0][:3]


@pytest.mark.parametrize("codec", CODECS)
def test_a_form_in_another_alphabet_breaks_nothing(db: None, codec: str) -> None:
    for kind in (f"{MULTIPART}; charset={codec}", f'text/plain; Charset = "{codec}"'):
        assert served("GET", "/login/", "next=/%5Cud800", kind, b"x") == "200"
        assert served("GET", "/login/", "a&" * 2_000, kind, b"x") == "400"
        assert served("POST", "/login/", "a=%ff", kind, FORM) == "403"


def test_and_without_care_it_would_break_before_any_page(db: None) -> None:
    with pytest.raises(LookupError):
        Client().generic("GET", "/login/?a=b", b"x", content_type="text/plain; charset=hex")


@pytest.mark.parametrize("header", ["User-Agent", "Accept", "X-Staff", "X-Seat", "HX-Current-URL"])
def test_a_header_that_no_database_can_keep_is_refused(huanglong: Hall, header: str) -> None:
    open_account(huanglong.reviewer)
    wrong = {"number": huanglong.reviewer, "password": "wrong-password"}
    refused(Client().post("/login/", wrong, headers={header: "a\0b"}))


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "' OR 1=1, x"},
        {"User-Agent": "a" * 9_000, "Accept": "b" * 9_000},
        {"User-Agent": "\xff\xfe", "Accept": "\xff"},
        {"Referer": "http://[::1", "Origin": "null"},
    ],
)
def test_a_failed_login_is_written_down_whatever_its_headers_are(
    huanglong: Hall, headers: dict[str, str]
) -> None:
    open_account(huanglong.reviewer)
    wrong = {"number": huanglong.reviewer, "password": "wrong-password", "x\0": "\0"}
    answer = Client().post("/login/?a=%00&%00=b", wrong, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("htmx", [{}, HTMX])
def test_ten_thousand_fields_are_refused_on_a_page_that_still_can_be_drawn(
    huanglong: Hall, come_in: ComeIn, htmx: dict[str, str]
) -> None:
    client, number = come_in(huanglong.teller), huanglong.accept_employer()
    refused(client.get("/keys/?" + "a&" * 10_000, headers=htmx))
    kind = "application/x-www-form-urlencoded"
    with nothing_but_lines():
        address = f"/cases/{number}/do/hold/"
        refused(client.generic("POST", address, "a=&" * 10_000, content_type=kind, headers=htmx))


def test_no_file_comes_in_to_lie_on_the_disk(huanglong: Hall, come_in: ComeIn) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    large = head + b"0" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1) + b"\r\n--x--\r\n"
    for client in (come_in(huanglong.teller), Client()):
        for address in ("/login/", "/size/", "/find/"):
            refused(client.generic("POST", address, large, content_type=MULTIPART))


@pytest.mark.parametrize("path", ODD_PATHS, ids=range(len(ODD_PATHS)))
def test_an_address_that_nobody_made_leads_nowhere(
    huanglong: Hall, come_in: ComeIn, path: str
) -> None:
    for client in (come_in(huanglong.teller), Client()):
        for method in ("GET", "POST", "DELETE"):
            answer = client.generic(method, path)
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/login/?next=")
            else:
                refused(answer)


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_method_is_the_one_of_the_request_and_no_other(
    huanglong: Hall, come_in: ComeIn, name: str
) -> None:
    number = huanglong.accept_employer()
    client = come_in(huanglong.teller)
    with nothing_but_lines():
        for sent in ({"_method": "POST"}, {"reason": "x"}):
            answer = client.get(f"/cases/{number}/do/hold/", sent, headers={name: "POST"})
            assert answer.status_code == 405


@pytest.mark.parametrize(
    "name",
    ["materials.a\0", "materials." + "x" * 200, "materials.<b>", "materials.", "materials.字"],
    ids=range(5),
)
def test_a_paper_that_no_page_names_is_not_kept(
    huanglong: Hall, come_in: ComeIn, name: str
) -> None:
    client = come_in(huanglong.teller)
    address = client.post("/counter/begin/", {"item": "insurance-proof"})["Location"]
    sent = {name: "original", "materials.id-card": "original"}
    for place in (address, f"{address}submit/"):
        assert client.post(place, sent, headers=HTMX).status_code in {200, 422}
    assert Draft.objects.get().materials == {"id-card": "original"}


def test_a_draft_keeps_no_more_than_a_form_could_hold(huanglong: Hall, come_in: ComeIn) -> None:
    client = come_in(huanglong.teller)
    address = client.post("/counter/begin/", {"item": "insurance-proof"})["Location"]
    papers = {f"materials.{i}": "y" * 2_000 for i in range(900)}
    sent = {**papers, "purpose": "长" * 100_000, "purpose2": "x"}
    assert client.post(address, sent, headers=HTMX).status_code == 200
    draft = Draft.objects.get()
    assert len(str(draft.materials)) < 5_000
    assert len(draft.form["purpose"]) == 2_000
    assert "purpose2" not in draft.form


def test_a_catalogue_that_would_take_minutes_to_read_is_refused_at_once(
    huanglong: Hall, come_in: ComeIn
) -> None:
    director = come_in("61000001")
    for text in ("a" + ".a" * 60_000 + " = 1", f"[{'.'.join(['a'] * 60_000)}]"):
        with pytest.raises(UnreadableProfile, match="点超过"):
            read_profile(text)
        answer = director.post("/catalogue/propose/", {"text": text, "check": "1"})
        assert "有一行的点超过 100 个" in answer.content.decode()


def test_a_catalogue_comes_into_force_on_a_day_after_which_there_are_others() -> None:
    for day in (date.max, date(2101, 1, 1), date.min):
        text = changed(packaged("shaanxi"), "in_force_on = 2026-01-01", f"in_force_on = {day}")
        with pytest.raises(UnreadableProfile, match="in_force_on：数字超出范围"):
            read_profile(text)
