"""The acts of a founding in their order, and which of them stand already.

Each act's request is made of its line in the plan: a run that broke is run again and goes on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from yichuang.domain.authority.actions import Scope, chain_of, grant
from yichuang.domain.authority.queries import (
    enforcing_scopes,
    founding_scopes,
    own_scopes,
    scopes_above,
)
from yichuang.domain.authority.scope import Place, beyond_agency
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import Profile
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.actions.agencies import listed
from yichuang.domain.staff.models import (
    Agency,
    AgencyLevel,
    Assignment,
    Department,
    Staff,
    Window,
)
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, head_of
from yichuang.doors.commands.founding.plan import Office, Person, Plan, Room, Seat, packaged
from yichuang.doors.commands.purpose import is_demonstration

NAMESPACE = UUID("2f6d3a5e-8f0b-4c57-9a3d-7d1c0e5b9a41")
LEVELS = list(AgencyLevel)

Do = Callable[..., Answer]


class DiffersError(Exception):
    """What stands in the database isn't what the plan says."""


@dataclass(frozen=True)
class Step:
    """One act: its line in the plan, whether it stands, and how it is done."""

    line: str
    stands: Callable[[], bool]
    do: Do

    def carry_out(self, at: datetime) -> Answer:
        """Do it; the same line is the same request, whoever runs it again."""
        return self.do(at=at, request=uuid5(NAMESPACE, self.line))


def steps(plan: Plan, on: date) -> Iterator[Step]:
    """Give every act of a plan in its order."""
    by = plan.founding.proposed_by
    yield Step("house", _house_stands, partial(staff.found, staff.Purpose.SERVICE, by=by))
    for office in sorted(plan.agency, key=lambda office: LEVELS.index(office.level)):
        yield from _agency(office, by)
    for office, person in plan.people():
        yield from _person(plan, office, person, on)
    for profile in dict.fromkeys(office.profile for office in plan.agency):
        yield from _catalogue(profile, plan)
    for office in plan.agency:
        yield Step(
            f"grants/{office.code}",
            lambda code=office.code: head_of(chain_of(code)).n > 0,  # type: ignore[misc]
            partial(_grant, plan, office, on),
        )


def _agency(office: Office, by: str) -> Iterator[Step]:
    rank: dict[str, Any] = {"level": office.level, "parent": office.parent, "mode": office.mode}
    more: dict[str, Any] = {"profile": office.profile, "insurances": office.insurances, "by": by}
    kept = {"name": office.name, "level": office.level.value, "parent_id": office.parent}
    kept |= {"mode": office.mode.value, "profile": office.profile}
    kept |= {"insurances": ",".join(sorted(set(office.insurances)))}
    yield Step(
        f"agency/{office.code}",
        partial(_same, Agency, {"code": office.code}, kept, f"机构 {office.code}"),
        partial(staff.establish_agency, office.code, office.name, **rank, **more),
    )
    for room in office.departments:
        yield _room(office, room, by)
    for window in office.windows:
        key = {"key": f"{office.code}-{window.number:02d}"}
        yield Step(
            f"window/{key['key']}",
            partial(_same, Window, key, {"post": window.post.value}, f"窗口 {key['key']}"),
            partial(staff.open_window, office.code, window.number, window.post, by=by),
        )
    if office.signing_hours:
        fixed = Agency.objects.filter(code=office.code, signing_hours__isnull=False)
        yield Step(
            f"hours/{office.code}",
            fixed.exists,
            partial(staff.set_signing_hours, office.code, office.signing_hours, by=by),
        )


def _room(office: Office, room: Room, by: str) -> Step:
    key = f"{office.code}-{room.number:02d}"
    kept = {"name": room.name, "business": listed(room.business)}
    what = partial(staff.open_department, office.code, room.number, room.name)
    return Step(
        f"department/{key}",
        partial(_same, Department, {"key": key}, kept, f"科室 {key}"),
        partial(what, business=room.business, by=by),
    )


