"""An act is decided, then written whole or not at all; whoever was late is told why."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from tests.halls import Huanglong
from tests.house.catalogue_scenarios import publish
from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.catalogue.models import CalendarDay, Edition
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.actions import end_assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import (
    Answer,
    ConstraintBroken,
    KeyReused,
    MandateEnded,
    MovedMeanwhile,
    Plan,
    RowMoved,
    head_of,
    perform,
)
from yichuang.domain.trail.models import Act, Chain
from yichuang.domain.trail.rows import Change, New
from yichuang.domain.trail.verify import verify

AT = datetime(2026, 3, 9, 1, 5, tzinfo=UTC)
DAY, OTHER_DAY = date(2026, 3, 12), date(2026, 3, 13)
NOTICE = {"working": False, "notice": "停电通知"}


def act(
    decide: Callable[[], Plan], *, asked: str = "close", by: str = "01", request: UUID | None = None
) -> Answer:
    """Perform a plan as somebody."""
    return perform(decide, asked=[asked], by=by, at=AT, request=request or uuid4())


def close(*days: date, chain: str = "calendar") -> Plan:
    """Plan that the hall is closed on these days."""
    rows = [New(CalendarDay, {"day": day, **NOTICE}) for day in days]
    return Plan("close", head_of(chain), {"days": list(days)}, rows)


def reopen(day: date, *, chain: str) -> Plan:
    """Plan that the hall is open on a day on which it was closed."""
    row = Change(CalendarDay, (day,), {"working": False}, {"working": True})
    return Plan("reopen", head_of(chain), {"day": day}, [row])


def stand() -> list[object]:
    """Give all that an act here could have left."""
    days = list(CalendarDay.objects.order_by("day").values())
    return [Act.objects.count(), Chain.objects.count(), *days]


def test_an_act_leaves_its_line_its_link_and_its_rows(db: None) -> None:
    answer = act(lambda: close(DAY, OTHER_DAY))
    assert (answer.chain, answer.n, answer.verb) == ("calendar", 1, "close")
    assert answer.said == {"days": ["2026-03-12", "2026-03-13"]}
    assert Chain.objects.get(key="calendar").head == Act.objects.get(chain="calendar").digest
    assert {day.act_id for day in CalendarDay.objects.all()} == {answer.request}
    assert verify().faults == []


def test_the_same_request_gets_the_same_answer_and_acts_once(db: None) -> None:
    request = uuid4()
    first = act(lambda: close(DAY), request=request)
    before = stand()
    assert act(lambda: close(DAY), request=request) == first
    assert stand() == before


def test_it_does_so_though_others_have_acted_since(huanglong: Huanglong) -> None:
    number = huanglong.accept_employer()
    request = uuid4()
    first = huanglong.do(journeys.sign, number, by=huanglong.handler, request=request)
    huanglong.carry(number)
    again = huanglong.do(journeys.sign, number, by=huanglong.handler, request=request)
    assert again == first


@pytest.mark.parametrize(("asked", "by"), [("open", "01"), ("close", "02")])
def test_another_content_or_person_under_its_key_is_refused(asked: str, by: str, db: None) -> None:
    request = uuid4()
    act(lambda: close(DAY), request=request)
    before = stand()
    with pytest.raises(KeyReused):
        act(lambda: close(DAY), asked=asked, by=by, request=request)
    assert stand() == before


@pytest.mark.parametrize("begun", [True, False], ids=["a standing chain", "a chain not begun"])
def test_who_read_before_another_acted_is_told_who_when_and_what(begun: bool, db: None) -> None:  # noqa: FBT001 -- a case of the table
    if begun:
        act(lambda: close(date(2026, 3, 11)))
    plan = close(DAY)
    act(lambda: close(OTHER_DAY), by="77")
    before = stand()
    with pytest.raises(MovedMeanwhile) as refused:
        act(lambda: plan)
    assert refused.value.facts["who"] == "77"
    assert refused.value.facts["when"] == "09:05:00", "in the hall's own time"
    assert stand() == before


def test_a_mandate_that_ends_between_reading_and_writing_is_refused_by_the_write(
    huanglong: Huanglong,
) -> None:
    county = huanglong.county.code

    def decide() -> Plan:
        held = post_mandate(huanglong.director, agency=county, post=Post.DIRECTOR, on=DAY)
        end_assignment(held.assignment, on=DAY, by="0001", at=AT, request=uuid4())
        before.extend(stand())
        plan = close(DAY)
        return Plan(plan.verb, plan.seen, plan.said, plan.rows, holds=held.holds)

    before: list[object] = []
    with pytest.raises(MandateEnded):
        act(decide, by=huanglong.director)
    assert stand() == before


def test_the_same_mandate_is_good_while_it_holds(huanglong: Huanglong) -> None:
    county = huanglong.county.code
    held = post_mandate(huanglong.director, agency=county, post=Post.DIRECTOR, on=DAY)
    plan = close(DAY)
    act(lambda: Plan(plan.verb, plan.seen, plan.said, plan.rows, holds=held.holds))
    assert CalendarDay.objects.filter(day=DAY).exists()


def test_a_row_that_moved_since_it_was_read_is_not_written(db: None) -> None:
    act(lambda: close(DAY))
    plan = reopen(DAY, chain="another")
    act(lambda: reopen(DAY, chain="calendar"))
    before = stand()
    with pytest.raises(RowMoved):
        act(lambda: plan)
    assert stand() == before


def test_a_rule_that_the_room_has_no_words_for_is_refused_by_its_name(db: None) -> None:
    act(lambda: close(DAY))
    with pytest.raises(ConstraintBroken, match="catalogue_calendarday_pkey"):
        act(lambda: close(DAY))


def test_a_rule_that_it_has_words_for_is_refused_in_those(db: None) -> None:
    act(lambda: close(DAY))
    words = {"catalogue_calendarday_pkey": KeyReused}
    plan = close(DAY)
    with pytest.raises(KeyReused):
        act(lambda: Plan(plan.verb, plan.seen, plan.said, plan.rows, refusals=words))


def test_a_row_that_rests_on_nothing_is_refused_once_there_is_something(
    huanglong: Huanglong,
) -> None:
    publishing = publish(huanglong)
    edition = Edition.objects.get(published_by=None)
    row = Change(Edition, (edition.key,), {"published_by": None}, {"in_force_on": DAY})
    plan = Plan("postpone", head_of("catalogue/another"), rows=[row])
    publishing()
    with pytest.raises(RowMoved):
        act(lambda: plan)
    edition.refresh_from_db()
    assert edition.in_force_on != DAY
