"""Looking up: whoever is insured, and cases by their number."""

import re
import unicodedata

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.cases.models import Case
from yichuang.domain.cases.policy import may_see
from yichuang.domain.cases.queries import open_cases_on
from yichuang.domain.insured.history import chains_of, history_of
from yichuang.domain.insured.search import Card, card_of, find
from yichuang.domain.kernel.numbers import may_be_number, numbered, reads_right
from yichuang.domain.staff.models import Agency
from yichuang.doors.workbench.acts import opened
from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.links import originals_of
from yichuang.doors.workbench.rows.cases import lines
from yichuang.doors.workbench.views.reveal import asking, of_found

LONGEST = 100
PEOPLE = 20
FINISHED = 50
NUMBER = re.compile(r"(?<![0-9A-Z])([0-9]{6})-?([0-9]{8})-?([0-9]{4,8})-?([0-9])(?![0-9])")
SERIAL = re.compile("[0-9]{1,4}")
DONE = ("done", "filed")
SUBJECTS = {"person": "citizen", "employer": "employer"}
"""How open cases name whom they hold."""


@door("GET", "POST", posts=BUSINESS)
def page(request: Request) -> HttpResponse:
    """Find by one box, whose text never stands in an address; with HTMX only the results."""
    asked = _read(request.POST.get("q", ""))
    context = {"q": asked, "here_at": reverse("find"), **_found(asked, request.here)}
    page = "_find_results" if request.htmx and not request.htmx.boosted else "find"
    return render(request, f"workbench/{page}.html", context)


@door("GET", posts=BUSINESS)
def card(request: Request, kind: str, register: str) -> HttpResponse:
    """Show a person or employer of the register, with their cases and history.

    Every opening leaves its line first: whoever walks along the register's numbers is seen.
    """
    found = card_of(kind, register)
    if found is None:
        raise Http404
    opened(request, found)
    here = request.here
    pending = list(open_cases_on([f"{SUBJECTS[kind]}/{found.whole_identity}"]))
    mine = [case for case in pending if may_see(here.agency.code, case.agency_id)]
    history = history_of(kind, register)
    context = {
        "here_at": reverse("find"),
        "card": found,
        "agency": Agency.objects.filter(pk=found.agency).first(),
        "pending": lines(mine, here),
        "elsewhere": len(pending) - len(mine),
        "finished": lines(_finished(found, here), here),
        "history": history,
        "originals": originals_of(version.chain for version in history),
        **asking(here, (found.kind, found.number, found.name)),
    }
    return render(request, "workbench/insured.html", context)


def _read(typed: str) -> str:
    """Read what was typed or scanned; what nobody could have meant is nothing."""
    text = unicodedata.normalize("NFKC", typed[:LONGEST]).strip()
    return text if text.isprintable() else ""


def _found(asked: str, here: Here) -> dict[str, object]:
    if not asked:
        return {"people": [], "cases": [], "wrong": "", **asking(here)}
    whole = NUMBER.search(asked.upper())
    number = "-".join(whole.groups()) if whole else ""
    wrong = number if number and not reads_right(number) else ""
    cases = [case for case in _cases(asked, number, here) if _visible(case, here)]
    people = find(here.agency.code, asked, limit=PEOPLE)
    shown = {"people": people, "cases": lines(cases, here), "wrong": wrong, "most": PEOPLE}
    return shown | of_found(here, people, [case.number for case in cases])


def _cases(asked: str, number: str, here: Here) -> list[Case]:
    """Give the case of a whole number, or of today's serial at this agency."""
    if not number and SERIAL.fullmatch(asked):
        number = numbered(here.agency.code, here.on, int(asked))
    if not may_be_number(number):
        return []
    return list(Case.objects.filter(number=number).select_related("agency", "edition"))


def _finished(found: Card, here: Here) -> list[Case]:
    """Give the done cases that wrote of whom the card is."""
    chains = chains_of(found.kind, found.number)
    cases = Case.objects.filter(chain__in=chains, state__in=DONE).select_related("edition")
    return [case for case in cases.order_by("-done_at")[:FINISHED] if _visible(case, here)]


def _visible(case: Case, here: Here) -> bool:
    return may_see(here.agency.code, case.agency_id)
