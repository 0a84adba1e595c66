"""送达: that a decision or its result reached the client; periods for appeals run from then."""

from datetime import datetime
from uuid import UUID

from yichuang.domain.cases.deliveries import read_delivery
from yichuang.domain.cases.models import Delivery
from yichuang.domain.cases.planning import permit
from yichuang.domain.cases.queries import deliveries_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Answer, Plan, perform
from yichuang.domain.trail.rows import New


def deliver(
    number: str,
    *,
    paper: str,
    way: str,
    receiver: str,
    delivered_on: object,
    note: str | None = None,
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Note that a paper reached whom it is for: how, whom, when (NotDeliveredSo)."""

    def decide() -> Plan:
        allowed = permit(number, "deliver", by=by, at=at)
        standing = allowed.standing
        told: dict[str, object] = {"paper": paper, "way": way, "receiver": receiver}
        told |= {"delivered_on": delivered_on, "note": note}
        read = read_delivery(standing, told, local_day(at))
        chain = standing.case.chain_id
        n = deliveries_of(chain).count() + 1
        row = New(Delivery, {"case_id": chain, "n": n, **read, "by": by})
        state, step = standing.case.state, standing.case.step
        return allowed.plan(state, step=step, rows=[row], said=read)

    asked = ["deliver", number, paper, way, receiver, delivered_on, note]
    return perform(decide, asked=asked, by=by, at=at, request=request)
