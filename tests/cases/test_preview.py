"""What the window shows before anything is submitted is what acceptance then does."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.bad_values import BLANK, DEEP, MANY, NO_TEXT, ODD, ODD_KEYS, SOME, anything
from tests.cases.ground import newcomer, nothing_written, refused
from tests.cases.shown import (
    CHANGE,
    EMPLOYER,
    PAPERS,
    PERSON,
    PROOF,
    agrees,
    good_forms,
    must_agree,
    outcome,
    shown,
)
from tests.catalogue.editions import changed, next_version, packaged, publish_text
from tests.forms import (
    CHANGE_PAPERS,
    EMPLOYER_PAPERS,
    PERSON_PAPERS,
    employer_form,
    new_citizen_id,
    new_credit_code,
    person_form,
)
from tests.halls import Hall, Huanglong, Luochuan, Wangqing
from yichuang.domain.authority.actions import withdraw
from yichuang.domain.authority.models import Grant
from yichuang.domain.authority.policy import NotGranted, NotYourPost, TrainingLapsed
from yichuang.domain.cases.intake import ItemNotInCatalogue
from yichuang.domain.cases.preview import Checked, Preview, preview
from yichuang.domain.catalogue.queries import NoEditionInForce
from yichuang.domain.items.item import ItemNotRun, ParameterMissing
from yichuang.domain.items.registry import ITEMS
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import NoSuchAgency, assign
from yichuang.domain.staff.posts import Post

few = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=[Huanglong, Luochuan, Wangqing])
def hall(request: pytest.FixtureRequest, db: None) -> Hall:
    made: Hall = request.param()
    return made


def states(told: Preview) -> dict[str, str]:
    return {check.code: check.state for check in told.checks}


def test_what_is_shown_as_ready_is_accepted(hall: Hall) -> None:
    for item, form in good_forms(hall).items():
        told = agrees(hall, item, form)
        assert told.ready
        assert set(states(told).values()) == {"holds"}
        assert all(paper.how and not paper.mistake for paper in told.papers)


def test_and_a_window_that_showed_something_else_would_be_seen(huanglong: Hall) -> None:
    good, by = employer_form(), huanglong.teller
    for bad in ({"phone": "1"}, {"established_on": "2027-01-01"}):
        refused_one = outcome(huanglong, EMPLOYER, good | bad, EMPLOYER_PAPERS, by)
        with pytest.raises(AssertionError):
            must_agree(shown(huanglong, EMPLOYER, good), refused_one)
        with pytest.raises(AssertionError):
            must_agree(shown(huanglong, EMPLOYER, good | bad | {"name": ""}), refused_one)
    accepted = outcome(huanglong, EMPLOYER, good, EMPLOYER_PAPERS, by)
    with pytest.raises(AssertionError):
        must_agree(shown(huanglong, PERSON, {}), accepted)


def test_every_bad_field_is_shown_as_it_is_refused(huanglong: Hall) -> None:
    for item, form in good_forms(huanglong).items():
        for field in ITEMS[item].form.model_fields:
            for bad in [*SOME, *BLANK]:
                agrees(huanglong, item, form | {field: bad})
        for bad in ODD:
            agrees(huanglong, item, dict.fromkeys(form, bad), dict.fromkeys(PAPERS[item], bad))


def test_every_bad_paper_is_shown_as_it_is_refused(huanglong: Hall) -> None:
    for item, form in good_forms(huanglong).items():
        for code in PAPERS[item]:
            for how in [*SOME, *BLANK, "original", "copy", "data", "promised", "原件"]:
                agrees(huanglong, item, form, {**PAPERS[item], code: how})
        for key in ODD_KEYS:
            agrees(huanglong, item, form, {**PAPERS[item], key: "original"})


def test_rare_names_and_wide_spaces_are_shown_as_they_are_accepted(huanglong: Hall) -> None:
    forms = good_forms(huanglong)
    for name in ("\U0003134b明", "𠮷田", "买买提·艾力"):
        assert agrees(huanglong, PERSON, forms[PERSON] | {"name": name}).ready
    assert agrees(huanglong, EMPLOYER, forms[EMPLOYER] | {"name": "黄龙县　果业"}).ready


def test_no_input_breaks_the_window(huanglong: Hall) -> None:
    with nothing_written():
        for item in ITEMS:
            for bad in [*NO_TEXT, "form", MANY, DEEP]:
                assert not shown(huanglong, item, bad, PAPERS[item]).ready
                assert not shown(huanglong, item, {}, bad).ready


def test_whatever_comes_in_is_shown_as_it_is_refused(huanglong: Hall) -> None:
    forms = good_forms(huanglong)
    names = sorted({name for form in forms.values() for name in form})
    values = st.sampled_from([v for form in forms.values() for v in form.values()]) | anything
    hows = st.sampled_from(["original", "copy", "data", "promised"]) | anything
    codes = st.sampled_from(sorted({code for papers in PAPERS.values() for code in papers}))

    @few
    @given(
        item=st.sampled_from(sorted(ITEMS)),
        mixed=st.dictionaries(st.sampled_from(names), values, max_size=3),
        brought=st.dictionaries(codes, hows, max_size=2),
        loose=st.none() | anything,
    )
    def whatever(item: str, mixed: Any, brought: Any, loose: object) -> None:
        known = {name: v for name, v in mixed.items() if name in forms[item]}
        papers = {c: how for c, how in brought.items() if c in PAPERS[item]}
        agrees(huanglong, item, forms[item] | known, PAPERS[item] | papers)
        agrees(huanglong, item, mixed if loose is None else loose, brought)

    whatever()


def test_a_check_waits_for_its_field_holds_or_is_broken_with_what_to_do(huanglong: Hall) -> None:
    form = person_form(huanglong.registered_employer(), employed_on="", since="2026-04")
    told = agrees(huanglong, PERSON, form | {"employer": new_credit_code()})
    assert states(told) == {
        "employer-is-registered": "broken",
        "person-is-new": "holds",
        "of-working-age": "waiting",
        "not-over-age": "holds",
        "begins-when-employed": "waiting",
    }
    assert told.checks[0] == Checked(
        "employer-is-registered",
        "用人单位已参保登记",
        "社会保险法第五十八条",
        "employer",
        "broken",
        "该单位尚未参保登记。请核对代码，或先办理单位参保登记",
    )
    assert not any(check.says for check in told.checks[1:])


def test_an_empty_form_shows_the_way_the_papers_and_the_deadlines_already(hall: Hall) -> None:
    for item in ITEMS:
        told = agrees(hall, item, {}, {})
        assert told.due is not None
        assert told.way.turns[0].says == "受理"
        assert {paper.how for paper in told.papers} <= {None}
        assert bool(told.papers) == bool(PAPERS[item])
        assert all(p.mistake and p.mistake.code == "material-missing" for p in told.papers)
        must = {n for n, f in ITEMS[item].form.model_fields.items() if f.is_required()}
        waiting = {check.code for check in ITEMS[item].checks if must & {*check.needs}}
        assert {states(told)[code] for code in waiting} == {"waiting"}


def test_the_way_is_told_under_the_names_of_the_profile(
    huanglong: Hall, luochuan: Hall, wangqing: Hall
) -> None:
    def way(hall: Hall, item: str) -> list[tuple[str, str]]:
        return [(turn.name, turn.says) for turn in shown(hall, item, {}).way.turns]

    signed = [("复核", "签字"), ("主管副主任", "签字"), ("主任", "签字")]
    accepted = ("综合业务", "受理")
    assert way(huanglong, EMPLOYER) == [accepted, ("经办", "签字"), *signed]
    assert way(luochuan, EMPLOYER) == [accepted, ("综合业务", "签字"), *signed]
    special = [("特殊业务", "受理"), ("特殊业务", "签字")]
    signed = [("复核", "签字"), ("主管局长", "签字"), ("局长", "签字")]
    assert way(wangqing, CHANGE) == [*special, *signed]
    assert way(huanglong, PERSON) == [accepted, ("复核", "复核通过"), ("综合业务", "办结")]
    assert way(huanglong, PROOF) == [accepted, ("综合业务", "办结")]
    assert [r.source for r in shown(huanglong, PROOF, {}).way.route.reasons][-1] == "SX-11"


def test_papers_that_a_change_asks_for_come_with_what_is_filled_in(huanglong: Hall) -> None:
    form = {"citizen_id": huanglong.registered_person(), "reason": "户籍更名"}
    renamed = form | {"new_name": "高瑰梅"}
    born = renamed | {"new_citizen_id": new_citizen_id(born="19800101")}
    asked = [[p.code for p in shown(huanglong, CHANGE, f).papers] for f in (form, renamed, born)]
    assert asked == [
        ["id-card"],
        ["id-card", "household-register"],
        ["id-card", "household-register", "personnel-file"],
    ]


def test_whoever_would_come_second_is_told_before_submitting(
    huanglong: Hall, luochuan: Hall
) -> None:
    form = employer_form()
    number = huanglong.accept(EMPLOYER, form, EMPLOYER_PAPERS)
    assert agrees(luochuan, EMPLOYER, form).busy == (number,)
    half = {"credit_code": form["credit_code"], "phone": "1"}
    assert shown(luochuan, EMPLOYER, half).busy == (number,), "the code is enough to know"
    assert agrees(luochuan, EMPLOYER, employer_form()).busy == ()
    huanglong.do(journeys.withdraw, number, reason="申请人撤回", by=huanglong.teller)
    assert agrees(luochuan, EMPLOYER, form).ready


def test_a_change_to_a_number_that_another_case_holds_is_told(huanglong: Hall) -> None:
    citizen, other = huanglong.registered_person(), person_form(huanglong.registered_employer())
    number = huanglong.accept(PERSON, other, PERSON_PAPERS)
    form = {"citizen_id": citizen, "new_citizen_id": other["citizen_id"], "reason": "重号"}
    papers = CHANGE_PAPERS | {"personnel-file": "original"}
    assert agrees(huanglong, CHANGE, form, papers).busy == (number,)
    assert agrees(huanglong, CHANGE, form | {"citizen_id": "1"}, papers).busy == (number,)


def test_what_refuses_the_person_at_the_desk_is_told_beside_everything_else(
    huanglong: Hall, wangqing: Hall
) -> None:
    forms = good_forms(huanglong)
    for by in (huanglong.reviewer, huanglong.guide, wangqing.teller, "nobody"):
        told = agrees(huanglong, PROOF, forms[PROOF], by=by)
        assert type(told.refusal) is NotYourPost
        assert not told.mistakes
    change = agrees(wangqing, CHANGE, good_forms(wangqing)[CHANGE], by=wangqing.teller)
    assert type(change.refusal) is NotYourPost, "another window takes it there"


def test_training_that_lapsed_and_a_grant_that_is_missing_are_told(huanglong: Hall) -> None:
    form, today = good_forms(huanglong)[PROOF], huanglong.now.date()
    late = newcomer(huanglong, Post.GUIDE)
    period: dict[str, Any] = {"since": today, "until": date(2027, 1, 1), "trained_until": today}
    huanglong.do(assign, late, huanglong.code, Post.TELLER, by="0001", **period)
    assert type(agrees(huanglong, PROOF, form, by=late).refusal) is TrainingLapsed
    for granted in Grant.objects.filter(agency=huanglong.code, post=Post.TELLER, item=PROOF):
        huanglong.do(withdraw, granted.id, on=today, ground="收回授权", by="0001")
    assert type(agrees(huanglong, PROOF, form).refusal) is NotGranted


def test_a_deadline_in_a_year_that_nobody_entered_is_told(huanglong: Hall) -> None:
    forms = good_forms(huanglong)
    huanglong.now = huanglong.now.replace(month=12, day=28)
    told = agrees(huanglong, EMPLOYER, forms[EMPLOYER])
    assert (told.due, told.ready) == (None, False)
    assert "2027" in str(told.undated)
    assert agrees(huanglong, PROOF, forms[PROOF]).ready, "a proof has no deadline"


def test_a_parameter_that_the_catalogue_lacks_is_told(huanglong: Hall) -> None:
    form = good_forms(huanglong)[PERSON]
    tomorrow = huanglong.now.date() + timedelta(days=1)
    text = next_version(packaged("shaanxi"), 2, tomorrow)
    publish_text(huanglong, changed(text, 'code = "over-age-male"', 'code = "over-age"'))
    huanglong.now += timedelta(days=1)
    men = [number for number in (new_citizen_id() for _ in range(9)) if int(number[16]) % 2]
    told = agrees(huanglong, PERSON, form | {"citizen_id": men[0]})
    assert type(told.refusal) is ParameterMissing
    assert "waiting" in states(told).values()


def test_where_there_is_nothing_to_show_it_refuses_by_name(huanglong: Hall) -> None:
    form, at, by = employer_form(), huanglong.now, huanglong.teller

    def look(agency: object, item: str) -> Preview:
        return preview(agency, item, form=form, materials=EMPLOYER_PAPERS, by=by, at=at)

    for bad in [*ODD, *BLANK, "999999", 610631]:
        with refused(NoSuchAgency):
            look(bad, EMPLOYER)
        with refused(ItemNotRun):
            look(huanglong.code, bad)
    at = at.replace(year=2025)
    with refused(NoEditionInForce):
        look(huanglong.code, EMPLOYER)


def test_an_item_that_the_catalogue_lacks_is_refused(huanglong: Hall) -> None:
    tomorrow = huanglong.now.date() + timedelta(days=1)
    text = next_version(packaged("shaanxi"), 2, tomorrow)
    publish_text(huanglong, changed(text, 'code = "insurance-proof"', 'code = "another-proof"'))
    assert not shown(huanglong, PROOF, {}).ready
    huanglong.now += timedelta(days=1)
    with refused(ItemNotInCatalogue):
        shown(huanglong, PROOF, {})
