"""What clients come with: whole lives of cases, as the asks that carry them to their end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.forms import (
    BIRTH_PAPERS,
    CHANGE_PAPERS,
    EMPLOYER_PAPERS,
    PERSON_PAPERS,
    PROOF_PAPERS,
    minutes,
)
from tests.halls import Huanglong
from tests.reliability.crew import REASON, a_citizen, a_person, an_employer


@dataclass(frozen=True)
class Ask:
    """One thing asked of the site: a verb, by whom, and with what."""

    verb: str
    by: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """A case's life from acceptance to its end, and the state that it ends in."""

    asks: tuple[Ask, ...]
    ends: str


HALL = Huanglong()
SIGNERS = (HALL.handler, HALL.reviewer, HALL.deputy, HALL.director)
SIGNED = tuple(Ask("sign", signer) for signer in SIGNERS)
FILED = Ask("file", HALL.teller)
WHY = {"reason": REASON}
EARLIER = date(1975, 1, 1)


def accepted(item: str, form: dict[str, Any], papers: dict[str, str]) -> Ask:
    """Give the ask that begins a life."""
    more = {"agency": HALL.code, "item": item, "form": form, "materials": papers}
    return Ask("accept", HALL.teller, more)


def employer_registered(form: dict[str, Any]) -> Life:
    """Level 1, signed four times and filed."""
    begins = accepted("employer-registration", form, EMPLOYER_PAPERS)
    return Life((begins, *SIGNED, FILED), "filed")


def employer_corrected(form: dict[str, Any]) -> Life:
    """Level 1, returned by the deputy, corrected, and signed by everybody again."""
    begins = accepted("employer-registration", form, EMPLOYER_PAPERS)
    returned = Ask("return_to", HALL.deputy, {"step": 0, "code": "other", **WHY})
    new = {"form": {**form, "phone": "0911-5620002"}, "materials": EMPLOYER_PAPERS}
    corrected = Ask("correct", HALL.teller, new)
    return Life((begins, *SIGNED[:2], returned, corrected, *SIGNED), "done")


def employer_handed_over(form: dict[str, Any]) -> Life:
    """Level 1; the client leaves, the teller stands down, another teller files."""
    begins = accepted("employer-registration", form, EMPLOYER_PAPERS)
    aside = (
        Ask("hold", HALL.teller, WHY),
        Ask("stand_down", HALL.director, {"step": 0, **WHY}),
    )
    return Life((begins, *aside, *SIGNED, Ask("file", HALL.second_teller)), "filed")


def person_registered(form: dict[str, Any]) -> Life:
    """Level 2, reviewed, finished and filed."""
    begins = accepted("person-registration", form, PERSON_PAPERS)
    carried = (Ask("pass_on", HALL.reviewer), Ask("finish", HALL.teller), FILED)
    return Life((begins, *carried), "filed")


def person_withdrawn(form: dict[str, Any]) -> Life:
    """Level 2, reviewed, and withdrawn before it was finished."""
    begins = accepted("person-registration", form, PERSON_PAPERS)
    withdrawn = Ask("withdraw", HALL.second_teller, WHY)
    return Life((begins, Ask("pass_on", HALL.reviewer), withdrawn), "withdrawn")


def proof_given(citizen: str) -> Life:
    """Level 3, finished on the spot and filed."""
    form = {"citizen_id": citizen, "purpose": "子女入学"}
    begins = accepted("insurance-proof", form, PROOF_PAPERS)
    return Life((begins, Ask("finish", HALL.teller), FILED), "filed")


def name_changed(citizen: str) -> Life:
    """Level 1, a change of what the register says of a person."""
    form = {"citizen_id": citizen, "new_name": "高瑰梅", "reason": "户籍更名"}
    begins = accepted("basic-data-change", form, CHANGE_PAPERS)
    return Life((begins, *SIGNED, FILED), "filed")


def birth_changed(citizen: str) -> Life:
    """Level 1, a change of the date of birth: reported, referred, concluded and filed."""
    form = {"citizen_id": citizen, "new_citizen_id": a_citizen(EARLIER), "reason": "档案记载"}
    begins = accepted("basic-data-change", form, BIRTH_PAPERS)
    at_the_city = (
        Ask("receive", HALL.approver),
        Ask("refer", HALL.approver, WHY),
        Ask("conclude", HALL.chief, {"minutes": minutes(HALL.now.date())}),
    )
    return Life((begins, *SIGNED, *at_the_city, FILED), "filed")


def lives() -> Iterator[Life]:
    """Give one life after another, of every kind, and never end."""
    while True:
        employer = an_employer()
        yield employer_registered(employer)
        person = a_person(employer["credit_code"])
        yield person_registered(person)
        yield proof_given(person["citizen_id"])
        yield employer_corrected(an_employer())
        yield name_changed(person["citizen_id"])
        yield birth_changed(person["citizen_id"])
        yield person_withdrawn(a_person(employer["credit_code"]))
        yield employer_handed_over(an_employer())
