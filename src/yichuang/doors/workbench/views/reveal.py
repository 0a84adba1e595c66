"""Showing a whole number: asked for by what was on the page, with a reason, after its line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render

from yichuang.domain.insured.search import Found
from yichuang.domain.journeys.looks import REASONS, REVEALERS, Hidden, hidden_of, home_of, reveal
from yichuang.domain.kernel.refusals import Refusal
from yichuang.doors.workbench.acts import refused, refused_with
from yichuang.doors.workbench.audit.lines import who
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Here, Request

SALT = "whole number"
LONGEST = 100

Record = tuple[str, str, str]
"""What is on a page: its kind, its number in the register or the case's, and a name."""


@dataclass(frozen=True)
class Offer:
    """A masked number of a page: a token for it, and how the page calls it."""

    token: str
    label: str


@door("POST", posts=REVEALERS)
def whole(request: Request) -> HttpResponse:
    """Answer one whole number to whoever was shown it masked and says why."""
    here, sent = request.here, request.POST
    asked = _read(sent.get("of", ""), here)
    if asked is None:
        return refused_with(request, "请从本页列出的号码中选择；页面放了太久的，请刷新后再选。")
    noun, number, what = asked
    why, words = sent.get("why", ""), sent.get("words", "")[:LONGEST]
    try:
        found = reveal(noun, number, what, why=why, words=words, who=who(here))
    except Refusal as refusal:
        return refused(request, refusal)
    home = home_of(number)
    name = home[1] if home else number
    return render(request, "workbench/_revealed.html", {"found": found, "name": name})


def asking(here: Here, *records: Record) -> dict[str, Any]:
    """Give the control of a page on which these records stand; nothing where it isn't for them."""
    if here.post not in REVEALERS:
        return {}
    offers = [
        _offer(here, record, hidden)
        for record in records
        for hidden in hidden_of(record[0], record[1], here.agency.code)
    ]
    return {"offers": offers, "why": REASONS, "may_reveal": True}


def of_found(here: Here, people: Sequence[Found], cases: Iterable[str]) -> dict[str, Any]:
    """Give the control of a list of what was found, from what the list shows itself."""
    control = asking(here, *(("case", number, number) for number in cases))
    if not control:
        return {}
    of_people = [_offer(here, (f.kind, f.number, f.name), hidden) for f in people for hidden in
                 _masked(f)]  # fmt: skip
    return {**control, "offers": [*of_people, *control["offers"]]}


def _masked(found: Found) -> list[Hidden]:
    phone = Hidden("phone", "电话", "", found.phone)
    if found.kind != "person":
        return [phone]
    return [Hidden("identity", "公民身份号码", "", found.identity), phone]


def _offer(here: Here, record: Record, hidden: Hidden) -> Offer:
    """Offer a number to whoever is here, in this post, and to nobody else."""
    noun, number, name = record
    token = signing.dumps([here.assignment.id, noun, number, hidden.what], salt=SALT)
    return Offer(token, f"{name}　{hidden.title} {hidden.shown}".strip())


def _read(token: str, here: Here) -> tuple[str, str, str] | None:
    try:
        seat, noun, number, what = signing.loads(token, salt=SALT, max_age=settings.SESSION_WHOLE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (noun, number, what) if seat == here.assignment.id else None
