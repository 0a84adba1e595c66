"""The route of a case (SX-07, SX-08, SX-10, SX-11, SX-12; WQ-03, WQ-04, WQ-06)."""

from dataclasses import dataclass

SIGNING_STATES = {
    "handler": "handling",
    "teller": "handling",
    "special": "handling",
    "reviewer": "review",
    "deputy-director": "deputy",
    "director": "director",
}
"""In which state a case stands while a post of the county's chain has to sign."""

SIGNERS = ("reviewer", "deputy-director", "director")
"""Who signs after the handler (SX-12); no chain leaves one of them out."""

AUTHORISING = {
    "deputy-director": ("handling", "handle"),
    "auditor": ("audit", "review"),
    "director": ("director", "decide"),
    "security-admin": ("enforcement", "decide"),
}
"""Who signs what an agency decides about itself, in order: each in which state, by which duty."""

TIMING_WORDS = {"instant": "即时办理", "limited": "限时办理"}


@dataclass(frozen=True)
class Business:
    """What the catalogue says of an item, as far as the route depends on it."""

    code: str
    level: int
    level_source: str
    timing: str
    accepted_by: str
    chain: tuple[str, ...]
    instant_up_to: int | None = None
    reported: bool = False
    """Whether this case is one that the county reports and the city decides (SX-12)."""
    reported_source: str = ""
    settled_by: str = ""
    """The post of the third who settles what two keyed differently; empty: keyed once."""
    settled_source: str = ""
    reviewed_above: str = ""
    """The limit that this case's amount is above, so that it is reviewed collectively."""
    reviewed_source: str = ""


@dataclass(frozen=True)
class Office:
    """What the route asks of the agency: its code, and whether its tellers handle this item."""

    code: str
    counter_handles: bool
    above: str | None = None
    """The agency that it reports to; none where it decides by itself."""
    enforcer: str | None = None
    """The agency that puts its authorisations into force; none where it does so itself."""
    enforcer_source: str = ""
    head: str = "director"
    """The post of whoever heads the agency, who approves what it decides about itself."""


@dataclass(frozen=True)
class Seat:
    """A role in the case: taken once, by one person, for life."""

    step: int
    post: str
    agency: str
    duty: str


@dataclass(frozen=True)
class Stage:
    """Where a case stands in turn: in which state, at whose seat, for which verb."""

    state: str
    step: int
    verb: str


@dataclass(frozen=True)
class Reason:
    """Why the route is as it is, with the rule it rests on."""

    says: str
    source: str


@dataclass(frozen=True)
class Route:
    """The whole way of a case: seats, the stages in their order, and the reasons."""

    level: int
    timing: str
    seats: tuple[Seat, ...]
    stages: tuple[Stage, ...]
    reasons: tuple[Reason, ...]


class RouteImpossibleError(ValueError):
    """The catalogue gave an item from which no lawful route follows."""


def route(business: Business, office: Office, *, persons: int = 1) -> Route:
    """Give the route of a case about so many persons. Raises RouteImpossibleError."""
    if persons < 1:
        message = "a case is about at least one person or employer"
        raise RouteImpossibleError(message)
    timing, timed = _timing(business, persons)
    match business.level:
        case 3:
            seats, stages, why = _finish_on_the_spot(business, office)
        case 2:
            seats, stages, why = _review_then_finish(business, office)
        case 1:
            seats, stages, why = _sign_step_by_step(business, office)
        case _:
            message = f"no such level of risk: {business.level}"
            raise RouteImpossibleError(message)
    if business.settled_by:
        seats, stages, why = _keyed_twice((seats, stages, why), business, office)
    if business.reported:
        seats, stages, why = _reported((seats, stages, why), business, office)
    if business.reviewed_above and business.level == 1:
        says = f"金额超过{business.reviewed_above}，末级签批须附集体会审纪要"
        why = (*why, Reason(says, business.reviewed_source))
    graded = Reason(f"{'一二三'[business.level - 1]}级风险", business.level_source)
    return Route(business.level, timing, seats, stages, (graded, timed, *why))


Course = tuple[tuple[Seat, ...], tuple[Stage, ...], tuple[Reason, ...]]


def _timing(business: Business, persons: int) -> tuple[str, Reason]:
    limit = business.instant_up_to
    if business.timing not in TIMING_WORDS:
        message = f"no such timing: {business.timing}"
        raise RouteImpossibleError(message)
    if limit is None:
        return business.timing, Reason(TIMING_WORDS[business.timing], "业务目录")
    if persons <= limit:
        return "instant", Reason(f"{persons}人，不超过{limit}人，即时办理", "WQ-06")
    return "limited", Reason(f"{persons}人，超过{limit}人，限时办理", "WQ-06")


