"""How audit lines are written on pages: every part of them in the hall's words."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.journeys.notes import KINDS, ROOM, Kind
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench.audit.page_names import PAGES

PARTS = {
    "post": "岗位",
    "agency": "机构",
    "typed": "输入的工号",
    "staff": "工作人员",
    "verb": "动作",
    "case": "办件",
    "kind": "类别",
    "of": "对象",
    "what": "内容",
    "count": "数量",
    "why": "理由",
    "words": "说明",
    "page": "页面",
    "method": "方式",
    "factors": "核验方式",
    "code": "原因",
}
"""What the parts of a line are called, in the order in which they are told."""

SEEN = ("post", "agency")
"""Parts that a list has columns of their own for."""

NOUNS = {"person": "人员", "employer": "单位", "case": "办件"}
METHODS = {"GET": "查看", "POST": "提交"}
TURNED = {
    "not-for-this-post": "页面不供本岗位使用。",
    "not-your-case": "其他机构的办件。",
    "page-too-old": "页面已失效。",
}
"""What the doorway itself says no by; every other code is a refusal's."""

FILLED = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Line:
    """An audit line as a list shows it."""

    n: int
    staff: str
    at: datetime
    kind: str
    post: str
    agency: str
    told: str
    digest: str


def line_of(act: Act, agencies: Mapping[str, str]) -> Line:
    """Write a line of a list."""
    said: dict[str, Any] = json.loads(act.content)["said"]
    told = [word for word in _ordered(said) if word not in {*SEEN, "method"}]
    parts = [_value(word, said[word], agencies) for word in told]
    post, agency = (_value(word, said.get(word, ""), agencies) for word in SEEN)
    words = "　".join(part.rstrip("。") for part in parts if part)
    staff = act.chain_id.removeprefix(ROOM)
    kind = KINDS[Kind(act.verb)] if act.verb in set(KINDS) else act.verb
    return Line(act.n, staff, act.at, kind, post, agency, words, act.digest)


def rows_of(act: Act, agencies: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give every part of what a line says, with what it is called."""
    return list(_rows(act, agencies))


def _rows(act: Act, agencies: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    said = json.loads(act.content)["said"]
    for word in _ordered(said):
        value = said[word]
        written = _value(word, value, agencies)
        plain = str(value) if not isinstance(value, (dict, list)) else ""
        beside = f"（{plain}）" if plain and plain != written else ""
        yield PARTS.get(word, word), f"{written}{beside}"


def _ordered(said: Mapping[str, Any]) -> list[str]:
    known = [word for word in PARTS if word in said]
    return known + [word for word in said if word not in PARTS]


def _value(word: str, value: Any, agencies: Mapping[str, str]) -> str:  # noqa: PLR0911
    text = str(value)
    match word:
        case "post":
            return Post(text).label if text in set(Post) else text
        case "agency":
            return agencies.get(text, text)
        case "code":
            return TURNED.get(text) or _says().get(text, text)
        case "verb":
            return LIFECYCLE.verbs.get(text, text)
        case "kind":
            return NOUNS.get(text, text)
        case "method":
            return METHODS.get(text, text)
        case "page":
            return PAGES.get(text, text)
        case _:
            return "、".join(map(str, value)) if isinstance(value, list) else text


@cache
def _says() -> dict[str, str]:
    """Give what every refusal says, its blanks left blank."""
    return {kind.code: FILLED.sub("…", kind.says) for kind in _below(Refusal)}


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
