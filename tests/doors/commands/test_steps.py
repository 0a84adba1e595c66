"""Where the folders of a run are: in memory where there is room, and gone afterwards."""

from pathlib import Path

import pytest

from yichuang.doors.commands import steps

WRITES = """
from pathlib import Path

def test_it(tmp_path):
    Path(__file__).with_name("told").write_text(str(tmp_path))
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Give the file in which a test of another run tells where its own folder is."""
    (tmp_path / "test_where.py").write_text(WRITES)
    return tmp_path / "told"


@pytest.fixture
def in_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the folder that stands for memory, with room enough."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(steps, "MEMORY", folder)
    monkeypatch.setattr(steps, "ROOM", 0)
    return folder


def test_a_run_has_its_folders_in_memory_and_leaves_nothing_there(
    in_memory: Path, told: Path
) -> None:
    ran = steps.run_pytest("where", ["-p", "no:django", "test_where.py"], told.parent, None, [])
    assert ran.result == steps.PASSED
    assert Path(told.read_text()).is_relative_to(in_memory)
    assert list(in_memory.iterdir()) == []


def test_where_memory_has_no_room_the_folders_are_where_the_machine_has_them(
    monkeypatch: pytest.MonkeyPatch, in_memory: Path
) -> None:
    assert steps.memory() == str(in_memory)
    monkeypatch.setattr(steps, "ROOM", 1 << 62)
    assert steps.memory() is None
    in_memory.rmdir()
    assert steps.memory() is None
