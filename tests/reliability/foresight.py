"""What each verb must lead to, as the rules have it: accepted and how it then stands, or refused.

`foresee` answers None where the deed must be refused and change nothing; otherwise it answers what
happens, to be called once it did.
"""

from collections.abc import Callable

from tests.reliability.foresight_city import recall, receive, refer
from tests.reliability.known_items import EFFECTS, claims_of, level_of, must_be_reported
from tests.reliability.life import (
    AT_THE_CITY,
    IN_PROGRESS,
    LEVEL_1,
    REFUSED_AT,
    Application,
    Deed,
    Happens,
    Life,
    Seat,
    World,
)


def foresee(world: World, life: Life, deed: Deed) -> Happens | None:
    """Say what a deed on a case leads to, or None: it must be refused."""
    happens = RULES[deed.verb](world, life, deed)
    if happens is None:
        return None

    def it_happens() -> None:
        happens()
        life.acts += 1
        world.rows["trail_act"] += 1

    return it_happens


def foresee_acceptance(world: World, application: Application, by: str) -> Life | None:
    """Give the life that begins when somebody accepts an application, or None: refused."""
    hall, item = application.hall, application.item
    form, papers = dict(application.form), dict(application.papers)
    level, seats = level_of(hall, item), world.route(hall, item, form)
    life = Life("", hall, item, form, papers, level, seats)
    life.wait_for(life.undecided())
    if not world.may(by, life, 0) or world.stands_against(life, form, papers):
        return None
    life.sit(by, 0)
    return life


def begin(world: World, life: Life) -> None:
    """Let an accepted life be one of those that go on."""
    world.lives.append(life)
    for table in ("trail_chain", "trail_act", "cases_case"):
        world.rows[table] += 1
    world.rows["cases_seat"] += len(life.seats)
    _hold(world, life)


def _decide(world: World, life: Life, deed: Deed) -> Happens | None:
    """Only the verb of the stage; the last decision makes the case done, with its effect."""
    stage = life.stage()
    if stage is None or stage.verb != deed.verb or not world.may_sit(deed.by, life, stage.step):
        return None
    following = life.undecided(beside=stage.step)
    if following is None and world.objects(life.item, life.form):
        return None

    def happens() -> None:
        life.sit(deed.by, stage.step).decided = True
        life.wait_for(following)
        if following is None:
            world.rows.update(EFFECTS[life.item])
            _enter(world, life)

    return happens


def _enter(world: World, life: Life) -> None:
    form = life.form
    if life.item == "employer-registration":
        world.employers.add(form["credit_code"])
    elif life.item == "person-registration":
        world.persons[form["citizen_id"]] = form["name"]
    elif life.item == "basic-data-change":
        name = world.persons.pop(form["citizen_id"])
        new = form.get("new_citizen_id", form["citizen_id"])
        world.persons[new] = form.get("new_name", name)


def _return(world: World, life: Life, deed: Deed) -> Happens | None:
    """The reviewer and every later signer return, to any earlier step; 0 is the counter."""
    here = life.step
    returning = (*LEVEL_1[1:], "city-review", "meeting")
    if life.state not in returning or here is None or not 0 <= deed.step < here:
        return None
    if not world.may_sit(deed.by, life, here):
        return None

    def happens() -> None:
        life.sit(deed.by, here)
        life.seat(deed.step).decided = False
        life.referred = life.referred and not life.seat(deed.step).agency
        if deed.step == 0:
            life.state, life.step = "correction", 0
        else:
            life.wait_for(next(s for s in reversed(life.stages) if s.step == deed.step))

    return happens


def _correct(world: World, life: Life, deed: Deed) -> Happens | None:
    """What was signed and has changed is signed again; otherwise on to who returned it."""
    if life.state != "correction" or not world.may_sit(deed.by, life, 0):
        return None
    if world.stands_against(life, deed.form, deed.papers):
        return None
    if must_be_reported(life.hall, life.item, deed.form) and not life.reported:
        return None

    def happens() -> None:
        life.sit(deed.by, 0)
        if (deed.form, deed.papers) != (life.form, life.papers):
            for seat in life.seats:
                # A referral is no signature, and stands.
                referral = life.referred and seat.post == "city-approver"
                seat.decided = seat.decided and (seat.gone or referral)
        life.form, life.papers = dict(deed.form), dict(deed.papers)
        life.wait_for(life.undecided())
        _hold(world, life)

    return happens


