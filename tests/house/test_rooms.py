"""Only known rooms, and in each only what belongs there."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.plan import BESIDES, CHECKOUT, DOMAIN, EVERYWHERE, HOUSE, ROOMS
from yichuang.domain.items.registry import ITEMS

NO_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "service", "misc"}


def contents(folder: Path) -> set[str]:
    """Give what stands in a folder, without endings."""
    return {path.stem for path in folder.iterdir() if path.name != "__pycache__"}


def allowed_in(room: str) -> set[str]:
    """Give what may stand in a room."""
    allowed = set(EVERYWHERE) | set(BESIDES.get(room, {}))
    if room == "items":
        allowed |= {item.form.__module__.rsplit(".", maxsplit=1)[-1] for item in ITEMS.values()}
    return allowed


def nameless(places: Iterator[Path]) -> list[str]:
    """Name the files and folders whose name says nothing of what they are for."""
    return [str(path) for path in places if NO_NAMES & set(path.stem.lower().split("_"))]


def test_the_domain_has_only_the_rooms_of_the_plan() -> None:
    assert contents(DOMAIN) - {"__init__"} <= set(ROOMS)


def test_a_room_has_only_what_belongs_there() -> None:
    rooms = [room for room in ROOMS if (DOMAIN / room).exists()]
    strange = {room: contents(DOMAIN / room) - allowed_in(room) for room in rooms}
    assert {room: names for room, names in strange.items() if names} == {}


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        if (DOMAIN / room).exists():
            assert (DOMAIN / room / "__init__.py").read_text("utf-8").startswith('"""'), room


def test_what_the_plan_adds_to_a_room_has_a_reason() -> None:
    assert set(BESIDES) <= set(ROOMS)
    assert all(reason for room in BESIDES.values() for reason in room.values())


def test_no_file_is_named_for_nothing() -> None:
    places = [path for top in (HOUSE, CHECKOUT / "tests") for path in top.rglob("*")]
    # An item is called by its code, whatever words are in it.
    items = {code.replace("-", "_") for code in ITEMS}
    places = [path for path in places if path.stem.removeprefix("test_") not in items]
    assert nameless(iter(places)) == []


def test_and_such_a_file_would_be_seen() -> None:
    assert nameless(iter([Path("cases/utils.py"), Path("test_common.py")])) != []
