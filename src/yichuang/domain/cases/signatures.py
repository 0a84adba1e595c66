"""Whether what was signed holds: asked of every act that is a signature, years later too.

A signature holds when the key was the signer's own and in force at that moment, the signature is
over the statement, the statement says what the act says, and brief and screen are those that the
statement names. Acts from before the first key are what they were: a seat and a digest.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yichuang.domain.authority.pens import TAG, digest_said, message_of
from yichuang.domain.cases.actions.decisions import SIGNATURES
from yichuang.domain.cases.models import Case
from yichuang.domain.staff.models import SigningKey
from yichuang.domain.trail.canonical import canonical, digest_of
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

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass
class Signatures:
    """Goes along the acts of every chain, and knows how each case stood when it was signed."""

    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    first_key: str | None = None
    case: dict[str, Any] = field(default_factory=dict)
    chain: str = ""

    def __call__(self, content: Any) -> Iterator[str]:
        """Name what is wrong with the signature of an act, if it is one."""
        try:
            yield from list(self._faults(content))
        except _UNREADABLE:
            yield "签名无法读出，已被更改"

    def _faults(self, content: dict[str, Any]) -> Iterator[str]:
        if not isinstance(content, dict) or not str(content.get("chain", "")).startswith("case/"):
            return
        if content["chain"] != self.chain:
            self.chain, self.case = content["chain"], {}
        if content["verb"] in SIGNATURES:
            signature = content["said"].get("signature")
            if signature is not None:
                yield from self._wrong(content, signature)
            elif self.first_key is not None and content["at"] >= self.first_key:
                yield "这是签字，但没有签名"
        for table, _, values in content["rows"]:
            if table == Case._meta.db_table:  # noqa: SLF001
                self.case |= values

    def _wrong(self, content: dict[str, Any], signature: dict[str, Any]) -> Iterator[str]:
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
        if statement["number"] != self.case["number"]:
            yield "签名不是为本件所签"
        if statement["brief"] != self._brief() or said["brief"] != statement["brief"]:
            yield "签名所签的摘要不是当时的办件内容"
        if statement["screen"] != digest_of(canonical(said["screen"])):
            yield "签名所签的不是留痕中的屏幕内容"
        also = {name: value for name, value in said.items() if name not in NOT_SIGNED_WITH}
        if statement["also"] != digest_said(also):
            yield "签名所签的附记与留痕不符"

    def _brief(self) -> str:
        """Give the digest of the brief as the case stood then, by its own acts."""
        brief = {name: self.case[name] for name in BRIEF}
        brief |= {"edition": self.case["edition_id"]}
        brief |= {name: json.loads(self.case[name]) for name in ("form", "materials")}
        return digest_of(canonical(brief))


def begin() -> Look:
    """Begin to look at all chains: the keys are read once."""
    keys = {row["fingerprint"]: row for row in raw_rows(SigningKey)}
    since = [str(row["since"]) for row in keys.values()]
    return Signatures(keys, min(since, default=None))


def _is_own(key: dict[str, Any], content: dict[str, Any], signature: dict[str, Any]) -> bool:
    named = fingerprint(key["algorithm"], key["public"]) == key["fingerprint"]
    ended = key["ended_at"]
    in_force = key["since"] <= content["at"] and (ended is None or content["at"] <= ended)
    same = signature["algorithm"] == key["algorithm"]
    return named and same and in_force and key["staff_id"] == content["by"]


def _signs(key: dict[str, Any], statement: dict[str, Any], value: str) -> bool:
    try:
        return signs(key["algorithm"], key["public"], message_of(statement), value)
    except UnknownAlgorithmError:
        return False