def _hold(world: World, life: Life) -> None:
    """A claim is a row of its own, which is kept when it ends and opened again when it must."""
    claims = claims_of(life.item, life.form)
    world.rows["cases_claim"] += len(claims - life.held)
    life.held |= claims


def _refuse(world: World, life: Life, deed: Deed) -> Happens | None:
    """Only the last one who decides refuses an accepted case."""
    here = life.step
    last = AT_THE_CITY[1:] if life.reported else (REFUSED_AT[life.level],)
    if life.state not in last or here is None:
        return None
    if not world.may_sit(deed.by, life, here):
        return None

    def happens() -> None:
        life.sit(deed.by, here).decided = True
        life.end("refused")

    return happens


def _withdraw(world: World, life: Life, deed: Deed) -> Happens | None:
    """The client withdraws at any counter of the hall; nobody enters it who has another role."""
    if life.state not in IN_PROGRESS or not world.may(deed.by, life, 0):
        return None
    if any(seat.step for seat in life.seats if seat.holder == deed.by):
        return None
    return lambda: life.end("withdrawn")


def _hold_it(world: World, life: Life, deed: Deed) -> Happens | None:
    """The client leaves with the receipt; the case goes on."""
    if life.state not in IN_PROGRESS or not world.may_sit(deed.by, life, 0):
        return None
    return lambda: _sits(life, deed.by)


def _sits(life: Life, by: str) -> None:
    life.sit(by, 0)


def _supply(world: World, life: Life, deed: Deed) -> Happens | None:
    """The counter takes in a paper that was promised, also after the case is done."""
    if life.state not in {*IN_PROGRESS, "done"} or not world.may_sit(deed.by, life, 0):
        return None
    if life.papers.get(deed.material) != "promised":
        return None

    def happens() -> None:
        life.sit(deed.by, 0)
        life.papers = {**life.papers, deed.material: "original"}

    return happens


def _stand_down(world: World, life: Life, deed: Deed) -> Happens | None:
    """The agency's head lets a holder stand down who hasn't decided; the name stays barred.

    At the city that is the chief, though never from the own seat. In a done case everybody has
    decided, and only who files it may still be replaced.
    """
    if life.state not in {*IN_PROGRESS, "done"}:
        return None
    seat = next((s for s in life.seats if s.step == deed.step and not s.gone), None)
    files = life.state == "done" and deed.step == 0
    if seat is None or seat.holder is None or (seat.decided and not files):
        return None
    head = "city-chief" if seat.agency else "director"
    if not world.holds(deed.by, seat.agency or life.hall, head):
        return None
    if seat.agency and seat.holder == deed.by:
        return None

    def happens() -> None:
        seat.gone = True
        turn = seat.turn + 1
        life.seats.append(Seat(seat.step, seat.post, seat.duty, turn, agency=seat.agency))
        world.rows["cases_seat"] += 1

    return happens


def _file(world: World, life: Life, deed: Deed) -> Happens | None:
    """A done case is filed by its counter when every promised paper is there."""
    if life.state != "done" or not world.may_sit(deed.by, life, 0):
        return None
    if "promised" in life.papers.values():
        return None

    def happens() -> None:
        life.sit(deed.by, 0)
        life.end("filed")
        world.rows["archives_file"] += 1

    return happens


RULES: dict[str, Callable[[World, Life, Deed], Happens | None]] = {
    "pass": _decide,
    "sign": _decide,
    "finish": _decide,
    "receive": receive,
    "approve": _decide,
    "refer": refer,
    "conclude": _decide,
    "recall": recall,
    "return": _return,
    "correct": _correct,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "stand-down": _stand_down,
    "hold": _hold_it,
    "supply": _supply,
    "file": _file,
}
