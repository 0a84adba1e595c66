"""What the register believed of a person can be read for any day, in the hall's own time."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.halls import Hall
from yichuang.domain.cases.queries import standing
from yichuang.domain.insured.models import Employer, Enrolment, Person, Revision
from yichuang.domain.insured.queries import believed
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.trail.verify import verify

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MAY = date(2026, 5, 18)


def renamed_at(hall: Hall, citizen: str, name: str, moment: datetime) -> None:
    """Let the last signature of a change of name fall on a moment."""
    number = hall.accept_change(citizen, new_name=name)
    while standing(number).case.step != 4:
        hall.advance(number)
    hall.now = moment - MINUTE
    hall.advance(number)
    assert standing(number).case.done_at == moment


def name_on(person: Person, day: date) -> str | None:
    """Give the name that the register believed on a day."""
    known = believed("person", person.number, day)
    return None if known is None else str(known["name"])


def registered(hall: Hall) -> tuple[str, Person]:
    citizen = hall.registered_person()
    return citizen, Person.objects.get(citizen_id=citizen)


def test_before_the_entry_nothing_was_believed(huanglong: Hall) -> None:
    _, person = registered(huanglong)
    entered = huanglong.now.date()
    assert [name_on(person, entered + n * DAY) for n in (-400, -1, 0, 1, 400)] == [
        None,
        None,
        "高桂梅",
        "高桂梅",
        "高桂梅",
    ]


def test_a_change_is_believed_from_the_day_it_was_done(huanglong: Hall) -> None:
    citizen, person = registered(huanglong)
    renamed_at(huanglong, citizen, "高瑰梅", datetime.combine(MAY, time(10), tzinfo=LOCAL))
    renamed_at(huanglong, citizen, "高玫", datetime.combine(MAY + 9 * DAY, time(10), tzinfo=LOCAL))
    told = {n: name_on(person, MAY + n * DAY) for n in (-1, 0, 1, 8, 9, 10)}
    assert told == {-1: "高桂梅", 0: "高瑰梅", 1: "高瑰梅", 8: "高瑰梅", 9: "高玫", 10: "高玫"}
    assert verify().faults == []


# Until eight in the morning it is still the day before in Greenwich.
@pytest.mark.parametrize("clock", [time(0), time(0, 1), time(7, 59), time(8), time(23, 59, 59)])
def test_the_day_is_the_day_in_the_hall(huanglong: Hall, clock: time) -> None:
    citizen, person = registered(huanglong)
    renamed_at(huanglong, citizen, "高瑰梅", datetime.combine(MAY, clock, tzinfo=LOCAL))
    assert name_on(person, MAY - DAY) == "高桂梅"
    assert name_on(person, MAY) == "高瑰梅"


def test_of_two_changes_on_one_day_the_later_is_believed_at_its_end(huanglong: Hall) -> None:
    citizen, person = registered(huanglong)
    for clock, name in ((time(9), "高瑰梅"), (time(16), "高玫")):
        renamed_at(huanglong, citizen, name, datetime.combine(MAY, clock, tzinfo=LOCAL))
    assert name_on(person, MAY) == "高玫"
    assert name_on(person, MAY - DAY) == "高桂梅"


def test_an_open_case_changes_nothing_that_is_believed(huanglong: Hall) -> None:
    citizen, person = registered(huanglong)
    number = huanglong.accept_change(citizen, new_name="高瑰梅")
    for _ in range(3):
        huanglong.advance(number)
    assert name_on(person, huanglong.now.date()) == "高桂梅"
    assert Revision.objects.filter(number=person.number).count() == 1


def test_every_version_is_kept_whole_and_in_order(huanglong: Hall) -> None:
    citizen, person = registered(huanglong)
    renamed_at(huanglong, citizen, "高瑰梅", datetime.combine(MAY, time(10), tzinfo=LOCAL))
    revisions = Revision.objects.filter(noun="person", number=person.number).order_by("version")
    assert [revision.version for revision in revisions] == [1, 2]
    first, second = (believed("person", person.number, day) for day in (MAY - DAY, MAY))
    assert first is not None
    assert second is not None
    assert first.keys() == second.keys()
    differing = {key for key in first if first[key] != second[key]}
    assert differing == {"name", "version"}


def test_employers_and_enrolments_have_their_history_too(huanglong: Hall) -> None:
    _, person = registered(huanglong)
    today = huanglong.now.date()
    enrolment = Enrolment.objects.get(person=person)
    known = believed("enrolment", enrolment.number, today)
    assert known is not None
    assert (known["person_id"], known["since"]) == (person.number, "2026-03")
    employer = Employer.objects.get()
    known = believed("employer", employer.number, today)
    assert known is not None
    assert known["credit_code"] == employer.credit_code
    assert believed("person", employer.number, today) is None
    assert believed("employer", employer.number, today - DAY) is None
