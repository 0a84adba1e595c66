"""What somebody may do to a case as it stands: asked of the same gate as the actions."""

from dataclasses import dataclass
from datetime import date

from yichuang.domain.cases.policy import may
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import LIFECYCLE
from yichuang.domain.kernel.refusals import Refusal


@dataclass(frozen=True)
class Prospect:
    """One verb that the lifecycle knows here, and what stands in the way of it, if anything."""

    verb: str
    why: Refusal | None

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return self.why is None


def possible(standing: Standing, by: str, on: date) -> tuple[Prospect, ...]:
    """Give every verb of the case's state, each with the refusal that the policy would raise.

    `standing` must have been read for the same person and day.
    """
    return tuple(
        _prospect(verb, standing, by, on) for verb in LIFECYCLE.allowed(standing.case.state)
    )


def _prospect(verb: str, standing: Standing, by: str, on: date) -> Prospect:
    try:
        may(verb, standing, by, on)
    except Refusal as why:
        return Prospect(verb, why)
    return Prospect(verb, None)
