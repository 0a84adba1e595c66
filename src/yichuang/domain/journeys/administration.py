"""Who keeps which agencies, and what an administrator may enter there.

A system administrator keeps the own agency and those below it; nobody keeps their own post, and
administrators come from above.
"""

import re
from collections.abc import Collection
from datetime import date

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.authority.policy import Mandate, NotYourPost, post_mandate
from yichuang.domain.catalogue.profile import INSURANCES, Profile
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.actions import chain_of
from yichuang.domain.staff.models import Agency, AgencyLevel, Assignment, Staff
from yichuang.domain.staff.posts import ADMINS, Post

AGENCY_CODE = re.compile("[0-9]{6}")
STAFF_NUMBER = re.compile("[0-9]{4,20}")
PAPER_MAX = 100
MOST = 99
"""Of the departments and of the windows of an agency."""

BELOW = {AgencyLevel.PROVINCE: AgencyLevel.CITY, AgencyLevel.CITY: AgencyLevel.COUNTY}


class NotYourAgencies(Refusal):
    """The agency is kept by its own system administrator, or by one above it."""

    code = "not-your-agencies"
    says = (
        "机构 {agency} 由本机构或其上级机构的系统管理员维护，您（{by}）当日没有该任职。"
        "请报其系统管理员办理。"
    )


class OwnAssignment(Refusal):
    """Nobody gives themself a post, nor takes their own away."""

    code = "own-assignment"
    says = "不能办理自己的任职。请由本机构或上级机构的另一位系统管理员办理。"


class AdministratorsFromAbove(Refusal):
    """An agency's administrators are appointed and removed by one of an agency above it."""

    code = "administrators-from-above"
    says = (
        "系统、安全、审计管理员由上级机构的系统管理员任免（省级机构在建制时任命）。请报上级办理。"
    )


class PersonOfAnotherAgency(Refusal):
    """An administrator assigns the people of the own agency and of those below it."""

    code = "person-of-another-agency"
    says = "{staff} 不是本机构或下级机构的人员。调入的，请由两地共同上级的系统管理员任职。"


class AppointmentPaperNeeded(Refusal):
    """An assignment begins and ends on the ground of a paper."""

    code = "appointment-paper-needed"
    says = "请写明任职文件的文号或名称（{most} 字以内），任职、免职都要有书面依据。"


class NotBackdated(Refusal):
    """An assignment doesn't begin or end before the day on which it is entered."""

    code = "not-backdated"
    says = "任职的起止最早从今天（{day}）算起，不能追溯。请更正日期。"


class NotInTheCatalogue(Refusal):
    """The catalogue in force has no such category of business."""

    code = "not-in-the-catalogue"
    says = "业务目录中没有“{category}”这一类业务。请从目录的类别中选择。"


class UnknownInsurance(Refusal):
    """The house knows no such insurance."""

    code = "unknown-insurance"
    says = "没有“{insurance}”这个险种。请从列出的险种中选择，至少选一个。"


class NotAnAgencyCode(Refusal):
    """An agency is coded by its region, six digits (GB/T 2260)."""

    code = "not-an-agency-code"
    says = "机构代码应为六位数字（GB/T 2260 行政区划代码），请更正。"


class NotAStaffNumber(Refusal):
    """A staff number is made of digits."""

    code = "not-a-staff-number"
    says = "工号应为 4 至 20 位数字，请更正。"


class NumberBeyond(Refusal):
    """Departments and windows are numbered from 1."""

    code = "number-beyond"
    says = "科室和窗口的编号应为 1 至 {most}，请更正。"


def administration(
    agency: str, by: str, on: date, *, own: bool = False, above: bool = False
) -> Mandate:
    """Give what keeping an agency rests on: the post of system administrator there or above.

    `own`: only there; `above`: only above. Raises NotYourAgencies.
    """
    line = _line(agency)
    for code in line[:1] if own else line[1 if above else 0 :]:
        try:
            return post_mandate(by, agency=code, post=Post.SYSTEM_ADMIN, on=on)
        except NotYourPost:
            continue
    raise NotYourAgencies(agency=shown(agency), by=by)


