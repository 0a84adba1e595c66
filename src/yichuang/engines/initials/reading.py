"""Reading a Chinese text as the letters that its syllables begin with."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, Final

from yichuang.engines.initials.surnames import SURNAMES

MOST: Final = 50
"""No reading is longer than this."""

LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def initials(text: str) -> tuple[str, ...]:
    """Give the initials of a text: as it is read first, and at most one other reading.

    Letters a to z and digits stay, everything else that has no syllable is dropped; a text
    without any letter has no reading.
    """
    # Composing may lengthen a text, so it is cut before and after.
    whole = unicodedata.normalize("NFKC", text[: 2 * MOST]).lower()
    letters = [pair for pair in _letters(whole) if pair[0]][:MOST]
    first = "".join(letter for letter, _ in letters)
    other = next(
        (first[:i] + also + first[i + 1 :] for i, (_, also) in enumerate(letters) if also), ""
    )
    return tuple(reading for reading in (first, other) if reading)


def _letters(text: str) -> Iterator[tuple[str, str]]:
    """Give for each sign its letter and another one that it may be read by, or none."""
    table = _library().table
    for i, (is_han, run) in enumerate(groupby(text, lambda sign: ord(sign) in table)):
        signs = "".join(run)
        if is_han:
            yield from _syllables(signs, at_start=i == 0)
        else:
            yield from ((_plain(sign), "") for sign in signs)


def _syllables(signs: str, *, at_start: bool) -> Iterator[tuple[str, str]]:
    library = _library()
    surname = _surname(signs) if at_start else ""
    for i, (sign, (syllable,)) in enumerate(zip(signs, library.read(signs), strict=False)):
        ordinary = _plain(syllable)
        letter = surname[i] if i < len(surname) else ordinary
        known = [ordinary, *(_plain(s[0]) for s in library.table[ord(sign)].split(",")[:2])]
        yield letter, next((other for other in known if other not in {letter, ""}), "")


def _surname(signs: str) -> str:
    return SURNAMES.get(signs[:2]) or SURNAMES.get(signs[:1], "")


def _plain(sign: str) -> str:
    """Give a letter or digit without its accent, or nothing."""
    base = unicodedata.normalize("NFKD", sign)[:1]
    return base if base in LETTERS else ""


class _Library:
    """The pinyin library; its tables take a quarter of a second and 55 MB, so only on need."""

    def __init__(self) -> None:
        from pypinyin import Style, pinyin  # noqa: PLC0415 -- see above
        from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 -- see above

        self.table: dict[int, str] = pinyin_dict
        """The readings of a character by its number, the usual ones first."""
        self._pinyin, self._style = pinyin, Style.FIRST_LETTER

    def read(self, signs: str) -> list[list[Any]]:
        """Read signs of the table together, since words decide how a sign is read (银行, 长安)."""
        return self._pinyin(signs, style=self._style, strict=False)


@cache
def _library() -> _Library:
    return _Library()
