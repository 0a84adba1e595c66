"""What must not be claimed: keys that a server holds make no 可靠电子签名 (电子签名法第十三条)."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.plan import HOUSE

NEVER = "可靠电子签名"
SHOWN = {".py", ".html", ".js", ".toml", ".txt"}


def claiming(files: Iterator[Path]) -> list[str]:
    """Name the files whose words reach a page, a paper or a terminal, and that say it."""
    read = (path for path in files if path.suffix in SHOWN)
    return [path.name for path in read if NEVER in path.read_text("utf-8")]


def test_no_page_paper_or_command_says_it() -> None:
    doors, domain = (HOUSE / "doors").rglob("*"), (HOUSE / "domain").rglob("*")
    assert claiming(doors) + claiming(domain) + claiming(HOUSE.glob("*.py")) == []


def test_and_who_said_it_would_be_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"本签名是{NEVER}", "utf-8")
    assert claiming(tmp_path.rglob("*")) == ["page.html"]


def test_where_one_signs_the_page_says_what_it_is() -> None:
    pages = HOUSE / "doors/workbench/templates/workbench"
    plain = "由系统代管密钥生成，不替代手写签名或盖章"
    for page in ("_proof.html", "_signs.html", "me.html", "case.html"):
        assert plain in (pages / page).read_text("utf-8"), page
