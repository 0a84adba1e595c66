"""Words for tests of pages: what a page shows, and what its forms send."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.halls import shown
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import screen_digest
from yichuang.doors.workbench.views.cases import PENNED

HTMX = {"HX-Request": "true"}


def text_of(response: Any) -> str:
    """Give what a page says, without its marks."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def open_page(client: Client, address: str) -> str:
    """Open a page that must be there, and give what it says."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return text_of(response)


def hidden_of(html: str, form: str = "act") -> dict[str, Any]:
    """Give what a form of a page sends unseen."""
    body = re.search(rf'<form id="{form}".*?</form>', html, re.DOTALL)
    assert body, f"no form {form}"
    pairs = re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', body[0])
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


def ticks_of(html: str) -> list[str]:
    """Give what there is to tick on a page."""
    return re.findall(r'class="tick" name="ticked" value="([^"]+)"', html)


def do(
    client: Client, number: str, verb: str, sent: Mapping[str, Any] | None = None, **more: Any
) -> Any:
    """Send what a form of a case's page sends, as the page does it."""
    data: dict[str, Any] = {"request": str(uuid4()), "n": standing(number).head.n}
    if verb in {"pass", "sign", "approve", "conclude"} and "brief" not in (sent or {}):
        data |= shown(number)
    if verb == "refuse":
        data |= {"brief": shown(number)["brief"]}
    if verb == "return":
        data |= {"code": "other"}
    if verb in PENNED:
        data |= {"screen": screen_digest(standing(number))}
    address = f"/cases/{number}/do/{verb}/"
    return client.post(address, data | dict(sent or {}) | more, headers=HTMX)


def went_to(response: Any) -> str:
    """Give where a page goes on to after an act that was done."""
    assert response.status_code == 204, (response.status_code, text_of(response))
    return str(response.headers["HX-Redirect"])


def refused_in_words(response: Any) -> str:
    """Give the words of a refusal: a number between 400 and 499, and a Chinese sentence."""
    assert 400 <= response.status_code < 500, response.status_code
    words = text_of(response).strip()
    assert re.search("[\u4e00-\u9fff]", words), "a refusal says something"
    assert "Traceback" not in words
    return words
