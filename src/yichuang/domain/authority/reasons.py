"""Why may I, and why not: for a post, an item and a deed the answer, its reason and its source.

Pure: it goes by the same routes, grants and scopes as the acts themselves, so that a page can say
beforehand what an act would answer (SX-04, SX-10, SX-11, SX-12, WQ-01).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from yichuang.domain.authority.models import Duty
from yichuang.domain.authority.scope import Place, outside
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.staff.models import AgencyLevel
from yichuang.domain.staff.posts import Post
from yichuang.engines.routing import Office, Route, Seat, route

DEEDS = {
    "accept": "受理",
    "handle": "经办签字",
    "rekey": "复录",
    "settle": "裁定",
    "review": "复核",
    "audit": "内控审核",
    "deputy": "主管审批",
    "director": "负责人审批",
    "enforce": "赋权",
    "finish": "办结",
    "return": "退回",
    "refuse": "不予办理",
    "correct": "补正",
    "withdraw": "撤回",
    "hold": "挂起",
    "suspend": "提请中止",
    "confirm-suspension": "确认中止",
    "resume": "恢复办理",
    "supply": "补交材料",
    "deliver": "送达",
    "file": "归档",
    "recall": "撤回上报",
    "receive": "接收上报",
    "approve": "市处审批",
    "refer": "提交办公会",
    "conclude": "办公会签批",
    "stand-down": "回避换人",
}
"""What somebody does to a case, in the order of its life; verbs by the stage they belong to."""

_STAGES = {
    "handling": "handle",
    "settling": "settle",
    "review": "review",
    "audit": "audit",
    "deputy": "deputy",
    "director": "director",
    "enforcement": "enforce",
    "ready": "finish",
    "reported": "receive",
    "city-review": "approve",
    "meeting": "conclude",
}
_RETURNING = frozenset(_STAGES) - {"handling", "settling", "ready", "reported"}
_COUNTER = ("accept", "correct", "withdraw", "hold", "supply", "deliver", "file")
_KEYING, _SECOND = ("rekey", "settle"), ("confirm-suspension", "resume")
_CLOCK = "SX-12、本目录约定"
"""What stopping the clock rests on: the closed list of grounds, and two persons."""
_WHEN = {
    "rekey": "件到复核时，可以不看首次录入、对照材料复录",
    "settle": "两次录入不一致、且本人没有录入过的，可以裁定",
    "suspend": "件在本人手中时，可以提请中止，由另一人确认",
    "deliver": "作出决定后，可以登记送达",
}
_HERE, _ABOVE, _BELOW = "here", "above", "below"
_WHERE = {_HERE: "本机构", _ABOVE: "上级机构", _BELOW: "下级机构"}


@dataclass(frozen=True)
class Standpoint:
    """Where somebody stands: the agency's level, the place in it, and what its posts are granted.

    `granted` are triples of post, item and duty.
    """

    level: str
    place: Place
    granted: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Verdict:
    """Whether a post may do a deed on an item, why, and where that is written."""

    may: bool
    says: str
    source: str


def _yes(says: str, source: str) -> Verdict:
    return Verdict(may=True, says=says, source=source)


def _no(says: str, source: str) -> Verdict:
    return Verdict(may=False, says=says, source=source)


@dataclass(frozen=True)
class _Part:
    """A seat by which a deed is done, of a case of this agency or of one below."""

    seat: Seat
    first: bool
    """Whether the item is newly taken on by it, so that its scope is asked."""


def verdict(profile: Profile, rule: ItemRule, post: str, deed: str, at: Standpoint) -> Verdict:
    """Say whether a post may do a deed on an item, why, and by what."""
    parts = [part for way in _ways(profile, rule, at) for part in _parts(way, deed)]
    if deed == "stand-down":
        return _standing_down(profile, rule, post, at)
    if deed in {"suspend", *_SECOND} and (why := _nothing_to_stop(profile, rule)):
        return _no(why, _CLOCK)
    if deed in _SECOND:
        return _second_person(profile, rule, post, at)
    if not parts:
        return _no_such_step(rule, deed)
    mine = [p for p in parts if p.seat.post == post and p.seat.agency == _HERE]
    if not mine:
        return _somebody_else(profile, rule, parts[0].seat)
    found = [_asked(rule, post, deed, part, at) for part in mine]
    return next((one for one in found if one.may), found[0])


def parts_of(profile: Profile, rule: ItemRule, level: str) -> frozenset[tuple[str, str]]:
    """Give the posts at an agency of a level that have a part in an item, each with its duty."""
    nothing = Standpoint(level, Place("", ""), frozenset())
    handles = frozenset({(rule.accepted_by, rule.code, Duty.HANDLE.value)})
    both = (nothing, replace(nothing, granted=handles))
    return frozenset(
        (seat.post, seat.duty)
        for at in both
        for way in _ways(profile, rule, at)
        for seat in way.seats
        if seat.agency == _HERE
    )


def _asked(rule: ItemRule, post: str, deed: str, part: _Part, at: Standpoint) -> Verdict:
    duty = part.seat.duty
    label = Duty(duty).label
    if (post, rule.code, duty) not in at.granted:
        return _no(f"授权登记中，本岗位没有这个事项的“{label}”授权", "SX-10")
    why = outside(rule, post, at.place) if part.first else None
    if why is not None:
        return _no(why, "SX-04、WQ-01")
    whose = "下级机构报来的件" if deed in {"receive", "approve", "refer", "conclude"} else "本件"
    when = _WHEN.get(deed, f"轮到{whose}这一步时可以办理")
    return _yes(f"本岗位已登记“{label}”授权，{when}", _granted_by(rule, deed))


def _granted_by(rule: ItemRule, deed: str) -> str:
    """Say where it is written: the register; of keying twice and of the clock, their rule too."""
    if deed == "suspend":
        return f"SX-10；{_CLOCK}"
    twice = rule.double_keyed if deed in _KEYING else None
    return f"SX-10；{twice.source}" if twice else "SX-10"


def _no_such_step(rule: ItemRule, deed: str) -> Verdict:
    if deed in _KEYING and rule.double_keyed is None:
        return _no("业务目录没有要求这个事项双岗录入，没有这一步", "业务目录")
    return _no(f"{_kind(rule)}的流程中没有这一步", _source(rule))


def _somebody_else(profile: Profile, rule: ItemRule, seat: Seat) -> Verdict:
    says = f"由{_WHERE[seat.agency]}的“{profile.post_name(seat.post)}”岗位办理"
    return _no(says, _source(rule))


def _standing_down(profile: Profile, rule: ItemRule, post: str, at: Standpoint) -> Verdict:
    head = _head(at.level)
    seats = [seat for way in _ways(profile, rule, at) for seat in way.seats]
    if not any(seat.agency == _HERE for seat in seats):
        return _no("本机构在这个事项中没有席位", _source(rule))
    if post == head:
        return _yes("本机构的席位须换人时，由负责人登记", "SX-12")
    return _no(f"由本机构的“{profile.post_name(head)}”岗位办理", "SX-12")


def _nothing_to_stop(profile: Profile, rule: ItemRule) -> str | None:
    if rule.statutory is None and rule.promised is None:
        return "这个事项没有法定或承诺期限，没有可以中止的期限"
    return None if profile.suspension_grounds else "业务目录没有列出中止事由，不能中止期限"


def _second_person(profile: Profile, rule: ItemRule, post: str, at: Standpoint) -> Verdict:
    """Say who is the second person to a stop of the clock; it asks for the post, not a grant."""
    deputy, director = (profile.post_name(p.value) for p in (Post.DEPUTY_DIRECTOR, Post.DIRECTOR))
    if post == Post.DEPUTY_DIRECTOR:
        return _yes("他人提请中止的，由本岗位确认、不予确认或恢复", _CLOCK)
    if post == Post.DIRECTOR:
        return _yes(f"“{deputy}”提请中止的，由本岗位确认、不予确认或恢复", _CLOCK)
    reported_here = at.level == AgencyLevel.CITY and rule.reported is not None
    if post == Post.CITY_CHIEF and reported_here:
        return _yes("下级机构上报的件在市处时中止的，由本岗位确认、不予确认或恢复", _CLOCK)
    says = f"由“{deputy}”岗位办理，其提请的由“{director}”岗位办理"
    if reported_here:
        says += f"，上报市处的由“{profile.post_name(Post.CITY_CHIEF.value)}”岗位办理"
    return _no(says, _CLOCK)


def _kind(rule: ItemRule) -> str:
    return (
        "内部管理事项" if rule.business == "internal" else f"{'一二三'[rule.level - 1]}级风险业务"
    )


def _source(rule: ItemRule) -> str:
    if rule.business == "internal":
        return "SX-10"
    if rule.accepted_by == "special":
        return "WQ-03"
    return "SX-12" if rule.level == 1 else "SX-11"


def _head(level: str) -> str:
    return (Post.CITY_CHIEF if level == AgencyLevel.CITY else Post.DIRECTOR).value


def _ways(profile: Profile, rule: ItemRule, at: Standpoint) -> Iterator[Route]:
    """Give the ways of cases that an agency of a level meets: its own, and those from below."""
    above = profile.authorisation.by_level_above
    county, city = at.level == AgencyLevel.COUNTY, at.level == AgencyLevel.CITY
    handles = (rule.accepted_by, rule.code, Duty.HANDLE.value) in at.granted
    own = Office(
        _HERE,
        counter_handles=handles and rule.level == 1,
        above=_ABOVE if county else None,
        enforcer=_ABOVE if above and at.level != AgencyLevel.PROVINCE else None,
        head=_head(at.level),
    )
    yield _way(profile, rule, own, reported=county)
    if county or (rule.business != "internal" and not city):
        return
    below = Office(
        _BELOW,
        counter_handles=False,
        above=_HERE if city else None,
        enforcer=_HERE if above else None,
        head=_head(AgencyLevel.COUNTY if city else AgencyLevel.CITY),
    )
    yield _way(profile, rule, below, reported=city)


def _way(profile: Profile, rule: ItemRule, office: Office, *, reported: bool) -> Route:
    business = profile.business(rule, reported=reported and rule.reported is not None)
    return route(business, office)


def _parts(way: Route, deed: str) -> Iterator[_Part]:
    seats = {seat.step: seat for seat in way.seats}
    if deed in _COUNTER:
        yield _Part(seats[0], first=deed == "accept")
        return
    if deed == "suspend":
        for seat in way.seats:
            yield _Part(seat, first=seat.duty == Duty.HANDLE and seat.step > 0)
        return
    for step in _steps(way)[deed]:
        yield _Part(seats[step], first=deed == "handle" and step > 0)


def _steps(way: Route) -> Mapping[str, list[int]]:
    """Give, by deed, the steps of a way at which it is done."""
    found: dict[str, list[int]] = {deed: [] for deed in DEEDS}
    twice = any(stage.verb == "settle" for stage in way.stages)
    for stage in way.stages:
        if twice and stage.state == "review":
            found["rekey"].append(stage.step)
        found[_STAGES[stage.state]].append(stage.step)
        if stage.state in _RETURNING:
            found["return"].append(stage.step)
    found["refer"] = found["approve"]
    if found["receive"]:
        found["recall"] = [s.step for s in way.stages if s.verb == "sign"][-1:]
    city = [s.step for s in way.stages if s.verb in {"approve", "conclude"}]
    signing = [s.step for s in way.stages if s.verb in {"pass", "sign"}]
    found["refuse"] = city or signing[-1:] or [s.step for s in way.stages][-1:]
    return found
