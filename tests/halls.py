"""The cast of the tests, and short words for what they do at their windows.

Huanglong and Luochuan are counties of Shaanxi, Wangqing of Jilin. A hall answers with staff
numbers (`hall.teller`, `hall.reviewer` …) and does verbs as the person whose turn it is.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from tests.forms import (
    BIRTH_PAPERS,
    CHANGE_PAPERS,
    DEATH_PAPERS,
    EMPLOYER_PAPERS,
    PERSON_PAPERS,
    PROOF_PAPERS,
    SPECIAL_ITEMS,
    death_form,
    employer_form,
    minutes,
    new_citizen_id,
    person_form,
)
from tests.own_business import GRANT, OWN, grant_form
from yichuang.domain.authority import actions as authority
from yichuang.domain.authority.pens import Pen, Proof
from yichuang.domain.authority.queries import scopes_above
from yichuang.domain.cases.actions.keying import awaits_keying, key_fields
from yichuang.domain.cases.collective import asked_for
from yichuang.domain.cases.points import points
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import Standing, brief_digest, screen_digest
from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Assignment, Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import Answer
from yichuang.doors.commands.demonstration.agencies import county, office
from yichuang.doors.commands.demonstration.cast import OPENING
from yichuang.doors.commands.demonstration.verbs import VERBS
from yichuang.doors.workbench.entrance.keys import new_signer, signer_of

MORNING = OPENING + timedelta(hours=2, minutes=30)
TICKING = {journeys.pass_on, journeys.sign}
SIGNING = {journeys.sign, journeys.approve, journeys.conclude}
"""Verbs that are signed with a pen: a fresh proof of identity and a key of one's own."""
DECIDED_BY_LOOKING = {*TICKING, *SIGNING}
"""Verbs that are done over what was on the screen; by some of them a reviewer ticks points."""
CITY_PEOPLE = (
    ("91", "惠延生", Post.CITY_APPROVER),
    ("92", "拓海燕", Post.CITY_APPROVER),
    ("93", "强振邦", Post.CITY_CHIEF),
    ("94", "呼秀英", Post.CITY_CHIEF),
)


def shown(number: object) -> dict[str, Any]:
    """Give what whoever opens a case now is shown, and ticks if the seat reviews."""
    try:
        case = standing(number)  # type: ignore[arg-type]
    except Refusal:
        return {"brief": "", "ticked": ()}
    step = case.case.step
    reviews = step is not None and case.seat(step).duty == "review"
    ticked = [point.code for point in points(case)] if reviews else []
    return {"brief": brief_digest(case), "ticked": ticked}


def give_keys(people: Iterable[str], at: datetime = OPENING) -> None:
    """Let people have keys to sign with, as after their first signature."""
    for person in people:
        new_signer(person, at, staff.register_key)


def pen(number: object, by: str, at: datetime) -> Pen | None:
    """Give what somebody signs with who opens a case now and showed who they are."""
    try:
        seen = standing(number)  # type: ignore[arg-type]
    except Refusal:
        return None
    signer = signer_of(by)
    proof = Proof(by, at, ("password", "totp"))
    return Pen(proof, signer, screen_digest(seen)) if signer is not None else None


