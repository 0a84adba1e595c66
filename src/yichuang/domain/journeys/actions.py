"""The life of a case as verbs, for every door: one call for each thing a person does.

Level 3: accept → finish → file. Level 2: accept → pass_on → finish → file.
Level 1: accept → sign, four times → file. Where the county reports it, after the four signatures:
receive → approve, or receive → refer → conclude. The rest are the ways aside and back.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from yichuang.domain.archives.actions import file_of
from yichuang.domain.cases import actions
from yichuang.domain.cases.actions import (
    accept,
    approve,
    conclude,
    correct,
    finish,
    hold,
    pass_on,
    recall,
    receive,
    refer,
    refuse,
    return_to,
    sign,
    stand_down,
    supply,
    withdraw,
)
from yichuang.domain.journeys.catalogue import propose_catalogue, publish_catalogue
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Answer

__all__ = [
    "accept",
    "approve",
    "conclude",
    "correct",
    "file",
    "finish",
    "hold",
    "pass_on",
    "propose_catalogue",
    "publish_catalogue",
    "recall",
    "receive",
    "refer",
    "refuse",
    "return_to",
    "sign",
    "stand_down",
    "supply",
    "withdraw",
]


def file(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """File a done case, when its file is complete."""
    archive = partial(file_of, on=local_day(at))
    return actions.file(number, archive=archive, by=by, at=at, request=request)
