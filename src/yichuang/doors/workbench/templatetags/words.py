"""How things are written on pages: days, money, masked numbers, levels of risk, names."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.kernel import money
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.models import Staff
from yichuang.engines.signing import ED25519

register = template.Library()

GUIDELINE = "陕社保发〔2016〕27号"
TEN = 10
DIGITS = ("", *"一二三四五六七八九")
CLAUSE = re.compile(r"(?P<paper>SX|WQ)-(?P<number>[0-9]{2})")
"""Clauses as tests and routes name them; pages name the article (docs/clauses.toml)."""

LEVELS = {1: "一级风险", 2: "二级风险", 3: "三级风险"}
TIMINGS = {"instant": "即时", "limited": "限时"}
ALGORITHMS = {ED25519: "Ed25519"}


@register.filter
def state(code: str) -> str:
    """Write a state of a case."""
    return LIFECYCLE.states.get(code, code)


@register.filter
def verb(code: str) -> str:
    """Write a verb of a case."""
    return LIFECYCLE.verbs.get(code, code)


@register.filter
def clock(at: datetime | None) -> str:
    """Write the time of day in the hall."""
    return f"{at.astimezone(LOCAL):%H:%M}" if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Write a moment in the hall."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if at else ""


@register.filter
def long_day(on: date | None) -> str:
    """Write a day as papers do."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


@register.filter
def weekday(on: date) -> str:
    """Write the day of the week."""
    return "星期" + "一二三四五六日"[on.weekday()]


CARD = re.compile("[0-9]{12,19}")
"""A bank card's number: papers and pages show its last four digits."""


@register.filter
def masked(number: str) -> str:
    """Write a citizen id, a phone or a card so that it can be told apart but not copied."""
    if len(number) == 18 and number[:17].isdigit():  # noqa: PLR2004 -- GB 11643
        return f"{number[:4]}{'*' * 10}{number[-4:]}"
    if len(number) == 11 and number.isdigit():  # noqa: PLR2004 -- a mobile number
        return f"{number[:3]}****{number[-4:]}"
    if CARD.fullmatch(number):
        return f"****{number[-4:]}"
    return number


@register.filter
def masked_unless(number: str, comparing: object) -> str:
    """Write a number in full only for whoever has to compare it now."""
    return number if comparing else masked(number)


@register.filter
def algorithm(code: str) -> str:
    """Write a signature algorithm by its common name."""
    return ALGORITHMS.get(code, code)


@register.simple_tag
def level_tag(level: int, timing: str = "") -> SafeString:
    """Draw the mark of a level: colour, and the word beside it."""
    words = LEVELS.get(level, str(level)) + (f" · {TIMINGS[timing]}" if timing else "")
    return format_html('<span class="tag l{}">{}</span>', level, words)


@register.simple_tag(takes_context=True)
def person(context: Any, number: str | None) -> str:
    """Write a person's name by the staff number, read once a page."""
    if not number:
        return ""
    names: dict[str, str] = context.render_context.setdefault("staff names", {})
    if number not in names:
        names.update(Staff.objects.filter(number=number).values_list("number", "name"))
    return names.get(number, number)


@register.filter
def law(source: str) -> str:
    """Write a clause as its article: SX-11 is the guideline's eleventh, WQ a practice paper."""
    written = CLAUSE.sub(_clause, source)
    first, paper, others = written.partition(GUIDELINE)
    return first + paper + others.replace(GUIDELINE, "")


def _clause(found: re.Match[str]) -> str:
    if found["paper"] == "WQ":
        return "汪清综合柜员制做法"
    number = int(found["number"])
    tens = "" if number < TEN else "十"
    return f"{GUIDELINE}第{tens}{DIGITS[number % TEN]}条"


@register.filter
def yuan(fen: int | None) -> str:
    """Write an amount in yuan, in figures."""
    return money.yuan(money.Fen(fen)) if fen is not None else ""


@register.filter
def capitals(fen: int | None) -> str:
    """Write an amount in words, with 人民币 right before it."""
    return f"人民币{money.capitals(fen)}" if fen is not None else ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping."""
    return mapping.get(key) if mapping else None


@register.filter
def post_name(profile: Any, post: str) -> str:
    """Write a post as the catalogue of the place calls it."""
    return str(profile.post_name(post))
