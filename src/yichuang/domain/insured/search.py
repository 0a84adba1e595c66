"""Finding who stands at the window: by what a teller types or scans into one box."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.db.models import Q

from yichuang.domain.insured.models import INSURANCES, SEXES, Employer, Enrolment, Person
from yichuang.domain.insured.queries import employer_by_code, person_by_id
from yichuang.domain.kernel.numbers import may_be_number

Kind = Literal["person", "employer"]
NOUNS: Final[dict[str, type[Person | Employer]]] = {"person": Person, "employer": Employer}

LONGEST: Final = 100
"""No name or number is longer."""

IDENTITY: Final = re.compile("[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}")
REGISTER_NUMBER: Final = re.compile(r"[RD][0-9]{6}-[0-9]{8}-[0-9]{4,9}-[0-9]")
PHONE: Final = re.compile(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}")


@dataclass(frozen=True)
class Found:
    """A person or employer as a list shows it: enough to choose by, and no more."""

    kind: Kind
    number: str
    name: str
    identity: str
    """Of a person masked; the code of an employer is public."""
    phone: str
    detail: str
    """Of a person the employer, where one is enrolled; of an employer what kind it is."""


@dataclass(frozen=True)
class Insured:
    """One open enrolment of a person (参保关系)."""

    number: str
    insurance: str
    since: str
    employer: str
    employer_code: str


@dataclass(frozen=True)
class Card:
    """What the window shows of whoever was identified."""

    kind: Kind
    number: str
    name: str
    identity: str
    """As it is shown at first: of a person masked."""
    whole_identity: str
    phone: str
    whole_phone: str
    agency: str
    sex: str | None = None
    born_on: date | None = None
    enrolments: tuple[Insured, ...] = ()
    representative: str | None = None
    address: str | None = None


def masked_id(number: str) -> str:
    """Show a citizen's number so that only who knows it recognises it: 6101**********1234."""
    return _masked(number, 4)


def masked_phone(phone: str) -> str:
    """Show a phone number by its ends: 138****5678, 0911-***0001."""
    return _masked(phone, phone.find("-") + 1 or 3)


def _masked(text: str, kept: int) -> str:
    hidden = len(text) - kept - 4
    return f"{text[:kept]}{'*' * hidden}{text[-4:]}" if hidden > 0 else "*" * len(text)


def find(agency: str, text: object, *, limit: int = 20) -> list[Found]:
    """Find persons and employers; of what nobody could have meant, nothing is found.

    A whole identity or register number is found wherever it is registered. By the beginning of a
    name, its pinyin initials or a phone only those are found who are registered at the agency.
    """
    if not isinstance(text, str) or len(text) > LONGEST or not may_be_number(agency):
        return []
    typed = unicodedata.normalize("NFKC", text).strip().upper()
    if not typed or any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in typed):
        return []
    if IDENTITY.fullmatch(typed):
        return _shown([person_by_id(typed)], [employer_by_code(typed)])
    if REGISTER_NUMBER.fullmatch(typed):
        return _shown(Person.objects.filter(pk=typed), Employer.objects.filter(pk=typed))
    here = Q(agency=agency) & _asked(typed, text.strip())
    persons = list(Person.objects.filter(here).order_by("name", "number")[:limit])
    employers = list(Employer.objects.filter(here).order_by("name", "number")[:limit])
    room = max(limit - len(employers), limit // 2)
    return _shown(persons[:room], employers)[:limit]


def _asked(typed: str, as_it_came: str) -> Q:
    """Say what in a row must be like what was typed."""
    if re.fullmatch("[0-9]{4}", typed):
        return Q(phone_end=typed)
    if PHONE.fullmatch(typed):
        digits = typed.replace("-", "")
        written = [digits, f"{digits[:3]}-{digits[3:]}", f"{digits[:4]}-{digits[4:]}"]
        return Q(phone_end=typed[-4:], phone__in=written)
    if typed.isascii() and typed.isalnum():
        letters = typed.lower()
        return Q(initials__startswith=letters) | Q(other_initials__startswith=letters)
    return Q(name__startswith=unicodedata.normalize("NFC", as_it_came))


def _shown(persons: Any, employers: Any) -> list[Found]:
    known = [person for person in persons if person is not None]
    through = dict(
        Enrolment.objects.filter(person__in=known, until=None).values_list(
            "person", "employer__name"
        )
    )
    found = [
        Found("person", p.number, p.name, masked_id(p.citizen_id), masked_phone(p.phone),
              through.get(p.number, ""))
        for p in known
    ]  # fmt: skip
    return found + [
        Found("employer", e.number, e.name, e.credit_code, masked_phone(e.phone), e.kind)
        for e in employers
        if e is not None
    ]


def names_of(identities: Iterable[str]) -> dict[str, str]:
    """Give the names of those among some identities who are in the register, by citizen id."""
    asked = {one for one in identities if IDENTITY.fullmatch(one)}
    if not asked:
        return {}
    known = Person.objects.filter(citizen_id__in=asked)
    return dict(known.values_list("citizen_id", "name"))


def card_of(kind: str, number: object) -> Card | None:
    """Give what is shown of a person or employer of the register; None: there is none."""
    if kind not in NOUNS or not may_be_number(number):
        return None
    found = NOUNS[kind].objects.filter(pk=number).first()
    if isinstance(found, Person):
        return _person_card(found)
    return None if found is None else _employer_card(found)


def _person_card(person: Person) -> Card:
    open_now = Enrolment.objects.filter(person=person, until=None).select_related("employer")
    return Card(
        "person",
        person.number,
        person.name,
        masked_id(person.citizen_id),
        person.citizen_id,
        masked_phone(person.phone),
        person.phone,
        person.agency,
        sex=SEXES[person.sex],
        born_on=person.born_on,
        enrolments=tuple(
            Insured(
                e.number,
                INSURANCES.get(e.insurance, e.insurance),
                e.since,
                e.employer.name,
                e.employer.credit_code,
            )
            for e in open_now.order_by("since", "number")
        ),
    )


def _employer_card(employer: Employer) -> Card:
    return Card(
        "employer",
        employer.number,
        employer.name,
        employer.credit_code,
        employer.credit_code,
        masked_phone(employer.phone),
        employer.phone,
        employer.agency,
        representative=employer.representative,
        address=employer.address,
    )
