"""人民币大写: every amount reads back as itself, and as 支付结算办法 (annex 1) writes it."""

import random
import re
from collections.abc import Callable

import pytest

from yichuang.domain.kernel.money import LARGEST_IN_WORDS, capitals

VALUES = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
FOUR = "(?:([壹贰叁肆伍陆柒捌玖])仟)?零?(?:([壹贰叁肆伍陆柒捌玖])佰)?零?"
FOUR += "(?:([壹贰叁肆伍陆柒捌玖])拾)?零?([壹贰叁肆伍陆柒捌玖])?"
PART = re.compile("零?(?:([壹贰叁肆伍陆柒捌玖])角)?(?:([壹贰叁肆伍陆柒捌玖])分)?(整)?")


def four_read(text: str) -> int:
    """Read up to four digits with their places."""
    found = re.fullmatch(f"零?{FOUR}", text)
    assert found, text
    return sum(VALUES[s] * 10 ** (3 - i) for i, s in enumerate(found.groups()) if s)


def read(text: str) -> int:
    """Read an amount in words, in fen; what no paper may say is no amount."""
    assert "零零" not in text, "several zeros are one 零"
    assert not text.startswith("零") or text == "零元整", "nothing before the first digit"
    before, yuan, after = text.rpartition("元")
    fen = 0
    if yuan and before != "零":
        hundreds_of_millions, _, rest = before.rpartition("亿")
        ten_thousands, _, ones = rest.rpartition("万")
        groups = (hundreds_of_millions, ten_thousands, ones)
        assert all(g or name not in before for g, name in zip(groups, "亿万", strict=False))
        assert not ones.endswith("零"), "no 零 before 元"
        fen = sum(four_read(g) * 10_000 ** (2 - i) * 100 for i, g in enumerate(groups) if g)
    part = PART.fullmatch(after)
    assert part, text
    jiao, odd, whole = part.groups()
    assert (whole is not None) == (not jiao and not odd), "整 after 元, and only there"
    return fen + 10 * VALUES[jiao or "零"] + VALUES[odd or "零"]


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140_950, "壹仟肆佰零玖元伍角"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元零叁角贰分"),
        (10_700_053, "壹拾万柒仟元零伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (100, "壹元整"),
        (100_000_700_000, "壹拾亿零柒仟元整"),
        (LARGEST_IN_WORDS, "壹仟亿元整"),
    ],
)
def test_amounts_read_as_the_examples_of_the_rule(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_every_amount_reads_back_as_itself(size: Callable[[str], int]) -> None:
    wrong = [fen for fen in range(size("capitals") + 1) if read(capitals(fen)) != fen]
    assert wrong == []


def test_amounts_at_random_up_to_the_largest_read_back() -> None:
    draw = random.Random(393)  # noqa: S311 -- no secret
    largest = (draw.randrange(10 ** draw.randint(6, 13)) for _ in range(2_000))
    wrong = [fen for fen in largest if read(capitals(fen)) != fen]
    assert wrong == []


@pytest.mark.parametrize("words", ["壹佰零零贰元整", "零壹元整", "壹元", "伍分整", "壹拾零元整"])
def test_and_the_reader_takes_nothing_that_no_paper_may_say(words: str) -> None:
    with pytest.raises(AssertionError):
        read(words)


@pytest.mark.parametrize("fen", [-1, LARGEST_IN_WORDS + 1])
def test_beyond_its_range_there_are_no_words(fen: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        capitals(fen)
