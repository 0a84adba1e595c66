"""The keeper is killed and begun again at will: it tells what it would have told, and once."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from tests.halls import Huanglong
from tests.reliability.trials import luck, tell
from tests.reliability.worker import Death
from yichuang.domain.cases.alarms import Alarm, open_alarms
from yichuang.domain.cases.models import Case, Reminder
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands import keeper
from yichuang.doors.commands.keeper import one_look
from yichuang.doors.commands.minder import Minder

KILLS = 20


def a_week_of_cases(hall: Huanglong) -> datetime:
    """Leave cases at several steps, and give a moment at which most of them are late."""
    for steps in (0, 1, 2, 3, 0, 1):
        number = hall.accept_employer()
        for _ in range(steps):
            hall.advance(number)
    return hall.now + timedelta(days=9)


def expected(now: datetime) -> set[str]:
    """Give what one look without a break tells: asked of the clocks, and of no row."""
    return {alarm.key for alarm in open_alarms(Case.objects.all(), now.date())}


def told() -> list[str]:
    """Give what the trail says was told, act by act."""
    acts = Act.objects.filter(verb="remind").values_list("content", flat=True)
    return [key for content in acts for key in json.loads(content)["said"]["told"]]


def forked(now: datetime, statement: int | None) -> int:
    """Begin a keeper in a process of its own, to be killed at a statement of its look."""
    connection.close()
    child = os.fork()
    if child:
        return child
    plan = {} if statement is None else {"statement": statement, "when": "after"}
    with suppress(BaseException), connection.execute_wrapper(Death(plan)):
        one_look(lambda: now)
    os._exit(0)


def ended(*children: int) -> list[int]:
    """Wait for keepers, and give the signal that each was killed by."""
    return [os.WTERMSIG(os.waitpid(child, 0)[1]) for child in children]


def test_killed_twenty_times_it_has_told_what_one_look_tells(own_database: str) -> None:
    now = a_week_of_cases(Huanglong())
    clean, dice, killed = expected(now), luck(20), 0
    assert len(clean) > 15
    while killed < KILLS:
        killed += ended(forked(now, dice.randint(1, 30))) == [signal.SIGKILL]
    half_way = len(told())
    assert ended(forked(now, None), forked(now, None)) == [0, 0], "two at once, for good"
    one_look(lambda: now)
    assert one_look(lambda: now).told == 0
    tell(f"keeper killed {killed} times, {half_way} of {len(clean)} reminders told by then")
    assert set(Reminder.objects.values_list("key", flat=True)) == clean
    assert sorted(told()) == sorted(clean)
    assert verify().faults == []


def test_and_a_keeper_that_told_anew_each_time_would_be_seen(
    huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = a_week_of_cases(huanglong)
    clean = expected(now)
    once = vars(Alarm)["key"].fget
    monkeypatch.setattr(Alarm, "key", property(lambda one: f"{once(one)}/{uuid4().hex[:6]}"))
    for _ in range(2):
        one_look(lambda: now)
    assert len(told()) == 2 * len(clean)


def test_a_database_that_is_away_is_told_of_once_and_waited_for(
    huanglong: Huanglong, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks: Iterator[bool] = iter([True, False, False, True])

    def look(_: Callable[[], datetime]) -> None:
        try:
            there = next(looks)
        except StopIteration:
            raise KeyboardInterrupt from None
        if not there:
            raise OperationalError("database is locked")

    monkeypatch.setattr(keeper, "one_look", look)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        keeper.keep(0, lambda: huanglong.now)
    assert capsys.readouterr().err.count("数据库暂时不可用") == 1


def test_by_hand_it_looks_once_and_says_what_came_of_it(huanglong: Huanglong) -> None:
    huanglong.accept_employer()
    said = StringIO()
    call_command("keeper", once=True, stdout=said)
    first = json.loads(said.getvalue())
    assert first["cases"] == 1
    assert first["told"] == Reminder.objects.count() > 0


def test_the_pause_grows_while_it_keeps_dying(monkeypatch: pytest.MonkeyPatch) -> None:
    minder, now, began = Minder(), [0.0], []

    class Dead:
        def poll(self) -> int:
            return 1

    def start(at: float) -> None:
        began.append(at)
        minder.process, minder.began = Dead(), at  # type: ignore[assignment]

    monkeypatch.setattr(minder, "_start", start)
    monkeypatch.setattr("yichuang.doors.commands.minder.monotonic", lambda: now[0])
    while now[0] < 200:
        minder.look()
        now[0] += 0.5
    pauses = [later - sooner for sooner, later in pairwise(began)]
    assert pauses == sorted(pauses)
    assert pauses[0] <= 2
    assert max(pauses) <= 61
