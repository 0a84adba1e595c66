"""Whatever a door hands to a verb: it is refused by name, or kept so that verify agrees."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.halls import Hall, Huanglong
from yichuang.domain.authority.actions import Scope, grant, withdraw
from yichuang.domain.authority.models import Duty
from yichuang.domain.catalogue.actions import publish
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import assign, end_assignment, enlist, open_department
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

MISFITS = ["a\0b", "\ud800", "e\u0301", "x" * 300, "", None, 10**30, True, 1.5, b"x", ["x"]]
SPRING, SUMMER, AUTUMN = date(2026, 5, 1), date(2026, 7, 1), date(2026, 9, 1)
HERE = "610631"


def granted(
    hall: Hall, *, item: Any = "insurance-proof", ground: Any = "试点", **more: Any
) -> Answer:
    """Grant something to the guides of the hall."""
    scopes = [Scope(Post.GUIDE, item, Duty.ACCEPT)]
    period = {"since": SPRING, "until": SUMMER} | more
    return hall.do(grant, HERE, scopes, ground=ground, by=FOUNDER, **period)


def assigned(hall: Hall, **more: Any) -> Answer:
    """Assign a teller to the guides' post too."""
    period = {"since": SPRING, "until": SUMMER, "trained_until": AUTUMN} | more
    staff, agency = period.pop("staff", hall.teller), period.pop("agency", HERE)
    return hall.do(assign, staff, agency, Post.GUIDE, by=FOUNDER, **period)


DEEDS: dict[str, Callable[[Hall, Any], Answer]] = {
    "the name of a person": lambda h, v: h.do(enlist, HERE, "0099", v, by=FOUNDER),
    "a staff number": lambda h, v: h.do(enlist, HERE, v, "甲", by=FOUNDER),
    "an agency": lambda h, v: h.do(enlist, v, "0099", "甲", by=FOUNDER),
    "the name of a department": lambda h, v: h.do(open_department, HERE, 7, v, by=FOUNDER),
    "who is assigned": lambda h, v: assigned(h, staff=v),
    "where somebody is assigned": lambda h, v: assigned(h, agency=v),
    # Left out, it is read from the records.
    "the end of a training": lambda h, v: assigned(h, trained_until="" if v is None else v),
    "the item of a grant": lambda h, v: granted(h, item=v),
    "the ground of a grant": lambda h, v: granted(h, ground=v),
    "which grant is withdrawn": lambda h, v: h.do(
        withdraw, v, on=SPRING, ground="调整", by=FOUNDER
    ),
    "which assignment ends": lambda h, v: h.do(end_assignment, v, on=SPRING, by=FOUNDER),
    "which edition is published": lambda h, v: h.do(publish, v, by=FOUNDER),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
@pytest.mark.parametrize("value", MISFITS, ids=[ascii(v)[:12] for v in MISFITS])
def test_what_does_not_fit_is_refused_by_name_and_nothing_is_written(
    huanglong: Huanglong, deed: Callable[[Hall, Any], Answer], value: Any
) -> None:
    before = Act.objects.count()
    with pytest.raises(Refusal) as refused:
        deed(huanglong, value)
    assert "请" in str(refused.value)
    assert Act.objects.count() == before


def test_a_moment_is_no_day(huanglong: Huanglong) -> None:
    with pytest.raises(Refusal):
        assigned(huanglong, trained_until=datetime(2026, 9, 1, tzinfo=huanglong.now.tzinfo))


def test_what_fits_is_kept_so_that_verify_agrees(huanglong: Huanglong) -> None:
    huanglong.do(enlist, HERE, "0099", "欧阳·é", by=FOUNDER)
    granted(huanglong)
    assigned(huanglong)
    assert verify().faults == []
