"""The form of an item as the window draws it: one declaration serves the screen too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from django.http import QueryDict

from yichuang.domain.items import fields as kinds
from yichuang.domain.items.form import ItemForm
from yichuang.domain.kernel.money import Fen, yuan

LONGEST = 2000
"""No field is longer; what is typed beyond is cut before it is kept in a draft."""

YUAN = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?", re.ASCII)
"""An amount as a person types it; forms and the register know fen only."""

PAPER = re.compile(r"materials\.[a-z0-9-]{1,40}")
MOST_PAPERS = 50
"""What a page calls a paper, and how many no item asks for; other names aren't kept."""

HINTS: list[tuple[Any, str, int, bool]] = [
    (kinds.CitizenId, "18 位，末位可为 X", 18, True),
    (kinds.CreditCode, "18 位", 18, True),
    (kinds.Day, "20260307", 10, True),
    (kinds.Month, "202603", 7, True),
    (kinds.Phone, "手机号，或区号-座机号", 13, True),
    (kinds.BankCard, "12 至 19 位", 23, True),
    (kinds.RegionCode, "6 位", 6, True),
    (kinds.Fen, "元", 18, True),
    (kinds.Count, "", 7, True),
]


@dataclass(frozen=True)
class Field:
    """One field on the screen."""

    name: str
    title: str
    required: bool
    value: str
    hint: str = ""
    longest: int = LONGEST
    numeric: bool = False
    choices: tuple[str, ...] = ()
    whole: bool = False
    """Takes a whole row."""


def drawn(form: type[ItemForm], typed: Mapping[str, str]) -> Iterator[Field]:
    """Give the fields of a form with what was typed into them."""
    for name, info in form.model_fields.items():
        title, value = info.title or name, typed.get(name, "")
        required = info.is_required()
        kind = _kind(info.rebuild_annotation())
        if get_origin(kind) is Literal:
            yield Field(name, title, required, value, choices=get_args(kind))
            continue
        for known, hint, longest, numeric in HINTS:
            if kind == known:
                shown = _in_yuan(value) if known == kinds.Fen else value
                yield Field(name, title, required, shown, hint, longest, numeric)
                break
        else:
            yield Field(name, title, required, value, longest=_longest(kind), whole=_whole(kind))


def typed_in(form: type[ItemForm], post: QueryDict) -> dict[str, str]:
    """Read what was typed, as it was typed, into the fields that the form has."""
    typed = {name: _clean(post.get(name, "")) for name in form.model_fields}
    money = [n for n, info in form.model_fields.items() if _is_money(info.rebuild_annotation())]
    return typed | {name: _in_fen(typed[name]) for name in money}


def papers_in(post: QueryDict) -> dict[str, str]:
    """Read how each paper was brought; one without an answer isn't there."""
    named = [key for key in post if PAPER.fullmatch(key)][:MOST_PAPERS]
    found = {key.removeprefix("materials."): _clean(post.get(key, ""))[:40] for key in named}
    return {code: how for code, how in found.items() if how}


def _is_money(annotation: Any) -> bool:
    return bool(_kind(annotation) == kinds.Fen)


def _in_fen(typed: str) -> str:
    """Give an amount in yuan as fen; what is none stays as typed, for the form to refuse."""
    found = YUAN.fullmatch(typed.strip())
    if found is None:
        return f"{typed}元" if typed.strip().isdecimal() else typed
    return f"{found[1].replace(',', '')}{(found[2] or '').ljust(2, '0')}".lstrip("0") or "0"


def _in_yuan(kept: str) -> str:
    """Give fen as a person typed them: yuan."""
    return yuan(Fen(int(kept))) if kept.isascii() and kept.isdecimal() else kept


def _clean(text: str) -> str:
    """Keep what a database can keep; everything else is for the form to judge."""
    return text[:LONGEST].replace("\0", "").encode("utf-8", "ignore").decode()


def _kind(annotation: Any) -> Any:
    """Give what a field is made of, whether it may be left empty or not."""
    while True:
        if annotation in [known for known, *_ in HINTS]:
            return annotation
        if get_origin(annotation) is Annotated and get_origin(get_args(annotation)[0]) is Literal:
            return get_args(annotation)[0]
        arguments = [a for a in get_args(annotation) if a is not type(None)]
        optional = type(None) in get_args(annotation)
        if not optional or get_origin(annotation) is Annotated or len(arguments) != 1:
            return annotation
        annotation = arguments[0]


def _longest(kind: Any) -> int:
    bounds = [m.maximum for m in getattr(kind, "__metadata__", ()) if isinstance(m, kinds.Text)]
    return bounds[0] if bounds else LONGEST


def _whole(kind: Any) -> bool:
    return _longest(kind) >= 100  # noqa: PLR2004 -- a line of text or more
