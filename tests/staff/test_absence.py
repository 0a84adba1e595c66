"""缺勤与委托: in writing, from today on, to somebody of the same post who is there."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.ground import also_in, newcomer, refused
from tests.halls import Hall, Huanglong
from tests.staff.absentees import DAY, PAPERS, away, back, recorded
from yichuang.domain.authority.policy import NotYourPost
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.actions import NoSuchAgency
from yichuang.domain.staff.actions.absence import (
    AbsenceBackdated,
    AbsenceReversed,
    AbsenceUnfounded,
    AbsentAlready,
    DelegateAbsent,
    DelegatedToSelf,
    DelegateNotInThePost,
    NoSuchAbsence,
    NotInThePostThen,
    StandsInThen,
)
from yichuang.domain.staff.models import Absence, Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.verify import verify

DEPUTY, TELLER = Post.DEPUTY_DIRECTOR, Post.TELLER


@pytest.mark.clause("SX-12")
def test_the_head_records_it_and_it_ends_by_itself(huanglong: Huanglong) -> None:
    second = newcomer(huanglong, DEPUTY)
    absence = away(huanglong, huanglong.deputy, DEPUTY, second)
    assert (absence.staff_id, absence.delegate_id) == (huanglong.deputy, second)
    act = Act.objects.get(request=absence.act_id)
    assert (act.chain_id, act.verb, act.actor) == ("agency/610631", "record-absence", "61063107")
    assert json.loads(act.content)["said"]["entered"]["paper"] == PAPERS["paper"]
    assert absence.until == huanglong.now.date() + 5 * DAY, "nothing runs at night"
    assert verify().faults == []


def test_a_person_records_their_own_and_comes_back_early(huanglong: Huanglong) -> None:
    own = huanglong.teller
    absence = away(huanglong, own, TELLER, huanglong.second_teller, by=own)
    back(huanglong, absence, by=own)  # Being away keeps nobody from coming back.
    absence.refresh_from_db()
    assert absence.since == absence.until
    with refused(NoSuchAbsence):
        back(huanglong, absence, by=own)
    away(huanglong, own, TELLER, by=own)  # What ended on its first day is in nobody's way.
    assert verify().faults == []


def test_neither_a_colleague_nor_another_agency_records_or_ends_it(huanglong: Huanglong) -> None:
    absence = away(huanglong, huanglong.teller, TELLER, huanglong.second_teller)
    strangers = (huanglong.second_teller, huanglong.deputy, "61062906", "0001", "没有这人")
    for person in strangers:
        with refused(NotYourPost):
            recorded(huanglong, huanglong.guide, Post.GUIDE, by=person)
        with refused(NotYourPost):
            back(huanglong, absence, by=person)
    for agency in ("999999", "", "机构", "6\0"):
        with refused(NoSuchAgency):
            recorded(huanglong, huanglong.guide, Post.GUIDE, agency=agency)


def test_at_a_city_its_chief_is_the_head(huanglong: Huanglong) -> None:
    huanglong.with_city()
    city: dict[str, Any] = {"agency": huanglong.city, "by": huanglong.chief}
    away(huanglong, huanglong.approver, Post.CITY_APPROVER, huanglong.second_approver, **city)
    with refused(NotYourPost):
        recorded(huanglong, huanglong.second_approver, Post.CITY_APPROVER, agency=huanglong.city)


def wrong(**more: Any) -> Callable[[Hall], object]:
    return lambda hall: recorded(hall, hall.teller, TELLER, **more)


def by_days(since: int, until: int) -> Callable[[Hall], object]:
    def ask(hall: Hall) -> object:
        day = hall.now.date()
        return wrong(since=day + since * DAY, until=day + until * DAY)(hall)

    return ask


def to_somebody(post: Post, **more: Any) -> Callable[[Hall], object]:
    """Delegate to a newcomer in a post, whose term may be shorter."""

    def ask(hall: Hall) -> object:
        person = newcomer(hall, post)
        for held in Assignment.objects.filter(staff=person) if more else ():
            hall.do(staff.end_assignment, held.id, on=hall.now.date() + 4 * DAY, by="0001")
        return wrong(delegate=person)(hall)

    return ask


WRONG: dict[str, tuple[type[Refusal], Callable[[Hall], object]]] = {
    "it ends before it begins": (AbsenceReversed, by_days(3, 2)),
    "it lasts no day": (AbsenceReversed, by_days(3, 3)),
    "it began yesterday": (AbsenceBackdated, by_days(-1, 2)),
    "there is no paper": (AbsenceUnfounded, wrong(paper=" ")),
    "there is no reason": (AbsenceUnfounded, wrong(reason="")),
    "the paper is a novel": (AbsenceUnfounded, wrong(paper="长" * 101)),
    "the paper is broken": (AbsenceUnfounded, wrong(paper="单\n据")),
    "the post isn't theirs": (NotInThePostThen, lambda h: recorded(h, h.teller, Post.REVIEWER)),
    "they leave meanwhile": (NotInThePostThen, by_days(290, 310)),
    "nobody has this number": (staff.NoSuchStaff, lambda h: recorded(h, "9999", TELLER)),
    "it is delegated to themself": (DelegatedToSelf, lambda h: wrong(delegate=h.teller)(h)),
    "to another post": (DelegateNotInThePost, lambda h: wrong(delegate=h.reviewer)(h)),
    "to the post elsewhere": (DelegateNotInThePost, wrong(delegate="61062902")),
    "to nobody": (DelegateNotInThePost, wrong(delegate="没有")),
    "to who leaves meanwhile": (DelegateNotInThePost, to_somebody(TELLER, short=True)),
}


@pytest.mark.parametrize("why", WRONG)
def test_each_refuses_by_name(huanglong: Huanglong, why: str) -> None:
    refusal, ask = WRONG[why]
    if why == "to who leaves meanwhile":
        with pytest.raises(refusal):
            ask(huanglong)
        assert not Absence.objects.exists()
        return
    with refused(refusal):
        ask(huanglong)


def test_the_same_that_is_right_is_recorded(huanglong: Huanglong) -> None:
    """The control of the table above: nothing else was wrong with what is refused there."""
    by_days(0, 1)(huanglong)
    by_days(290, 297)(huanglong)
    recorded(huanglong, huanglong.second_teller, TELLER, delegate=newcomer(huanglong, TELLER))
    assert Absence.objects.count() == 3


def test_two_absences_of_one_person_in_one_post_do_not_overlap(huanglong: Huanglong) -> None:
    away(huanglong, huanglong.teller, TELLER)
    day = huanglong.now.date()
    for since, until in ((0, 1), (4, 9), (1, 3)):
        with refused(AbsentAlready):
            by_days(since, until)(huanglong)
    wrong(since=day + 5 * DAY, until=day + 6 * DAY)(huanglong)
    also_in(huanglong, huanglong.teller, Post.ARCHIVIST)
    recorded(huanglong, huanglong.teller, Post.ARCHIVIST)  # Another post is another absence.


def test_delegations_form_no_chain_and_no_exchange(huanglong: Huanglong) -> None:
    one, two, three = huanglong.teller, huanglong.second_teller, newcomer(huanglong, TELLER)
    first = away(huanglong, one, TELLER, two)
    with refused(StandsInThen):
        recorded(huanglong, two, TELLER, delegate=three)
    with refused(DelegateAbsent):
        recorded(huanglong, three, TELLER, delegate=one)
    back(huanglong, first)
    away(huanglong, two, TELLER, three)
    away(huanglong, one, TELLER, three)  # One may stand in for several.


def test_it_ends_from_today_on_or_later_and_once(huanglong: Huanglong) -> None:
    absence = away(huanglong, huanglong.teller, TELLER)
    today = huanglong.now.date()
    with refused(AbsenceBackdated):
        back(huanglong, absence, today - DAY)
    back(huanglong, absence, today + 2 * DAY)
    for day in (2, 3, 5):
        with refused(NoSuchAbsence):
            back(huanglong, absence, today + day * DAY)
    for nothing in (0, -1, 10**9, None, "1", True):
        with refused(NoSuchAbsence):
            hall = huanglong
            hall.do(journeys.end_absence, nothing, on=today + DAY, by=hall.director)
    assert verify().faults == []
