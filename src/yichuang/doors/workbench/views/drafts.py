"""受理单: the form, the papers, every check at once, the route and the deadline — then submit."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.domain.cases.application import BROUGHT, Mistakes
from yichuang.domain.cases.policy import may
from yichuang.domain.cases.preview import Preview, preview, preview_correction
from yichuang.domain.cases.queries import NoSuchCase, open_cases_on, standing
from yichuang.domain.cases.standing import Standing
from yichuang.domain.insured.search import card_of
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.authority import INTERNAL
from yichuang.domain.journeys.notes import Kind
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of
from yichuang.doors.workbench.acts import opened, refused, went
from yichuang.doors.workbench.audit import lines as audit_lines
from yichuang.doors.workbench.doorway import APPLICANTS, door
from yichuang.doors.workbench.fields import Field, drawn, papers_in, typed_in
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.rows.authority import chosen_from
from yichuang.doors.workbench.views.counter import chosen, prefilled, subjects_of


@dataclass(frozen=True)
class Filled:
    """A field as the page shows it: what was typed, and what is wrong with it."""

    field: Field
    wrong: str
    missing: bool


@door("GET", "POST", posts=APPLICANTS)
def page(request: Request, key: UUID) -> HttpResponse:
    """Show a draft; a POST keeps what was typed and answers with every check."""
    draft = _own(request, key)
    if request.method == "POST" and not draft.became:
        draft = _keep(request, draft)
    if draft.became:
        return went(request, _page_after(draft))
    if request.method == "GET":
        return render(request, "workbench/draft.html", _context(request, draft))
    return render(request, "workbench/_draft_parts.html", _context(request, draft))


@door("POST", posts=APPLICANTS)
def identify(request: Request, key: UUID) -> HttpResponse:
    """Put somebody else at the window; what is known of them fills what is still empty."""
    draft = _own(request, key)
    card = chosen(request.POST)
    opened(request, card)
    draft.kind, draft.subject = (card.kind, card.number) if card else ("", "")
    known = prefilled(draft.item, card)
    draft.form = {**known, **{name: text for name, text in draft.form.items() if text}}
    _save(request, draft)
    return redirect("draft", draft.key)


@door("POST", posts=APPLICANTS)
def submit(request: Request, key: UUID) -> HttpResponse:
    """Accept the application, or the correction; refused with every mistake at once."""
    draft = _own(request, key)
    if not draft.became:
        draft = _keep(request, draft)
    if not draft.became:
        try:
            draft.became = str(_submitted(request, draft).said["number"])
        except Mistakes as mistakes:
            audit_lines.mark(request, Kind.REFUSED, mistakes.code)
            context = _context(request, draft, tried=True) | {"mistakes": mistakes.mistakes}
            return render(request, "workbench/_draft_parts.html", context, status=422)
        except Refusal as refusal:
            return refused(request, refusal)
        _note(draft)
    return went(request, _page_after(draft))


@door("GET", posts=APPLICANTS)
def notice(request: Request, key: UUID) -> HttpResponse:
    """Print the notice of everything that is missing, once (一次性告知书)."""
    draft = _own(request, key)
    context = _context(request, draft, tried=True)
    return render(request, "workbench/notice.html", context)


@door("POST", posts=APPLICANTS)
def discard(request: Request, key: UUID) -> HttpResponse:
    """Throw a draft away: the client left without applying."""
    draft = _own(request, key)
    draft.delete()
    return redirect("authority" if draft.item in INTERNAL else "counter")


@door("POST", posts=APPLICANTS)
def correct(request: Request, number: str) -> HttpResponse:
    """Begin, or go on with, the correction of a returned case."""
    case, here = request.case, request.here
    try:
        may("correct", case, here.by, here.on)
    except Refusal as refusal:
        # A draft shows the whole form, unmasked: to whoever corrects it, and nobody else.
        return refused(request, refusal)
    own = Draft.objects.filter(by=here.by, corrects=number, became="")
    draft = own.first()
    if draft is None:
        form = {name: _written(value) for name, value in case.form.model_dump().items()}
        draft = Draft(
            key=uuid4(),
            by_id=here.by,
            agency=case.case.agency_id,
            item=case.case.item,
            corrects=number,
            form=form,
            materials=case.materials,
            saved_at=here.at,
        )
        draft.save(force_insert=True)
    return redirect("draft", draft.key)


def _own(request: Request, key: UUID) -> Draft:
    """Give a draft of this person's at this agency; to others it isn't there."""
    draft = Draft.objects.filter(
        key=key, by=request.here.by, agency=request.here.agency.code
    ).first()
    if draft is None or draft.item not in ITEMS:
        raise Http404("没有这份草稿，可能已经提交或删除。请回到“当前办件”查看。")
    if not draft.became:
        # The answer may have been lost on its way: the trail knows whether it was accepted.
        act = Act.objects.filter(request=key).values_list("chain_id", flat=True).first()
        draft.became = act.removeprefix("case/") if act else ""
    return draft


def _page_after(draft: Draft) -> str:
    """Give where a draft that became a case leads, whichever request learns of it first."""
    page = "case" if draft.corrects else "receipt"
    page = "case-signing" if draft.item in INTERNAL else page
    return f"{reverse(page, args=[draft.became])}?done={draft.became}"


def _keep(request: Request, draft: Draft) -> Draft:
    """Keep what was typed, and give the draft as it stands then."""
    draft.form = typed_in(ITEMS[draft.item].form, request.POST)
    draft.materials = papers_in(request.POST)
    return draft if _save(request, draft) else _own(request, draft.key)


def _save(request: Request, draft: Draft) -> bool:
    """Save a draft that is still one: what was submitted or thrown away meanwhile stays so."""
    draft.saved_at = request.here.at
    kept = {name: getattr(draft, name) for name in ("kind", "subject", "form", "materials")}
    still = Draft.objects.filter(key=draft.key, became="")
    return still.update(saved_at=draft.saved_at, **kept) == 1


def _note(draft: Draft) -> None:
    """Note what a draft became; others of the same case rest on what it was before."""
    Draft.objects.filter(key=draft.key).update(became=draft.became)
    if draft.corrects:
        Draft.objects.filter(corrects=draft.corrects, became="").delete()


def _submitted(request: Request, draft: Draft) -> Answer:
    brought: dict[str, Any] = {"form": draft.form, "materials": draft.materials}
    who: dict[str, Any] = {"by": request.here.by, "at": request.here.at, "request": draft.key}
    if draft.corrects:
        return journeys.correct(draft.corrects, **brought, **who)
    return journeys.accept(draft.agency, draft.item, **brought, **who)


def _seen(request: Request, draft: Draft) -> tuple[Preview, Standing | None]:
    """Read what the draft would become, as it stands."""
    here = request.here
    brought: dict[str, Any] = {"form": draft.form, "materials": draft.materials}
    if not draft.corrects:
        seen = preview(draft.agency, draft.item, **brought, by=here.by, at=here.at)
        return seen, None
    try:
        case = standing(draft.corrects, by=here.by, on=here.on)
    except NoSuchCase as none:
        raise Http404(str(none)) from none
    return preview_correction(case, **brought), case


def _context(request: Request, draft: Draft, *, tried: bool = False) -> dict[str, Any]:
    """Give everything that the page shows, all of it from one reading of the draft."""
    seen, case = _seen(request, draft)
    card = card_of(draft.kind, draft.subject) if draft.kind else None
    wrong = {mistake.field: mistake for mistake in seen.mistakes}
    profile = case.profile if case else request.here.profile
    asked = drawn(ITEMS[draft.item].form, draft.form)
    asked = chosen_from(asked, draft.agency, profile) if draft.item in INTERNAL else asked
    fields = [_filled(field, wrong, tried=tried) for field in asked]
    returned = acts_of(case.case.chain_id).filter(verb="return").last() if case else None
    return {
        "returned": returned,
        "why_returned": json.loads(returned.content)["said"]["reason"] if returned else "",
        "draft": draft,
        "internal": draft.item in INTERNAL,
        "here_at": reverse("authority") if draft.item in INTERNAL else "",
        "seen": seen,
        "case": case,
        "card": card,
        "busy_with": open_cases_on(subjects_of(card)) if card else (),
        "fields": fields,
        "unfilled": sum(1 for f in fields if f.missing),
        "amiss": len(seen.mistakes) + len(seen.busy) + bool(seen.refusal) + bool(seen.undated),
        "ways": BROUGHT,
        "tried": tried,
        "papers_here": sum(1 for paper in seen.papers if paper.mistake is None),
    }


def _filled(field: Field, wrong: dict[str, Any], *, tried: bool) -> Filled:
    mistake = wrong.get(field.name)
    missing = mistake is not None and mistake.code == "field-missing"
    says = mistake.message if mistake and (tried or not missing) else ""
    return Filled(field, says, missing)


def _written(value: object) -> str:
    return "" if value is None else str(value)
