"""Writing the register of authorisations: who, what, from, until, on what ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.kernel.numbers import may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New


class GrantStands(Refusal):
    """The same authorisation from the same day stands already."""

    code = "grant-stands"
    says = "该岗位从这一天起已有同一事项的同一授权，无需重复登记。需要变更的，请先终止原授权。"


class NoSuchGrant(Refusal):
    """There is no such authorisation, or it has ended."""

    code = "no-such-grant"
    says = "没有这项授权，或者它已经终止。请刷新授权登记表后再选。"


class PeriodReversed(Refusal):
    """An authorisation begins before it ends."""

    code = "grant-period-reversed"
    says = "授权的起始日应早于终止日，请更正日期。"


@dataclass(frozen=True)
class Scope:
    """One line of what is granted: a post, an item, a duty."""

    post: Post
    item: str
    duty: Duty


def chain_of(agency: str) -> str:
    """Give the chain that an agency's register of authorisations stands on."""
    return f"authority/{agency}"


def grant(
    agency: str,
    scopes: Sequence[Scope],
    *,
    since: date,
    until: date,
    ground: str,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Grant duties to posts of an agency from `since` until (not including) `until`."""
    lines = [{"post": s.post.value, "item": s.item, "duty": s.duty.value} for s in scopes]
    period = {"since": since, "until": until, "ground": ground, "granted_by": by}

    def decide() -> Plan:
        if since >= until:
            raise PeriodReversed
        if not (may_be_number(agency) and Agency.objects.filter(code=agency).exists()):
            raise NoSuchAgency(agency=shown(agency))
        rows = [
            New(Grant, {"id": next_serial("grant"), "agency_id": agency, **line, **period})
            for line in lines
        ]
        said = {"ground": ground, "scopes": lines, "since": since, "until": until}
        stands: dict[str, type[Refusal]] = {"one_grant_of_a_duty_from_a_day": GrantStands}
        return Plan("grant", head_of(chain_of(agency)), said, rows, refusals=stands)

    asked = ["grant", agency, lines, period]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def withdraw(
    grant_id: int, *, on: date, ground: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Withdraw an authorisation: from the day `on` it holds no more."""

    def decide() -> Plan:
        known = type(grant_id) is int
        standing = Grant.objects.filter(id=grant_id, until__gt=on).first() if known else None
        if standing is None:
            raise NoSuchGrant
        end = max(on, standing.since)
        row = Change(Grant, (grant_id,), {"until": standing.until}, {"until": end})
        said = {"grant": grant_id, "ground": ground, "until": end}
        return Plan("withdraw-grant", head_of(chain_of(standing.agency_id)), said, [row])

    asked = ["withdraw-grant", grant_id, on, ground]
    return perform(decide, asked=asked, by=by, at=at, request=request)
