"""Who works where, who is away, who was trained in what."""

from yichuang.domain.staff.models.agencies import Agency, AgencyLevel, Department, Mode, Window
from yichuang.domain.staff.models.keys import Charge, SigningKey
from yichuang.domain.staff.models.people import Absence, Assignment, Relation, Relative, Staff
from yichuang.domain.staff.models.training import Attendance, Course, Result, Subject, Training

__all__ = [
    "Absence",
    "Agency",
    "AgencyLevel",
    "Assignment",
    "Attendance",
    "Charge",
    "Course",
    "Department",
    "Mode",
    "Relation",
    "Relative",
    "Result",
    "SigningKey",
    "Staff",
    "Subject",
    "Training",
    "Window",
]
