"""The page of a case, and the one address at which everything is done to it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from yichuang.domain.cases.actions.decisions import is_signed
from yichuang.domain.cases.actions.keying import awaits_keying
from yichuang.domain.cases.application import BROUGHT
from yichuang.domain.cases.prospect import possible
from yichuang.domain.cases.standing import Standing, brief_digest
from yichuang.domain.cases.states import OPEN
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.queries import case_picture
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench import dossier, marks
from yichuang.doors.workbench.acts import acted, new_request, told
from yichuang.doors.workbench.doorway import INSIDE, door
from yichuang.doors.workbench.entrance.proofs import pen_for
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.links import asking_about, links_of
from yichuang.doors.workbench.rows import course
from yichuang.doors.workbench.rows.clocks import dues
from yichuang.doors.workbench.rows.payments import owed_for
from yichuang.doors.workbench.turns import pages_of, then
from yichuang.doors.workbench.views.evidence import EXPORTERS
from yichuang.doors.workbench.views.proof import proving
from yichuang.doors.workbench.views.reveal import asking

REASONS = {
    "return": (
        "证件复印件不清楚，请重新复印",
        "申请内容与证件不一致，请核对后更正",
        "材料缺页，请补齐",
        "依据材料不足以证明申请的内容，请补充",
    ),
    "withdraw": ("申请人要求撤回", "申请人改办其他事项"),
    "hold": ("申请人持受理回执离开，办结后通知领取",),
    "recall": ("上报材料需要补充", "发现申请内容有误"),
    "refer": ("档案与户籍记载不一致，须集体研究",),
    "refuse": ("申请不符合规定的条件",),
    "suspend": ("等待劳动能力鉴定结论", "等待工伤认定、仲裁或法院裁判结果"),
    "resume": ("鉴定、认定或裁决结论已送达", "材料已补齐", "事由不成立，请继续办理"),
    "stand-down": ("与申请人有亲属关系", "本人休假，无法继续办理"),
}
"""Common reasons that a field offers; whoever acts may write any other."""

NAMES = re.compile(r"[\r\n、，,；;]+")
STEP = re.compile("[0-9]{1,3}")


def _nothing(_: QueryDict) -> dict[str, Any]:
    return {}


def _reason(sent: QueryDict) -> dict[str, Any]:
    return {"reason": sent.get("reason", "")}


def _reason_and_step(sent: QueryDict) -> dict[str, Any]:
    step = sent.get("step", "")
    return {"step": int(step) if STEP.fullmatch(step) else -1, **_reason(sent)}


def _reason_step_code(sent: QueryDict) -> dict[str, Any]:
    return {"code": sent.get("code", ""), **_reason_and_step(sent)}


def _reason_and_ground(sent: QueryDict) -> dict[str, Any]:
    return {"ground": sent.get("ground", ""), **_reason(sent)}


def _reason_and_brief(sent: QueryDict) -> dict[str, Any]:
    return {**_brief(sent), **_reason(sent)}


def _delivery(sent: QueryDict) -> dict[str, Any]:
    told = {name: sent.get(name, "") for name in ("paper", "way", "receiver", "delivered_on")}
    return {**told, "note": sent.get("note") or None}


def _brief(sent: QueryDict) -> dict[str, Any]:
    return {"brief": sent.get("brief", "")}


def _brief_and_ticks(sent: QueryDict) -> dict[str, Any]:
    return {"ticked": sent.getlist("ticked"), **_brief(sent)}


def _ticks_and_review(sent: QueryDict) -> dict[str, Any]:
    return {**_brief_and_ticks(sent), **_brief_and_review(sent)}


def _brief_and_review(sent: QueryDict) -> dict[str, Any]:
    """Read minutes only where any stood on the page: of a collective review (集体会审)."""
    named = any(name in sent for name in ("number", "held_on", "present", "decision"))
    return _brief_and_minutes(sent) if named else _brief(sent)


def _brief_and_minutes(sent: QueryDict) -> dict[str, Any]:
    present = [name.strip() for name in NAMES.split(sent.get("present", ""))]
    texts = {name: sent.get(name, "") for name in ("number", "held_on", "decision")}
    return {"minutes": {**texts, "present": [name for name in present if name]}, **_brief(sent)}


def _material(sent: QueryDict) -> dict[str, Any]:
    return {"material": sent.get("material", ""), "how": sent.get("how", "")}


WAYS: dict[str, tuple[Callable[..., Answer], Callable[[QueryDict], dict[str, Any]]]] = {
    "finish": (journeys.finish, _nothing),
    "file": (journeys.file, _nothing),
    "receive": (journeys.receive, _nothing),
    "pass": (journeys.pass_on, _brief_and_ticks),
    "sign": (journeys.sign, _ticks_and_review),
    "approve": (journeys.approve, _brief_and_review),
    "conclude": (journeys.conclude, _brief_and_minutes),
    "return": (journeys.return_to, _reason_step_code),
    "suspend": (journeys.suspend, _reason_and_ground),
    "confirm-suspension": (journeys.confirm_suspension, _nothing),
    "resume": (journeys.resume, _reason),
    "deliver": (journeys.deliver, _delivery),
    "stand-down": (journeys.stand_down, _reason_and_step),
    "refer": (journeys.refer, _reason),
    "recall": (journeys.recall, _reason),
    "refuse": (journeys.refuse, _reason_and_brief),
    "withdraw": (journeys.withdraw, _reason),
    "hold": (journeys.hold, _reason),
    "supply": (journeys.supply, _material),
}
"""Every verb that is done to a case here: the journey, and what it reads of the form."""

PENNED = frozenset({"sign", "approve", "conclude", "refuse"})
"""Verbs that are done with a pen: of the form only the digest of the screen belongs to it."""


@door("POST", posts=INSIDE)
def act(request: Request, number: str, verb: str) -> HttpResponse:
    """Do a verb to a case, and go on."""
    if verb not in WAYS:
        raise Http404("办件没有这个动作，请从办件页上选择。")
    journey, read = WAYS[verb]
    more, here = read(request.POST), request.here

    def do(key: UUID) -> Answer:
        pen = {"pen": pen_for(request, request.POST.get("screen", ""))} if verb in PENNED else {}
        return journey(number, **more, **pen, by=here.by, at=here.at, request=key)

    return acted(request, do, then(request, verb))


@door("GET", posts=INSIDE)
def page(request: Request, number: str) -> HttpResponse:
    """Show everything about a case; it prints as the sheet that travels with the file."""
    case, here = request.case, request.here
    deeds = dossier.deeds(case)
    signatures = marks.marks_of(case, deeds)
    context = acting(request) | {
        "picture": case_picture(number),
        "deeds": deeds,
        "stood_in": dossier.stood_in(deeds),
        "marks": marks.by_deed(signatures),
        "marks_at": marks.by_step(signatures),
        "papers": dossier.papers(case),
        "fields": dossier.fields(case, blind=_is_to_key(request)),
        "results": dossier.results(deeds),
        "owed": owed_for(number),
        "stops": dossier.stops(case),
        "dues": dues(case, here.on),
        "stood": course.stood(case),
        **course.delivery(case),
        "whom": dossier.whom(case),
        "reasons_of_route": case.route["reasons"],
        "seats_taken": _seats_taken(case),
        "promised": [paper for paper in dossier.papers(case) if paper.missing],
        "brought": {code: says for code, says in BROUGHT.items() if code != "promised"},
        "decides_at": _decides_at(request),
        "is_open": case.case.state in OPEN,
        "exports": here.post in EXPORTERS,
        "asking_about": asking_about(case, here),
        **asking(here, ("case", number, "")),
    }
    return render(request, "workbench/case.html", context)


def acting(request: Request) -> dict[str, Any]:
    """Give what every page of a case needs to act on it: keys, digest, what this person may."""
    case, here = request.case, request.here
    prospects = possible(case, here.by, here.on)
    may = {prospect.verb for prospect in prospects if prospect.allowed}
    return {
        "case": case,
        "row": case.case,
        "rule": case.rule,
        "request_key": new_request(),
        "brief": brief_digest(case),
        "may": may,
        "signs_here": any(is_signed(verb, case.case.level) for verb in may),
        "may_not": [(p.verb, told(p.why)) for p in prospects if p.why is not None],
        "earlier": dossier.earlier(case),
        "links": links_of(case),
        **course.asked(case),
        **proving(request),
        "reasons": REASONS,
    }


def _is_to_key(request: Request) -> bool:
    """Say whether a reviewer may still be asked to key the case without having seen it."""
    return request.here.post == Post.REVIEWER and awaits_keying(request.case)


def _decides_at(request: Request) -> str:
    """Give the page on which this person decides the case: a counter that signs has it too."""
    pages = pages_of(request.here)
    return pages[1] if pages else "case-signing"


def _seats_taken(case: Standing) -> list[tuple[int, str, str | None]]:
    """Give the seats whose holders could stand down."""
    done = case.case.state == "done"
    return [
        (s.step, case.profile.post_name(s.post), s.holder)
        for s in case.seats
        if s.holder and not s.stands_down and (s.decision is None or (done and s.step == 0))
    ]
