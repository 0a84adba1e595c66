"""Forms of what is about another case: corrections and objections."""

from typing import Any

from tests.cases.ground import also_in, newcomer, put_in_charge
from tests.halls import Hall
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.queries import standing
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.verbs import VERBS

Form = dict[str, Any]

OBJECTION, CORRECTION, MAJOR = "objection", "correction", "major-correction"
PAPERS = {
    OBJECTION: {"objection-letter": "original", "id-card": "original", "grounds": "copy"},
    CORRECTION: {"evidence": "copy"},
    MAJOR: {"evidence": "copy"},
}


def party_of(number: str) -> str:
    """Give the number of whom a case is about."""
    form = standing(number).form.model_dump(mode="json")
    names = ("party_id", "citizen_id", "credit_code")
    return str(next(form[name] for name in names if name in form))


def objection_form(original: str, /, **changed: Any) -> Form:
    """Give an objection to a case that can be accepted."""
    form = {"original": original, "party_id": party_of(original), "applicant": "高桂梅"}
    return {**form, "reasons": "档案记载与决定不符", "request": "撤销原决定"} | changed


def correction_form(original: str, field: str, value: str, /, **changed: Any) -> Form:
    """Give the correction of one field of a case."""
    form = {"original": original, "party_id": party_of(original), "field": field, "value": value}
    told = {"since": "2026-03", "mistake": "录入时看错一字", "evidence": "身份证原件"}
    return {**form, **told} | changed


def accept_about(hall: Hall, item: str, form: Form) -> str:
    """Accept what is about another case."""
    return hall.accept(item, form, PAPERS[item])


def others_for(hall: Hall, number: str) -> str:
    """Let somebody who was never in the hall come to the post that a case waits for."""
    case = standing(number)
    assert case.case.step is not None
    post = Post(case.seat(case.case.step).post)
    person = newcomer(hall, post)
    if post == Post.DEPUTY_DIRECTOR:
        put_in_charge(hall, person)
    return person


def decided_by_others(hall: Hall, number: str) -> None:
    """Carry a case about another to its end; who decides was never in the hall before."""
    while (case := standing(number)).case.state != "done":
        stage = case.stage()
        assert stage is not None
        assert case.case.step is not None
        deciding = case.seat(case.case.step).duty in {"review", "decide"}
        by = others_for(hall, number) if deciding else hall.whose_turn(number)
        hall.do(VERBS[stage["verb"]], number, by=by)


def in_post_of(hall: Hall, person: str, number: str) -> str:
    """Let somebody also have the post that a case waits for, and be in charge there."""
    case = standing(number)
    assert case.case.step is not None
    post = Post(case.seat(case.case.step).post)
    held = Assignment.objects.filter(staff=person, agency=hall.code, post=post)
    if not held.filter(until__gt=hall.now.date()).exists():
        also_in(hall, person, post)
    if post == Post.DEPUTY_DIRECTOR:
        put_in_charge(hall, person)
    return person


def good_forms(hall: Hall) -> dict[str, Form]:
    """Give a form of every item about another case that is accepted, in every hall."""
    citizen = hall.registered_person()
    registered = Case.objects.filter(item="person-registration").latest("accepted_at").number
    changed = hall.carry(hall.accept_change(citizen, new_name="高玫")).case.number
    other = hall.registered_person()
    person = Case.objects.filter(item="person-registration").latest("accepted_at").number
    return {
        OBJECTION: objection_form(registered),
        CORRECTION: correction_form(person, "联系电话", "13909110077", party_id=other),
        MAJOR: correction_form(changed, "姓名", "高玖"),
    }
