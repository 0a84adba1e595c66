"""The only writers of the register: they plan the rows that an act leaves, and take that act.

Every row written is accompanied by its revision, so that what was believed on any day can be
read later. A change rests on the version that was read; if it moved, the act is refused.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from yichuang.domain.insured.models import Employer, Enrolment, Payable, Person, Proof, Revision
from yichuang.domain.kernel.numbers import local_day, next_number
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.models import Registered
from yichuang.domain.trail.rows import Change, New, Row
from yichuang.engines.initials import initials

SERIES = {"employer": "D", "person": "R", "enrolment": "G"}
"""The letter that the numbers of each noun begin with."""

FOUND_BY = ("initials", "other_initials", "phone_end")
"""What a row is searched by, beside its name; every writer of name or phone writes these."""


@dataclass(frozen=True)
class Entry:
    """The act that writes: its request, its moment, whose it is, at which agency, in which case."""

    act: UUID
    at: datetime
    agency: str
    by: str
    case: str

    @property
    def on(self) -> date:
        """The day in the hall on which the act is done."""
        return local_day(self.at)


@dataclass(frozen=True)
class Planned:
    """The rows to write, and the number that the new entry gets."""

    number: str
    rows: tuple[Row, ...]


def register_employer(values: dict[str, Any], *, act: Entry) -> Planned:
    """Enter an employer (单位参保登记)."""
    return _enter(Employer, "employer", {**values, "agency": act.agency}, act)


def register_person(values: dict[str, Any], *, act: Entry) -> Planned:
    """Enter a person (人员参保登记)."""
    return _enter(Person, "person", {**values, "agency": act.agency}, act)


def enrol(
    person: str, employer: str, *, insurance: str, since: str, employed_on: date, act: Entry
) -> Planned:
    """Enrol a person through an employer from a month (YYYY-MM)."""
    values = {"person_id": person, "employer_id": employer, "insurance": insurance}
    values |= {"since": since, "until": None, "employed_on": employed_on}  # type: ignore[dict-item]
    return _enter(Enrolment, "enrolment", values, act)


def change_person(person: Person, changes: dict[str, Any], *, act: Entry) -> Planned:
    """Change a person's basic data; rests on the version that was read."""
    return _change(person, "person", changes, act)


@dataclass(frozen=True)
class Owed:
    """What is owed: what for, to whom, to which account, how much."""

    kind: str
    payee: str
    citizen_id: str
    account: str
    amount_fen: int


def owe(owed: Owed, *, act: Entry) -> Planned:
    """Enter what the case's agency owes (待付款); finance prepares and releases it."""
    number = next_number("F", act.agency, act.at)
    values = {"number": number, "case_number": act.case, **vars(owed), "agency": act.agency}
    nobody = {"prepared_by": None, "prepared_at": None, "released_by": None, "released_at": None}
    return Planned(number, (New(Payable, {**values, "since": act.on, **nobody, "version": 1}),))


def prepare(payable: Payable, *, act: Entry) -> Planned:
    """Write who prepared a payment (制单); rests on the version that was read."""
    return _paid(payable, {"prepared_by": act.by, "prepared_at": act.at})


def put_back(payable: Payable, *, act: Entry) -> Planned:  # noqa: ARG001 -- nobody stands in its place
    """Write that a payment waits to be prepared again; rests on the version that was read."""
    return _paid(payable, {"prepared_by": None, "prepared_at": None})


def release(payable: Payable, *, act: Entry) -> Planned:
    """Write who released a payment (签付); rests on the version that was read."""
    return _paid(payable, {"released_by": act.by, "released_at": act.at})


def _paid(payable: Payable, changes: dict[str, Any]) -> Planned:
    # A payment has a chain of its own, which is its history; the register's keeps none of it.
    before = {"version": payable.version}
    after = {**changes, "version": payable.version + 1}
    return Planned(payable.number, (Change(Payable, (payable.number,), before, after),))


def change_employer(employer: Employer, changes: dict[str, Any], *, act: Entry) -> Planned:
    """Change what the register says of an employer; rests on the version that was read."""
    return _change(employer, "employer", changes, act)


def change_enrolment(enrolment: Enrolment, changes: dict[str, Any], *, act: Entry) -> Planned:
    """Change an enrolment; rests on the version that was read."""
    return _change(enrolment, "enrolment", changes, act)


def issue_proof(person: str, *, purpose: str, text: str, issued_on: date, act: Entry) -> Planned:
    """Enter a proof that is handed out."""
    number = next_number("Z", act.agency, act.at)
    values = {"number": number, "person_id": person, "issued_on": issued_on}
    return Planned(number, (New(Proof, {**values, "purpose": purpose, "text": text}),))


def _enter(model: type[Registered], noun: str, values: dict[str, Any], act: Entry) -> Planned:
    number = next_number(SERIES[noun], act.agency, act.at)
    whole = {"number": number, **values, "version": 1}
    row = New(model, {**whole, **_found_by(values)})
    return Planned(number, (row, _revision(noun, whole, act)))


def _change(standing: models.Model, noun: str, changes: dict[str, Any], act: Entry) -> Planned:
    names = [f.attname for f in standing._meta.concrete_fields]  # noqa: SLF001
    before = {n: getattr(standing, n) for n in names if n not in {"act_id", *FOUND_BY}}
    version = before["version"] + 1
    whole = {**before, **changes, "version": version}
    row = Change(
        type(standing),  # type: ignore[arg-type]
        (before["number"],),
        {"version": before["version"]},
        {**changes, **_found_by(changes), "version": version},
    )
    return Planned(before["number"], (row, _revision(noun, whole, act)))


def _found_by(values: dict[str, Any]) -> dict[str, str | None]:
    """Give the columns that a row is searched by, of what is written in it.

    They follow from the others, so a revision doesn't repeat them.
    """
    found: dict[str, str | None] = {}
    if "name" in values:
        first, other, *_ = *initials(values["name"]), None, None
        found |= {"initials": first, "other_initials": other}
    if "phone" in values:
        found["phone_end"] = values["phone"][-4:]
    return found


def _revision(noun: str, whole: dict[str, Any], act: Entry) -> New:
    number, version = whole["number"], whole["version"]
    values = {"key": f"{noun}/{number}/{version}", "noun": noun, "number": number}
    values |= {"version": version, "believed_at": act.at, "content": canonical(whole)}
    return New(Revision, values)
