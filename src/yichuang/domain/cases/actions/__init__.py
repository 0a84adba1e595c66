"""The verbs of a case, a file for each group; the only writers of this room."""

from yichuang.domain.cases.actions.acceptance import accept
from yichuang.domain.cases.actions.attendance import hold, stand_down, supply
from yichuang.domain.cases.actions.decisions import finish, pass_on, sign
from yichuang.domain.cases.actions.endings import file, refuse, withdraw
from yichuang.domain.cases.actions.reporting import approve, conclude, recall, receive, refer
from yichuang.domain.cases.actions.returns import correct, return_to

__all__ = [
    "accept",
    "approve",
    "conclude",
    "correct",
    "file",
    "finish",
    "hold",
    "pass_on",
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
