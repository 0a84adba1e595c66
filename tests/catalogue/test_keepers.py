"""The catalogue is kept by the two leaders of the province's agency, and by nobody else."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from tests.catalogue.editions import changed, item_changed, next_version, packaged
from tests.halls import Hall
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.actions.editions import (
    EditionStands,
    NoSuchEdition,
    SecondPersonNeeded,
)
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import Profile, UnreadableProfile
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.catalogue import NotYourCatalogue, ProposalBreaksItsRules, keeper
from yichuang.domain.staff.actions import end_assignment
from yichuang.domain.staff.models import Assignment
from yichuang.domain.trail.actions import Answer, MandateEnded, MovedMeanwhile
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.statements import Condition
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

DIRECTOR, DEPUTY = "61000001", "61000002"
JULY = date(2026, 7, 1)
NEXT = next_version(packaged("shaanxi"), 2, JULY)
KEY = "shaanxi/2"

STRANGERS: dict[str, Callable[[Hall], str]] = {
    "a teller": lambda hall: hall.teller,
    "the county's director": lambda hall: hall.director,
    "the county's deputy": lambda hall: hall.deputy,
    "the city's chief": lambda _: "61060003",
    "the province's auditor": lambda _: "61000003",
    "another province's director": lambda _: "22000001",
    "whoever founded the house": lambda _: FOUNDER,
    "nobody": lambda _: "no-such-person",
}


def in_the_middle(
    hall: Hall, by: str, verb: Callable[..., Answer], what: str, happens: Callable[[], object]
) -> Answer:
    """Do a verb as a keeper, with something that happens after the decision, before the write."""

    def ask(profile: Profile) -> tuple[int, Condition]:
        held = keeper(profile.code, by, hall.now.date())
        happens()
        return held.assignment, held.holds

    return hall.do(verb, what, by=by, ask=ask)


def test_one_leader_proposes_and_the_other_publishes(huanglong: Hall) -> None:
    for proposer, publisher, version, day in (
        (DIRECTOR, DEPUTY, 2, JULY),
        (DEPUTY, DIRECTOR, 3, date(2026, 8, 1)),
    ):
        text = next_version(packaged("shaanxi"), version, day)
        key = huanglong.do(journeys.propose_catalogue, text, by=proposer).said["edition"]
        huanglong.do(journeys.publish_catalogue, key, by=publisher)
        edition = Edition.objects.get(key=key)
        assert (edition.proposed_by, edition.published_by) == (proposer, publisher)
        held = Assignment.objects.get(staff=publisher)
        assert edition.act.mandate == held.id, "the trail says by which assignment"
    assert verify().faults == []


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_proposes_or_publishes(huanglong: Hall, who: str) -> None:
    stranger = STRANGERS[who](huanglong)
    with pytest.raises(NotYourCatalogue, match="陕西省社会保障局"):
        huanglong.do(journeys.propose_catalogue, NEXT, by=stranger)
    huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR)
    before = Act.objects.count()
    with pytest.raises(NotYourCatalogue):
        huanglong.do(journeys.publish_catalogue, KEY, by=stranger)
    assert Act.objects.count() == before
    assert Edition.objects.get(key=KEY).published_by is None


def test_a_leader_keeps_no_other_provinces_catalogue(huanglong: Hall) -> None:
    theirs = next_version(packaged("wangqing"), 2, JULY)
    with pytest.raises(NotYourCatalogue, match="吉林省社会保险事业管理局"):
        huanglong.do(journeys.propose_catalogue, theirs, by=DIRECTOR)
    nobodys = changed(NEXT, 'code = "shaanxi"', 'code = "gansu"')
    with pytest.raises(NotYourCatalogue, match="未登记"):
        huanglong.do(journeys.propose_catalogue, nobodys, by=DIRECTOR)


def test_the_same_person_twice_is_refused(huanglong: Hall) -> None:
    huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR)
    with pytest.raises(SecondPersonNeeded):
        huanglong.do(journeys.publish_catalogue, KEY, by=DIRECTOR)
    assert Edition.objects.get(key=KEY).published_by is None


def test_what_breaks_its_rules_is_not_even_proposed_and_every_fault_is_named(
    huanglong: Hall,
) -> None:
    text = item_changed(NEXT, "insurance-proof", ("level = 3", "level = 1"))
    with pytest.raises(ProposalBreaksItsRules) as refused:
        huanglong.do(journeys.propose_catalogue, text, by=DIRECTOR)
    assert str(refused.value).count("参保证明") == 2
    with pytest.raises(UnreadableProfile):
        huanglong.do(journeys.propose_catalogue, "code = ", by=DIRECTOR)
    assert not Edition.objects.filter(key=KEY).exists()


def test_a_mandate_that_ends_in_the_middle_carries_nothing(huanglong: Hall) -> None:
    def end(who: str) -> Callable[[], object]:
        held = Assignment.objects.get(staff=who).id
        today = huanglong.now.date()
        return lambda: huanglong.do(end_assignment, held, on=today, by=FOUNDER)

    with pytest.raises(MandateEnded):
        in_the_middle(huanglong, DEPUTY, propose, NEXT, end(DEPUTY))
    assert not Edition.objects.filter(key=KEY).exists()
    huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR)
    with pytest.raises(NotYourCatalogue):
        huanglong.do(journeys.publish_catalogue, KEY, by=DEPUTY)
    # The control: with nothing in the middle the same way goes through.
    in_the_middle(huanglong, DIRECTOR, propose, next_version(packaged("shaanxi"), 3, JULY), list)


def test_whoever_comes_second_is_told_who_was_first(huanglong: Hall) -> None:
    huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR)
    third = next_version(packaged("shaanxi"), 3, JULY)
    first = lambda: huanglong.do(journeys.propose_catalogue, third, by=DIRECTOR)  # noqa: E731
    with pytest.raises(MovedMeanwhile, match="提出目录版本"):
        in_the_middle(huanglong, DEPUTY, publish, KEY, first)
    with pytest.raises(EditionStands):
        huanglong.do(journeys.propose_catalogue, third, by=DEPUTY)
    with pytest.raises(NoSuchEdition):
        huanglong.do(journeys.publish_catalogue, "shaanxi/9", by=DEPUTY)


def test_the_same_request_gets_the_same_answer_also_after_the_mandate_ended(
    huanglong: Hall,
) -> None:
    request = uuid4()
    first = huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR, request=request)
    held = Assignment.objects.get(staff=DIRECTOR).id
    huanglong.do(end_assignment, held, on=huanglong.now.date(), by=FOUNDER)
    again = huanglong.do(journeys.propose_catalogue, NEXT, by=DIRECTOR, request=request)
    assert again == first
