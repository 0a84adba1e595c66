"""Reading the register: what it believes, and what it believed on any day."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from yichuang.domain.insured.models import Employer, Enrolment, Person, Revision
from yichuang.domain.kernel.numbers import LOCAL


def employer_by_code(credit_code: str | None) -> Employer | None:
    """Give the employer of a credit code."""
    return Employer.objects.filter(credit_code=credit_code).first() if credit_code else None


def person_by_id(citizen_id: str | None) -> Person | None:
    """Give the person of a citizen id."""
    return Person.objects.filter(citizen_id=citizen_id).first() if citizen_id else None


def open_enrolment(person: Person | None, insurance: str) -> Enrolment | None:
    """Give a person's open enrolment in an insurance."""
    if person is None:
        return None
    standing = Enrolment.objects.filter(person=person, insurance=insurance, until=None)
    return standing.select_related("employer").first()


def believed(noun: str, number: str, on: date) -> dict[str, Any] | None:
    """Give what the register believed of a row at the end of a local day; None: nothing yet."""
    end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=LOCAL)
    found = (
        Revision.objects.filter(noun=noun, number=number, believed_at__lt=end)
        .order_by("-version")
        .first()
    )
    return None if found is None else dict(json.loads(found.content))
