"""An answer for a person: every step as a small table, amounts also in yuan, doubts marked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.doors.commands.calculation.calls import Call
from yichuang.doors.commands.calculation.titles import LIMITLESS, RESULTS, WORDS, titled
from yichuang.engines.benefits.book import Answer, Step
from yichuang.engines.benefits.parameters import parameters

FEN_IN_A_YUAN = 100
RULE = "─" * 60
UNVERIFIED = "【未核实】"
AMOUNTS = {"mean_base"}
"""Amounts that aren't whole fen, under names that don't say so."""


def explain(call: Call, answer: Answer) -> str:
    """Write an answer for a person to follow with pencil and paper."""
    titles: dict[str, str] = {}
    lines = [f"{call.title}：计算过程", RULE]
    for place, step in enumerate(answer.steps, 1):
        lines += _step(place, step, titles)
        # A rule may be reckoned once for each year: its latest step is meant from here on.
        titles[step.rule] = step.title
    lines += [RULE, "结果"]
    for name, value in answer.values.items():
        lines += _result(name, value, titles)
    doubts = list(dict.fromkeys(answer.unverified))
    if doubts:
        lines += [RULE, f"{UNVERIFIED}以下内容没有与文件原文核对：{'、'.join(doubts)}。"]
    return "\n".join(lines) + "\n"


def _step(place: int, step: Step, titles: Mapping[str, str]) -> list[str]:
    doubt = "" if step.verified else UNVERIFIED
    lines = [f"{place:>2}. {step.title}{doubt}", f"    算法　{step.formula}"]
    for name, value in step.inputs.items():
        mark = UNVERIFIED if _doubted(name) else ""
        lines.append(f"    代入　{titled(name, titles)} ＝ {_shown(name, value)}{mark}")
    lines.append(f"    得出　{_shown(step.rule, step.value)}")
    return [*lines, f"    依据　{step.source}"]


def _result(name: str, value: Any, titles: Mapping[str, str]) -> list[str]:
    title = titled(name, {**titles, **RESULTS})
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
        return [f"    {title}", *(f"      {_row(row)}" for row in value)]
    if value is None:
        return [f"    {title}　{LIMITLESS.get(name, '无')}"]
    return [f"    {title}　{_shown(name, value)}"]


def _row(row: Mapping[str, Any]) -> str:
    return "，".join(f"{titled(name, RESULTS)} {_shown(name, one)}" for name, one in row.items())


def _doubted(name: str) -> bool:
    """Say whether an input is a parameter of which no value at all was verified."""
    found = parameters().get(name.replace("_", "-"))
    return found is not None and not any(value.verified for value in found.values)


def _shown(name: str, value: Any) -> str:
    """Write a value as a person reads it; amounts in fen and in yuan."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return _fen(value) if _is_amount(name) else f"{value}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "、".join(_shown(name, one) for one in value) or "无"
    if isinstance(value, Mapping):
        return "、".join(f"{k} {_shown(str(k), one)}" for k, one in value.items())
    return f"{value} 分" if _is_amount(name) else WORDS.get(str(value), str(value))


def _is_amount(name: str) -> bool:
    """Say whether a number is an amount: by its name, or by the unit of the parameter it is."""
    found = parameters().get(name.replace("_", "-"))
    return name.endswith("fen") or name in AMOUNTS or (found is not None and found.unit == "分")


def _fen(fen: int) -> str:
    whole, part = divmod(abs(fen), FEN_IN_A_YUAN)
    return f"{fen} 分（{'-' if fen < 0 else ''}{whole:,}.{part:02d} 元）"
