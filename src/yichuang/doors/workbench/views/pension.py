"""待遇试算: a pension on typed figures, with every step of it; nothing is kept."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from yichuang.domain.kernel.money import FEN_IN_A_YUAN, Fen, yuan
from yichuang.doors.workbench.doorway import BUSINESS, door
from yichuang.doors.workbench.here import Request
from yichuang.engines.benefits.book import Answer, Step
from yichuang.engines.benefits.faults import CannotAnswer
from yichuang.engines.benefits.parameters import parameters
from yichuang.engines.benefits.pension import assess

PROVINCES = {"shaanxi": "陕西省", "jilin": "吉林省", "national": "国家公式（基数自填）"}
SEXES = {"male": "男", "female": "女"}
PARTS = {
    "basic_fen": "基础养老金",
    "account_fen": "个人账户养老金",
    "transitional_fen": "过渡性养老金",
    "supplement_fen": "长缴增发",
    "total_fen": "月养老金合计",
}
NAMES = {
    "index": "平均缴费指数",
    "months_total": "累计缴费月数",
    "months_deemed": "视同缴费月数",
    "account_balance_fen": "储存额",
    "born": "出生年月",
    "retires": "退休年月",
    "age": "退休年龄（月）",
    "base_fen": "计发基数",
    "provincial_base_fen": "全省计发基数",
}
"""What is typed, as the explanation names it; rules and parameters have names of their own."""

LONGEST = 50


@dataclass(frozen=True)
class Asked:
    """One field of the page."""

    name: str
    title: str
    hint: str = ""
    money: bool = False
    whole: bool = False
    required: bool = True


FIELDS = (
    Asked("city", "参保地市", "可不填，如长春", required=False),
    Asked("born", "出生年月", "197601"),
    Asked("retires_on", "退休年月", "202608"),
    Asked("average_index", "平均缴费指数", "0.912"),
    Asked("months_total", "累计缴费月数", "408", whole=True),
    Asked("months_deemed", "其中视同月数", "0", whole=True),
    Asked("account_balance_fen", "个人账户储存额", "元", money=True),
    Asked("base_fen", "计发基数", "元，可不填", money=True, required=False),
    Asked("provincial_base_fen", "全省计发基数", "元，可不填", money=True, required=False),
    Asked("divisor", "计发月数", "可不填，按年龄", required=False),
)


@door("GET", "POST", posts=BUSINESS)
def page(request: Request) -> HttpResponse:
    """Show the form; a POST answers with the amounts and how they come about."""
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in ("province", "sex")}
    typed |= {field.name: request.POST.get(field.name, "")[:LONGEST] for field in FIELDS}
    context: dict[str, Any] = {"fields": FIELDS, "typed": typed}
    context |= {"provinces": PROVINCES, "sexes": SEXES}
    if request.method == "GET":
        return render(request, "workbench/pension.html", context)
    try:
        answer = assess(read(request.POST))
    except CannotAnswer as why:
        context |= {"why": why.message, "field": why.field}
    else:
        context |= {"parts": _parts(answer), "answer": answer, "steps": _told(answer)}
    name = "workbench/_pension.html" if request.htmx else "workbench/pension.html"
    return render(request, name, context, status=422 if "why" in context else 200)


def read(typed: QueryDict) -> dict[str, Any]:
    """Read the figures as the rules take them: fen, months, texts of decimals (CannotAnswer)."""
    given: dict[str, Any] = {name: typed.get(name, "") for name in ("province", "sex")}
    for field in FIELDS:
        text = typed.get(field.name, "").strip()
        if len(text) > LONGEST:
            raise CannotAnswer("too-long", f"“{field.title}”最多填 {LONGEST} 个字符。", field.name)
        if text:
            given[field.name] = _value(field, text)
    return given


def _value(field: Asked, text: str) -> object:
    if field.money:
        return _fen(field, text)
    if field.whole:
        if not (text.isascii() and text.isdecimal()):
            raise CannotAnswer("whole-number", f"“{field.title}”请填整数月数。", field.name)
        return int(text)
    if field.name in {"born", "retires_on"} and text.isdecimal():
        return f"{text[:4]}-{text[4:]}"
    return text


def _fen(field: Asked, text: str) -> int:
    try:
        fen = Decimal(text.replace(",", "")) * FEN_IN_A_YUAN
    except InvalidOperation:
        fen = Decimal("NaN")
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise CannotAnswer("amount", f"“{field.title}”请填金额，最多两位小数。", field.name)
    return int(fen)


def _parts(answer: Answer) -> list[tuple[str, str]]:
    return [(title, yuan(Fen(answer.values[code]))) for code, title in PARTS.items()]


def _told(answer: Answer) -> list[tuple[Step, str, str]]:
    """Write each step's value and what it was made of, in the words of the page."""
    names = NAMES | {step.rule: step.title for step in answer.steps}
    return [
        (
            step,
            _written(step.rule, step.value),
            "，".join(f"{_name(n, names)} {_written(n, v)}" for n, v in step.inputs.items()),
        )
        for step in answer.steps
    ]


def _written(name: str, value: object) -> str:
    if name.endswith("_fen") or name.startswith(("base_", "mean_")):
        return f"{Decimal(str(value)) / FEN_IN_A_YUAN:,} 元"
    return str(value)


def _name(name: str, names: dict[str, str]) -> str:
    known = parameters().get(name.replace("_", "-"))
    return names.get(name) or (known.name if known else name)
