"""What the window shows of an application, held against what acceptance then does."""

from typing import Any

from django.db import transaction

from tests.forms import (
    CHANGE_PAPERS,
    DEATH_PAPERS,
    EMPLOYER_PAPERS,
    PERSON_PAPERS,
    PROOF_PAPERS,
    death_form,
    employer_form,
    person_form,
)
from tests.halls import Hall
from tests.items import linked
from tests.own_business import GRANT, SWITCH, grant_form, switch_form
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.deadlines import YearNotEntered
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.planning import ClaimTaken
from yichuang.domain.cases.preview import Preview, preview
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import route_text
from yichuang.domain.insured.models import Employer
from yichuang.domain.kernel.refusals import Refusal

EMPLOYER, PERSON = "employer-registration", "person-registration"
PROOF, CHANGE = "insurance-proof", "basic-data-change"
DEATH = "death-in-service"
PAPERS: dict[str, dict[str, str]] = {
    EMPLOYER: EMPLOYER_PAPERS,
    PERSON: PERSON_PAPERS,
    PROOF: PROOF_PAPERS,
    CHANGE: CHANGE_PAPERS,
    DEATH: DEATH_PAPERS,
    GRANT: {},
    SWITCH: {},
    **linked.PAPERS,
}


def shown(
    hall: Hall, item: str, form: object, papers: object = None, by: str | None = None
) -> Preview:
    """Give what the window shows of an application."""
    papers = PAPERS[item] if papers is None else papers
    by = by or hall.counter_for(item)
    return preview(hall.code, item, form=form, materials=papers, by=by, at=hall.now)


def outcome(hall: Hall, item: str, form: object, papers: object, by: str) -> Refusal | Case:
    """Give what acceptance does with an application; whatever it writes is taken back."""
    now = hall.now
    try:
        with transaction.atomic():
            case = standing(hall.accept(item, form, papers, by=by)).case
            transaction.set_rollback(True)
            return case
    except Refusal as said:
        return said
    finally:
        hall.now = now


def agrees(
    hall: Hall, item: str, form: object, papers: object = None, by: str | None = None
) -> Preview:
    """See that the window shows what acceptance then does, and give what it shows."""
    papers = PAPERS[item] if papers is None else papers
    by = by or hall.counter_for(item)
    told = shown(hall, item, form, papers, by)
    must_agree(told, outcome(hall, item, form, papers, by))
    return told


def must_agree(told: Preview, done: Refusal | Case) -> None:
    """See that what was shown is what acceptance did."""
    assert told.ready == isinstance(done, Case), (told, done)
    if isinstance(done, Mistakes):
        assert list(told.mistakes) == done.mistakes
    elif isinstance(done, ClaimTaken):
        assert all(number in str(done) for number in told.busy)
        assert told.busy
    elif isinstance(done, YearNotEntered):
        assert str(told.undated) == str(done)
    elif isinstance(done, Case):
        assert told.due is not None
        due = (told.due.statutory, told.due.promised)
        assert due == (done.statutory_due_on, done.promised_due_on)
        assert (route_text(told.way.route), told.edition) == (done.route, done.edition_id)
    else:
        assert (type(told.refusal), str(told.refusal)) == (type(done), str(done))


def good_forms(hall: Hall) -> dict[str, dict[str, Any]]:
    """Give a form of every item that is accepted."""
    citizen = hall.registered_person()
    return {
        EMPLOYER: employer_form(),
        PERSON: person_form(Employer.objects.latest("number").credit_code),
        PROOF: {"citizen_id": citizen, "purpose": "子女入学"},
        CHANGE: {"citizen_id": citizen, "new_name": "高瑰梅", "reason": "户籍更名"},
        DEATH: death_form(citizen),
        GRANT: grant_form(hall.code),
        SWITCH: switch_form(hall.code),
        **linked.good_forms(hall),
    }
