"""集中签批 (WQ-05): who holds signing sessions, when, and what was signed in them.

A session is where people sign, never another chain: each case keeps its own act and signature,
made under a key of request that is reckoned from the session and the case.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import models

from yichuang.domain.cases.models import Case, SigningSession
from yichuang.domain.cases.states import CITY, SIGNING
from yichuang.domain.cases.worklists import waiting
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act

SITTING = frozenset(
    {
        *(Post.HANDLER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR),
        *(Post.CITY_APPROVER, Post.CITY_CHIEF, Post.SECURITY_ADMIN, Post.FINANCE),
    }
)
"""Posts that sign in sessions. Whoever reviews ticks point by point, on the page of one case."""

AROUND = timedelta(minutes=60)
"""A session that begins so near a fixed time is the one of that time."""

STATES = tuple(state for state in SIGNING if state not in {"review", "audit"}) + CITY[1:2]
"""States in which a case waits for a signature and nothing else: no ticks, no minutes."""

_NAMESPACE = UUID("6d1b7a54-2c1e-4f0e-9d52-9f3a5b0c7e18")


@dataclass(frozen=True)
class Made:
    """A signature that was made in a session: when, and over which amount."""

    at: datetime
    amount_fen: int


def hours_of(agency: Agency) -> list[str]:
    """Give the times of day at which an agency's leaders sign in one go."""
    return agency.signing_hours.split(",") if agency.signing_hours else []


def planned_at(agency: Agency, at: datetime) -> str | None:
    """Give the fixed time that a moment belongs to; None: it is outside of all of them."""
    local = at.astimezone(LOCAL)

    def away(hour: str) -> timedelta:
        when = datetime.strptime(hour, "%H:%M").replace(tzinfo=LOCAL).timetz()
        return abs(local - datetime.combine(local.date(), when))

    nearest = min(hours_of(agency), key=away, default=None)
    return nearest if nearest is not None and away(nearest) <= AROUND else None


def chain_of(agency: str, staff: str, serial: int) -> str:
    """Give the chain of a person's signing session at an agency; it is the session's key too."""
    return f"signing/{agency}/{staff}/{serial}"


def request_in(session: str, chain: str) -> UUID:
    """Give the key under which a case is signed in a session: the same one, however often."""
    return uuid5(uuid5(_NAMESPACE, session), chain)


def open_session_of(staff: str) -> SigningSession | None:
    """Give the session that a person is in."""
    return (
        SigningSession.objects.filter(staff=staff, closed_at=None).select_related("agency").first()
    )


def to_sign(agency: str, post: str, by: str, on: date) -> models.QuerySet[Case]:
    """Give the cases of level 1 that wait for nothing but this person's signature."""
    return waiting(agency, [post], by, on).filter(level=1, state__in=STATES)


def made_in(session: str, chains: Collection[str]) -> dict[str, Made]:
    """Give what was signed in a session, by the chain of each thing, as the trail has it."""
    asked = {request_in(session, chain): chain for chain in chains}
    return {asked[act.request]: _made(act) for act in Act.objects.filter(request__in=list(asked))}


def _made(act: Act) -> Made:
    said = json.loads(act.content)["said"]
    return Made(act.at, said.get("screen", {}).get("amount_fen") or 0)