def _finish_on_the_spot(business: Business, office: Office) -> Course:
    counter = Seat(0, business.accepted_by, office.code, "handle")
    why = Reason("柜员受理后当场办结", "SX-11")
    return (counter,), (Stage("ready", 0, "finish"),), (why,)


def _review_then_finish(business: Business, office: Office) -> Course:
    counter = Seat(0, business.accepted_by, office.code, "handle")
    reviewer = Seat(1, "reviewer", office.code, "review")
    stages = (Stage("review", 1, "pass"), Stage("ready", 0, "finish"))
    why = Reason("柜员受理，复核岗位复核后由该柜员办结", "SX-11")
    return (counter, reviewer), stages, (why,)


def _sign_step_by_step(business: Business, office: Office) -> Course:
    if not business.chain:
        message = f"{business.code} is level 1 and has no chain"
        raise RouteImpossibleError(message)
    if business.chain == tuple(AUTHORISING):
        return _authorise(business, office)
    first, *signers = business.chain
    if SIGNING_STATES.get(first) != "handling" or tuple(signers) != SIGNERS:
        message = f"{business.code} is level 1 and its chain is not the four signatures"
        raise RouteImpossibleError(message)
    if office.counter_handles or first == business.accepted_by:
        counter = Seat(0, business.accepted_by, office.code, "handle")
        seats = [counter]
        source = "SX-10" if office.counter_handles else "WQ-03"
        handled = Reason("由受理岗位经办并作为第一签", source)
    else:
        seats = [
            Seat(0, business.accepted_by, office.code, "accept"),
            Seat(1, first, office.code, "handle"),
        ]
        handled = Reason("本机构未将此限时业务授予柜员岗，由后台经办岗经办", "SX-07、SX-10")
    duties = {"reviewer": "review"}
    for post in signers:
        seats.append(Seat(len(seats), post, office.code, duties.get(post, "decide")))
    signing = [seat for seat in seats if seat.duty != "accept"]
    stages = tuple(Stage(SIGNING_STATES[seat.post], seat.step, "sign") for seat in signing)
    signed = Reason("经办、复核、主管副主任、主任逐级审核签字", "SX-12")
    return tuple(seats), stages, (handled, signed)


def _authorise(business: Business, office: Office) -> Course:
    """Let an agency decide about itself: asked for, examined, approved, put into force (SX-10)."""
    if business.accepted_by != business.chain[0]:
        message = f"{business.code} isn't asked for by whoever signs it first"
        raise RouteImpossibleError(message)
    enforcer = office.enforcer or office.code
    places = {"security-admin": enforcer}
    heads = {"director": office.head}
    seats = tuple(
        Seat(step, heads.get(post, post), places.get(post, office.code), AUTHORISING[post][1])
        for step, post in enumerate(business.chain)
    )
    stages = tuple(
        Stage(AUTHORISING[post][0], step, "sign") for step, post in enumerate(business.chain)
    )
    whose = "上级机构" if enforcer != office.code else "本机构"
    why = (
        Reason("业务部门申请、内控审核、单位负责人核准，依次签字", "SX-10"),
        Reason(f"由{whose}的安全管理员赋权生效", office.enforcer_source),
    )
    return seats, stages, why


def _keyed_twice(once: Course, business: Business, office: Office) -> Course:
    """Let the reviewer key the key fields without seeing them; a third settles what differs."""
    seats, stages, why = once
    reviewed = next((place for place, one in enumerate(stages) if one.state == "review"), None)
    if reviewed is None:
        message = f"{business.code} is keyed twice and nobody reviews it"
        raise RouteImpossibleError(message)
    third = Seat(len(seats), business.settled_by, office.code, "review")
    settling = Stage("settling", third.step, "settle")
    told = Reason("关键信息双岗录入：复核人复录，不一致的由第三人裁定", business.settled_source)
    return (*seats, third), (*stages[:reviewed], settling, *stages[reviewed:]), (*why, told)


def _reported(county: Course, business: Business, office: Office) -> Course:
    """Let the city decide after the four signatures, which then are consent to report."""
    if business.level != 1 or office.above is None:
        message = f"{business.code} can't be reported: it isn't level 1, or nobody is above"
        raise RouteImpossibleError(message)
    seats, stages, why = county
    approver = Seat(len(seats), "city-approver", office.above, "decide")
    chief = Seat(len(seats) + 1, "city-chief", office.above, "decide")
    city = (
        Stage("reported", approver.step, "receive"),
        Stage("city-review", approver.step, "approve"),
        Stage("meeting", chief.step, "conclude"),
    )
    told = (
        Reason("县级四人签字同意上报，报市处审批", business.reported_source),
        Reason("市处谁审批谁签字；提交办公会的，由处长签字", "SX-12"),
    )
    return (*seats, approver, chief), (*stages, *city), (*why, *told)
