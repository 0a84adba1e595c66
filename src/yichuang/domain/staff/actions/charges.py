"""分管: which deputy is in charge of which category of business (SX-12)."""

from datetime import date, datetime
from uuid import UUID

from yichuang.domain.kernel.numbers import local_day, may_be_number, next_serial
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions.agencies import Ask, chain_of, founding
from yichuang.domain.staff.models import Assignment, Charge
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer, Plan, head_of, perform
from yichuang.domain.trail.rows import Change, New, Row

VERBS = {"put-in-charge": "分管业务登记"}
PAPER_MAX = 100


class NotADeputyHere(Refusal):
    """Only who is deputy of the agency can be put in charge of its business."""

    code = "not-a-deputy-here"
    says = "{staff} 当日不是本机构的主管副主任，不能分管业务。请先办理任职，或另选一人。"


class InChargeAlready(Refusal):
    """The deputy is in charge of that business already."""

    code = "in-charge-already"
    says = "“{category}”已由 {staff} 分管，不必重复登记。请核对后另选业务类别或人员。"


class ChargePaperNeeded(Refusal):
    """A division of business rests on a paper."""

    code = "charge-paper-needed"
    says = "请写明分工文件的文号或名称（{most} 字以内）。"


def put_in_charge(
    agency: str,
    category: str,
    staff: str,
    *,
    paper: str,
    by: str,
    at: datetime,
    request: UUID,
    ask: Ask = founding,
) -> Answer:
    """Put a deputy in charge of a category from today on; whoever was before no longer is."""
    on = local_day(at)

    def decide() -> Plan:
        mandate, holds = ask()
        before = charge_of(agency, category, on)
        _must_be_deputy(staff, agency, on)
        text = paper.strip() if isinstance(paper, str) else ""
        if not 1 < len(text) <= PAPER_MAX or not text.isprintable():
            raise ChargePaperNeeded(most=PAPER_MAX)
        if before is not None and before.staff_id == staff:
            raise InChargeAlready(category=category, staff=staff)
        values = {"id": next_serial("charge"), "agency_id": agency, "category": category}
        values |= {"staff_id": staff, "since": on, "until": None, "paper": text}
        rows: list[Row] = [New(Charge, values)]
        if before is not None:
            rows = [Change(Charge, (before.id,), {"until": None}, {"until": on}), *rows]
        said = {"category": category, "staff": staff, "paper": text}
        seen = head_of(chain_of(agency))
        return Plan("put-in-charge", seen, said, rows, holds=holds, mandate=mandate, verbs=VERBS)

    asked = ["put-in-charge", agency, category, staff, paper]
    return perform(decide, asked=asked, by=by, at=at, request=request)


def charge_of(agency: str, category: str, on: date) -> Charge | None:
    """Give who is in charge of a category of business at an agency on a day."""
    standing = Charge.objects.filter(agency=agency, category=category, until=None, since__lte=on)
    return standing.first()


def _must_be_deputy(staff: object, agency: str, on: date) -> None:
    held = Assignment.objects.filter(
        agency=agency, post=Post.DEPUTY_DIRECTOR, since__lte=on, until__gt=on
    )
    if not may_be_number(staff) or not held.filter(staff=staff).exists():
        raise NotADeputyHere(staff=shown(staff))
