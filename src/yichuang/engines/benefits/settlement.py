"""What becomes of a personal account (个人账户) that ends: inherited, paid out, paid twice."""

from datetime import date
from typing import Any

from yichuang.engines.benefits.book import Book
from yichuang.engines.benefits.columns import Whole, at_least, choose

BOOK = Book("settlement")

LAW_FROM = date(2011, 7, 1)


@BOOK.rule(
    title="在职死亡的个人账户继承额",
    formula="个人账户全部储存额，一次付给继承人",
    source="社会保险法第十四条",
    since=LAW_FROM,
)
def inherited_in_service_fen(account_balance_fen: Whole) -> Whole:
    """Give what the heirs of somebody who had not retired receive."""
    return account_balance_fen


@BOOK.rule(
    title="退休后死亡的个人账户继承额",
    formula="退休时储存额＋退休后利息－已发的个人账户养老金，不低于0",
    source="社会保险法第十四条",
    since=LAW_FROM,
)
def inherited_after_retirement_fen(
    account_balance_fen: Whole, later_interest_fen: Whole, account_pension_paid_fen: Whole
) -> Whole:
    """Give what the heirs of a pensioner receive of the account."""
    return at_least(account_balance_fen + later_interest_fen - account_pension_paid_fen, 0)


@BOOK.rule(
    title="出国（境）定居终止关系的支付额",
    formula="本人书面申请终止的，付给全部储存额；没有书面申请的保留账户，不支付",
    source="人社部令第13号第六条，未见原文",
    since=LAW_FROM,
    verified=False,
)
def settled_abroad_fen(account_balance_fen: Whole, applied_in_writing: Any) -> Whole:
    """Give what somebody who settles abroad is paid."""
    return choose(applied_in_writing, account_balance_fen, 0)


DOUBLE_FROM = date(2010, 1, 1)
DOUBLE_SOURCE = "国办发〔2009〕66号；清理办法据濉溪县办事指南，适用起始日未核"


@BOOK.rule(
    title="重复缴费的退还额",
    formula="被清理的一份关系在重复月份的个人账户储存额（含利息）",
    source=DOUBLE_SOURCE,
    since=DOUBLE_FROM,
    verified=False,
)
def double_refund_fen(double_account_fen: Whole) -> Whole:
    """Give the account part of contributions paid twice back to the person."""
    return double_account_fen


@BOOK.rule(
    title="清理重复缴费后的缴费月数",
    formula="保留关系的月数＋被清理关系的月数－重复的月数",
    source=DOUBLE_SOURCE,
    since=DOUBLE_FROM,
    verified=False,
)
def counted_months(kept_months: Whole, ended_months: Whole, double_months: Whole) -> Whole:
    """Count no month twice."""
    return kept_months + ended_months - double_months
