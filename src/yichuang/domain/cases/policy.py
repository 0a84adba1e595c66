"""Who may do what to a case, as a table of small questions. Every action asks it itself."""

from collections.abc import Callable
from datetime import date

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.policy import Mandate, Wanted, judge, post_mandate
from yichuang.domain.cases.charge import asks_who_is_in_charge, in_charge
from yichuang.domain.cases.linked import others_decide
from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.own import concerned, not_their_own
from yichuang.domain.cases.queries import agencies_above, post_at_the_head
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.cases.stops import must_not_stand_still, second_mandate
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.posts import Post


class SeatTaken(Refusal):
    """Somebody else has this seat of the case."""

    code = "seat-taken"
    says = "本件的这一席位已由 {holder} 承担，须由其继续办理；其不能办理时，请负责人登记回避换人。"


class OnePersonOneRole(Refusal):
    """One person has one role in a case, for life."""

    code = "one-person-one-role"
    says = "您（{by}）在本件中已有其他席位。同一人在一个办件中只能承担一个席位，请转交他人办理。"

    def __init__(self, by: str = "本人") -> None:
        super().__init__(by=by)


class NotTheLastSigner(Refusal):
    """Only the last signer of the chain refuses an accepted case (in writing)."""

    code = "not-the-last-signer"
    says = "受理后只有最后一级审批人可以作出不予办理的决定。您可以退回并说明理由。"


class NotTheVerbHere(Refusal):
    """The stage asks for another verb: level 2 is passed, level 1 is signed."""

    code = "not-the-verb-here"
    says = "本件按其风险等级在这一步不能这样办理，请在办件页上按所列动作办理。"


class OwnSeat(Refusal):
    """The city's chief doesn't decide on standing down from a seat of their own."""

    code = "own-seat"
    says = "不能为本人的席位登记回避换人。请由本机构同一职务的另一负责人登记。"


Found = tuple[Seat | None, Mandate]
Who = Callable[[Standing, str, date], Found]

DECISIONS = frozenset({"pass", "sign", "approve", "conclude", "finish"})
"""Verbs by which a seat decides; each only where the stage of the route asks for it."""


def at_the_step(standing: Standing, by: str, on: date) -> Found:
    """Whoever takes or has the seat where the case stands."""
    assert standing.case.step is not None  # noqa: S101 -- the lifecycle has seen to it
    return _take(standing, standing.case.step, by, on)


def at_the_counter(standing: Standing, by: str, on: date) -> Found:
    """The teller who accepted, or who took that seat over."""
    return _take(standing, 0, by, on)


def last_to_decide(standing: Standing, by: str, on: date) -> Found:
    """The last signer of the chain; on level 3 the teller, who is the only one.

    Of a reported case it is the city's: the approver, or after a referral the chief.
    """
    signing = [s for s in standing.stages if s["verb"] in {"pass", "sign"}] or standing.stages
    city = [s for s in standing.stages if s["verb"] in {"approve", "conclude"}]
    if standing.case.step not in {stage["step"] for stage in city or signing[-1:]}:
        raise NotTheLastSigner
    return at_the_step(standing, by, on)


def last_signer_of_the_county(standing: Standing, by: str, on: date) -> Found:
    """Whoever holds the director's seat, whose signature was the consent to report."""
    signed = [stage["step"] for stage in standing.stages if stage["verb"] == "sign"]
    return _take(standing, signed[-1], by, on)


def counter_of_the_hall(standing: Standing, by: str, on: date) -> Found:
    """Any teller of the hall, for the client; unless they have another role in the case."""
    counter = standing.seat(0)
    if any(seat.step != 0 for seat in standing.roles_of(by)):
        raise OnePersonOneRole(by)
    return None, _mandate(standing, counter, by, on)


def head_of_an_agency(standing: Standing, by: str, on: date) -> Found:
    """The head of an agency that has seats in the case: of its own, or of the one above."""
    county = standing.case.agency_id
    try:
        return None, _head(standing, county, by, on)
    except Refusal as refused:
        city = next((s.agency_id for s in standing.seats if s.agency_id != county), None)
        if city is None:
            raise
        try:
            return None, _head(standing, city, by, on)
        except Refusal:
            raise refused from None


def deputy_of_the_hall(standing: Standing, by: str, on: date) -> Found:
    """The deputy in charge of that business at the case's agency."""
    agency, post = standing.case.agency_id, Post.DEPUTY_DIRECTOR.value
    held = post_mandate(by, agency=agency, post=post, on=on)
    held = in_charge(standing, agency, by, on, held)
    return None, not_their_own(held, by, standing.own, concerned(standing.form))


