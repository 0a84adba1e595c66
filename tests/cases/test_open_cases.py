"""Open cases on a person or employer are found by what they hold."""

from typing import Any

from tests.cases.bad_values import NO_TEXT
from tests.cases.shown import EMPLOYER
from tests.forms import EMPLOYER_PAPERS, employer_form, new_citizen_id
from tests.halls import Hall
from yichuang.domain.cases.queries import open_cases_on, standing
from yichuang.domain.journeys import actions as journeys


def test_open_cases_are_found_by_what_they_hold(huanglong: Hall) -> None:
    form, citizen = employer_form(), huanglong.registered_person()
    first = huanglong.accept(EMPLOYER, form, EMPLOYER_PAPERS)
    second = huanglong.accept_change(citizen, new_name="", new_citizen_id=new_citizen_id())
    held = [f"employer/{form['credit_code']}", f"citizen/{citizen}"]
    held.append(f"citizen/{standing(second).form.model_dump()['new_citizen_id']}")

    def found(*subjects: Any) -> list[str]:
        return [case.number for case in open_cases_on(subjects)]

    assert found(held[0]) == [first]
    assert found(*held) == [first, second], "each once"
    assert found("employer/x", "citizen/\0", "", "\ud800", *NO_TEXT) == []
    assert found() == []
    huanglong.do(journeys.withdraw, first, reason="申请人撤回", by=huanglong.teller)
    assert found(*held) == [second]
    huanglong.carry(second)
    assert found(*held) == []
