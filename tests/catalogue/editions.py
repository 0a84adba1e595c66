"""Packaged catalogues, and what comes out of them when somebody edits their text."""

from datetime import date
from importlib.resources import files

from tests.halls import Hall
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.doors.commands.demonstration.cast import FOUNDER, SECOND

THIRD = "0003"


def packaged(profile: str) -> str:
    """Give the text of a packaged profile."""
    return (files("yichuang.domain.catalogue") / "profiles" / f"{profile}.toml").read_text("utf-8")


def changed(text: str, old: str, new: str) -> str:
    """Change a text in one place; the place must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def item_changed(text: str, item: str, *changes: tuple[str, str]) -> str:
    """Change what a profile says of one item."""
    before, mark, rest = text.partition(f'[[items]]\ncode = "{item}"')
    assert mark, item
    block, following, others = rest.partition("[[items]]")
    for old, new in changes:
        block = changed(block, old, new)
    return before + mark + block + following + others


def next_version(text: str, version: int, in_force_on: date) -> str:
    """Give the text of a later version."""
    text = changed(text, "version = 1\n", f"version = {version}\n")
    return changed(text, "in_force_on = 2026-01-01", f"in_force_on = {in_force_on}")


def publish_text(hall: Hall, text: str) -> str:
    """Let one person propose a version and a second one publish it; give its key."""
    key = str(hall.do(propose, text, by=FOUNDER).said["edition"])
    hall.do(publish, key, by=SECOND)
    return key
