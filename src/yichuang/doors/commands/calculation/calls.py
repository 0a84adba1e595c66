"""What can be calculated: each call's name, its fields, and the engine that answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from yichuang.engines.benefits.book import Answer

TEXT, WHOLE, YES_NO, MANY, ROWS = "text", "whole", "yes-no", "many", "rows"

ENGINES = "yichuang.engines.benefits"


@dataclass(frozen=True)
class Field:
    """One thing that a call takes (输入项)."""

    title: str
    kind: str


@dataclass(frozen=True)
class Call:
    """One calculation (算法)."""

    title: str
    place: str
    """Where the function stands that answers: module:function."""
    fields: tuple[str, ...]
    positional: str = ""
    """The field that is written without its name."""
    dated: str = ""
    """The field that says which day's law holds."""

    @property
    def answer(self) -> Callable[[Mapping[str, Any]], Answer]:
        """Load the engine, and only this one."""
        module, _, function = self.place.partition(":")
        found: Callable[[Mapping[str, Any]], Answer] = getattr(import_module(module), function)
        return found


FIELDS = {
    "account_balance_fen": Field("个人账户储存额", WHOLE),
    "annual_income_fen": Field("上一年度城镇居民人均可支配收入（全年）", WHOLE),
    "average_index": Field("平均缴费工资指数", TEXT),
    "base_fen": Field("计发基数", WHOLE),
    "born": Field("出生年月", TEXT),
    "carried": Field("前次应领未领月数", WHOLE),
    "category": Field("退休类别", TEXT),
    "city": Field("市", TEXT),
    "contribution_months": Field("缴费月数", WHOLE),
    "credited_fen": Field("本年记账额", WHOLE),
    "credits": Field("各月记账额", ROWS),
    "current": Field("现参保地", TEXT),
    "days": Field("欠缴天数", WHOLE),
    "died_on": Field("死亡日期", TEXT),
    "divisor": Field("计发月数", TEXT),
    "employer_before_fen": Field("其中1998年前单位划入的部分", WHOLE),
    "fen": Field("欠缴金额", WHOLE),
    "from": Field("起始日期", TEXT),
    "from_year": Field("起始年份", WHOLE),
    "history": Field("各地缴费月数", ROWS),
    "household": Field("户籍地", TEXT),
    "method": Field("计息方法", TEXT),
    "minimum_met": Field("是否满最低缴费年限", YES_NO),
    "monthly_income_fen": Field("上一年度城镇居民月人均可支配收入", WHOLE),
    "months": Field("月数", WHOLE),
    "months_deemed": Field("视同缴费月数", WHOLE),
    "months_total": Field("累计缴费月数", WHOLE),
    "on": Field("适用规定的日期", TEXT),
    "opening_fen": Field("期初储存额", WHOLE),
    "owed_from": Field("欠缴起始日期", TEXT),
    "pension_months": Field("已领取养老金月数", WHOLE),
    "province": Field("省", TEXT),
    "provincial_base_fen": Field("全省计发基数", WHOLE),
    "rate": Field("利率", TEXT),
    "retires_on": Field("退休年月", TEXT),
    "sex": Field("性别", TEXT),
    "suspended": Field("中止期间", MANY),
    "to_retirement": Field("距法定退休年龄的月数", WHOLE),
    "to_year": Field("终止年份", WHOLE),
    "value": Field("号码", TEXT),
    "wages": Field("历年缴费工资", ROWS),
    "workdays": Field("时限（工作日）", WHOLE),
    "years": Field("岁数", WHOLE),
    "years_deemed": Field("视同缴费年限", TEXT),
    "years_total": Field("累计缴费年限", TEXT),
}

PENSION = (
    "province city sex born retires_on average_index months_total months_deemed years_total "
    "years_deemed account_balance_fen base_fen provincial_base_fen divisor"
)


def _call(title: str, place: str, fields: str, positional: str = "", dated: str = "") -> Call:
    return Call(title, place, tuple(fields.split()), positional, dated)


CALLS = {
    "retirement-age": _call("法定退休年龄", f"{ENGINES}.retirement:when", "born category"),
    "divisor": _call("计发月数", f"{ENGINES}.divisor:lookup", "years months on", dated="on"),
    "pension": _call("基本养老金", f"{ENGINES}.pension:assess", PENSION, dated="retires_on"),
    "interest": _call(
        "个人账户利息",
        f"{ENGINES}.account:interest",
        "method opening_fen rate credited_fen credits",
    ),
    "account": _call("个人账户推算", f"{ENGINES}.account:account", "opening_fen from_year to_year"),
    "transfer": _call(
        "转移接续金额",
        f"{ENGINES}.transfer:transfer",
        "account_balance_fen wages employer_before_fen on",
        dated="on",
    ),
    "benefit-place": _call(
        "待遇领取地",
        f"{ENGINES}.transfer:benefit_place",
        "household current history on",
        dated="on",
    ),
    "survivors": _call(
        "遗属待遇",
        f"{ENGINES}.survivors:assess",
        "died_on monthly_income_fen annual_income_fen contribution_months pension_months",
        dated="died_on",
    ),
    "unemployment": _call(
        "失业保险金期限", f"{ENGINES}.unemployment:assess", "months carried on", dated="on"
    ),
    "late-fee": _call(
        "滞纳金", f"{ENGINES}.contributions:late_fee", "fen days owed_from", dated="owed_from"
    ),
    "disability": _call(
        "病残津贴",
        f"{ENGINES}.disability:assess",
        "months to_retirement minimum_met on",
        dated="on",
    ),
    "deadline": _call("办理期限", f"{__package__}.deadline:assess", "from workdays suspended"),
    "check-id": _call("公民身份号码校验", f"{ENGINES}.identity:citizen", "value", "value"),
    "check-uscc": _call(
        "统一社会信用代码校验", f"{ENGINES}.identity:credit_code", "value", "value"
    ),
    "check-card": _call("银行卡号校验", f"{ENGINES}.identity:card", "value", "value"),
}
"""Every call by its name."""
