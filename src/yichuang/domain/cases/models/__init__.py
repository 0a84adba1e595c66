"""The case and its seats; what stops its clock, what is sent out, who was reminded."""

from yichuang.domain.cases.models.case import Case, Claim, Seat
from yichuang.domain.cases.models.course import Delivery, Reminder, Suspension
from yichuang.domain.cases.models.sessions import SigningSession

__all__ = [
    "Case",
    "Claim",
    "Delivery",
    "Reminder",
    "Seat",
    "SigningSession",
    "Suspension",
]
