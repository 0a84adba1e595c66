"""For every verb of the house a morning on which it is done once.

A scenario prepares what the verb needs and gives the call itself, so that only the verb is watched.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from tests.authority.ground import request_for
from tests.cases.ground import reported
from tests.cases.stopping import BACK
from tests.forms import EMPLOYER_PAPERS, employer_form, minutes
from tests.halls import Hall
from tests.house.absence_scenarios import ABSENCE
from tests.house.catalogue_scenarios import CATALOGUE
from tests.house.course_scenarios import COURSE
from tests.house.payment_scenarios import PAYMENTS
from tests.house.session_scenarios import SESSIONS
from tests.house.signing_scenarios import SIGNING
from tests.house.staffing_scenarios import STAFFING
from tests.house.training_scenarios import TRAINING
from tests.trail.intruder import past_the_guards
from yichuang.domain.archives.actions import file_of
from yichuang.domain.authority import actions as authority
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.cases import actions as cases
from yichuang.domain.cases.models import Case
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.notes import Kind, note
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import AgencyLevel, Assignment, Mode
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer

FOUNDER = "0001"
YEAR = {"since": date(2026, 4, 1), "until": date(2027, 1, 1)}

Call = Callable[[], Answer]


def as_founder(hall: Hall, verb: Callable[..., Answer], *args: Any, **more: Any) -> Call:
    """Do a verb as whoever founds the halls."""
    return partial(hall.do, verb, *args, by=FOUNDER, **more)


def find(hall: Hall) -> Call:
    with past_the_guards() as run:
        run("DELETE FROM trail_act WHERE chain_id = %s", staff.HOUSE)
        run("DELETE FROM trail_chain WHERE key = %s", staff.HOUSE)
    return as_founder(hall, staff.found, staff.Purpose.SERVICE)


def establish(hall: Hall) -> Call:
    rank: dict[str, Any] = {"level": AgencyLevel.COUNTY, "mode": Mode.UNIVERSAL}
    name = "宜川县养老保险经办中心"
    more = {"parent": "610600", "profile": "shaanxi"}
    return as_founder(hall, staff.establish_agency, "610630", name, **rank, **more)


def assign(hall: Hall) -> Call:
    trained = {"trained_until": date(2027, 1, 1)}
    return as_founder(hall, staff.assign, hall.teller, hall.code, Post.ARCHIVIST, **YEAR, **trained)


def end_assignment(hall: Hall) -> Call:
    held = Assignment.objects.get(staff=hall.guide)
    return as_founder(hall, staff.end_assignment, held.id, on=date(2026, 6, 1))


def grant(hall: Hall) -> Call:
    scopes = [authority.Scope(Post.TELLER, "insurance-proof", Duty.HANDLE)]
    scopes += [authority.Scope(Post.REVIEWER, "person-registration", Duty.REVIEW)]
    return as_founder(hall, authority.grant, hall.code, scopes, **YEAR, ground="县局文件")


def withdraw_grant(hall: Hall) -> Call:
    held = Grant.objects.filter(agency=hall.code, post=Post.TELLER).first()
    assert held is not None
    day = date(2026, 6, 1)
    return as_founder(hall, authority.withdraw, held.id, on=day, ground="县局文件")


def ask_to_authorise(hall: Hall) -> Call:
    return partial(hall.do, journeys.ask_to_authorise, hall.code, request_for(hall), by=hall.deputy)


def ask_to_switch(hall: Hall) -> Call:
    form = {"mode": "征缴柜员制", "ground": "省局批复"}
    return partial(hall.do, journeys.ask_to_switch, hall.code, form, by=hall.deputy)


def check_register(hall: Hall) -> Call:
    auditor = hall.county.number(Post.AUDITOR)
    year = (hall.code, 2026, "逐项核对，相符")
    return partial(hall.do, authority.check_register, *year, by=auditor)


def accept(hall: Hall) -> Call:
    form: dict[str, Any] = {"form": employer_form(), "materials": EMPLOYER_PAPERS}
    return partial(
        hall.do, journeys.accept, hall.code, "employer-registration", by=hall.teller, **form
    )


def in_review(hall: Hall) -> str:
    return hall.accept_person(hall.registered_employer())


def pass_on(hall: Hall) -> Call:
    return partial(hall.do, journeys.pass_on, in_review(hall), by=hall.reviewer)


def sign(hall: Hall) -> Call:
    number = hall.accept_employer()
    return partial(hall.do, journeys.sign, number, by=hall.whose_turn(number))


def last_signature(hall: Hall) -> Call:
    number = hall.accept_employer()
    hall.carry(number, to="director")
    return partial(hall.do, journeys.sign, number, by=hall.director)


def finish(hall: Hall) -> Call:
    number = in_review(hall)
    hall.carry(number, to="ready")
    return partial(hall.do, journeys.finish, number, by=hall.teller)


def refuse(hall: Hall) -> Call:
    number = in_review(hall)
    return partial(hall.do, journeys.refuse, number, reason="材料不实", by=hall.reviewer)


def withdraw(hall: Hall) -> Call:
    number = in_review(hall)
    return partial(hall.do, journeys.withdraw, number, reason="申请人撤回", by=hall.second_teller)


def return_to(hall: Hall) -> Call:
    number = hall.accept_employer()
    hall.carry(number, to="review")
    return partial(hall.do, journeys.return_to, number, 0, **BACK, by=hall.reviewer)


def correct(hall: Hall) -> Call:
    return_to(hall)()
    number = the_case_of(hall)
    form: dict[str, Any] = {"form": employer_form(), "materials": EMPLOYER_PAPERS}
    return partial(hall.do, journeys.correct, number, by=hall.teller, **form)


def the_case_of(hall: Hall) -> str:
    """Give the number of the one case of a hall."""
    return Case.objects.get(agency=hall.code).number


def stand_down(hall: Hall) -> Call:
    number = in_review(hall)
    return partial(hall.do, journeys.stand_down, number, 0, reason="病假", by=hall.director)


def hold(hall: Hall) -> Call:
    return partial(hall.do, journeys.hold, in_review(hall), reason="已持回执离开", by=hall.teller)


def supply(hall: Hall) -> Call:
    papers = {**EMPLOYER_PAPERS, "authorisation": "promised"}
    number = hall.accept("employer-registration", employer_form(), papers)
    return partial(hall.do, journeys.supply, number, "authorisation", "original", by=hall.teller)


def receive(hall: Hall) -> Call:
    return partial(hall.do, journeys.receive, reported(hall), by=hall.approver)


def recall(hall: Hall) -> Call:
    return partial(hall.do, journeys.recall, reported(hall), reason="附件有误", by=hall.director)


def approve(hall: Hall) -> Call:
    return partial(hall.do, journeys.approve, reported(hall, "city-review"), by=hall.approver)


def refer(hall: Hall) -> Call:
    number = reported(hall, "city-review")
    return partial(hall.do, journeys.refer, number, reason="档案两处记载不一", by=hall.approver)


def conclude(hall: Hall) -> Call:
    number = reported(hall, "meeting")
    held = minutes(hall.now.date())
    return partial(hall.do, journeys.conclude, number, minutes=held, by=hall.chief)


def return_by_the_city(hall: Hall) -> Call:
    number = reported(hall, "city-review")
    return partial(hall.do, journeys.return_to, number, 0, **BACK, by=hall.approver)


def leave_a_line(hall: Hall) -> Call:
    rests = post_mandate(hall.teller, agency=hall.code, post=Post.TELLER, on=hall.now.date())
    said = {"kind": "person", "of": "R610631-20260309-0001-5"}
    who: dict[str, Any] = {"by": hall.teller, "at": hall.tick()}
    return partial(note, Kind.REVEALED, said=said, mandate=rests, **who)


def done(hall: Hall) -> str:
    number = hall.accept_employer()
    hall.carry(number)
    return number


def file(hall: Hall) -> Call:
    return partial(hall.do, journeys.file, done(hall), by=hall.teller)


def file_in_cases(hall: Hall) -> Call:
    archive = partial(file_of, on=local_day(hall.now))
    return partial(hall.do, cases.file, done(hall), by=hall.teller, archive=archive)


SCENARIOS: dict[str, Callable[[Hall], Call]] = {
    "staff.found": find,
    "staff.establish_agency": establish,
    "staff.open_department": lambda h: as_founder(h, staff.open_department, h.code, 7, "财务科"),
    "staff.open_window": lambda h: as_founder(h, staff.open_window, h.code, 7, Post.TELLER),
    "staff.enlist": lambda h: as_founder(h, staff.enlist, h.code, "61063177", "苗秀英"),
    "staff.assign": assign,
    "staff.end_assignment": end_assignment,
    "authority.grant": grant,
    "authority.withdraw": withdraw_grant,
    "authority.check_register": check_register,
    "journeys.ask_to_authorise": ask_to_authorise,
    "journeys.ask_to_switch": ask_to_switch,
    "cases.accept": accept,
    "cases.pass_on": pass_on,
    "cases.sign": sign,
    "cases.sign, the last": last_signature,
    "cases.finish": finish,
    "cases.refuse": refuse,
    "cases.withdraw": withdraw,
    "cases.return_to": return_to,
    "cases.correct": correct,
    "cases.stand_down": stand_down,
    "cases.hold": hold,
    "cases.supply": supply,
    "cases.file": file_in_cases,
    "cases.receive": receive,
    "cases.recall": recall,
    "cases.approve": approve,
    "cases.refer": refer,
    "cases.conclude": conclude,
    "cases.return_to, by the city": return_by_the_city,
    "journeys.file": file,
    **ABSENCE,
    **CATALOGUE,
    **COURSE,
    **PAYMENTS,
    **SESSIONS,
    **SIGNING,
    **STAFFING,
    **TRAINING,
    "journeys.note": leave_a_line,
}
"""By room and verb; what comes after a comma is a further scenario of the same verb."""
