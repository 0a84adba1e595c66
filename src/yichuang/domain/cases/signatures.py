"""Whether what was signed holds: asked of every act that is a signature, years later too.

A signature holds when the key was the signer's own and in force at that moment, the signature is
over the statement, the statement says what the act says, and brief and screen are those that the
statement names. Acts from before the first key are what they were: a seat and a digest.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from yichuang.domain.authority.pens import FRESH, TAG, digest_said, message_of
from yichuang.domain.cases.actions.decisions import is_signed
from yichuang.domain.cases.models import Case, Seat
from yichuang.domain.insured.models import Payable
from yichuang.domain.staff.models import SigningKey
from yichuang.domain.trail.canonical import canonical, digest_of, plain
from yichuang.domain.trail.raw import raw_rows
from yichuang.domain.trail.verify import Look
from yichuang.engines.signing import UnknownAlgorithmError, fingerprint, signs

BRIEF = ("number", "item", "level", "subject")
NOT_SIGNED_WITH = (
    "brief",
    "screen",
    "signature",
    "number",
    "state",
    "step",
    "result",
    "delegation",
)
"""What an act says beside what was signed with it."""

PAID = (
    *("number", "case_number", "kind", "payee", "citizen_id", "account", "amount_fen"),
    *("agency", "since", "prepared_by"),
)
"""What the screen of a release repeats of what is owed."""

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass
class Signatures:
    """Goes along the acts of every chain, and knows how each case stood when it was signed."""

    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    first_key: str | None = None
    case: dict[str, Any] = field(default_factory=dict)
    seats: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    owed: dict[str, dict[str, Any]] = field(default_factory=dict)
    chain: str = ""
    checked: int = 0

    def __call__(self, content: Any) -> Iterator[str]:
        """Name what is wrong with the signature of an act, if it is one."""
        try:
            yield from list(self._faults(content))
        except _UNREADABLE:
            yield "签名无法读出，已被更改"

    def _faults(self, content: Any) -> Iterator[str]:
        if not isinstance(content, dict):
            return
        chain = str(content.get("chain", ""))
        if chain.startswith("payment/"):
            yield from self._of_a_payment(content)
        if chain.startswith("case/"):
            yield from self._of_a_case(content)

    def _of_a_case(self, content: dict[str, Any]) -> Iterator[str]:
        if content["chain"] != self.chain:
            self.chain, self.case, self.seats = content["chain"], {}, {}
        for table, key, values in content["rows"]:
            if table == Seat._meta.db_table:  # noqa: SLF001
                self.seats.setdefault(tuple(key), {}).update(values)
        if is_signed(content["verb"], self.case.get("level")):
            signature = content["said"].get("signature")
            if signature is not None:
                self.checked += 1
                yield from self._wrong(content, signature)
            elif self.first_key is not None and content["at"] >= self.first_key:
                yield "这是签字，但没有签名"
        for table, _, values in content["rows"]:
            if table == Case._meta.db_table:  # noqa: SLF001
                self.case |= values
        self._owe(content)

    def _owe(self, content: dict[str, Any]) -> None:
        """Remember what the register owes, as acts left it; a case's chain comes before."""
        for table, key, values in content["rows"]:
            if table == Payable._meta.db_table:  # noqa: SLF001
                self.owed.setdefault(key[0], {}).update(values)

    def _of_a_payment(self, content: dict[str, Any]) -> Iterator[str]:
        """Name what is wrong with the release of a payment: it never was without a signature."""
        if content["verb"] == "release-payment":
            self.checked += 1
            said, signature = content["said"], content["said"]["signature"]
            yield from self._made(content, signature)
            statement, owed = signature["statement"], self.owed.get(said["number"], {})
            shown = {**said["screen"], "case_number": said["screen"]["case"]}
            # Where one chain is looked at alone, what the case's left isn't known.
            differs = any(shown[name] != owed.get(name, shown[name]) for name in PAID)
            if differs or statement["number"] != shown["number"]:
                yield "签名所签的不是当时的待付款"
        self._owe(content)

    def _made(self, content: dict[str, Any], signature: dict[str, Any]) -> Iterator[str]:
        """Name what is wrong with how a signature was made, whatever it is over."""
        statement, said = signature["statement"], content["said"]
        key = self.keys.get(signature["key"])
        if key is None:
            yield "签名所用的密钥没有登记"
            return
        if not _is_own(key, content, signature):
            yield "签名所用的密钥不是签字人当时启用的密钥"
        if signature["tag"] != TAG or not _signs(key, statement, signature["value"]):
            yield "签名与所签内容不符"
        told = {name: content[name] for name in ("verb", "by", "at")}
        if any(statement[name] != value for name, value in told.items()):
            yield "签名所签的动作、人员或时间与留痕不符"
        if statement["screen"] != digest_of(canonical(said["screen"])):
            yield "签名所签的不是留痕中的屏幕内容"
        if statement["proof"] != digest_said(signature["proof"]):
            yield "签名前的身份核验与所签不符"
        if not _was_fresh(signature["proof"], content["at"]):
            yield f"签名前的身份核验不在签字前 {FRESH // timedelta(minutes=1)} 分钟之内"

    def _wrong(self, content: dict[str, Any], signature: dict[str, Any]) -> Iterator[str]:
        yield from self._made(content, signature)
        if signature["key"] not in self.keys:
            return
        statement, said = signature["statement"], content["said"]
        if (statement["step"], statement["post"], statement["agency"]) not in self._places(content):
            yield "签名不是为这个席位所签"
        if statement["number"] != self.case["number"]:
            yield "签名不是为本件所签"
        if statement["brief"] != self._brief() or said["brief"] != statement["brief"]:
            yield "签名所签的摘要不是当时的办件内容"
        also = {name: value for name, value in said.items() if name not in NOT_SIGNED_WITH}
        if statement["also"] != digest_said(also):
            yield "签名所签的附记与留痕不符"

    def _places(self, content: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Give step, post and agency of the seat that an act decides at."""
        places = [key for _, key, values in content["rows"] if "decision" in values]
        return [(key[1], *map(self.seats[tuple(key)].get, ("post", "agency_id"))) for key in places]

    def _brief(self) -> str:
        """Give the digest of the brief as the case stood then, by its own acts."""
        brief = {name: self.case[name] for name in BRIEF}
        brief |= {"edition": self.case["edition_id"]}
        brief |= {name: json.loads(self.case[name]) for name in ("form", "materials")}
        return digest_of(canonical(brief))


def _was_fresh(proof: dict[str, Any], at: str) -> bool:
    """Say whether who signed had shown who they are just before."""
    ago = datetime.fromisoformat(at) - datetime.fromisoformat(proof["at"])
    return bool(proof["factors"]) and timedelta(0) <= ago <= FRESH


def begin() -> Look:
    """Begin to look at all chains: the keys are read once."""
    keys = {row["fingerprint"]: row for row in raw_rows(SigningKey)}
    since = [str(row["since"]) for row in keys.values()]
    return Signatures(keys, min(since, default=None))


def faults_of(contents: Sequence[Any]) -> list[list[str]]:
    """Name what is wrong with the signature of each act of one chain, from its first act on.

    An empty list: it holds, or the act is none.
    """
    signatures = [content["said"].get("signature") or {} for content in contents]
    names = {signature["key"] for signature in signatures if "key" in signature}
    found = [
        row for name in sorted(names) for row in raw_rows(SigningKey, only=("fingerprint", name))
    ]
    first = SigningKey.objects.aggregate(since=Min("since"))["since"]
    keys = {row["fingerprint"]: row for row in found}
    look = Signatures(keys, None if first is None else str(plain(first)))
    return [list(look(content)) for content in contents]


def _is_own(key: dict[str, Any], content: dict[str, Any], signature: dict[str, Any]) -> bool:
    named = fingerprint(key["algorithm"], key["public"]) == key["fingerprint"]
    ended = key["ended_at"]
    in_force = key["since"] <= content["at"] and (ended is None or content["at"] <= ended)
    same = signature["algorithm"] == key["algorithm"]
    return bool(named and same and in_force and key["staff_id"] == content["by"])


def _signs(key: dict[str, Any], statement: dict[str, Any], value: str) -> bool:
    try:
        return signs(key["algorithm"], key["public"], message_of(statement), value)
    except UnknownAlgorithmError:
        return False
