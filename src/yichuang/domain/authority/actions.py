"""Writing the register of authorisations: who, what, from, until, on what ground."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.domain.authority.models import Duty, Grant, RegisterCheck
from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.kernel.numbers import local_day, may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.canonical import canonical, digest_of
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


class CheckedThisYear(Refusal):
    """The register was checked this year already."""

    code = "register-checked-this-year"
    says = "本机构 {year} 年度的授权登记已经检查登记，一年一次。请查看已登记的检查意见。"


class NotThisYear(Refusal):
    """A check is of the register as it stands, so of this year."""

    code = "register-check-not-this-year"
    says = "只能登记本年度（{year} 年）的检查，不能补登或预登其他年度。请更正年度。"


class RemarkNeeded(Refusal):
    """A check leaves what was found, in words."""

    code = "register-check-remark"
    says = "请写明检查意见（{least} 至 {most} 字，不含换行等控制字符）。"


REMARK = (2, 500)
"""How long the words of a check are, at least and at most."""


@dataclass(frozen=True)
class Scope:
    """One line of what is granted: a post, an item, a duty; up to an amount, or any."""

    post: Post
    item: str
    duty: Duty
    limit_fen: int | None = None


def line_of(scope: Scope) -> dict[str, Any]:
    """Give one line of what is granted as the register keeps it."""
    line = {"post": scope.post.value, "item": scope.item, "duty": scope.duty.value}
    return {**line, "limit_fen": scope.limit_fen}


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
    lines = [line_of(scope) for scope in scopes]

    def decide() -> Plan:
        if since >= until:
            raise PeriodReversed
        if not (may_be_number(agency) and Agency.objects.filter(code=agency).exists()):
            raise NoSuchAgency(agency=shown(agency))
        rows = entered(agency, scopes, since=since, until=until, ground=ground, by=by)
        said = {"ground": ground, "scopes": lines, "since": since, "until": until}
        stands: dict[str, type[Refusal]] = {"one_grant_of_a_duty_from_a_day": GrantStands}
        return Plan("grant", head_of(chain_of(agency)), said, rows, refusals=stands)

    asked = ["grant", agency, lines, since, until, ground]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def entered(
    agency: str,
    scopes: Iterable[Scope],
    *,
    since: date,
    until: date,
    ground: str,
    by: str,
    case: str | None = None,
) -> list[New]:
    """Plan the lines of the register that grant these scopes; their case is what granted them."""
    whole = {"agency_id": agency, "since": since, "until": until, "ground": ground}
    whole |= {"granted_by": by, "by_case": case}
    return [
        New(Grant, {"id": next_serial("grant"), **line_of(s), **whole, "version": 1})
        for s in scopes
    ]


def ended(standing: Grant, on: date) -> Change:
    """Plan that an authorisation holds no more from a day on; it never lasts longer by that."""
    end = {"until": min(standing.until, max(on, standing.since))}
    before = {"until": standing.until, "version": standing.version}
    return Change(Grant, (standing.id,), before, {**end, "version": standing.version + 1})


def withdraw(
    grant_id: int, *, on: date, ground: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Withdraw an authorisation: from the day `on` it holds no more."""

    def decide() -> Plan:
        known = type(grant_id) is int
        standing = Grant.objects.filter(id=grant_id, until__gt=on).first() if known else None
        if standing is None:
            raise NoSuchGrant
        row = ended(standing, on)
        said = {"grant": grant_id, "ground": ground, "until": row.after["until"]}
        return Plan("withdraw-grant", head_of(chain_of(standing.agency_id)), said, [row])

    asked = ["withdraw-grant", grant_id, on, ground]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def lines_in_force(agency: str, on: date) -> tuple[int, str]:
    """Count the authorisations that hold on a day, and give the digest of their lines."""
    kept = Grant.objects.filter(agency=agency, since__lte=on, until__gt=on).order_by("id")
    fields = ("id", "post", "item", "duty", "since", "until", "limit_fen", "by_case")
    lines = [[str(part) for part in line] for line in kept.values_list(*fields)]
    return len(lines), digest_of(canonical(lines))


def check_register(
    agency: str, year: int, remark: str, *, by: str, at: datetime, request: UUID
) -> Answer:
    """Check an agency's register of authorisations, once a year, as its auditor.

    CheckedThisYear, NotThisYear, RemarkNeeded.
    """
    on = local_day(at)

    def decide() -> Plan:
        if not (may_be_number(agency) and Agency.objects.filter(code=agency).exists()):
            raise NoSuchAgency(agency=shown(agency))
        held = post_mandate(by, agency=agency, post=Post.AUDITOR, on=on)
        if type(year) is not int or year != on.year:
            raise NotThisYear(year=on.year)
        words = _remark(remark)
        if RegisterCheck.objects.filter(agency=agency, year=year).exists():
            raise CheckedThisYear(year=year)
        grants, digest = lines_in_force(agency, on)
        told = {"year": year, "grants": grants, "digest": digest, "remark": words}
        row = {"id": next_serial("register-check"), "agency_id": agency, **told}
        return Plan(
            "check-register",
            head_of(chain_of(agency)),
            told,
            [New(RegisterCheck, {**row, "checked_on": on, "checked_by": by})],
            holds=held.holds,
            mandate=held.assignment,
            refusals={"one_check_of_a_register_a_year": lambda: CheckedThisYear(year=year)},
        )

    asked = ["check-register", agency, year, remark]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def _remark(text: object) -> str:
    least, most = REMARK
    words = text.strip() if isinstance(text, str) else ""
    if not (least <= len(words) <= most and words.isprintable()):
        raise RemarkNeeded(least=least, most=most)
    return words
