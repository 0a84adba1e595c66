"""Which part of the catalogue a post may handle at an agency: by mode, department, insurance.

Asked when something is granted, and again when something is accepted or first handled (SX-04,
WQ-01). What is already under way is finished by whoever has it.
"""

import json
from dataclasses import dataclass

from yichuang.domain.catalogue.profile import INSURANCES, ItemRule
from yichuang.domain.staff.models import Mode
from yichuang.domain.staff.posts import Post

BY_DEPARTMENT = frozenset({Mode.DEPARTMENT.value, Mode.SPECIALIST.value})
"""Modes in which a counter handles what its own department handles."""

HANDLING = frozenset({Post.TELLER.value, Post.SPECIAL.value, Post.HANDLER.value})
"""Posts whose scope the mode narrows."""


@dataclass(frozen=True)
class Place:
    """Where somebody sits: the agency's mode and insurances, the department's business."""

    mode: str
    insurances: str
    business: str = "[]"

    def handles(self, insurance: str | None) -> bool:
        """Say whether the agency handles an insurance; what belongs to none, everybody does."""
        return insurance is None or insurance in self.insurances.split(",")

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the department."""
        return tuple(json.loads(self.business))


NOWHERE = Place("", "")
"""Where the place isn't asked for."""


def beyond_agency(rule: ItemRule, post: str, place: Place) -> str | None:
    """Say why an agency's post can't be granted an item at all, or None if it can."""
    if rule.business == "internal":
        return None
    if not place.handles(rule.insurance):
        insurance = rule.insurance or ""
        return f"本机构不经办{INSURANCES.get(insurance, insurance)}"
    if place.mode == Mode.LEVY_ONLY and post in HANDLING and not rule.levy:
        return "征缴柜员制只办理登记与征缴业务（WQ-01）"
    return None


def outside(rule: ItemRule, post: str, place: Place) -> str | None:
    """Say why somebody in a post at a place doesn't handle an item, or None if they do."""
    beyond = beyond_agency(rule, post, place)
    if beyond is not None or rule.business == "internal" or post not in HANDLING:
        return beyond
    if place.mode not in BY_DEPARTMENT:
        return None
    if place.mode == Mode.SPECIALIST and len(place.categories) > 1:
        return "专管员制下每个窗口只办一类业务，所在科室登记了多类"
    if rule.category not in place.categories:
        mode = Mode(place.mode).label
        return f"{mode}下只办理本科室的业务，“{rule.category}”不是所在科室的业务（SX-04）"
    return None
