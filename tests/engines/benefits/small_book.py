"""A book of four rules whose law changes once: small enough to reckon with pencil and paper."""

from datetime import date

from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.columns import Whole, at_least, choose, look_up
from yichuang.engines.benefits.rounding import half_up

SMALL = Book("small")
FIRST, CHANGED = date(2000, 1, 1), date(2010, 7, 1)
RATES = {1: 3, 2: 5, 3: 7}
"""What each class is granted, per cent."""


@SMALL.rule(title="比例", formula="按类别查表", source="虚构", since=FIRST)
def rate(kind: Whole) -> Whole:
    return look_up(RATES, kind)


@SMALL.rule(title="补贴", formula="基数×比例", source="虚构", since=FIRST)
def grant_fen(base_fen: Whole, rate: Whole) -> Whole:
    return half_up(base_fen * rate, 100)


@SMALL.rule(  # type: ignore[no-redef]
    title="补贴", formula="基数×比例×月数÷12，不少于一元", source="虚构", since=CHANGED
)
def grant_fen(base_fen: Whole, rate: Whole, months: Whole) -> Whole:  # noqa: F811
    return at_least(half_up(base_fen * rate * months, 1200), 100)


@SMALL.rule(title="每月补贴", formula="补贴÷月数", source="虚构", since=FIRST)
def monthly_fen(grant_fen: Whole, months: Whole) -> Whole:
    return half_up(grant_fen, months)


@SMALL.rule(title="合计", formula="补贴，满两年加一角，满三年再加一角", source="虚构", since=FIRST)
def total_fen(grant_fen: Whole, months: Whole) -> Whole:
    more = (months >= 24) + (months >= 36)
    return grant_fen + 10 * more + choose(months > 600, 1, 0)
