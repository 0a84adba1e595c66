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
    close_session,
    conclude,
    confirm_suspension,
    correct,
    deliver,
    finish,
    hold,
    open_session,
    pass_on,
    prepare_payment,
    recall,
    receive,
    refer,
    refuse,
    rekey,
    release_payment,
    remind,
    resume,
    return_payment,
    return_to,
    settle,
    sign,
    stand_down,
    supply,
    suspend,
    withdraw,
)
from yichuang.domain.journeys.absence import (
    declare_relative,
    end_absence,
    record_absence,
    withdraw_declaration,
)
from yichuang.domain.journeys.authority import ask_to_authorise, ask_to_switch, check_register
from yichuang.domain.journeys.catalogue import enter_calendar, propose_catalogue, publish_catalogue
from yichuang.domain.journeys.keys import end_key, register_key
from yichuang.domain.journeys.staffing import (
    assign,
    end_assignment,
    enlist,
    establish_below,
    open_department,
    open_window,
    put_in_charge,
    set_business,
    set_insurances,
    set_signing_hours,
)
from yichuang.domain.journeys.training import (
    correct_result,
    hold_training,
    offer_course,
    record_results,
)
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.trail.actions import Answer

__all__ = [
    "accept",
    "approve",
    "ask_to_authorise",
    "ask_to_switch",
    "assign",
    "check_register",
    "close_session",
    "conclude",
    "confirm_suspension",
    "correct",
    "correct_result",
    "declare_relative",
    "deliver",
    "end_absence",
    "end_assignment",
    "end_key",
    "enlist",
    "enter_calendar",
    "establish_below",
    "file",
    "finish",
    "hold",
    "hold_training",
    "offer_course",
    "open_department",
    "open_session",
    "open_window",
    "pass_on",
    "prepare_payment",
    "propose_catalogue",
    "publish_catalogue",
    "put_in_charge",
    "recall",
    "receive",
    "record_absence",
    "record_results",
    "refer",
    "refuse",
    "register_key",
    "rekey",
    "release_payment",
    "remind",
    "resume",
    "return_payment",
    "return_to",
    "set_business",
    "set_insurances",
    "set_signing_hours",
    "settle",
    "sign",
    "stand_down",
    "supply",
    "suspend",
    "withdraw",
    "withdraw_declaration",
]


def file(number: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """File a done case, when its file is complete."""
    archive = partial(file_of, on=local_day(at))
    return actions.file(number, archive=archive, by=by, at=at, request=request)
