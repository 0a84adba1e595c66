"""Which test proves which clause, and what the command says about gaps."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from yichuang.doors.commands.clause_index import ClausesUnreadable, find_proofs, read_clauses
from yichuang.doors.commands.management.commands import clauses

CLAUSES = """
[[clause]]
id = "SX-10"
says = "受理人员不得复核自己受理的业务"
[[clause]]
id = "SX-11"
says = "高风险业务须经领导审批"
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests" / "domain").mkdir(parents=True)
    (tmp_path / "docs" / "clauses.toml").write_text(CLAUSES, encoding="utf-8")
    monkeypatch.setattr(clauses, "checkout_root", lambda: tmp_path)
    return tmp_path


def write_test(checkout: Path, source: str) -> None:
    (checkout / "tests" / "domain" / "test_it.py").write_text(source, encoding="utf-8")


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("clauses", *arguments, stdout=out, stderr=err)
    except SystemExit as ending:
        return int(str(ending.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('@pytest.mark.clause("A")\ndef test_x(): ...', {"A": ["::test_x"]}),
        ('@mark.clause("A")\nasync def test_x(): ...', {"A": ["::test_x"]}),
        (
            '@pytest.mark.clause("A", "B")\n@pytest.mark.clause("A")\ndef test_x(): ...',
            {"A": ["::test_x"], "B": ["::test_x"]},
        ),
        (
            'pytestmark = pytest.mark.clause("A")\ndef test_x(): ...\ndef test_y(): ...',
            {"A": ["::test_x", "::test_y"]},
        ),
        (
            'pytestmark = [pytest.mark.slow, pytest.mark.clause("A")]\ndef test_x(): ...',
            {"A": ["::test_x"]},
        ),
        (
            """
@pytest.mark.clause("A")
class TestIt:
    pytestmark = pytest.mark.clause("B")
    def test_x(self): ...""",
            {"A": ["::TestIt::test_x"], "B": ["::TestIt::test_x"]},
        ),
        (
            """
@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.clause("A"))])
def test_x(n): ...""",
            {"A": ["::test_x"]},
        ),
        ('@pytest.mark.clause("A")\ndef helper(): ...', {}),
        ('@pytest.mark.skip\n@pytest.mark.clause("A")\ndef test_x(): ...', {}),
        ('@pytest.mark.xfail(reason="")\n@pytest.mark.clause("A")\ndef test_x(): ...', {}),
        ('# @pytest.mark.clause("A")\ndef test_x(): ...', {}),
    ],
)
def test_marks_are_read_from_the_source(
    checkout: Path, source: str, expected: dict[str, list[str]]
) -> None:
    write_test(checkout, source)
    path = "tests/domain/test_it.py"
    assert find_proofs(checkout) == {k: [path + test for test in v] for k, v in expected.items()}


def test_an_id_that_cannot_be_read_without_running_is_refused(checkout: Path) -> None:
    write_test(checkout, "@pytest.mark.clause(ID)\ndef test_x(): ...")
    with pytest.raises(ClausesUnreadable, match=r"test_it\.py:1"):
        find_proofs(checkout)


def test_an_id_stands_in_the_list_once(checkout: Path) -> None:
    path = checkout / "docs" / "clauses.toml"
    path.write_text(CLAUSES + CLAUSES, encoding="utf-8")
    with pytest.raises(ClausesUnreadable, match="SX-10 stands twice"):
        read_clauses(path)


def test_the_command_fails_while_a_clause_is_open(checkout: Path) -> None:
    write_test(checkout, '@pytest.mark.clause("SX-10")\ndef test_x(): ...')
    status, out, _ = run()
    assert status == 1
    assert out.splitlines() == [
        "SX-10  受理人员不得复核自己受理的业务",
        "    tests/domain/test_it.py::test_x",
        "SX-11  高风险业务须经领导审批",
        "    open",
        "2 clauses: 1 proved, 1 open",
    ]


def test_the_command_passes_when_every_clause_is_proved(checkout: Path) -> None:
    write_test(checkout, '@pytest.mark.clause("SX-10", "SX-11")\ndef test_x(): ...')
    status, out, _ = run("--json")
    assert status == 0
    answer = json.loads(out)
    assert answer["open"] == []
    assert answer["unknown"] == {}
    assert answer["clauses"][1]["tests"] == ["tests/domain/test_it.py::test_x"]


def test_an_unknown_id_is_a_fault(checkout: Path) -> None:
    write_test(checkout, '@pytest.mark.clause("SX-10", "SX-11", "SX-99")\ndef test_x(): ...')
    status, out, err = run("--json")
    assert status == 1
    assert json.loads(out)["unknown"] == {"SX-99": ["tests/domain/test_it.py::test_x"]}
    assert "SX-99" in err


def test_a_broken_list_is_bad_input(checkout: Path) -> None:
    (checkout / "docs" / "clauses.toml").write_text("[[clause]]\nid = 1", encoding="utf-8")
    status, out, _ = run("--json")
    assert status == 2
    assert json.loads(out)["error"]["code"] == "clauses-unreadable"
