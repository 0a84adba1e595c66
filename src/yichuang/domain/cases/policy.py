"""Who may do what to a case, as a table of small questions. Every action asks it itself."""

from collections.abc import Callable
from datetime import date

from yichuang.domain.authority.policy import Mandate, judge, post_mandate
from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.standing import Standing
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


Found = tuple[Seat | None, Mandate]


def at_the_step(standing: Standing, by: str, on: date) -> Found:
    """Whoever takes or has the seat where the case stands."""
    assert standing.case.step is not None  # noqa: S101 -- the lifecycle has seen to it
    return _take(standing, standing.case.step, by, on)


def at_the_counter(standing: Standing, by: str, on: date) -> Found:
    """The teller who accepted, or who took that seat over."""
    return _take(standing, 0, by, on)


def last_to_decide(standing: Standing, by: str, on: date) -> Found:
    """The last signer of the chain; on level 3 the teller, who is the only one."""
    deciding = [s for s in standing.stages if s["verb"] in {"pass", "sign"}] or standing.stages
    if standing.case.step != deciding[-1]["step"]:
        raise NotTheLastSigner
    return at_the_step(standing, by, on)


def counter_of_the_hall(standing: Standing, by: str, on: date) -> Found:
    """Any teller of the hall, for the client; unless they have another role in the case."""
    counter = standing.seat(0)
    if any(seat.step != 0 for seat in standing.roles_of(by)):
        raise OnePersonOneRole(by)
    return None, _mandate(standing, counter, by, on)


def head_of_the_agency(standing: Standing, by: str, on: date) -> Found:
    """The head of the agency (主任)."""
    return None, post_mandate(by, agency=standing.case.agency_id, post=Post.DIRECTOR, on=on)


WHO: dict[str, Callable[[Standing, str, date], Found]] = {
    "pass": at_the_step,
    "sign": at_the_step,
    "finish": at_the_step,
    "return": at_the_step,
    "correct": at_the_step,
    "refuse": last_to_decide,
    "withdraw": counter_of_the_hall,
    "stand-down": head_of_the_agency,
    "hold": at_the_counter,
    "supply": at_the_counter,
    "file": at_the_step,
}


def _take(standing: Standing, step: int, by: str, on: date) -> Found:
    seat = standing.seat(step)
    held = _mandate(standing, seat, by, on)
    if seat.holder not in {None, by}:
        raise SeatTaken(holder=seat.holder)
    if any((s.step, s.turn) != (seat.step, seat.turn) for s in standing.roles_of(by)):
        raise OnePersonOneRole(by)
    return seat, held


def _mandate(standing: Standing, seat: Seat, by: str, on: date) -> Mandate:
    return judge(
        standing.found.get((seat.step, seat.turn)),
        by,
        agency=seat.agency_id,
        post=seat.post,
        item=standing.case.item,
        duty=seat.duty,
        on=on,
    )
