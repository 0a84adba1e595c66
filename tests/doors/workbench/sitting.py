"""Words for tests of signing sessions: begin, look at briefs, confirm, read the sheet."""

import json
import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.doors.workbench.pages import HTMX, hidden_of, text_of, went_to
from yichuang.domain.cases.models import SigningSession
from yichuang.domain.trail.queries import acts_of


def begin(client: Client) -> SigningSession:
    """Begin a session as its page does, and give it."""
    sent = {"request": str(uuid4())}
    assert went_to(client.post("/session/begin/", sent, headers=HTMX)) == "/session/"
    return SigningSession.objects.latest("opened_at")


def look_at(client: Client, *numbers: str) -> str:
    """Open the briefs of cases one after another, and give what the last one said."""
    said = ""
    for number in numbers:
        answer = client.get(f"/session/case/{number}/")
        assert answer.status_code == 200
        said = text_of(answer)
    return said


def summed_up(client: Client) -> dict[str, Any]:
    """Open the summary, and give what its one form would confirm."""
    return hidden_of(client.get("/session/summary/").content.decode())


def confirm(client: Client, sent: dict[str, Any] | None = None) -> Any:
    """Confirm what a summary shows, now or as it was."""
    return client.post("/session/sign/", sent or summed_up(client), headers=HTMX)


def sheet(client: Client, answer: Any) -> str:
    """Go on to the sheet after a confirmation, and give what it says."""
    return text_of(client.get(went_to(answer)))


def results_of(session: SigningSession) -> dict[str, str | None]:
    """Give what became of each case of a session that is over: nothing, or why it wasn't signed."""
    last = acts_of(session.key).last()
    assert last is not None
    results = json.loads(last.content)["said"]["results"]
    return {told["of"].split("/")[1]: told.get("code") for told in results}


def signatures_on(numbers: Iterable[str], by: str) -> list[str]:
    """Give the numbers of the cases that a person signed, once for every signature."""
    return [
        number
        for number in numbers
        for act in acts_of(f"case/{number}")
        if act.verb in {"sign", "approve"} and act.actor == by
    ]


def numbers_on(page: str) -> set[str]:
    """Give the numbers of cases that a page names."""
    return set(re.findall(r"610631-[0-9]{8}-[0-9]{4,}-[0-9]", page))