def _person(plan: Plan, office: Office, person: Person, on: date) -> Iterator[Step]:
    number, by = person.number, plan.founding.proposed_by
    yield Step(
        f"person/{number}",
        partial(_same, Staff, {"number": number}, {"name": person.name}, f"工号 {number}"),
        partial(staff.enlist, office.code, number, person.name, by=by),
    )
    for seat in person.posts:
        yield _seat(plan, office, number, seat, on)


def _seat(plan: Plan, office: Office, number: str, seat: Seat, on: date) -> Step:
    since, until = plan.period(seat)
    room = f"{office.code}-{seat.department:02d}" if seat.department else None
    known = packaged(office.profile)
    asks = known is not None and seat.post in known[1].training.posts
    # Who is there from the founding counts as trained to the end of the year, and it says so.
    good = date(max(since, on).year + 1, 1, 1) if asks else until
    more: dict[str, Any] = {"since": since, "until": until, "department": room}
    more |= {"ground": plan.founding.ground, "by": plan.founding.proposed_by}
    more |= {"trained_until": good, "trained_by_founding": True}
    return Step(
        f"assignment/{number}/{office.code}/{seat.post.value}/{since}",
        partial(_held, number, office.code, seat, (since, until, room)),
        partial(staff.assign, number, office.code, seat.post, **more),
    )


def _catalogue(profile: str, plan: Plan) -> Iterator[Step]:
    known = packaged(profile)
    assert known is not None  # noqa: S101 -- the plan was checked
    text, said = known
    key, founding = f"{profile}/{said.version}", plan.founding
    kept = Edition.objects.filter(profile=profile)
    begun = kept.filter(published_by__isnull=False).exists
    yield Step(
        f"propose/{key}",
        lambda: begun() or kept.filter(key=key).exists(),
        partial(propose, text, by=founding.proposed_by),
    )
    yield Step(f"publish/{key}", begun, partial(publish, key, by=founding.published_by))


def _grant(plan: Plan, office: Office, on: date, **who: Any) -> Answer:
    """Grant an agency what it begins with; a register that has begun is left alone."""
    profile = profile_of(edition_in_force(office.profile, on))
    founding = plan.founding
    period: dict[str, Any] = {"since": founding.since, "until": founding.until}
    period["ground"] = founding.ground
    scopes = _scopes(office, profile)
    return grant(office.code, scopes, **period, by=founding.proposed_by, **who)


def _scopes(office: Office, profile: Profile) -> list[Scope]:
    match office.level:
        case AgencyLevel.COUNTY:
            given = founding_scopes(profile, handled_at_counter=office.handled_at_counter)
        case AgencyLevel.CITY:
            above = [*scopes_above(profile), *own_scopes(profile, Post.CITY_CHIEF)]
            given = [*above, *enforcing_scopes(profile)]
        case _:
            given = [*own_scopes(profile, Post.DIRECTOR), *enforcing_scopes(profile)]
    place = Place(office.mode.value, ",".join(office.insurances))
    rules = {rule.code: rule for rule in profile.items}
    return [s for s in given if beyond_agency(rules[s.item], s.post, place) is None]


def _house_stands() -> bool:
    if is_demonstration():
        says = "这个数据库是演示库，不能建制。请用 YICHUANG_DATABASE 指定正式库"
        raise DiffersError(says)
    return head_of(staff.HOUSE).n > 0


def _same(model: Any, key: Mapping[str, Any], kept: Mapping[str, Any], what: str) -> bool:
    row = model.objects.filter(**key).first()
    if row is None:
        return False
    for name, value in kept.items():
        if (stands := getattr(row, name)) != value:
            says = f"{what} 已经登记，“{stands}”与方案的“{value}”不同"
            raise DiffersError(says)
    return True


def _held(number: str, agency: str, seat: Seat, kept: tuple[date, date, str | None]) -> bool:
    since, until, room = kept
    theirs = Assignment.objects.filter(staff=number, agency=agency, post=seat.post, since=since)
    row = theirs.select_related("act").first()
    if row is None:
        return False
    ended = row.act.verb == "end-assignment"
    if row.department_id != room or (row.until != until and not ended):
        says = f"工号 {number} 的“{seat.post.label}”任职已经登记，期限或科室与方案不同"
        raise DiffersError(says)
    return True
