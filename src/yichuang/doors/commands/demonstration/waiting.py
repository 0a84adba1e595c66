"""What is left waiting at every post when the history ends, so that everybody finds work."""

from collections.abc import Iterator

from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import County
from yichuang.doors.commands.demonstration.hours import DAILY_MINUTES, Hours
from yichuang.doors.commands.demonstration.lives import Visit
from yichuang.doors.commands.demonstration.visits import CHANGE, DEATH, EMPLOYER, PERSON, PROOF
from yichuang.engines.workdays import Calendar, due_in_workdays

Wanted = tuple[str, str, int, tuple[str, ...]]
"""An item, the state it is left in, how many working minutes before the end, its turns."""

EVERYWHERE: tuple[Wanted, ...] = (
    (PERSON, "review", 12, ()),
    (PERSON, "review", 21, ()),
    (CHANGE, "handling", 45, ()),
    (CHANGE, "review", 190, ()),
    (CHANGE, "deputy", 260, ()),
    (CHANGE, "deputy", 470, ()),
    (CHANGE, "director", 520, ()),
    (CHANGE, "director", 640, ()),
    (DEATH, "director", 380, ()),
    (PERSON, "done", 1000, ("promised",)),
)
SHAANXI: tuple[Wanted, ...] = (
    (EMPLOYER, "handling", 30, ()),
    (EMPLOYER, "review", 230, ()),
    (EMPLOYER, "director", 450, ()),
    (EMPLOYER, "done", 1500, ("promised",)),
    (CHANGE, "reported", 430, ("birth",)),
    (CHANGE, "city-review", 560, ("birth",)),
    (CHANGE, "meeting", 850, ("birth", "referred")),
)
TO_EACH_TELLER: tuple[Wanted, ...] = (
    (PERSON, "ready", 55, ()),
    (PROOF, "ready", 5, ()),
    (PERSON, "correction", 330, ("returned",)),
)


def left_waiting(hall: County, hours: Hours) -> Iterator[Visit]:
    """Give the visits whose cases wait at the end, each at its post."""
    end = hours.minute(hours.end)
    wanted = EVERYWHERE + (SHAANXI if hall.profile == "shaanxi" else ())
    for item, until, before, turns in wanted:
        yield Visit(end - before, item, frozenset(turns), until, brisk=True)
    for teller in range(len(hall.people[Post.TELLER])):
        for item, until, before, turns in TO_EACH_TELLER:
            minute = end - before - 4 * teller
            yield Visit(minute, item, frozenset(turns), until, brisk=True, teller=teller)


def late(profile: Profile, hours: Hours, calendar: Calendar) -> Iterator[Visit]:
    """Give a case that is due on the last day, and one that was due the working day before."""
    rule = profile.item(CHANGE)
    assert rule is not None  # noqa: S101 -- every catalogue here has it
    limit = rule.promised or rule.statutory
    assert limit is not None  # noqa: S101 -- limited business has a limit
    # Somebody must be registered before anything about them is changed.
    for i, day in list(enumerate(hours.days))[2:]:
        due = due_in_workdays(day, limit.days, calendar).due_on
        minute = i * DAILY_MINUTES + 100
        if due == hours.today:
            yield Visit(minute, CHANGE, frozenset(), "director", brisk=True)
            yield Visit(minute + 60, CHANGE, frozenset({"returned"}), "correction", brisk=True)
        if due == hours.day_before:
            yield Visit(minute, CHANGE, frozenset(), "deputy", brisk=True)
