"""Reading the register: what it believes, and what it believed on any day."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from yichuang.domain.insured.models import Employer, Enrolment, Person, Revision
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.rows import one


def employer_by_code(credit_code: str | None) -> Employer | None:
    """Give the employer of a credit code."""
    return one(Employer, "credit_code", credit_code) if credit_code else None


def person_by_id(citizen_id: str | None) -> Person | None:
    """Give the person of a citizen id."""
    return one(Person, "citizen_id", citizen_id) if citizen_id else None


def open_enrolment(person: Person | None, insurance: str) -> Enrolment | None:
    """Give a person's open enrolment in an insurance."""
    if person is None:
        return None
    standing = Enrolment.objects.filter(person=person, insurance=insurance, until=None)
    # Not first(): its order would lead the database along the wrong index.
    return next(iter(standing.select_related("employer")[:1]), None)


def believed(noun: str, number: str, on: date) -> dict[str, Any] | None:
    """Give what the register believed of a row at the end of a local day; None: nothing yet."""
    end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=LOCAL)
    found = (
        Revision.objects.filter(noun=noun, number=number, believed_at__lt=end)
        .order_by("-version")
        .first()
    )
    return None if found is None else dict(json.loads(found.content))


def written_in(case: str) -> list[Revision]:
    """Give what the acts of a case wrote into the register, as the trail says."""
    table = Revision._meta.db_table  # noqa: SLF001 -- the name of our own table
    acts = Act.objects.filter(chain=f"case/{case}").values_list("content", flat=True)
    rows = (row for content in acts for row in json.loads(content)["rows"])
    keys = [key[0] for name, key, _ in rows if name == table]
    return list(Revision.objects.filter(key__in=keys).order_by("noun", "number", "version"))


def changed_by(revision: Revision) -> dict[str, Any]:
    """Give what a revision made the register say otherwise, by column."""
    version = revision.version - 1
    former = Revision.objects.filter(noun=revision.noun, number=revision.number, version=version)
    content = former.values_list("content", flat=True).first()
    said = {} if content is None else json.loads(content)
    now = json.loads(revision.content)
    return {name: value for name, value in now.items() if said.get(name) != value}
