"""When the year's base is published: the pension anew, and what is owed for the months paid."""

from yichuang.engines.benefits.book import Answer, Book
from yichuang.engines.benefits.columns import Whole
from yichuang.engines.benefits.divisor import NATIONAL_FORMULA
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.notation import MONTHS, first_day, month_read, whole_read

ARREARS = Book("pension-arrears")

PRACTICE = "预发待遇重新核定（核定表“预发”字样；各省办理规程）"
MOST_MONTHS = 100 * MONTHS


@ARREARS.rule(
    title="每月差额",
    formula="重新核定的月养老金－预发的月养老金；负数为多发",
    source=PRACTICE,
    since=NATIONAL_FORMULA,
)
def difference_fen(provisional_total_fen: Whole, final_total_fen: Whole) -> Whole:
    """Give what each month was paid too little; negative, too much."""
    return final_total_fen - provisional_total_fen


@ARREARS.rule(
    title="补发金额",
    formula="每月差额×已预发月数；负数为应退回",
    source=PRACTICE,
    since=NATIONAL_FORMULA,
)
def arrears_fen(difference_fen: Whole, months_paid: Whole) -> Whole:
    """Give what is owed for all months paid provisionally (补发)."""
    return difference_fen * months_paid


def recalculate(first: Answer, final: Answer, *, retires_on: str, months_paid: int) -> Answer:
    """Compare a provisional assessment with the final one, after some months were paid.

    Values: provisional_total_fen, final_total_fen, difference_fen, arrears_fen.
    """
    if not first.values["provisional"]:
        raise CannotAnswer("not-provisional", "原核定不是预发，无须重新核定。", "provisional")
    if final.values["provisional"]:
        message = "当年计发基数仍未公布，请公布后再重新核定。"
        raise CannotAnswer("base-unpublished", message, "base_fen")
    totals = {
        "provisional_total_fen": first.values["total_fen"],
        "final_total_fen": final.values["total_fen"],
    }
    months = whole_read(months_paid, "months_paid", most=MOST_MONTHS)
    on = first_day(month_read(retires_on, "retires_on"))
    found = ARREARS.answer(
        "difference_fen", "arrears_fen", inputs=totals | {"months_paid": months}, on=on
    )
    doubts = list(dict.fromkeys([*final.unverified, *found.unverified]))
    return Answer(totals | found.values, [*final.steps, *found.steps], doubts)
