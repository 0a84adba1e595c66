"""What inputs and results are called where a person reads them."""

from collections.abc import Mapping

from yichuang.doors.commands.calculation.calls import FIELDS
from yichuang.engines.benefits.parameters import parameters

RESULTS = {
    "account_fen": "个人账户部分",
    "age_months": "退休年龄的零月",
    "age_years": "退休年龄的整岁",
    "basic_fen": "基础养老金",
    "basis": "计发办法",
    "born_on": "出生日期",
    "closing_fen": "期末储存额",
    "counted": "已计天数",
    "delay_months": "延迟月数",
    "due_on": "期满日",
    "earliest_on": "最早退休年月",
    "fee_fen": "滞纳金",
    "funeral_fen": "丧葬补助金",
    "grant_fen": "抚恤金",
    "grant_months": "抚恤金月数",
    "interest_fen": "利息",
    "latest_on": "最迟退休年月",
    "minimum_months": "最低缴费月数",
    "month_product_fen": "月积数",
    "pooled_fen": "统筹部分",
    "provisional": "是否按上年基数预发",
    "reason": "理由",
    "region": "区划代码",
    "supplement_fen": "增发部分",
    "total_fen": "合计",
    "transitional_fen": "过渡性养老金",
    "valid": "是否有效",
    "year": "年份",
    "years": "历年",
}
"""Results whose title isn't, or isn't only, that of a step."""

INPUTS = {
    "age": "年龄（月）",
    "days_owed": "欠缴天数",
    "index": "平均缴费工资指数",
    "last": "末位",
    "month_credits_fen": "一月至十二月的记账额",
    "monthly_fen": "月缴费工资",
    "months_to_retirement": "距法定退休年龄的月数",
    "carried_months": "前次应领未领月数",
    "number": "末位以前的部分",
    "owed_fen": "欠缴额",
    "part": "号码中的这一段",
    "periods": "各段缴费",
    "pooled_by_year_fen": "各年度转移的统筹基金",
    "rate_numerator": "利率的分子",
    "rate_scale": "利率的分母",
    "retires": "退休年月",
    "year": "年份",
}
"""Names that engines use for what callers name otherwise."""

WORDS = {
    "full": "按基本养老金计发办法",
    "basic": "按基础养老金计发办法",
    "male": "男",
    "female": "女",
    "annual": "年度计算法",
    "monthly": "月积数法",
    "half-up": "四舍五入",
    "down": "舍去",
    "up": "进位",
    "up-to-jiao": "见分进角",
}
LIMITLESS = {"months": "不限"}
"""What nothing means as a result."""


def titled(name: str, titles: Mapping[str, str]) -> str:
    """Give a name's Chinese title: of a step, an input, or a parameter."""
    if name in titles:
        return titles[name]
    if name in FIELDS:
        return FIELDS[name].title
    code = name.replace("_", "-")
    return parameters()[code].name if code in parameters() else INPUTS.get(name, name)
