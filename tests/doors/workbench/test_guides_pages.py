"""The two sheets about the window are true: to its keys, and to its tokens."""

import re
from importlib.resources import files

import pytest

from tests.doors.workbench.conftest import ComeIn
from tests.halls import Hall
from yichuang.doors.workbench import tokens
from yichuang.doors.workbench.keys_of_a_page import Part
from yichuang.doors.workbench.sheet_of_keys import CAPS, EVERYWHERE, PARTS

WINDOW = files("yichuang.doors.workbench")
TEMPLATES = WINDOW / "templates" / "workbench"
OF_EVERY_PAGE = {"fault.html", "keys.html", "look.html"}
"""Pages whose keys need no line of their own."""
DATA_KEY = re.compile(r'data-key="([^"{]+)"')
INCLUDED = re.compile(r'{% include "workbench/([a-z_]+\.html)"')


def keys_of(template: str) -> set[str]:
    """Give the keys of a page, with those of the pieces that it is made of."""
    text = (TEMPLATES / template).read_text("utf-8")
    pieces = [keys_of(piece) for piece in INCLUDED.findall(text)]
    return set(DATA_KEY.findall(text)).union(*pieces)


def pages() -> list[str]:
    """Name every page of the window: what isn't a piece of others."""
    return sorted(
        path.name
        for path in TEMPLATES.iterdir()
        if path.name.endswith(".html") and not path.name.startswith("_")
    )


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
def test_the_sheet_names_every_key_of_a_page_and_no_other(part: Part) -> None:
    there = set[str]().union(*(keys_of(template) for template in part.templates))
    assert {key for key, _ in part.keys} == there


def test_no_page_with_keys_is_left_out_of_the_sheet() -> None:
    named = {template for part in PARTS for template in part.templates} | OF_EVERY_PAGE
    assert {page for page in pages() if keys_of(page)} <= named


def test_and_a_key_that_no_page_has_would_be_seen() -> None:
    assert "F12" not in keys_of("case.html")
    assert keys_of("case.html")


def test_what_holds_on_every_page_is_what_the_script_does() -> None:
    script = (WINDOW / "static" / "workbench" / "keys.js").read_text("utf-8")
    for key, _ in EVERYWHERE.keys:
        parts = ("ctrlKey",) if key == "Ctrl+Enter" else key.split()
        known = {"1–9": ("[1-9]",), "扫码枪": ("data-scan",), "F9": ('"F9"',)}.get(key, parts)
        assert all(part in script for part in known), key
    assert all(cap for cap in CAPS.values())


def test_the_sheet_of_keys_is_for_everybody_and_prints(huanglong: Hall, come_in: ComeIn) -> None:
    page = come_in(huanglong.guide).get("/keys/").content.decode()
    for words in ("按键表", "Alt N", "PgDn", "扫码枪", "data-print"):
        assert words in page
    assert all(part.title in page for part in PARTS)


def test_every_colour_and_size_is_shown_and_says_what_it_is_for(
    huanglong: Hall, come_in: ComeIn
) -> None:
    page = come_in(huanglong.teller).get("/look/").content.decode()
    for token in (*tokens.colours(), *tokens.measures()):
        assert token.use, token.name
        assert token.name in page
    assert "style=" not in page, "the policy of the site forbids it"
    for part in ("route", "notice", "tag", "who-card", "data-rows", "changed", "aria-invalid"):
        assert part in page


def test_every_ink_can_be_read_on_its_ground() -> None:
    assert {(p.ink.name, p.ground.name): p.ratio for p in tokens.pairs() if not p.enough} == {}


def test_contrast_is_reckoned_as_the_guideline_says() -> None:
    assert tokens.contrast("#000", "#fff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert tokens.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert tokens.contrast("#123456", "#123456") == pytest.approx(1)
