"""How a case stands when it is read: its row, its seats, its place on the route."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Any

from yichuang.domain.authority.policy import Found
from yichuang.domain.cases.linked import matter_of
from yichuang.domain.cases.models import Case, Seat, Suspension
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Matter
from yichuang.domain.items.registry import AnyItem, item_of
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Head
from yichuang.domain.trail.canonical import canonical, digest_of
from yichuang.engines.routing import Reason, Route, Stage
from yichuang.engines.routing import Seat as RouteSeat

REFERRED = "refer"
"""The decision of an approver who left a case to the office meeting. It is no signature."""


@dataclass(frozen=True)
class Standing:
    """A case as it was read. Whatever is decided on it holds only while the chain stands so."""

    case: Case
    head: Head
    seats: tuple[Seat, ...]
    profile: Profile
    """What the case was accepted under, whatever was published since."""
    found: Mapping[tuple[int, int], Found]
    """By step and turn: what the person who was asked for holds for that seat."""
    delegated: Mapping[tuple[int, int], int]
    """By step and turn: the absence by which that person is the holder's delegate."""
    own: frozenset[str]
    """Citizens whose business that person doesn't handle."""
    suspension: Suspension | None = None
    """What stops the clock, or is proposed to stop it; none: neither."""
    sat_there: bool = False
    """Whether that person handled, reviewed or decided the original of this case."""

    @cached_property
    def route(self) -> dict[str, Any]:
        """The route as it was computed at acceptance."""
        return dict(json.loads(self.case.route))

    @property
    def way(self) -> Route:
        """The same route as the engine gave it."""
        kept = self.route
        parts = {"seats": RouteSeat, "stages": Stage, "reasons": Reason}
        made = {name: tuple(kind(**part) for part in kept[name]) for name, kind in parts.items()}
        return Route(level=kept["level"], timing=kept["timing"], **made)

    @cached_property
    def materials(self) -> dict[str, str]:
        """How each material was brought, those that were promised and came later included."""
        return {**json.loads(self.case.materials), **self.supplied}

    @cached_property
    def supplied(self) -> dict[str, str]:
        """What came later: it stands beside what was signed, and changes nothing of that."""
        return dict(json.loads(self.case.supplied))

    @property
    def item(self) -> AnyItem:
        """The item that the case is of."""
        return item_of(self.case.item)

    @property
    def rule(self) -> ItemRule:
        """What that profile says of the item."""
        rule = self.profile.item(self.case.item)
        assert rule is not None  # noqa: S101 -- acceptance has seen to it
        return rule

    @cached_property
    def form(self) -> ItemForm:
        """The form as it stands."""
        form: ItemForm = self.item.form.model_validate(json.loads(self.case.form))
        return form

    def matter(self) -> Matter[Any, Any]:
        """Give the case's form with what the register says now, under the rules it began with."""
        on = local_day(self.case.accepted_at)
        return matter_of(self.item, self.form, self.profile, self.case.agency_id, on)

    @cached_property
    def shown_matter(self) -> Matter[Any, Any]:
        """The same, read once: for a page, which shows it in several places."""
        return self.matter()

    def seat(self, step: int) -> Seat:
        """Give the seat that stands at a step."""
        return next(s for s in self.seats if s.step == step and not s.stands_down)

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The stages of the route in their order."""
        return list(self.route["stages"])

    def stage(self) -> dict[str, Any] | None:
        """Give the stage that the case stands at; none while it is being corrected, or is done."""
        case = self.case
        return next(
            (s for s in self.stages if (s["step"], s["state"]) == (case.step, case.state)), None
        )

    def next_stage(self, decided: Mapping[int, bool]) -> dict[str, Any] | None:
        """Give the first stage whose seat hasn't decided; `decided` is what the act changes."""
        for stage in self.stages:
            step, seat = stage["step"], self.seat(stage["step"])
            if not decided.get(step, seat.decision is not None) and not self._passes(stage, seat):
                return stage
        return None

    def _passes(self, stage: dict[str, Any], seat: Seat) -> bool:
        """Say whether a case goes past a stage: it was received before, or no meeting is asked."""
        match stage["verb"]:
            case "receive":
                return seat.holder is not None
            case "conclude":
                return not self.referred
            case "settle":
                return self.case.keyed != "differs"
            case _:
                return False

    def stages_met(self) -> list[dict[str, Any]]:
        """Give the stages without those that nobody asked for: a meeting, a third who settles."""
        asked = {"conclude": self.referred, "settle": self.case.keyed in {"differs", "settled"}}
        return [stage for stage in self.stages if asked.get(stage["verb"], True)]

    @property
    def reported(self) -> bool:
        """Whether the county reports the case and the city decides it."""
        return any(stage["verb"] == "approve" for stage in self.stages)

    @property
    def referred(self) -> bool:
        """Whether the city's approver left the case to the office meeting."""
        return any(s.decision == REFERRED and not s.stands_down for s in self.seats)

    def stage_of(self, step: int) -> dict[str, Any] | None:
        """Give the stage at which a seat decides; none where the seat decides nothing."""
        return next((s for s in reversed(self.stages) if s["step"] == step), None)

    def roles_of(self, person: str) -> list[Seat]:
        """Give the seats that a person has or had in the case."""
        return [seat for seat in self.seats if seat.holder == person]


@lru_cache(maxsize=256)
def route_text(route: Route) -> str:
    """Write a route as the case keeps it."""
    return canonical(asdict(route))


def brief(standing: Standing) -> dict[str, Any]:
    """Give what a signer is shown: exactly this is what a signature is over."""
    case = standing.case
    return {
        "number": case.number,
        "item": case.item,
        "edition": case.edition_id,
        "level": case.level,
        "subject": case.subject,
        "form": json.loads(case.form),
        "materials": json.loads(case.materials),
    }


def screen(standing: Standing) -> dict[str, Any]:
    """Give what a signer has on the screen beside the brief.

    What is and what would be, and what was brought: signed with the brief, and kept whole.
    """
    names = {material.code: material.name for material in standing.rule.materials}
    lines = standing.item.differences(standing.matter())
    return {
        "item": standing.rule.name,
        "lines": [[line.title, line.before, line.after, line.source] for line in lines],
        "papers": [[names.get(code, code), how] for code, how in standing.materials.items()],
        "amount_fen": standing.item.amount(standing.form),
    }


def screen_digest(standing: Standing) -> str:
    """Give the digest of the screen."""
    return digest_of(canonical(screen(standing)))


def brief_digest(standing: Standing) -> str:
    """Give the digest of the brief."""
    return digest_of(canonical(brief(standing)))
