"""Mornings on which somebody gets a key, is put in charge, or keys something a second time."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.cases.keyed import keyed_twice, keys_of, rekeyed
from tests.halls import Hall
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.engines.signing import ED25519, new_key

Call = Callable[[], Answer]
LEFT = "不再使用"


def a_key() -> tuple[str, str]:
    """Give an algorithm and the public part of a new key."""
    return ED25519, new_key(ED25519)[1].hex()


def without_a_key(hall: Hall) -> str:
    """Let the guide have no key any more."""
    hall.do(staff.end_key, hall.guide, reason=LEFT, by=hall.guide)
    return hall.guide


def in_charge(hall: Hall) -> Callable[..., Answer]:
    """Prepare to put another deputy in charge of registrations."""
    from tests.cases.ground import newcomer  # noqa: PLC0415 -- it asks for the halls first

    deputy = newcomer(hall, Post.DEPUTY_DIRECTOR)
    what = (hall.code, "参保登记", deputy)
    return partial(hall.do, journeys.put_in_charge, *what, paper="局分工〔2026〕1号")


def rekey(hall: Hall) -> Call:
    number, form = keyed_twice(hall)
    hall.carry(number, "review")
    return partial(hall.do, journeys.rekey, number, fields=keys_of(form), by=hall.reviewer)


def rekey_otherwise(hall: Hall) -> Call:
    number, form = keyed_twice(hall)
    hall.carry(number, "review")
    fields = keys_of(form, representative="白守由")
    return partial(hall.do, journeys.rekey, number, fields=fields, by=hall.reviewer)


def settle(hall: Hall) -> Call:
    from tests.cases.ground import newcomer  # noqa: PLC0415 -- it asks for the halls first

    number, form = keyed_twice(hall)
    rekeyed(hall, number, form, representative="白守由")
    third = newcomer(hall, Post.REVIEWER)
    told: dict[str, Any] = {"choices": {"representative": "second"}, "reason": "以营业执照为准"}
    return partial(hall.do, journeys.settle, number, **told, by=third)


SIGNING: dict[str, Callable[[Hall], Call]] = {
    "staff.register_key": lambda h: partial(
        h.do, staff.register_key, *a_key(), by=without_a_key(h)
    ),
    "staff.end_key": lambda h: partial(h.do, staff.end_key, h.guide, reason=LEFT, by=h.guide),
    "journeys.register_key": lambda h: partial(
        h.do, journeys.register_key, *a_key(), by=without_a_key(h)
    ),
    "journeys.end_key": lambda h: partial(h.do, journeys.end_key, h.guide, reason=LEFT, by=h.guide),
    "staff.put_in_charge": lambda h: partial(
        h.do, staff.put_in_charge, h.code, "内部管理", h.deputy, paper="局分工", by="0001"
    ),
    "journeys.put_in_charge": lambda h: partial(in_charge(h), by=h.director),
    "cases.rekey": rekey,
    "cases.rekey, otherwise": rekey_otherwise,
    "cases.settle": settle,
}
