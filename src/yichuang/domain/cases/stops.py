"""期限中止: the clock of a case stops on a ground of the closed list, on the word of two persons.

While it stands still, nothing is decided; what the client brings or wishes goes on.
"""

from collections.abc import Sequence
from datetime import date

from yichuang.domain.authority.policy import Mandate, post_mandate
from yichuang.domain.cases.models import Case, Suspension
from yichuang.domain.cases.queries import agencies_above, suspensions_of
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import CITY, OPEN
from yichuang.domain.catalogue.profile import SuspensionGround
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.rows import Change
from yichuang.engines.workdays import Suspension as Stopped


class IsSuspended(Refusal):
    """While the clock stands still nothing is decided."""

    code = "is-suspended"
    says = "本件自 {since} 起中止（{ground}），恢复前不能办理。请由{who}恢复办理后再办。"


class AlreadyProposed(Refusal):
    """A suspension is proposed already."""

    code = "suspension-already-proposed"
    says = "本件已由 {by} 提请中止（{ground}），尚待{who}确认。请等候确认或不予确认。"


class NothingProposed(Refusal):
    """Nobody proposed a suspension that could be confirmed."""

    code = "no-suspension-proposed"
    says = "本件没有待确认的中止提请，无需确认。请刷新后查看。"


class NotSuspended(Refusal):
    """There is no suspension, and none proposed."""

    code = "not-suspended"
    says = "本件没有中止，也没有待确认的中止提请，无需恢复。请刷新后查看。"


class NoClockToStop(Refusal):
    """Neither law nor promise set the case a limit: there is nothing to stop."""

    code = "no-clock-to-stop"
    says = "本件没有法定或承诺期限，没有可以中止的期限。客户暂不能继续的，请挂起或由其撤回。"


class NotOnThisGround(Refusal):
    """The ground isn't one of the closed list."""

    code = "not-a-suspension-ground"
    says = "“{ground}”不是本目录列出的中止事由。只能按以下事由中止：{grounds}。请重新选择。"


class ProposedIt(Refusal):
    """Whoever proposed the suspension neither confirms, declines nor ends it."""

    code = "proposed-the-suspension"
    says = "中止由您（{by}）提请，须由另一人确认、不予确认或恢复。请转交{who}。"


STANDS_STILL = frozenset({"withdraw", "supply", "stand-down", "hold", "resume"})
"""What may be done while the clock stands still."""


def must_not_stand_still(standing: Standing, verb: str) -> None:
    """Refuse what the state of the clock doesn't allow, by name."""
    stop = standing.suspension
    if standing.case.suspended_on is not None and verb not in STANDS_STILL:
        says = ground_name(standing, stop.ground) if stop else "原因见办件页"
        since = standing.case.suspended_on
        raise IsSuspended(since=since, ground=says, who=second_in_words(standing))
    match verb:
        case "suspend":
            _must_be_stoppable(standing)
        case "confirm-suspension" if stop is None:
            raise NothingProposed
        case "resume" if stop is None:
            raise NotSuspended


def _must_be_stoppable(standing: Standing) -> None:
    if (stop := standing.suspension) is not None:
        ground, who = ground_name(standing, stop.ground), second_in_words(standing)
        raise AlreadyProposed(by=stop.proposed_by, ground=ground, who=who)
    if standing.case.statutory_due_on is None and standing.case.promised_due_on is None:
        raise NoClockToStop


def second_mandate(standing: Standing, by: str, on: date) -> Mandate | None:
    """Give what the second person's word rests on; None: it is the deputy in charge who is asked.

    Of what is with the city it is the city's chief, of what a deputy proposed the director; never
    whoever proposed it (ProposedIt).
    """
    stop = standing.suspension
    if stop is not None and stop.proposed_by == by:
        raise ProposedIt(by=by, who=second_in_words(standing))
    post, agency = _second(standing, on)
    if post == Post.DEPUTY_DIRECTOR:
        return None
    return post_mandate(by, agency=agency, post=post.value, on=on)


def second_in_words(standing: Standing) -> str:
    """Say who confirms and ends a suspension of a case."""
    post, _ = _second(standing, None)
    return standing.profile.post_name(post.value)


def _second(standing: Standing, on: date | None) -> tuple[Post, str]:
    case, stop = standing.case, standing.suspension
    if case.state in CITY:
        above = next((s.agency_id for s in standing.seats if s.agency_id != case.agency_id), None)
        return Post.CITY_CHIEF, above or agencies_above(case.agency_id)[0]
    if stop is not None and _is_deputy(stop, case.agency_id, on):
        return Post.DIRECTOR, case.agency_id
    return Post.DEPUTY_DIRECTOR, case.agency_id


def _is_deputy(stop: Suspension, agency: str, on: date | None) -> bool:
    day = on or local_day(stop.proposed_at)
    held = Assignment.objects.filter(staff=stop.proposed_by, agency=agency, since__lte=day)
    return held.filter(post=Post.DEPUTY_DIRECTOR, until__gt=day).exists()


def ground_of(standing: Standing, code: object) -> SuspensionGround:
    """Give a ground of the closed list that the case was accepted under (NotOnThisGround)."""
    grounds = standing.profile.suspension_grounds
    found = next((ground for ground in grounds if ground.code == code), None)
    if found is None:
        listed = "、".join(ground.name for ground in grounds) or "（目录没有列出）"
        raise NotOnThisGround(ground=shown(code), grounds=listed)
    return found


def ground_name(standing: Standing, code: str) -> str:
    """Write a ground by its name."""
    named = {ground.code: ground.name for ground in standing.profile.suspension_grounds}
    return named.get(code, code)


def not_counted(stops: Sequence[Suspension]) -> list[Stopped]:
    """Give the times that the clock of a case doesn't count, as the engine takes them."""
    return [Stopped(one.starts_on, one.ends_on) for one in stops if one.starts_on is not None]


def stops_of(case: Case) -> list[Suspension]:
    """Give every suspension of a case, those that were only proposed included."""
    return list(suspensions_of(case.pk))


def ended(stop: Suspension, by: str, on: date) -> Change:
    """Plan the end of a suspension, or of what was only proposed."""
    before = {"confirmed_by": stop.confirmed_by, "ended_by": None}
    return Change(Suspension, (stop.case_id, stop.n), before, {"ends_on": on, "ended_by": by})


def ended_with(standing: Standing, to: str, by: str, on: date) -> list[Change]:
    """Plan that what stops a clock ends when the case itself does."""
    stop = standing.suspension
    return [] if stop is None or to in OPEN else [ended(stop, by, on)]
