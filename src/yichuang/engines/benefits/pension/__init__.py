"""Pensions (基本养老金): the national formula, Shaanxi's and Jilin's, each a book of rules.

One case: `assess(inputs)`. Columns: the same rules, by `book_of(province, city)`, for the targets
`PARTS`, on the first day of the year or month of retirement (parameters and versions change on
the first of a January only). Columns of the rules, all whole numbers:

    index               in 1/index_unit (1000 in Shaanxi, 100 in Jilin: scalars)
    months_total, months_deemed
    account_balance_fen
    born, retires       months since year 0; only for the divisor

and wherever they are given instead: base_fen, provincial_base_fen; years, deemed_years and
year_unit; divisor and divisor_unit. `is_provisional(book, given, on)` says, once for a day, whether
the base is an older one, and refuses a year that no published base is near to. Within `BOUNDS`
nothing leaves the range of int64.
"""

from yichuang.engines.benefits.pension.arrears import recalculate
from yichuang.engines.benefits.pension.case import assess, book_of, is_provisional
from yichuang.engines.benefits.pension.jilin import CHANGCHUN, JILIN
from yichuang.engines.benefits.pension.national import NATIONAL, PARTS
from yichuang.engines.benefits.pension.shaanxi import SHAANXI

BOUNDS = {
    "index": (0, 10**5),
    "index_unit": (1, 10**4),
    "months_total": (0, 1_200),
    "months_deemed": (0, 1_200),
    "years": (0, 10**4),
    "deemed_years": (0, 10**4),
    "year_unit": (1, 100),
    "account_balance_fen": (0, 10**13),
    "base_fen": (1, 10**7),
    "provincial_base_fen": (1, 10**7),
    "divisor": (1, 10**4),
    "divisor_unit": (1, 100),
}
"""Columns within these bounds never leave int64: the largest product stays below 2⁶²."""

__all__ = [
    "BOUNDS",
    "CHANGCHUN",
    "JILIN",
    "NATIONAL",
    "PARTS",
    "SHAANXI",
    "assess",
    "book_of",
    "is_provisional",
    "recalculate",
]