def at_the_open_seat(standing: Standing, by: str, on: date) -> Found:
    """Whoever may act at the seat where the case stands; asking for a stop doesn't take it."""
    _, held = at_the_step(standing, by, on)
    return None, held


def second_for_the_clock(standing: Standing, by: str, on: date) -> Found:
    """The second person to a stop of the clock: the deputy in charge, or who stands in for that."""
    held = second_mandate(standing, by, on)
    if held is None:
        return deputy_of_the_hall(standing, by, on)
    return None, not_their_own(held, by, standing.own, concerned(standing.form))


def head_over(step: object) -> Who:
    """Whoever lets the holder of a seat stand down: the head of the agency that the seat is of."""

    def ask(standing: Standing, by: str, on: date) -> Found:
        standing_seats = (s for s in standing.seats if not s.stands_down and type(step) is int)
        seat = next((s for s in standing_seats if s.step == step), None)
        if seat is None:
            return head_of_an_agency(standing, by, on)
        held = _head(standing, seat.agency_id, by, on)
        if seat.holder == by and seat.agency_id != standing.case.agency_id:
            raise OwnSeat
        return None, held

    return ask


def _head(standing: Standing, agency: str, by: str, on: date) -> Mandate:
    held = post_mandate(by, agency=agency, post=post_at_the_head(agency), on=on)
    return not_their_own(held, by, standing.own, concerned(standing.form))


WHO: dict[str, Who] = {
    "pass": at_the_step,
    "sign": at_the_step,
    "receive": at_the_step,
    "approve": at_the_step,
    "refer": at_the_step,
    "conclude": at_the_step,
    "recall": last_signer_of_the_county,
    "finish": at_the_step,
    "return": at_the_step,
    "correct": at_the_step,
    "refuse": last_to_decide,
    "withdraw": counter_of_the_hall,
    "stand-down": head_of_an_agency,
    "hold": at_the_counter,
    "rekey": at_the_step,
    "settle": at_the_step,
    "suspend": at_the_open_seat,
    "confirm-suspension": second_for_the_clock,
    "resume": second_for_the_clock,
    "deliver": counter_of_the_hall,
    "supply": at_the_counter,
    "file": at_the_step,
}


def may(verb: str, standing: Standing, by: str, on: date, *, who: Who | None = None) -> Found:
    """Ask everything that stands between a person and a verb; each refuses by name.

    The one gate of actions and screens. `who` asks more closely than the table does.
    """
    LIFECYCLE.must_know(standing.case.state, verb)
    must_not_stand_still(standing, verb)
    found = (who or WHO[verb])(standing, by, on)
    if verb in DECISIONS:
        stage = standing.stage()
        if stage is None or stage["verb"] != verb:
            raise NotTheVerbHere
    return found


def may_see(agency: str, case_agency: str) -> bool:
    """Say whether an agency's people may look at a case: its own, or one of an agency below."""
    return agency == case_agency or agency in agencies_above(case_agency)


def _take(standing: Standing, step: int, by: str, on: date) -> Found:
    seat = standing.seat(step)
    held = _mandate(standing, seat, by, on)
    if seat.holder not in {None, by}:
        held = _as_delegate(standing, seat, by, held)
    if any((s.step, s.turn) != (seat.step, seat.turn) for s in standing.roles_of(by)):
        raise OnePersonOneRole(by)
    if asks_who_is_in_charge(seat) and held.delegation is None:
        held = in_charge(standing, seat.agency_id, by, on, held)
    return seat, others_decide(held, standing.case, seat, by, sat_there=standing.sat_there)


def _as_delegate(standing: Standing, seat: Seat, by: str, held: Mandate) -> Mandate:
    """Let the delegate of whoever is away take a seat that hasn't decided yet (SeatTaken)."""
    delegation = standing.delegated.get((seat.step, seat.turn))
    # In a done case everybody has decided, but whoever files it may still be away.
    decided = seat.decision is not None and standing.case.state != "done"
    if delegation is None or decided:
        raise SeatTaken(holder=seat.holder)
    return held.by_delegation(delegation, by)


def _mandate(standing: Standing, seat: Seat, by: str, on: date) -> Mandate:
    first = seat.duty == Duty.HANDLE and seat.holder is None
    wanted = Wanted(
        agency=seat.agency_id,
        post=seat.post,
        duty=seat.duty,
        item=standing.case.item,
        on=on,
        grace_days=standing.profile.training.lapse_grace_days,
        amount_fen=standing.item.amount(standing.form),
        newly=standing.rule if first else None,
    )
    held = judge(standing.found.get((seat.step, seat.turn)), by, wanted)
    return not_their_own(held, by, standing.own, concerned(standing.form))
