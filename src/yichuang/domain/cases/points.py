"""核对要点: what whoever reviews must have looked at, one by one, before passing a case (SX-11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from yichuang.domain.authority.models import Duty
from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.standing import Standing
from yichuang.domain.kernel.refusals import Refusal, shown


class PointsNotTicked(Refusal):
    """Something that the reviewer must have looked at isn't ticked."""

    code = "points-not-ticked"
    says = "还有要点没有核对：{titles}。请逐项核对并勾选后再办。"


class NoSuchPoint(Refusal):
    """What was ticked isn't a point of this case at this seat."""

    code = "no-such-point"
    says = "所勾选的“{point}”不是本件在这一步要核对的要点。请刷新后重新核对。"


@dataclass(frozen=True)
class Point:
    """One thing to look at (核对要点): a line of what would change, or a material."""

    code: str
    title: str


def points(standing: Standing) -> tuple[Point, ...]:
    """Give what the reviewer of a case ticks: every difference, then every material."""
    brought = [one for one in standing.rule.materials if one.code in standing.materials]
    lines = standing.item.differences(standing.matter())
    found = {f"field:{line.field}": line.title for line in lines}
    found |= {f"material:{material.code}": material.name for material in brought}
    return tuple(Point(code, title) for code, title in found.items())


def asked_of(standing: Standing, seat: Seat | None) -> tuple[Point, ...]:
    """Give the points that a seat must tick: whoever reviews all of them, others none."""
    reviews = seat is not None and seat.duty == Duty.REVIEW
    return points(standing) if reviews else ()


def settled(ticked: object) -> object:
    """Give what was ticked in one order, so that the same ticks are always the same request."""
    codes = _codes(ticked)
    return ticked if codes is None else sorted(codes)


def covered(asked: Collection[Point], ticked: object) -> list[str]:
    """Give the codes that were ticked: exactly those asked (PointsNotTicked, NoSuchPoint)."""
    codes = _codes(ticked)
    if codes is None:
        raise NoSuchPoint(point=shown(ticked))
    known = {point.code for point in asked}
    if strange := sorted(codes - known):
        raise NoSuchPoint(point=shown(strange[0]))
    if missing := [point.title for point in asked if point.code not in codes]:
        raise PointsNotTicked(titles="、".join(missing))
    return sorted(codes)


def _codes(ticked: object) -> set[str] | None:
    """Read what was ticked, or give None where it isn't a collection of words."""
    if not isinstance(ticked, Collection) or isinstance(ticked, str | bytes | Mapping):
        return None
    if not all(type(code) is str for code in ticked):
        return None
    return set(ticked)
