"""What the system administrator does: agencies, departments, windows, people and their posts.

Names of posts, business and window signs are the catalogue's, so that nothing here takes another
(SX-06).
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.journeys.absence import head_of
from yichuang.domain.journeys.administration import (
    AGENCY_CODE,
    BELOW,
    STAFF_NUMBER,
    NotAnAgencyCode,
    NotAStaffNumber,
    NotBackdated,
    NotYourAgencies,
    OwnAssignment,
    administration,
    agency_of,
    appointment,
    dismissal,
    must_be_insurances,
    must_be_numbered,
    must_be_of_the_catalogue,
    must_name_a_paper,
    training_for,
)
from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.kernel.refusals import shown
from yichuang.domain.staff import actions
from yichuang.domain.staff.actions import NoSuchAssignment
from yichuang.domain.staff.actions.agencies import Ground
from yichuang.domain.staff.models import AgencyLevel, Assignment, Department, Mode
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer


def establish_below(
    parent: str,
    code: str,
    name: str,
    *,
    mode: Mode,
    insurances: Collection[str],
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Establish an agency one level below one's own, under the same catalogue."""
    above = agency_of(parent)
    level = BELOW.get(AgencyLevel(above.level), AgencyLevel.COUNTY) if above else AgencyLevel.COUNTY

    def ask() -> Ground:
        held = administration(parent, by, local_day(at), own=True)
        if AGENCY_CODE.fullmatch(code) is None:
            raise NotAnAgencyCode
        must_be_insurances(insurances)
        return held.assignment, held.holds

    return actions.establish_agency(
        code,
        name,
        level=level,
        parent=parent,
        mode=mode,
        profile=above.profile if above else "",
        insurances=insurances,
        by=by,
        at=at,
        request=request,
        ask=ask,
    )


def open_department(
    agency: str,
    number: int,
    name: str,
    *,
    business: Collection[str],
    by: str,
    at: datetime,
    request: UUID,
) -> Answer:
    """Open a department for categories of the catalogue in force (SX-04)."""

    def ask() -> Ground:
        held = administration(agency, by, local_day(at))
        must_be_numbered(number)
        must_be_of_the_catalogue(agency, business, local_day(at))
        return held.assignment, held.holds

    return actions.open_department(
        agency, number, name, business=business, by=by, at=at, request=request, ask=ask
    )


def set_business(
    department: str, business: Collection[str], *, by: str, at: datetime, request: UUID
) -> Answer:
    """Let a department handle other categories; cases under way keep what they have."""

    def ask() -> Ground:
        agency = Department.objects.get(key=department).agency_id
        held = administration(agency, by, local_day(at))
        must_be_of_the_catalogue(agency, business, local_day(at))
        return held.assignment, held.holds

    return actions.set_business(department, business, by=by, at=at, request=request, ask=ask)


def open_window(
    agency: str, number: int, post: Post, *, by: str, at: datetime, request: UUID
) -> Answer:
    """Open a window for a post, whose unified name is its sign."""

    def ask() -> Ground:
        held = administration(agency, by, local_day(at))
        must_be_numbered(number)
        return held.assignment, held.holds

    return actions.open_window(agency, number, post, by=by, at=at, request=request, ask=ask)


def set_insurances(
    agency: str, insurances: Collection[str], *, by: str, at: datetime, request: UUID
) -> Answer:
    """Let an agency handle these insurances from now on."""

    def ask() -> Ground:
        held = administration(agency, by, local_day(at))
        must_be_insurances(insurances)
        return held.assignment, held.holds

    return actions.set_insurances(agency, insurances, by=by, at=at, request=request, ask=ask)


def set_signing_hours(
    agency: str, hours: Collection[str], *, by: str, at: datetime, request: UUID
) -> Answer:
    """Fix when leaders sign in one go, as the agency's head or its administrator (WQ-05)."""

    def ask() -> Ground:
        on, place = local_day(at), agency_of(agency)
        try:
            held = administration(agency, by, on)
        except NotYourAgencies:
            if place is None:
                raise
            held = post_mandate(by, agency=agency, post=head_of(place).value, on=on)
        return held.assignment, held.holds

    return actions.set_signing_hours(agency, hours, by=by, at=at, request=request, ask=ask)


def enlist(agency: str, number: str, name: str, *, by: str, at: datetime, request: UUID) -> Answer:
    """Enlist a person at an agency; what they may do comes with a post."""

    def ask() -> Ground:
        held = administration(agency, by, local_day(at))
        if STAFF_NUMBER.fullmatch(number) is None:
            raise NotAStaffNumber
        return held.assignment, held.holds

    return actions.enlist(agency, number, name, by=by, at=at, request=request, ask=ask)


def assign(
    staff: str,
    agency: str,
    post: Post,
    *,
    since: date,
    until: date,
    ground: str,
    by: str,
    at: datetime,
    request: UUID,
    department: str | None = None,
) -> Answer:
    """Assign somebody else to a post, on the ground of a paper; the post asks for its training."""
    on = local_day(at)

    def ask() -> Ground:
        held = appointment(staff, agency, post, by, on)
        must_name_a_paper(ground)
        if since < on:
            raise NotBackdated(day=on)
        return held.assignment, held.holds

    return actions.assign(
        staff,
        agency,
        post,
        since=since,
        until=until,
        department=department,
        subjects=training_for(agency, post, on),
        ground=ground,
        by=by,
        at=at,
        request=request,
        ask=ask,
    )


def end_assignment(
    assignment: int, *, on: date, ground: str, by: str, at: datetime, request: UUID
) -> Answer:
    """End somebody else's assignment from a day on, on the ground of a paper."""

    def ask() -> Ground:
        known = type(assignment) is int
        standing = Assignment.objects.filter(id=assignment).first() if known else None
        if standing is None:
            raise NoSuchAssignment
        administration(standing.agency_id, by, local_day(at))
        if standing.staff_id == by:
            raise OwnAssignment
        held = dismissal(standing.agency_id, standing.post, by, local_day(at))
        must_name_a_paper(ground)
        if on < local_day(at):
            raise NotBackdated(day=local_day(at))
        return held.assignment, held.holds

    return actions.end_assignment(
        assignment, on=on, ground=ground, by=by, at=at, request=request, ask=ask
    )


def put_in_charge(
    agency: str, category: str, staff: str, *, paper: str, by: str, at: datetime, request: UUID
) -> Answer:
    """Put a deputy in charge of a category of business, as the head of the agency (SX-12)."""

    def ask() -> Ground:
        place = agency_of(agency)
        if place is None:
            raise actions.NoSuchAgency(agency=shown(agency))
        held = post_mandate(by, agency=agency, post=head_of(place).value, on=local_day(at))
        must_be_of_the_catalogue(agency, [category], local_day(at))
        return held.assignment, held.holds

    return actions.put_in_charge(
        agency, category, staff, paper=paper, by=by, at=at, request=request, ask=ask
    )
