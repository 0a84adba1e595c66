"""The answer to a command line: JSON for programs, an explanation for people."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from numbers import Integral
from typing import Any

from yichuang.doors.commands.calculation.calls import CALLS, Call
from yichuang.doors.commands.calculation.documents import fields_of, read_document
from yichuang.doors.commands.calculation.options import Asked, read_options
from yichuang.engines.benefits.book import Answer, Step
from yichuang.engines.benefits.faults import CannotAnswer, NotYetLaw

GOOD, BAD_INPUT = 0, 2
HELP = ("--help", "-h")


def calculate(arguments: Sequence[str], standard_input: Callable[[], bytes]) -> tuple[int, str]:
    """Give the exit status and what is written, for the words after `calc`."""
    if arguments and arguments[0] in HELP:
        return GOOD, _help()
    try:
        asked = read_options(arguments)
        if not asked.file:
            return GOOD, _shown(asked, _answered(asked.call, asked.given))
        document = read_document(asked.file, standard_input)
        if not isinstance(document, list):
            return GOOD, _shown(asked, _answered(asked.call, fields_of(document, asked.call)))
    except CannotAnswer as cannot:
        return BAD_INPUT, _json(error_object(cannot))
    return GOOD, _shown_all(asked, [_answered_or_error(asked.call, one) for one in document])


def error_object(cannot: CannotAnswer) -> dict[str, Any]:
    """Write a refusal as the contract has it."""
    error = {"code": cannot.code, "message": cannot.message, "field": cannot.field or None}
    return {"error": error}


def answer_object(answer: Answer) -> dict[str, Any]:
    """Write an answer as the contract has it: its result, the steps, and what is in doubt."""
    steps = [_step(step) for step in answer.steps]
    unverified = list(dict.fromkeys(answer.unverified))
    return {**_plain(answer.values), "steps": steps, "unverified": unverified}


def _answered(call: Call, fields: Mapping[str, Any]) -> Answer:
    """Ask the engine; a refusal by date names the field that holds the date."""
    try:
        return call.answer(fields)
    except NotYetLaw as cannot:
        if cannot.field not in call.fields:
            cannot.field = call.dated
        raise


def _answered_or_error(call: Call, one: Any) -> Answer | CannotAnswer:
    try:
        return _answered(call, fields_of(one, call))
    except CannotAnswer as cannot:
        return cannot


def _shown(asked: Asked, answer: Answer) -> str:
    if not asked.explain:
        return _json(answer_object(answer))
    from yichuang.doors.commands.calculation.explanations import explain  # noqa: PLC0415 -- rare

    return explain(asked.call, answer)


def _shown_all(asked: Asked, answers: list[Answer | CannotAnswer]) -> str:
    """Show a list: answers and errors in the order of what was asked."""
    if not asked.explain:
        return _json([_object(one) for one in answers])
    parts = []
    for place, one in enumerate(answers, 1):
        said = f"不能计算：{one.message}\n" if isinstance(one, CannotAnswer) else _shown(asked, one)
        parts.append(f"〔第 {place} 项〕\n{said}")
    return "\n".join(parts)


def _object(one: Answer | CannotAnswer) -> dict[str, Any]:
    return error_object(one) if isinstance(one, CannotAnswer) else answer_object(one)


def _step(step: Step) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "title": step.title,
        "formula": step.formula,
        "inputs": _plain(step.inputs),
        "value": _plain(step.value),
        "source": step.source,
    }


def _plain(value: Any) -> Any:
    """Give what JSON can hold: whole numbers stay numbers, decimals and days become texts."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value)


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


def _help() -> str:
    lines = ["用法：yichuang calc 计算 [选项 …] [--input 文件] [--explain]", ""]
    for name, call in CALLS.items():
        options = " ".join(f"--{one.replace('_', '-')}" for one in call.fields)
        lines.append(f"  {name:<15}{call.title}：{'值' if call.positional else options}")
    lines += [
        "",
        "--input 读 JSON（- 为标准输入），一个对象或对象的列表；--explain 打印计算过程。",
        "",
    ]
    return "\n".join(lines)
