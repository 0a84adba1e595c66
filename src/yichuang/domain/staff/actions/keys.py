"""签名密钥: a person puts a key of their own into force, or it is ended."""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection

from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions.agencies import Ask, founding
from yichuang.domain.staff.models import SigningKey
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New, columns, loaded
from yichuang.engines.signing import ALGORITHMS, fingerprint

VERBS = {"register-key": "启用签名密钥", "end-key": "停用签名密钥"}


class KeyInForce(Refusal):
    """A person signs with one key at a time."""

    code = "key-in-force"
    says = "您（{by}）已有启用的签名密钥。需要更换的，请先停用原密钥再启用新的。"


class NoKeyInForce(Refusal):
    """The person has no key in force."""

    code = "no-key-in-force"
    says = "{staff} 没有启用的签名密钥。请本人核验身份后启用。"


class NotAKey(Refusal):
    """What came isn't a public key of an algorithm that is known here."""

    code = "not-a-key"
    says = "这不是可用的公钥，或算法“{algorithm}”未启用。请联系系统管理员。"


def chain_of(staff: str) -> str:
    """Give the chain that a person's keys stand on."""
    return f"key/{staff}"


def key_of(staff: str) -> SigningKey | None:
    """Give the key that a person signs with now."""
    if not may_be_number(staff):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_own_sql(), [staff])
        row = cursor.fetchone()
    return loaded(SigningKey, row) if row else None


@cache
def _own_sql() -> str:
    # Asked for at every signature: plain SQL is a tenth of the way through the ORM.
    names, table = ", ".join(columns(SigningKey)), SigningKey._meta.db_table  # noqa: SLF001
    return f"SELECT {names} FROM {table} WHERE staff_id = %s AND ended_at IS NULL"  # noqa: S608


def register_key(
    algorithm: str, public: str, *, by: str, at: datetime, request: UUID, ask: Ask = founding
) -> Answer:
    """Put a key of one's own into force: only its public part is entered."""

    def decide() -> Plan:
        mandate, holds = ask()
        if algorithm not in ALGORITHMS or not _is_hexadecimal(public):
            raise NotAKey(algorithm=algorithm)
        if key_of(by) is not None:
            raise KeyInForce(by=by)
        values = {"fingerprint": fingerprint(algorithm, public), "staff_id": by}
        values |= {"algorithm": algorithm, "public": public}
        row = New(SigningKey, {**values, "since": at, "ended_at": None})
        return Plan(
            "register-key",
            head_of(chain_of(by)),
            {"key": values["fingerprint"], "algorithm": algorithm},
            [row],
            holds=holds,
            mandate=mandate,
            refusals={"a_person_signs_with_one_key": lambda: KeyInForce(by=by)},
            verbs=VERBS,
        )

    asked = ["register-key", algorithm, public]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def end_key(
    staff: str, *, reason: str, by: str, at: datetime, request: UUID, ask: Ask = founding
) -> Answer:
    """End somebody's key; what was signed with it stays signed."""

    def decide() -> Plan:
        mandate, holds = ask()
        standing = key_of(staff)
        if standing is None:
            raise NoKeyInForce(staff=staff)
        row = Change(SigningKey, (standing.fingerprint,), {"ended_at": None}, {"ended_at": at})
        said = {"key": standing.fingerprint, "staff": staff, "reason": reason}
        seen = head_of(chain_of(staff))
        return Plan("end-key", seen, said, [row], holds=holds, mandate=mandate, verbs=VERBS)

    return perform(decide, asked=["end-key", staff, reason], by=by, at=at, request=request)


def _is_hexadecimal(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(text) and bytes.fromhex(text).hex() == text
    except ValueError:
        return False
