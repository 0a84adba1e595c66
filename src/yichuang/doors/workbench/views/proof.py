"""核验身份: whoever is about to sign shows who they are, on the page where they sign."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yichuang.doors.workbench.acts import refused_with
from yichuang.doors.workbench.doorway import INSIDE, door
from yichuang.doors.workbench.entrance import entry
from yichuang.doors.workbench.entrance.proofs import (
    amiss_at,
    asks_code,
    fresh_until,
    proof_of,
    prove,
    why_not,
)
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.templatetags.words import clock
from yichuang.doors.workbench.turns import OURS

NOT_WRITTEN = "此刻不能留下审计记录，所以没有核验。请稍后再试；仍不行时请告知审计管理员。"


@door("POST", posts=INSIDE)
def give(request: Request) -> HttpResponse:
    """Take password and code; the page stays as it is, with all that was typed and ticked."""
    sent = request.POST
    try:
        proof = prove(request, sent.get("password", ""), sent.get("code", ""))
    except entry.UNWRITTEN:
        return refused_with(request, NOT_WRITTEN, status=409)
    if proof is None:
        answer = refused_with(request, why_not(request))
        answer.headers["HX-Trigger"] = json.dumps({"proof-amiss": {"field": amiss_at(request)}})
        return answer
    until = clock(fresh_until(proof))
    if not request.htmx:
        onward = sent.get("next", "")
        return redirect(onward if OURS.fullmatch(onward) else "home")
    told = f"身份已核验，{until} 之前签字不再询问。请再按一次 F9。"
    answer = render(request, "workbench/told.html", {"told": told})
    answer.headers["HX-Trigger"] = json.dumps({"proved": {"until": until}})
    return answer


def proving(request: Request) -> dict[str, Any]:
    """Give what a page needs on which one signs: until when the proof is fresh, what is asked."""
    proof = proof_of(request)
    return {
        "proved_until": fresh_until(proof) if proof is not None else None,
        # Asked only where the panel is drawn.
        "asks_code": lambda: asks_code(request),
    }
