"""Money is whole fen from end to end; yuan only where a person reads or types."""

from typing import NewType

Fen = NewType("Fen", int)
"""An amount in fen (1/100 yuan), always a whole number."""

FEN_IN_A_YUAN = 100

LARGEST_IN_WORDS = 10**13
"""The largest amount that is written in words, in fen."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_GROUP = 10_000


def yuan(fen: Fen) -> str:
    """Write an amount as a person reads it: 1234567 fen → 12,345.67."""
    whole, part = divmod(abs(fen), FEN_IN_A_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"


def capitals(fen: int) -> str:
    """Write an amount in words (大写), as papers have it right after 人民币.

    14095 fen → 壹佰肆拾元玖角伍分. 支付结算办法 (银发〔1997〕393号) annex 1: 整 after 元, none
    after 角 or 分; zeros inside are one 零. Raises ValueError below 0 and above 10^13 fen.
    """
    if not 0 <= fen <= LARGEST_IN_WORDS:
        message = f"no words for {fen} fen"
        raise ValueError(message)
    whole, part = divmod(fen, FEN_IN_A_YUAN)
    if not part:
        return f"{_whole(whole) or '零'}元整"
    jiao, odd = divmod(part, 10)
    # After 元 a 零 says that nothing was left out: of the 角, or of the 元 itself.
    gap = "零" if whole and (not jiao or whole % 10 == 0) else ""
    said = f"{_DIGITS[jiao]}角" if jiao else ""
    said += f"{_DIGITS[odd]}分" if odd else ""
    return f"{_whole(whole)}{'元' if whole else ''}{gap}{said}"


def _whole(yuan: int) -> str:
    """Write whole yuan by groups of four digits; nothing for none."""
    said, skipped = "", False
    for place in reversed(range(len(_GROUPS))):
        group = yuan // _GROUP**place % _GROUP
        if group:
            gap = "零" if said and (skipped or group < _GROUP // 10) else ""
            said += f"{gap}{_four(group)}{_GROUPS[place]}"
        skipped = not group
    return said


def _four(group: int) -> str:
    """Write four digits; zeros before and after are left out, those between are one 零."""
    said, gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = group // 10**place % 10
        if digit:
            said += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = bool(said) and not digit
    return said