def training_for(agency: str, post: Post, on: date) -> tuple[str, ...]:
    """Give the subjects in which a post at an agency asks for training (SX-14)."""
    profile = _profile(agency, on)
    return tuple(profile.training.subjects) if profile and post in profile.training.posts else ()


def categories_of(profile: Profile) -> list[str]:
    """Give the categories of business that a catalogue has, in its order."""
    ours = (rule.category for rule in profile.items if rule.business != "internal")
    return list(dict.fromkeys(ours))


def appointment(staff: str, agency: str, post: Post, by: str, on: date) -> Mandate:
    """Give what assigning somebody rests on (OwnAssignment, AdministratorsFromAbove)."""
    held = administration(agency, by, on)
    if staff == by:
        raise OwnAssignment
    _must_be_of_the_tree(staff, agency, by, on)
    if post not in ADMINS:
        return held
    try:
        return administration(agency, by, on, above=True)
    except NotYourAgencies:
        raise AdministratorsFromAbove from None


def dismissal(agency: str, post: str, by: str, on: date) -> Mandate:
    """Give what ending an assignment rests on: an administrator goes as one comes, from above.

    Above a province is nobody. Raises NotYourAgencies, AdministratorsFromAbove.
    """
    held, line = administration(agency, by, on), _line(agency)
    if post not in ADMINS or len(line) == 1:
        return held
    try:
        return administration(agency, by, on, above=True)
    except NotYourAgencies:
        raise AdministratorsFromAbove from None


def _must_be_of_the_tree(staff: str, agency: str, by: str, on: date) -> None:
    """Refuse somebody who was enlisted, and is assigned, only elsewhere (PersonOfAnotherAgency)."""
    kept = Assignment.objects.filter(staff=by, post=Post.SYSTEM_ADMIN, agency__in=_line(agency))
    tops = kept.filter(since__lte=on, until__gt=on).values_list("agency", flat=True)
    tree = {code for top in tops for code in agencies_within(top)}
    person = Staff.objects.select_related("act").filter(number=staff).first()
    if person is None:
        return  # the verb itself says that there is no such person
    enlisted = person.act.chain_id.removeprefix(chain_of(""))
    lasting = Assignment.objects.filter(staff=staff, until__gt=on)
    there = set(lasting.values_list("agency", flat=True)) or {enlisted}
    if not there & tree:
        raise PersonOfAnotherAgency(staff=shown(staff))


def agency_of(code: str) -> Agency | None:
    """Find an agency by its code, with the one above it."""
    found = Agency.objects.select_related("parent") if may_be_number(code) else None
    return found.filter(code=code).first() if found is not None else None


def _line(code: str) -> list[str]:
    """Give an agency and those above it, itself first."""
    agency, line = agency_of(code), []
    while agency is not None:
        line.append(agency.code)
        agency = agency.parent
    return line


def _profile(agency: str, on: date) -> Profile | None:
    found = agency_of(agency)
    return profile_of(edition_in_force(found.profile, on)) if found else None


def must_be_of_the_catalogue(agency: str, business: Collection[str], on: date) -> None:
    """Refuse categories that the catalogue in force at an agency lacks (NotInTheCatalogue)."""
    profile = _profile(agency, on)
    known = categories_of(profile) if profile else []
    for category in business:
        if category not in known:
            raise NotInTheCatalogue(category=shown(category))


def must_be_insurances(insurances: Collection[str]) -> None:
    """Refuse what isn't an insurance, and none at all (UnknownInsurance)."""
    unknown = [code for code in insurances if code not in INSURANCES]
    if unknown or not insurances:
        raise UnknownInsurance(insurance=shown(unknown[0]) if unknown else "")


def must_be_numbered(number: int) -> None:
    """Refuse a number of a department or window out of bounds (NumberBeyond)."""
    if type(number) is not int or not 1 <= number <= MOST:
        raise NumberBeyond(most=MOST)


def must_name_a_paper(ground: str) -> None:
    """Refuse an appointment without its paper (AppointmentPaperNeeded)."""
    written = ground.strip() if isinstance(ground, str) else ""
    if not 1 < len(written) <= PAPER_MAX or not written.isprintable():
        raise AppointmentPaperNeeded(most=PAPER_MAX)
