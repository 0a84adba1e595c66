"""The verbs of a case, a file for each group; the only writers of this room."""

from yichuang.domain.cases.actions.acceptance import accept
from yichuang.domain.cases.actions.attendance import hold, stand_down, supply
from yichuang.domain.cases.actions.decisions import finish, pass_on, sign
from yichuang.domain.cases.actions.delivery import deliver
from yichuang.domain.cases.actions.endings import file, refuse, withdraw
from yichuang.domain.cases.actions.keying import rekey, settle
from yichuang.domain.cases.actions.payments import (
    prepare_payment,
    release_payment,
    return_payment,
)
from yichuang.domain.cases.actions.reminders import remind
from yichuang.domain.cases.actions.reporting import approve, conclude, recall, receive, refer
from yichuang.domain.cases.actions.returns import correct, return_to
from yichuang.domain.cases.actions.sessions import close_session, open_session
from yichuang.domain.cases.actions.suspension import confirm_suspension, resume, suspend

__all__ = [
    "accept",
    "approve",
    "close_session",
    "conclude",
    "confirm_suspension",
    "correct",
    "deliver",
    "file",
    "finish",
    "hold",
    "open_session",
    "pass_on",
    "prepare_payment",
    "recall",
    "receive",
    "refer",
    "refuse",
    "rekey",
    "release_payment",
    "remind",
    "resume",
    "return_payment",
    "return_to",
    "settle",
    "sign",
    "stand_down",
    "supply",
    "suspend",
    "withdraw",
]
