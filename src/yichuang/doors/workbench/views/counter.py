"""当前办件: who is at the window, what they came for, what lies there unfinished."""

import re
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.cases.queries import open_cases_on
from yichuang.domain.cases.worklists import due_by, my_turn, of_the_counter
from yichuang.domain.catalogue.profile import ItemRule
from yichuang.domain.insured.search import Card, card_of, find
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.kernel.numbers import may_be_number, reads_right
from yichuang.doors.workbench.acts import opened, refused_with
from yichuang.doors.workbench.doorway import COUNTER, door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.rows.cases import lines, page_of
from yichuang.engines.initials import initials

LISTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "returned": ("待补正", ("correction",), "没有退回来要补正的件。"),
    "ready": ("待办结", ("ready", "handling"), "没有等您办结或签字的件。"),
    "due": ("今日到期", (), "今天没有到期的件。"),
    "open": ("我的办件", (), "您手上没有在办的件。"),
    "done": ("待归档", ("done",), "没有等您归档的件。"),
}
UUID_TEXT = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

PREFILLED = {"citizen_id": "person", "employer": "employer", "credit_code": "employer"}
"""Fields that whoever is identified answers at once: nothing is typed twice."""


@door("GET", "POST", posts=COUNTER)
def desk(request: Request) -> HttpResponse:
    """Show the window: identify, choose the item, go on with what was begun."""
    if request.method == "POST":
        return _identified(request)
    if request.htmx:
        return _items(request)
    card = chosen(request.GET)
    opened(request, card)
    context = {
        "card": card,
        "busy": open_cases_on(subjects_of(card)) if card else (),
        "items": offered(request.here),
        "events": _events(request.here),
        "drafts": _drafts(request.here),
        "lines": lines(my_turn(request.here.by, request.here.on)[:6], request.here),
    }
    return render(request, "workbench/counter.html", context)


@door("POST", posts=COUNTER)
def begin(request: Request) -> HttpResponse:
    """Begin an application for whoever is at the window."""
    code = request.POST.get("item", "")
    if code not in {rule.code for rule in offered(request.here)}:
        return refused_with(request, "本岗位不受理这个事项，请从事项列表中选择。")
    card, here = chosen(request.POST), request.here
    opened(request, card)
    draft = Draft(
        key=uuid4(),
        by_id=here.by,
        agency=here.agency.code,
        item=code,
        kind=card.kind if card else "",
        subject=card.number if card else "",
        form=prefilled(code, card),
        saved_at=here.at,
    )
    draft.save(force_insert=True)
    return redirect("draft", draft.key)


@door("GET", posts=COUNTER)
def mine(request: Request) -> HttpResponse:
    """List my cases: returned, ready to finish, due today, all of them, still to be filed."""
    which = request.GET.get("list", "open")
    title, states, empty = LISTS.get(which, LISTS["open"])
    cases = of_the_counter(request.here.by, states) if states else of_the_counter(request.here.by)
    if which in {"returned", "ready"}:
        cases = my_turn(request.here.by, request.here.on).filter(state__in=states)
    if which == "due":
        cases = due_by(cases, request.here.on)
    unfiled = of_the_counter(request.here.by, ["done"]).count()
    context = {"title": title, "which": which, "empty": empty, "unfiled": unfiled}
    return render(request, "workbench/mine.html", {**context, **page_of(cases, request.here)})


def offered(here: Here) -> list[ItemRule]:
    """Give the items that this post accepts under the catalogue in force."""
    return [r for r in here.profile.items if r.code in ITEMS and r.accepted_by == here.post]


def prefilled(code: str, card: Card | None) -> dict[str, str]:
    """Give what is known of whoever was identified, for the fields that ask for it."""
    if card is None:
        return {}
    known = {card.kind: card.whole_identity}
    if card.enrolments:
        known["employer"] = card.enrolments[0].employer_code
    names = ITEMS[code].form.model_fields
    return {n: known[k] for n, k in PREFILLED.items() if n in names and k in known}


def subjects_of(card: Card) -> list[str]:
    """Give what open cases hold of whoever was identified."""
    noun = "citizen" if card.kind == "person" else "employer"
    return [f"{noun}/{card.whole_identity}"]


def chosen(data: QueryDict) -> Card | None:
    """Read whom a form names, as `kind:number`."""
    kind, _, number = data.get("chosen", "").partition(":")
    return card_of(kind, number)


def _items(request: Request) -> HttpResponse:
    """Answer what is typed into the box of items."""
    asked = request.GET.get("item", "").strip().lower()
    items = [rule for rule in offered(request.here) if _meant(rule, asked)]
    shown = {"items": items, "card": chosen(request.GET)}
    return render(request, "workbench/_counter_items.html", shown)


def _identified(request: Request) -> HttpResponse:
    """Answer what is typed into the box of people: numbers, which no address shows."""
    text = request.POST.get("q", "").strip()
    number = text if may_be_number(text) and len(text) < 40 and reads_right(text) else ""  # noqa: PLR2004
    found = find(request.here.agency.code, text)
    key = request.POST.get("draft", "")
    to = reverse("draft-subject", args=[key]) if UUID_TEXT.fullmatch(key) else ""
    context = {"found": found, "q": text, "number": number, "to": to}
    return render(request, "workbench/_counter_found.html", context)


def _meant(rule: ItemRule, asked: str) -> bool:
    """Say whether an item is meant by initials, by a part of its name, or by a life event."""
    named = any(short.startswith(asked) for short in initials(rule.name))
    inside = any(asked in short for short in initials(rule.name))
    return named or inside or asked in rule.name or any(asked in event for event in rule.events)


def _events(here: Here) -> dict[str, list[ItemRule]]:
    """Give the items by life event, as a client would say it."""
    events: dict[str, list[ItemRule]] = {}
    for rule in offered(here):
        for event in rule.events:
            events.setdefault(event, []).append(rule)
    return events


def _drafts(here: Here) -> list[tuple[Draft, str, str]]:
    """Give what this person began and hasn't submitted, the last first: draft, item, whom."""
    own = Draft.objects.filter(by=here.by, agency=here.agency.code, became="")
    named = {rule.code: rule.name for rule in here.profile.items}
    return [
        (draft, named.get(draft.item, draft.item), _whom(draft.form))
        for draft in own.order_by("-saved_at")[:6]
    ]


def _whom(form: dict[str, str]) -> str:
    return next((form[n] for n in ("name", "new_name", "citizen_id") if form.get(n)), "")
