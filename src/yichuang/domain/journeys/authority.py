"""Who may do what is itself a case: asked for by the deputy in charge, for the own agency (SX-10).

The case goes on like every other: signed by whoever asked, examined by the auditor, approved by
the head, put into force by the security administrator of the agency above.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.domain.authority.actions import check_register
from yichuang.domain.cases.actions import accept
from yichuang.domain.items import authorisation, mode_switch
from yichuang.domain.trail.actions import Answer

__all__ = ["ask_to_authorise", "ask_to_switch", "check_register"]

INTERNAL = (authorisation.ITEM.code, mode_switch.ITEM.code)
"""What an agency decides about itself."""


def ask_to_authorise(
    agency: str, form: Mapping[str, Any], *, by: str, at: datetime, request: UUID
) -> Answer:
    """Ask for a grant to a post of the agency, for its change or its withdrawal (Mistakes)."""
    whole: dict[str, Any] = {"form": {**form, "agency": agency}, "materials": {}}
    return accept(agency, authorisation.ITEM.code, **whole, by=by, at=at, request=request)


def ask_to_switch(
    agency: str, form: Mapping[str, Any], *, by: str, at: datetime, request: UUID
) -> Answer:
    """Ask that the agency's counters work in another mode (Mistakes)."""
    whole: dict[str, Any] = {"form": {**form, "agency": agency}, "materials": {}}
    return accept(agency, mode_switch.ITEM.code, **whole, by=by, at=at, request=request)