class Hall:
    """A county's hall: its people's staff numbers, and verbs done by whose turn it is."""

    code = ""

    def __init__(self) -> None:
        self.county = county(self.code)
        self.teller = self.county.number(Post.TELLER)
        self.second_teller = self.county.number(Post.TELLER, 1)
        self.reviewer = self.county.number(Post.REVIEWER)
        self.deputy = self.county.number(Post.DEPUTY_DIRECTOR)
        self.director = self.county.number(Post.DIRECTOR)
        self.guide = self.county.number(Post.GUIDE)
        self.finance, self.second_finance = self.county.numbers(Post.FINANCE)
        self.auditor = self.county.number(Post.AUDITOR)
        self.now = MORNING
        self.city = self.county.city
        self.approver, self.second_approver, self.chief, self.second_chief = (
            f"{self.city}{serial}" for serial, _, _ in CITY_PEOPLE
        )
        self.enforcer = office(self.city).number(Post.SECURITY_ADMIN)

    def with_city(self) -> Self:
        """Let two approvers and two chiefs come to the city above, and the city grant them."""
        if Staff.objects.filter(number=self.chief).exists():
            return self
        year: dict[str, Any] = {"since": date(2026, 2, 1), "until": date(2027, 1, 1)}
        for serial, name, post in CITY_PEOPLE:
            number = f"{self.city}{serial}"
            self.do(staff.enlist, self.city, number, name, by="0001")
            give_keys([number])
            trained = {"trained_until": year["until"]}
            self.do(staff.assign, number, self.city, post, **year, **trained, by="0001")
        scopes = scopes_above(profile_of(edition_in_force(self.county.profile, self.now.date())))
        ground = "市处文件"
        self.do(authority.grant, self.city, scopes, **year, ground=ground, by="0001")
        return self

    def tick(self) -> datetime:
        """Let a minute go by."""
        self.now += timedelta(minutes=1)
        return self.now

    def do(
        self,
        verb: Callable[..., Answer],
        *args: Any,
        by: str,
        request: UUID | None = None,
        **more: Any,
    ) -> Answer:
        """Do a verb as somebody, now; a decision is over what is shown now, unless it says so."""
        if verb in DECIDED_BY_LOOKING:
            seen = shown(args[0])
            known = seen if verb in TICKING else {"brief": seen["brief"]}
            more = known | more
        at = self.tick()
        if verb is journeys.refuse:  # at level 1 a signature too
            more = {"brief": shown(args[0])["brief"], "pen": pen(args[0], by, at)} | more
        if verb in SIGNING:
            more = {"pen": pen(args[0], by, at)} | more
        return verb(*args, by=by, at=at, request=request or uuid4(), **more)

    def accept(
        self,
        item: str,
        form: object,
        materials: object,
        *,
        by: str | None = None,
        request: UUID | None = None,
    ) -> str:
        """Accept an application at the teller's window and give the case's number."""
        answer = self.do(
            journeys.accept,
            self.code,
            item,
            form=form,
            materials=materials,
            by=by or self.counter_for(item),
            request=request,
        )
        return str(answer.said["number"])

    def accept_employer(self, **changed: Any) -> str:
        """Accept the registration of an employer."""
        return self.accept("employer-registration", employer_form(**changed), EMPLOYER_PAPERS)

    def accept_person(self, employer: str, **changed: Any) -> str:
        """Accept the registration of a person through a registered employer."""
        return self.accept("person-registration", person_form(employer, **changed), PERSON_PAPERS)

    def accept_proof(self, citizen_id: str) -> str:
        """Accept the application for a proof of insurance."""
        form = {"citizen_id": citizen_id, "purpose": "子女入学"}
        return self.accept("insurance-proof", form, PROOF_PAPERS)

    def accept_change(self, citizen_id: str, **changed: Any) -> str:
        """Accept a change of basic data, at the window that takes it."""
        form = {"citizen_id": citizen_id, "new_name": "高瑰梅", "reason": "户籍更名"} | changed
        return self.accept("basic-data-change", form, CHANGE_PAPERS)

    def accept_death(self, citizen_id: str, **changed: Any) -> str:
        """Accept what the family of somebody insured asks for, at the window that takes it."""
        return self.accept("death-in-service", death_form(citizen_id, **changed), DEATH_PAPERS)

    def accept_grant(self, **changed: Any) -> str:
        """Accept an application for an authorisation, at the deputy's desk."""
        return self.accept(GRANT, grant_form(self.code, **changed), {})

    def accept_reported(
        self, citizen_id: str | None = None, papers: object = BIRTH_PAPERS, **changed: Any
    ) -> str:
        """Accept a change of the date of birth, which the county reports to the city."""
        new = {"new_name": None, "new_citizen_id": new_citizen_id("19880808")}
        form = {"citizen_id": citizen_id or self.registered_person(), "reason": "档案记载", **new}
        return self.accept("basic-data-change", form | changed, papers)

    def counter_for(self, item: object) -> str:
        """Give who accepts an item here: a teller, or for the agency itself the deputy."""
        return self.deputy if item in OWN else self.teller

    def whose_turn(self, number: str) -> str:
        """Give the staff number of whoever the case waits for."""
        case = standing(number)
        assert case.case.step is not None
        seat = case.seat(case.case.step)
        if seat.agency_id == self.code:
            return seat.holder or self._able(case, Post(seat.post))
        if seat.post == Post.SECURITY_ADMIN:
            return seat.holder or self.enforcer
        approvers, chiefs = (self.approver, self.second_approver), (self.chief, self.second_chief)
        able = approvers if seat.post == "city-approver" else chiefs
        return seat.holder or next(person for person in able if not case.roles_of(person))

    def _able(self, case: Standing, post: Post) -> str:
        """Give who of a post can take a seat: the first who has no other in the case."""
        there = Assignment.objects.filter(agency=self.code, post=post, until__gt=self.now.date())
        people = [self.county.number(post), *there.values_list("staff", flat=True)]
        return next((person for person in people if not case.roles_of(person)), people[0])

    def advance(self, number: str) -> Standing:
        """Let whoever the case waits for do what its stage asks for."""
        case = standing(number)
        stage = case.stage()
        assert stage is not None
        if case.case.state == "review" and awaits_keying(case):
            first = case.form.model_dump(mode="json")
            keyed = {name: first[name] for name in key_fields(case)}
            self.do(journeys.rekey, number, fields=keyed, by=self.whose_turn(number))
            return standing(number)
        held = {"minutes": minutes(self.now.date())}
        met = stage["verb"] == "conclude" or asked_for(case) is not None
        more: dict[str, Any] = held if met else {}
        self.do(VERBS[stage["verb"]], number, by=self.whose_turn(number), **more)
        return standing(number)

    def carry(self, number: str, to: str = "done") -> Standing:
        """Carry a case on until it is in a state."""
        case = standing(number)
        while case.case.state != to:
            case = self.advance(number)
        return case

    def registered_employer(self) -> str:
        """Register an employer and give its credit code."""
        form = employer_form()
        number = self.accept("employer-registration", form, EMPLOYER_PAPERS)
        self.carry(number)
        return str(form["credit_code"])

    def registered_person(self) -> str:
        """Register a person with an employer and give the citizen id."""
        form = person_form(self.registered_employer())
        number = self.accept("person-registration", form, PERSON_PAPERS)
        self.carry(number)
        return str(form["citizen_id"])


class Huanglong(Hall):
    """黄龙县: limited business is handled by a back-office handler."""

    code = "610631"

    def __init__(self) -> None:
        super().__init__()
        self.handler = self.county.number(Post.HANDLER)


class Luochuan(Hall):
    """洛川县: tellers are granted the handling of limited business."""

    code = "610629"


class Wangqing(Hall):
    """汪清县: a special window with one responsible person."""

    code = "222424"

    def __init__(self) -> None:
        super().__init__()
        self.special = self.county.number(Post.SPECIAL)

    def counter_for(self, item: object) -> str:
        """Give who accepts an item here; a change of basic data has a window of its own."""
        return self.special if item in SPECIAL_ITEMS else super().counter_for(item)
