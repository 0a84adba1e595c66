"""How a page acts: one call of a journey, and an answer that says what really happened."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yichuang.domain.authority.pens import ProofNeeded, ProofTooOld
from yichuang.domain.cases.application import Mistake, Mistakes
from yichuang.domain.cases.queries import chain_of
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.insured.search import Card
from yichuang.domain.journeys import looks
from yichuang.domain.journeys.notes import Kind, note
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Staff
from yichuang.domain.trail.actions import Answer, Head, moved_since
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.audit import lines as audit_lines
from yichuang.doors.workbench.here import Request

PEOPLE = frozenset({"who", "by", "holder"})
"""Facts of refusals that are staff numbers: a page says the name beside them."""


def new_request() -> UUID:
    """Give a form the key of the act it will ask for, so that two clicks act once."""
    return uuid4()


def request_of(request: HttpRequest) -> UUID | None:
    """Read the key of the act that a form asks for."""
    try:
        return UUID(request.POST.get("request", ""))
    except ValueError:
        return None


def acted(request: Request, do: Callable[[UUID], Answer], then: str) -> HttpResponse:
    """Do an act and go on to a page, or say on this one why not; nothing else was written."""
    key = request_of(request)
    if key is None:
        return refused_with(request, "页面不完整，请刷新后再办。", status=400)
    try:
        answer = do(key)
    except Refusal as refusal:
        return refused(request, refusal)
    return went(request, then.format(**answer.said))


def went(request: Request, then: str) -> HttpResponse:
    """Go on to a page."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": then})
    return redirect(then)


def refused(request: Request, refusal: Refusal) -> HttpResponse:
    """Say why an act was refused, and who was there before, if somebody was; it leaves a line."""
    audit_lines.mark(request, Kind.REFUSED, refusal.code)
    if isinstance(refusal, Mistakes):
        context = {"why": "申请还不能受理，请逐项更正：", "mistakes": refusal.mistakes}
        return _notice(request, context, 422)
    before = _moved_before(request)
    answer = _notice(request, {"why": told(refusal), "before": before}, 409)
    if isinstance(refusal, (ProofNeeded, ProofTooOld)):
        answer.headers["HX-Trigger"] = "proof-needed"  # The page opens its panel for it.
    return answer


def amiss(request: Request, mistakes: list[Mistake]) -> HttpResponse:
    """Say everything that is wrong with a form at once; nothing was tried."""
    return _notice(request, {"why": "还不能提交，请逐项更正：", "mistakes": mistakes}, 422)


def refused_with(request: Request, why: str, *, status: int = 422) -> HttpResponse:
    """Say why something can't be read."""
    return _notice(request, {"why": why}, status)


def opened(request: Request, card: Card | None) -> None:
    """Leave the line of whoever looks at a card, before it is shown; without it it isn't."""
    if card is not None:
        looks.opened(card.kind, card.number, who=audit_lines.who(request.here))


def exported(request: Request, what: str, count: int, *, of: str = "") -> None:
    """Leave the line of what is about to leave the house as a file or on paper; first the line."""
    here = request.here
    said = {"what": what, "count": count, **audit_lines.who(here).said()}
    note(Kind.EXPORTED, by=here.by, at=here.at, said={**said, "of": of} if of else said)


def _notice(request: Request, context: dict[str, Any], status: int) -> HttpResponse:
    if request.htmx:
        response = render(request, "workbench/refused.html", context, status=status)
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    context |= {"title": "没有办成"}
    return render(request, "workbench/fault.html", context, status=status)


def told(refusal: Refusal) -> str:
    """Write a refusal with people's names beside their staff numbers."""
    numbers = {str(refusal.facts[key]) for key in PEOPLE if refusal.facts.get(key)}
    if not numbers:
        return str(refusal)
    names = dict(Staff.objects.filter(number__in=numbers).values_list("number", "name"))
    facts = dict(refusal.facts)
    for key in PEOPLE & facts.keys():
        number = str(facts[key])
        if name := names.get(number):
            in_brackets = f"（{{{key}}}" in refusal.says
            facts[key] = f"{name} {number}" if in_brackets else f"{name}（{number}）"
    return refusal.says.format(**facts)


def _moved_before(request: Request) -> str:
    """Say who did what to the case since the page was made."""
    n, case = request.POST.get("n", ""), getattr(request, "case", None)
    if case is None or not n.isdecimal() or len(n) > 9:  # noqa: PLR2004 -- far beyond any chain
        return ""
    moved = moved_since(Head(case.case.chain_id, int(n)), LIFECYCLE.verbs)
    if moved is None or moved.facts["who"] == request.here.by:
        return ""
    return told(moved)


def last_done(number: str, by: str) -> Act | None:
    """Give the last act of a person on a case: what a page says was done, the trail says too."""
    if not may_be_number(number):
        return None
    return acts_of(chain_of(number)).filter(actor=by).last()
