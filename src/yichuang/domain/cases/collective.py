"""集体会审: above an amount the last signature rests on the minutes of a collective review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.domain.cases.minutes import minutes_of
from yichuang.domain.cases.standing import Standing
from yichuang.domain.catalogue.profile import Parameter, Profile
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.registry import AnyItem
from yichuang.domain.kernel.money import Fen, yuan
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import Refusal

LIMIT = "collective-review-above"
"""The parameter: an amount in fen; without it an agency's catalogue asks for no review."""


class CollectiveReviewNeeded(Refusal):
    """The amount is above the limit, and the last signature comes without minutes."""

    code = "collective-review-needed"
    says = (
        "本件金额 {amount} 元，超过集体会审的限额 {limit} 元，末级签批须附集体会审纪要。"
        "请填写纪要的编号、日期、出席人员和决定后再签。"
    )


class CollectiveReviewNotAsked(Refusal):
    """Minutes where none are asked for: nothing superfluous is kept."""

    code = "collective-review-not-asked"
    says = "本件在这一步不需要集体会审纪要。请去掉纪要后再签。"


@dataclass(frozen=True)
class Exceeded:
    """The amount that is decided on, and the limit that it is above."""

    amount_fen: int
    limit: Parameter

    @property
    def amount(self) -> str:
        """The amount in yuan."""
        return yuan(Fen(self.amount_fen))

    @property
    def limit_yuan(self) -> str:
        """The limit in yuan."""
        return yuan(Fen(self.limit.value))


def exceeded(item: AnyItem, form: ItemForm, profile: Profile, on: date) -> Exceeded | None:
    """Say by how much money a case must be reviewed collectively; None: it needn't be."""
    amount, limit = item.amount(form), profile.parameter(LIMIT, on)
    if amount is None or limit is None or amount <= limit.value:
        return None
    return Exceeded(amount, limit)


def asked_for(case: Standing) -> Exceeded | None:
    """Say whether whoever signs next must attach the minutes: the last signer of the line.

    Where the city decides it is the approver; a referral goes to the office meeting, whose
    minutes stand for it.
    """
    stage = case.stage()
    last = [s for s in case.stages if s["verb"] in {"sign", "approve"}][-1:]
    if stage is None or stage not in last:
        return None
    return exceeded(case.item, case.form, case.profile, local_day(case.case.accepted_at))


def attached(case: Standing, minutes: object, at: datetime) -> Mapping[str, Any]:
    """Give what a signature says of a collective review.

    Refuses by CollectiveReviewNeeded, CollectiveReviewNotAsked, MinutesIncomplete.
    """
    above = asked_for(case)
    if above is None:
        if minutes is not None:
            raise CollectiveReviewNotAsked
        return {}
    if minutes is None:
        raise CollectiveReviewNeeded(amount=above.amount, limit=above.limit_yuan)
    accepted_on = local_day(case.case.accepted_at)
    return {"minutes": minutes_of(minutes, accepted_on=accepted_on, on=local_day(at)).said()}
