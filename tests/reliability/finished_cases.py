"""Days in three halls after which every case has ended, each in one of the ways there are."""

from datetime import date

from tests.cases.ground import (
    carried_to,
    corrected,
    referred,
    reported,
    returned,
    stood_down,
)
from tests.forms import EMPLOYER_PAPERS, PERSON_PAPERS, person_form
from tests.halls import Hall, Huanglong, Luochuan, Wangqing
from tests.reliability.crew import a_citizen, an_employer
from yichuang.domain.cases.queries import standing
from yichuang.domain.catalogue.actions import change_day, enter_year
from yichuang.domain.journeys import actions as journeys
from yichuang.doors.commands.demonstration.cast import FOUNDER

NEXT_YEAR = """
[2027]
notice = "国办发明电〔2026〕假设号"
issued_on = 2026-11-05
url = ""
verified = false
[2027.holidays]
"元旦" = { off = ["01-01..01-03"] }
"""


def finish_cases(days: int = 3) -> None:
    """Finish ten cases a day in each of three halls; the calendar has an entry of each kind."""
    for _ in range(days):
        for hall in (Huanglong(), Luochuan(), Wangqing()):
            _without_a_hitch(hall)
            _with_returns(hall)
            _without_success(hall)
    hall = Huanglong()
    _at_the_city(hall)
    hall.do(enter_year, NEXT_YEAR, by=FOUNDER)
    hall.do(change_day, date(2026, 3, 14), working=True, notice="延安市通知", by=FOUNDER)


def _without_a_hitch(hall: Hall) -> None:
    """Carry a case of each item to the archive; one client left with the receipt meanwhile."""
    employer = an_employer()
    _filed(hall, hall.accept("employer-registration", employer, EMPLOYER_PAPERS))
    citizen = a_citizen()
    person = person_form(str(employer["credit_code"]), citizen_id=citizen)
    number = hall.accept("person-registration", person, PERSON_PAPERS)
    hall.do(journeys.hold, number, reason="申请人先行离开", by=hall.teller)
    _filed(hall, number)
    _filed(hall, hall.accept_proof(citizen))
    _filed(hall, hall.accept_change(citizen))


def _with_returns(hall: Hall) -> None:
    """Return cases, correct them; another teller takes over; a promised paper is brought."""
    papers = {**EMPLOYER_PAPERS, "authorisation": "promised"}
    employer = an_employer()
    number = hall.accept("employer-registration", employer, papers)
    returned(hall, _at(hall, number, "review"), 0)
    corrected(hall, number, address="陕西省延安市黄龙县中心街二号")
    hall.carry(number)
    hall.do(journeys.supply, number, "authorisation", "original", by=hall.teller)
    _filed(hall, number)
    person = person_form(str(employer["credit_code"]), citizen_id=a_citizen())
    number = hall.accept("person-registration", person, PERSON_PAPERS)
    returned(hall, number, 0)
    corrected(hall, number)
    stood_down(hall, _at(hall, number, "ready"), 0)
    hall.do(journeys.finish, number, by=hall.second_teller)


def _at_the_city(hall: Hall) -> None:
    """Report cases: one is approved after it was recalled, one concluded after a return."""
    number = reported(hall)
    hall.do(journeys.recall, number, reason="附件有误", by=hall.director)
    _filed(hall, number)
    number = reported(hall, "city-review")
    corrected(hall, returned(hall, number, 0), reason="档案记载，已核")
    _filed(hall, referred(hall, _at(hall, number, "city-review")))
    _refused(hall, reported(hall, "meeting"))


def _without_success(hall: Hall) -> None:
    """Let the client withdraw, and the last signer refuse, on each level."""
    number = hall.accept("employer-registration", an_employer(), EMPLOYER_PAPERS)
    hall.do(journeys.withdraw, number, reason="申请人撤回", by=hall.teller)
    number = hall.accept("employer-registration", an_employer(), EMPLOYER_PAPERS)
    last = standing(number).stages
    step = max(stage["step"] for stage in last if stage["verb"] in {"sign", "pass"})
    _refused(hall, carried_to(hall, number, step))
    employer, citizen = hall.registered_employer(), a_citizen()
    person = person_form(employer, citizen_id=citizen)
    _refused(hall, hall.accept("person-registration", person, PERSON_PAPERS))


def _at(hall: Hall, number: str, state: str) -> str:
    hall.carry(number, state)
    return number


def _filed(hall: Hall, number: str) -> None:
    if standing(number).case.state != "done":
        hall.carry(number)
    counter = standing(number).seat(0).holder
    assert counter is not None
    hall.do(journeys.file, number, by=counter)


def _refused(hall: Hall, number: str) -> None:
    hall.do(journeys.refuse, number, reason="不符合条件", by=hall.whose_turn(number))
