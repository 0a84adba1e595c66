"""Audit lines (审计记录): what people did beside business, each an act of the trail.

A person's lines stand on a chain of their own, so that nobody waits for anybody. What a line says
is bounded here: long texts are cut, numbers of citizens and phones masked, and nothing that came
in makes a line fail.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from yichuang.domain.authority.policy import Mandate
from yichuang.domain.insured.search import masked_id, masked_phone
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.staff.models import Staff
from yichuang.domain.trail.actions import Answer, Head, MovedMeanwhile, Plan, head_of, perform
from yichuang.domain.trail.models import Act, Chain
from yichuang.domain.trail.statements import ALWAYS

AGAIN = 10
"""Times that a line is tried: the same person at two windows at one moment is all it meets."""

LONGEST = 200
"""Characters of a text in a line; what is longer is cut."""

MOST, DEEPEST, LARGEST = 30, 3, 10**18
"""Parts of a list or mapping, lists within lists, and the largest number that a line holds."""

CITIZEN = re.compile("(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile("(?<![0-9A-Za-z])1[0-9]{10}(?![0-9A-Za-z])")


class Kind(StrEnum):
    """What a line is about; the Chinese words are in `KINDS`."""

    LOGIN = "login"
    LOGIN_FAILED = "login-failed"
    LOCKED_OUT = "locked-out"
    LOGOUT = "logout"
    REFUSED = "refused"
    TURNED_AWAY = "turned-away"
    OPENED = "opened"
    REVEALED = "revealed"
    EXPORTED = "exported"
    ACCOUNT_OPENED = "account-opened"
    ACCOUNT_CLOSED = "account-closed"
    PASSWORD_SET = "password-set"  # noqa: S105 -- no password
    SECOND_FACTOR_SET = "second-factor-set"
    SECOND_FACTOR_RESET = "second-factor-reset"
    UNLOCKED = "unlocked"
    SESSION_ENDED = "session-ended"
    PROOF_GIVEN = "proof-given"
    PROOF_FAILED = "proof-failed"


KINDS = {
    Kind.LOGIN: "登录",
    Kind.LOGIN_FAILED: "登录未成",
    Kind.LOCKED_OUT: "工号锁定",
    Kind.LOGOUT: "退出",
    Kind.REFUSED: "办理被拒",
    Kind.TURNED_AWAY: "不得进入",
    Kind.OPENED: "打开档卡或办件",
    Kind.REVEALED: "查看完整号码",
    Kind.EXPORTED: "导出",
    Kind.ACCOUNT_OPENED: "开立账号",
    Kind.ACCOUNT_CLOSED: "停用账号",
    Kind.PASSWORD_SET: "设置密码",
    Kind.SECOND_FACTOR_SET: "启用第二因素",
    Kind.SECOND_FACTOR_RESET: "重置第二因素",
    Kind.UNLOCKED: "解除锁定",
    Kind.SESSION_ENDED: "结束会话",
    Kind.PROOF_GIVEN: "签字前核验身份",
    Kind.PROOF_FAILED: "核验身份未成",
}

NOBODY = "-"
"""Under whom a line stands when no such person is on the staff."""

ROOM = "audit/"
"""How the chains of lines begin."""


def chain_of(staff: str) -> str:
    """Give the chain of a person's audit lines."""
    return f"{ROOM}{staff}"


def note(
    kind: Kind, *, by: str, at: datetime, said: Mapping[str, Any], mandate: Mandate | None = None
) -> Answer:
    """Leave a line; what an administrator does rests on a mandate, which is asked again.

    `by` may be anything that somebody typed: who isn't on the staff is nobody, and what was typed
    is said by its beginning. Raises MandateEnded, or MovedMeanwhile after many tries.
    """
    person, told = _whose(by, bounded(said))
    asked = [kind.value, told]

    def decide() -> Plan:
        seen = head_of(chain_of(person))
        if mandate is None:
            return Plan(kind.value, seen, told, holds=ALWAYS)
        return Plan(kind.value, seen, told, holds=mandate.holds, mandate=mandate.assignment)

    for _ in range(AGAIN - 1):
        with suppress(MovedMeanwhile):
            return perform(decide, asked=asked, by=person, at=at, request=uuid4())
    with transaction.atomic():
        # Whoever was late every time goes alone: nobody else writes on the chain meanwhile.
        Chain.objects.select_for_update().filter(key=chain_of(person)).first()
        return perform(decide, asked=asked, by=person, at=at, request=uuid4())


def lines_of(people: Iterable[str]) -> QuerySet[Act]:
    """Give the lines of some people, by their staff numbers; the latest first."""
    chains = [chain_of(person) for person in people]
    return Act.objects.filter(chain__in=chains).order_by("-at", "chain", "-n")


def saying(word: str, value: str) -> str:
    """Give what the content of an act holds where its line says so; for searching."""
    return f'"{word}":"{value}"'


def bounded(said: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a line may hold of what is to be said."""
    return {_text(str(word)): _bounded(value, DEEPEST) for word, value in _few(said.items())}


def _whose(by: str, told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if may_be_number(by) and by != NOBODY and _known(by):
        return by, told
    typed = _text(str(by))
    begins = typed[:4] if typed[:4].isdecimal() else typed[:1]
    return NOBODY, {**told, "typed": f"{begins}…（{len(str(by))} 字）"}


def _known(number: str) -> bool:
    # Whoever has lines is on the staff: nobody leaves it.
    chain: Head = head_of(chain_of(number))
    return bool(chain.n) or Staff.objects.filter(number=number).exists()


def _bounded(value: object, depth: int) -> Any:  # noqa: PLR0911 -- one answer for each kind
    match value:
        case None | bool():
            return value
        case Enum():
            return _bounded(value.value, depth)
        case int():
            return int(value) if abs(value) < LARGEST else "（很大的数）"
        case str() | UUID() | date():
            return _text(str(value))
        case Mapping() if depth:
            return {_text(str(k)): _bounded(part, depth - 1) for k, part in _few(value.items())}
        case list() | tuple() | set() | frozenset() if depth:
            return [_bounded(part, depth - 1) for part in _few(value)]
        case _:
            return f"（{type(value).__name__}）"


def _few(parts: Iterable[Any]) -> list[Any]:
    return [part for _, part in zip(range(MOST), parts, strict=False)]


def _text(text: str) -> str:
    """Write what a line says: clean, short, and without anybody's whole number."""
    cut = (" " if sign.isspace() else sign for sign in text[: LONGEST * 4])
    seen = "".join(sign if sign.isprintable() else "\ufffd" for sign in cut)
    plain = unicodedata.normalize("NFC", seen)
    plain = CITIZEN.sub(lambda found: masked_id(found[0]), plain)
    plain = MOBILE.sub(lambda found: masked_phone(found[0]), plain)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
