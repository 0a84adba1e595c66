"""Authority belongs to posts at an agency, on record, from a day until a day."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.ground import refused, reported
from tests.catalogue.editions import packaged
from tests.forms import new_citizen_id
from tests.halls import Hall, Huanglong
from yichuang.domain.authority.actions import (
    GrantStands,
    NoSuchGrant,
    PeriodReversed,
    Scope,
    grant,
    withdraw,
)
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.policy import NotGranted
from yichuang.domain.authority.queries import founding_scopes, in_force, scopes_above
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.desk import desk
from yichuang.domain.catalogue.profile import read_profile
from yichuang.domain.items.registry import item_of
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.actions import NoSuchAgency, end_assignment
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import MandateEnded, Plan, head_of, perform
from yichuang.domain.trail.constraints import broken_by
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.cast import FOUNDER

PROOF = "insurance-proof"
BEGINS, ENDS = date(2026, 5, 11), date(2026, 5, 15)
DAY = timedelta(days=1)


def revoked(hall: Hall, post: Post = Post.TELLER, item: str = PROOF) -> None:
    """Take away from the beginning what the founding granted."""
    for found in Grant.objects.filter(agency=hall.code, post=post, item=item):
        hall.do(withdraw, found.id, on=found.since, ground="收回重授", by=FOUNDER)


def give(
    hall: Hall,
    *scopes: Scope,
    agency: str | None = None,
    since: date = BEGINS,
    until: date = ENDS,
) -> None:
    hall.do(
        grant,
        agency or hall.code,
        scopes or [Scope(Post.TELLER, PROOF, Duty.HANDLE)],
        since=since,
        until=until,
        ground="局长办公会纪要〔2026〕3号",
        by=FOUNDER,
    )


def may_accept(hall: Hall, on: date, item: str = PROOF) -> bool:
    """Ask the action itself: an empty application is found faulty only by who may accept one."""
    hall.now = datetime.combine(on, time(9), tzinfo=LOCAL)
    try:
        hall.do(journeys.accept, hall.code, item, form={}, materials={}, by=hall.teller)
    except Mistakes:
        return True
    except NotGranted:
        return False
    raise AssertionError


def test_a_grant_holds_from_its_first_day_until_before_its_last(huanglong: Hall) -> None:
    revoked(huanglong)
    give(huanglong)
    days = [BEGINS - DAY, BEGINS, ENDS - DAY, ENDS]
    assert [may_accept(huanglong, day) for day in days] == [False, True, True, False]
    for day in days:
        held = in_force("610631", day).filter(post=Post.TELLER, item=PROOF)
        assert held.exists() is (BEGINS <= day < ENDS)


def test_a_withdrawn_grant_holds_no_more_from_that_day(huanglong: Hall) -> None:
    revoked(huanglong)
    give(huanglong)
    given = Grant.objects.latest("id")
    huanglong.do(withdraw, given.id, on=BEGINS + DAY, ground="岗位调整", by=FOUNDER)
    assert [may_accept(huanglong, BEGINS + n * DAY) for n in (0, 1, 2)] == [True, False, False]
    assert verify().faults == []


@pytest.mark.clause("SX-10")
def test_a_grant_is_on_record_with_its_ground_and_who_gave_it(huanglong: Hall) -> None:
    give(huanglong, Scope(Post.TELLER, PROOF, Duty.ACCEPT))
    given = Grant.objects.latest("id")
    assert (given.ground, given.granted_by) == ("局长办公会纪要〔2026〕3号", FOUNDER)
    act = acts_of("authority/610631").last()
    assert act is not None
    assert (given.act_id, act.verb) == (act.request, "grant")
    huanglong.do(withdraw, given.id, on=BEGINS, ground="岗位调整", by=FOUNDER)
    last = acts_of("authority/610631").last()
    assert last is not None
    assert last.verb == "withdraw-grant"
    assert "岗位调整" in last.content


@pytest.mark.parametrize(
    "scope",
    [
        Scope(Post.TELLER, "person-registration", Duty.HANDLE),
        Scope(Post.HANDLER, PROOF, Duty.HANDLE),
        Scope(Post.TELLER, PROOF, Duty.ACCEPT),
        Scope(Post.TELLER, PROOF, Duty.REVIEW),
        Scope(Post.TELLER, PROOF, Duty.DECIDE),
    ],
    ids=["another item", "another post", "only accept", "only review", "only decide"],
)
def test_only_the_grant_of_this_duty_on_this_item_to_this_post_serves(
    huanglong: Hall, scope: Scope
) -> None:
    revoked(huanglong)
    revoked(huanglong, item="person-registration")
    give(huanglong, scope)
    assert not may_accept(huanglong, BEGINS)
    give(huanglong, Scope(Post.TELLER, PROOF, Duty.HANDLE))
    assert may_accept(huanglong, BEGINS)


def test_another_agency_s_grant_does_not_serve(huanglong: Hall) -> None:
    revoked(huanglong)
    give(huanglong, agency="610629")
    assert not may_accept(huanglong, BEGINS)


@pytest.mark.clause("SX-07", "SX-10")
def test_limited_business_may_be_granted_for_acceptance_alone(huanglong: Hall) -> None:
    assert may_accept(huanglong, BEGINS, "employer-registration")
    held = in_force("610631", BEGINS).filter(post=Post.TELLER, item="employer-registration")
    assert [grant.duty for grant in held] == [Duty.ACCEPT]
    revoked(huanglong, item="employer-registration")
    assert not may_accept(huanglong, BEGINS, "employer-registration")


def test_the_same_grant_from_the_same_day_stands_once(huanglong: Hall) -> None:
    give(huanglong)
    count = Grant.objects.count()
    with pytest.raises(GrantStands):
        give(huanglong, until=ENDS + DAY)
    twice = Scope(Post.TELLER, PROOF, Duty.REVIEW)
    with pytest.raises(GrantStands):
        give(huanglong, twice, twice)
    assert Grant.objects.count() == count


@pytest.mark.clause("SX-12")
def test_the_agency_above_grants_what_its_counties_report_to_it_and_no_more() -> None:
    shaanxi, wangqing = (read_profile(packaged(code)) for code in ("shaanxi", "wangqing"))
    assert scopes_above(wangqing) == []
    assert scopes_above(shaanxi) == [
        Scope(Post.CITY_APPROVER, "basic-data-change", Duty.DECIDE),
        Scope(Post.CITY_CHIEF, "basic-data-change", Duty.DECIDE),
    ]
    above = {Post.CITY_APPROVER, Post.CITY_CHIEF}
    assert not above & {scope.post for scope in founding_scopes(shaanxi)}


@pytest.mark.clause("SX-12")
def test_without_the_city_s_grant_its_approver_receives_nothing(huanglong: Huanglong) -> None:
    number = reported(huanglong)
    today = huanglong.now.date()
    for found in Grant.objects.filter(agency="610600", post=Post.CITY_APPROVER):
        huanglong.do(withdraw, found.id, on=today, ground="收回", by=FOUNDER)
    with refused(NotGranted):
        huanglong.do(journeys.receive, number, by=huanglong.approver)


@pytest.mark.parametrize("until", [BEGINS, BEGINS - DAY])
def test_a_grant_begins_before_it_ends(huanglong: Hall, until: date) -> None:
    with pytest.raises(PeriodReversed):
        give(huanglong, since=BEGINS, until=until)


def test_the_database_refuses_a_reversed_period_too(db: None) -> None:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE authority_grant SET until = '2025-12-31'")
    assert broken_by(refused.value) == "a_grant_begins_before_it_ends"


def test_only_a_grant_that_holds_can_be_withdrawn(huanglong: Hall) -> None:
    give(huanglong)
    given = Grant.objects.latest("id")
    for id_, day in ((10**9, BEGINS), (given.id, ENDS)):
        with pytest.raises(NoSuchGrant):
            huanglong.do(withdraw, id_, on=day, ground="岗位调整", by=FOUNDER)
    huanglong.do(withdraw, given.id, on=BEGINS, ground="岗位调整", by=FOUNDER)
    with pytest.raises(NoSuchGrant):
        huanglong.do(withdraw, given.id, on=BEGINS, ground="岗位调整", by=FOUNDER)


def test_nothing_is_granted_at_an_agency_that_was_not_established(huanglong: Hall) -> None:
    with pytest.raises(NoSuchAgency, match="999999"):
        give(huanglong, agency="999999")


@pytest.mark.parametrize("ends", ["grant", "assignment"])
def test_what_ended_between_decision_and_writing_does_not_carry_the_act(
    huanglong: Huanglong, ends: str
) -> None:
    on = huanglong.now.date()
    here = desk("610631", PROOF, by=huanglong.teller, on=on)
    form = {"citizen_id": new_citizen_id(), "purpose": "子女入学"}
    proof = item_of(PROOF)
    held = here.mandate(proof, proof.form.model_validate(form), "teller", "handle")
    if ends == "grant":
        huanglong.do(withdraw, held.grant, on=on, ground="岗位调整", by=FOUNDER)
    else:
        assignment = Assignment.objects.get(staff=huanglong.teller)
        huanglong.do(end_assignment, assignment.id, on=on, by=FOUNDER)

    def decided_before() -> Plan:
        return Plan("trial", head_of("trial"), holds=held.holds, mandate=held.assignment)

    with pytest.raises(MandateEnded):
        perform(
            decided_before,
            asked=[],
            by=huanglong.teller,
            at=huanglong.tick(),
            request=uuid4(),
        )
    assert not acts_of("trial").exists()
