# ruff: noqa: SLF001 -- a model says of itself in _meta what is tested here
# ruff: noqa: S608 -- names come from the models, values are always bound
"""The rule that the database refused by has one name on both databases: the declared one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from yichuang.domain.archives.models import File
from yichuang.domain.authority.models import Grant, RegisterCheck
from yichuang.domain.cases.models import Case, Claim, Seat, SigningSession, Suspension
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.insured.models import Employer, Enrolment, Payable, Person
from yichuang.domain.staff.models import (
    Absence,
    Agency,
    Assignment,
    Attendance,
    Charge,
    Department,
    Relative,
    SigningKey,
    Training,
    Window,
)
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.models import Act, Chain, Kept
from yichuang.domain.trail.rows import columns, key_columns, stored
from yichuang.doors.workbench.models import SeenBrief

Values = dict[str, Any]
DAY, LATER = date(2026, 3, 9), date(2026, 6, 1)
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)

FITTING: dict[type[models.Model], Values] = {
    Agency: {"level": "county", "parent_id": "610600", "mode": "universal"},
    Assignment: {"staff_id": "61063101", "since": DAY, "until": LATER},
    Relative: {"ended_on": None},
    Absence: {"since": DAY, "until": LATER},
    Attendance: {"result": "passed", "valid_until": LATER},
    Grant: {"since": DAY, "until": LATER},
    Case: {"state": "ready", "step": 0, "timing": "instant"},
    Seat: {"stands_down": True},
    Claim: {"open": False},
    Suspension: {"ended_by": "02"},
    SigningSession: {"closed_at": NOW},
    SigningKey: {"ended_at": NOW},
    Charge: {"since": DAY, "until": LATER},
    Enrolment: {"until": "2026-03"},
}
"""Values by which a row of a noun breaks none of its rules; all others are made up."""

TWICE: dict[str, tuple[type[models.Model], Values]] = {
    "an_employer_is_registered_once": (Employer, {"credit_code": "91"}),
    "a_citizen_is_registered_once": (Person, {"citizen_id": "61"}),
    "one_open_enrolment_in_an_insurance": (
        Enrolment,
        {"person_id": "R1", "insurance": "pension", "until": None},
    ),
    "a_case_number_exists_once": (Case, {"number": "610631-1"}),
    "one_person_one_role_in_a_case_for_life": (Seat, {"case_id": "case/1", "holder": "01"}),
    "one_standing_seat_a_step": (Seat, {"case_id": "case/1", "step": 1, "stands_down": False}),
    "one_open_claim_of_a_kind_on_a_subject": (
        Claim,
        {"subject": "person/1", "kind": "data", "open": True},
    ),
    "one_grant_of_a_duty_from_a_day": (
        Grant,
        {"agency_id": "610631", "post": "teller", "item": "x", "duty": "accept", "since": DAY},
    ),
    "a_department_name_once_in_an_agency": (Department, {"agency_id": "610631", "name": "财务科"}),
    "a_window_number_once_in_an_agency": (Window, {"agency_id": "610631", "number": 9}),
    "one_assignment_to_a_post_from_a_day": (
        Assignment,
        {"staff_id": "61063101", "agency_id": "610631", "post": "guide", "since": DAY},
    ),
    "a_citizen_is_declared_once_by_a_person": (
        Relative,
        {"staff_id": "61063101", "citizen_id": "61", "ended_on": None},
    ),
    "one_absence_from_a_post_from_a_day": (
        Absence,
        {"staff_id": "61063101", "agency_id": "610631", "post": "teller", "since": DAY},
    ),
    "a_course_is_held_once_a_day_at_an_agency": (
        Training,
        {"course_id": "LZ-1", "agency_id": "610631", "held_on": DAY},
    ),
    "one_result_of_a_person_at_a_training": (
        Attendance,
        {"training_id": 1, "staff_id": "61063101"},
    ),
    "one_open_suspension_of_a_case": (Suspension, {"case_id": "case/1", "ended_by": None}),
    "one_open_signing_session_of_a_person": (
        SigningSession,
        {"staff_id": "61063101", "closed_at": None},
    ),
    "a_person_signs_with_one_key": (SigningKey, {"staff_id": "9999", "ended_at": None}),
    "one_deputy_is_in_charge_of_a_business": (
        Charge,
        {"agency_id": "610631", "category": "x", "until": None},
    ),
    "a_brief_is_seen_once_in_a_session": (SeenBrief, {"session": "s", "number": "1"}),
    "one_check_of_a_register_a_year": (RegisterCheck, {"agency_id": "610631", "year": 2026}),
    "one_published_edition_in_force_from_a_day": (
        Edition,
        {"profile": "x", "in_force_on": DAY, "published_by": "02", "published_at": NOW},
    ),
}
"""What two rows must have in common to break a rule of uniqueness."""

ONCE: dict[str, tuple[type[models.Model], Values]] = {
    "only_a_province_has_no_agency_above": (Agency, {"parent_id": None}),
    "above_the_county_tellers_stand_within_departments": (Agency, {"level": "city"}),
    "an_assignment_begins_before_it_ends": (Assignment, {"until": date(2025, 1, 1)}),
    "a_grant_begins_before_it_ends": (Grant, {"until": date(2025, 1, 1)}),
    "a_limit_of_a_grant_is_positive": (Grant, {"limit_fen": 0}),
    "an_absence_begins_before_it_ends": (Absence, {"until": date(2025, 1, 1)}),
    "nobody_delegates_to_themself": (Absence, {"staff_id": "01", "delegate_id": "01"}),
    "only_who_passed_is_trained_until_a_day": (
        Attendance,
        {"result": "failed", "valid_until": LATER},
    ),
    "publishing_needs_a_second_person": (
        Edition,
        {"proposed_by": "01", "published_by": "01", "published_at": NOW},
    ),
    "a_published_edition_says_when": (Edition, {"published_by": "02"}),
    "a_case_in_progress_stands_at_a_step": (Case, {"step": None}),
    "a_case_is_in_a_known_state": (Case, {"state": "lost", "step": None}),
    "limited_business_has_a_deadline": (Case, {"timing": "limited"}),
    "only_done_cases_say_when_they_were_done": (Case, {"done_at": NOW}),
    "a_decision_has_a_holder": (Seat, {"decision": "sign"}),
    "a_suspension_is_confirmed_by_a_second_person": (
        Suspension,
        {"proposed_by": "01", "confirmed_by": "01", "starts_on": DAY},
    ),
    "a_suspension_runs_once_confirmed": (Suspension, {"starts_on": DAY}),
    "a_suspension_starts_before_it_ends": (
        Suspension,
        {"confirmed_by": "02", "starts_on": LATER, "ends_on": DAY},
    ),
    "a_charge_begins_before_it_ends": (Charge, {"until": date(2025, 1, 1)}),
    "what_is_owed_is_more_than_nothing": (Payable, {"amount_fen": 0}),
    "a_payment_is_released_by_a_second_person": (
        Payable,
        {"prepared_by": "01", "released_by": "01"},
    ),
    "a_chain_begins_with_an_act": (Chain, {"n": 0}),
}
"""What one row must have to break a rule by itself."""

_serial = count(5000)  # beyond any that the halls use


def row_of(model: type[models.Model], given: Values) -> Values:
    """Make up a row that breaks no rule but by what is given."""
    made_up = {name: _made_up(field) for name, field in columns(model).items()}
    return {**made_up, **FITTING.get(model, {}), **given}


def _made_up(field: "models.Field[Any, Any]") -> Any:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if field.null:
        return None
    number = next(_serial)
    kinds = {
        "DateField": DAY,
        "DateTimeField": NOW,
        "BooleanField": False,
        "UUIDField": UUID(int=number),
    }
    text = isinstance(field, models.CharField | models.TextField)
    return kinds.get(field.get_internal_type(), f"{number}" if text else number)


def insert(model: type[models.Model], values: Values) -> None:
    """Insert a row as it is."""
    names, marks = ", ".join(values), ", ".join("%s" for _ in values)
    sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [stored(model, name, value) for name, value in values.items()])


def refused_by(model: type[models.Model], *rows: Values) -> str | None:
    """Give the name of the rule by which the last of these rows is refused; all is taken back."""
    with transaction.atomic():
        for row in rows[:-1]:
            insert(model, row)
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            insert(model, rows[-1])
        transaction.set_rollback(True)
    return broken_by(refused.value)


def declared(kind: type[models.BaseConstraint]) -> Iterator[str]:
    """Give the names of the rules of a kind, of all nouns."""
    for model in apps.get_models():
        if model.__module__.startswith("yichuang."):
            yield from (rule.name for rule in model._meta.constraints if isinstance(rule, kind))


def test_every_declared_rule_is_broken_here() -> None:
    assert set(declared(models.UniqueConstraint)) == {*TWICE, "an_act_has_one_place_in_its_chain"}
    assert set(declared(models.CheckConstraint)) == set(ONCE)


def test_a_rule_is_a_sentence_and_no_two_are_the_same() -> None:
    names = list(declared(models.BaseConstraint))
    assert len(names) == len(set(names))
    assert all(name.count("_") >= 3 for name in names)


@pytest.mark.parametrize("name", sorted(TWICE))
def test_a_second_row_is_refused_by_the_rule_of_its_name(name: str, db: None) -> None:
    model, shared = TWICE[name]
    assert refused_by(model, row_of(model, shared), row_of(model, shared)) == name


@pytest.mark.parametrize("name", sorted(ONCE))
def test_a_row_is_refused_by_the_rule_of_its_name(name: str, db: None) -> None:
    model, wrong = ONCE[name]
    assert refused_by(model, row_of(model, wrong)) == name


@pytest.mark.parametrize(
    "model",
    [m for m in apps.get_models() if issubclass(m, (Kept, Act, Chain))],
    ids=lambda model: model._meta.db_table,
)
def test_a_key_that_is_taken_is_refused_by_the_key_of_the_table(
    model: type[models.Model], db: None
) -> None:
    first = row_of(model, {})
    second = {**row_of(model, {}), **{name: first[name] for name in key_columns(model)}}
    assert refused_by(model, first, second) == f"{model._meta.db_table}_pkey"


def test_a_place_in_a_chain_that_is_taken_is_refused(db: None) -> None:
    """On SQLite the guard against REPLACE speaks before the rule does."""
    place = {"chain_id": "house", "n": 77}
    name = refused_by(Act, row_of(Act, place), row_of(Act, place))
    guarded = connection.vendor == "sqlite"
    assert name == ("trail_act_pkey" if guarded else "an_act_has_one_place_in_its_chain")


def test_what_breaks_no_rule_is_taken(db: None) -> None:
    for model in {model for model, _ in [*TWICE.values(), *ONCE.values()]} | {File}:
        with transaction.atomic():
            insert(model, row_of(model, {}))
            transaction.set_rollback(True)
