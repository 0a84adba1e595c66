# ruff: noqa: SLF001 -- a model says of itself in _meta what is tested here
"""An act is one statement on PostgreSQL and one short transaction on SQLite: whole, or nothing.

The plan here has every kind of part; each part in turn doesn't happen, and nothing is left behind.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.house.writing import watched
from yichuang.domain.catalogue.models import CalendarDay, CalendarYear
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Department
from yichuang.domain.trail.actions import (
    ConstraintBroken,
    Head,
    KeyReused,
    MandateEnded,
    MovedMeanwhile,
    Plan,
    RowMoved,
    head_of,
    perform,
)
from yichuang.domain.trail.models import Act, Chain
from yichuang.domain.trail.raw import raw_rows
from yichuang.domain.trail.rows import Change, New, Row
from yichuang.domain.trail.statements import Condition
from yichuang.domain.trail.verify import verify

AT = datetime(2026, 3, 9, 1, 5, tzinfo=UTC)
CLOSED, OPENED = date(2026, 3, 12), date(2026, 3, 13)
FIRST = UUID(int=1)
NOTICE = {"working": False, "notice": "停电通知"}


def act(plan: Plan, request: UUID) -> None:
    """Perform a plan as it is."""
    perform(lambda: plan, asked=[str(request)], by="01", at=AT, request=request)


def closing(day: date) -> New:
    """Plan that the hall is closed on a day."""
    return New(CalendarDay, {"day": day, **NOTICE})


def opening(day: date) -> Change:
    """Plan that the hall is open on a day on which it was to be closed."""
    return Change(CalendarDay, (day,), {"working": False}, {"working": True})


def department(agency: str) -> New:
    """Plan a department of an agency."""
    values = {"key": f"{agency}-09", "agency_id": agency, "name": "财务科", "business": "[]"}
    return New(Department, values)


def prepared() -> Plan:
    """Plan an act of three rows on a chain that stands, where one row stands already."""
    act(Plan("close", head_of("calendar"), rows=[closing(OPENED)]), FIRST)
    rows: list[Row] = [closing(CLOSED), opening(OPENED), department("610631")]
    return Plan("reorder", head_of("calendar"), rows=rows)


def with_row(place: int, row: Row) -> Callable[[Plan], Plan]:
    """Put another row in one place of the plan."""

    def put(plan: Plan) -> Plan:
        rows = list(plan.rows)
        rows[place] = row
        return replace(plan, rows=rows)

    return put


BROKEN: dict[str, tuple[Callable[[Plan], Plan], type[Refusal]]] = {
    "the condition": (lambda p: replace(p, holds=Condition("1 = 0", ())), MandateEnded),
    "the link: others acted": (lambda p: replace(p, seen=Head("calendar", 7)), MovedMeanwhile),
    "the link: begun already": (lambda p: replace(p, seen=Head("calendar")), MovedMeanwhile),
    "the link: not begun": (lambda p: replace(p, seen=Head("nowhere", 1)), RowMoved),
    "a new row: stands already": (with_row(0, closing(OPENED)), ConstraintBroken),
    "a changed row: not there": (with_row(1, opening(date(2026, 4, 1))), RowMoved),
    "a changed row: moved": (
        with_row(1, replace(opening(OPENED), before={"working": True})),
        RowMoved,
    ),
    "the last row: points to nothing": (with_row(2, department("999999")), ConstraintBroken),
}


def everything() -> dict[str, list[dict[str, object]]]:
    """Read the whole database, but for the counters."""
    models = [m for m in apps.get_models() if m._meta.app_label != "kernel"]
    return {m._meta.db_table: list(raw_rows(m)) for m in models}


def test_an_act_is_one_statement_on_postgresql_and_one_transaction_on_sqlite(
    own_database: str,
) -> None:
    assert own_database
    plan = prepared()
    with watched() as seen:
        act(plan, uuid4())
    if connection.vendor == "postgresql":
        assert len(seen) == 1
        assert seen[0].block is None, "in autocommit: no BEGIN, no COMMIT, no savepoint"
        return
    assert seen[0].sql == "BEGIN IMMEDIATE"
    writes = [statement for statement in seen if statement.writes]
    assert len(writes) == 1 + len(plan.rows) + 1, "the link, each row, the act"
    assert len(seen) == 1 + len(writes)


def test_on_postgresql_all_it_wrote_bears_the_mark_of_one_transaction(own_database: str) -> None:
    assert own_database
    request = uuid4()
    act(prepared(), request)
    assert Act.objects.filter(request=request).count() == 1
    if connection.vendor == "sqlite":
        assert not connection.in_atomic_block
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text FROM trail_act WHERE request = %s "
            "UNION SELECT xmin::text FROM trail_chain WHERE key = 'calendar' "
            "UNION SELECT xmin::text FROM catalogue_calendarday "
            "UNION SELECT xmin::text FROM staff_department WHERE key = '610631-09'",
            [request],
        )
        assert len(cursor.fetchall()) == 1


@pytest.mark.parametrize("part", list(BROKEN))
def test_if_one_part_does_not_happen_nothing_is_left_behind(part: str, own_database: str) -> None:
    assert own_database
    change, refusal = BROKEN[part]
    plan = change(prepared())
    before = everything()
    with pytest.raises(refusal):
        act(plan, uuid4())
    assert everything() == before
    assert verify().faults == []


def test_nor_if_the_request_acted_before(own_database: str) -> None:
    assert own_database
    plan = prepared()
    before = everything()
    with pytest.raises(KeyReused):
        perform(lambda: plan, asked=["other"], by="01", at=AT, request=FIRST)
    assert everything() == before


def test_whole_it_is_written_and_each_part_is_there(own_database: str) -> None:
    assert own_database
    act(prepared(), uuid4())
    assert dict(CalendarDay.objects.values_list("day", "working")) == {CLOSED: False, OPENED: True}
    assert Department.objects.filter(key="610631-09").exists()
    assert Chain.objects.get(key="calendar").n == 2
    assert verify().faults == []


def test_inside_a_larger_transaction_a_refused_act_takes_back_only_itself(db: None) -> None:
    plan = prepared()
    year = {"year": 2027, "notice": "国办发明电", "content": "演练"}
    with transaction.atomic():
        act(Plan("enter", head_of("other"), rows=[New(CalendarYear, year)]), uuid4())
        with pytest.raises(RowMoved):
            act(with_row(1, opening(date(2026, 4, 1)))(plan), uuid4())
    assert CalendarYear.objects.filter(year=2027).exists()
    assert not CalendarDay.objects.filter(day=CLOSED).exists()
