"""Every verb itself refuses whoever may not do it, by name, and writes nothing."""

from datetime import timedelta

import pytest

from tests.authority.deeds import CITY, COUNTY, DEEDS, Deed, somebody
from tests.cases.ground import also_in, refused
from tests.forms import CHANGE_PAPERS
from tests.halls import Hall, Huanglong, Wangqing
from yichuang.domain.authority.actions import withdraw
from yichuang.domain.authority.models import Grant
from yichuang.domain.authority.policy import NotGranted, NotYourPost, TrainingLapsed
from yichuang.domain.cases.policy import WHO, OnePersonOneRole, SeatTaken
from yichuang.domain.cases.queries import standing
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import end_assignment
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.cast import FOUNDER

DAY = timedelta(days=1)


def ended(hall: Hall, post: Post, agency: str) -> str:
    number = somebody(hall, post, agency=agency)
    assignment = Assignment.objects.get(staff=number)
    hall.do(end_assignment, assignment.id, on=hall.now.date(), by=FOUNDER)
    return number


def wrong_persons(hall: Hall, deed: Deed) -> dict[str, tuple[str, type[Refusal]]]:
    """Give everybody who may not, each with the refusal that they must meet."""
    today, post, agency = hall.now.date(), deed.post, deed.agency
    other_post = Post.REVIEWER if post != Post.REVIEWER else Post.DEPUTY_DIRECTOR
    wrong: dict[str, tuple[str, type[Refusal]]] = {
        "guide": (hall.guide, NotYourPost),
        "another post": (somebody(hall, other_post, agency=agency), NotYourPost),
        "another county": (somebody(hall, post, agency="610629"), NotYourPost),
        "the other of the two": (
            somebody(hall, post, agency=COUNTY if agency == CITY else CITY),
            NotYourPost,
        ),
        "the province": (somebody(hall, post, agency="610000"), NotYourPost),
        "ended": (ended(hall, post, agency), NotYourPost),
        "until today": (somebody(hall, post, agency=agency, until=today), NotYourPost),
        "from tomorrow": (somebody(hall, post, agency=agency, since=today + DAY), NotYourPost),
        "training lapsed": (
            somebody(hall, post, agency=agency, trained_until=today),
            TrainingLapsed,
        ),
        "administrator": (somebody(hall, Post.SYSTEM_ADMIN, agency=agency), NotYourPost),
        "nobody": ("00000000", NotYourPost),
    }
    if deed.held:
        wrong["a colleague of the same post"] = (somebody(hall, post, agency=agency), SeatTaken)
    if deed.by_a_third:
        wrong["whoever had a part before"] = (hall.reviewer, OnePersonOneRole)
    return wrong


@pytest.mark.clause("SX-10", "SX-12", "SX-14")
@pytest.mark.parametrize("name", DEEDS)
def test_a_verb_refuses_everybody_but_whose_it_is(huanglong: Huanglong, name: str) -> None:
    deed = DEEDS[name]
    number = deed.prepare(huanglong)
    for what, (person, refusal) in wrong_persons(huanglong, deed).items():
        with refused(refusal) as told:
            deed.do(huanglong, number, person)
        assert told.value.code, what
    right = deed.right(huanglong)
    assert deed.do(huanglong, number, right).verb == deed.verb, "the control: who may, can"


@pytest.mark.clause("SX-10")
@pytest.mark.parametrize("name", [name for name, deed in DEEDS.items() if deed.by_grant])
def test_a_verb_is_refused_once_the_post_s_grant_is_withdrawn(
    huanglong: Huanglong, name: str
) -> None:
    deed = DEEDS[name]
    number = deed.prepare(huanglong)
    item = "insurance-proof" if deed.verb == "accept" else standing(number).case.item
    today = huanglong.now.date()
    for found in Grant.objects.filter(agency=deed.agency, post=deed.post, item=item):
        huanglong.do(withdraw, found.id, on=today, ground="岗位调整", by=FOUNDER)
    right = deed.right(huanglong)
    with refused(NotGranted):
        deed.do(huanglong, number, right)


@pytest.mark.parametrize(
    "name",
    [name for name, d in DEEDS.items() if d.by_grant and not d.held and d.verb != "accept"],
)
def test_whoever_has_a_role_in_the_case_gets_no_second_one(huanglong: Huanglong, name: str) -> None:
    deed = DEEDS[name]
    number = deed.prepare(huanglong)
    has_a_role = huanglong.teller if deed.post != Post.TELLER else huanglong.handler
    also_in(huanglong, has_a_role, deed.post, deed.agency)
    with refused(OnePersonOneRole):
        deed.do(huanglong, number, has_a_role)


@pytest.mark.clause("WQ-03")
def test_special_business_is_accepted_at_the_special_window_alone(wangqing: Wangqing) -> None:
    citizen = wangqing.registered_person()
    form = {"citizen_id": citizen, "new_name": "高瑰梅", "reason": "户籍更名"}
    for person in (wangqing.teller, wangqing.second_teller, wangqing.guide, wangqing.director):
        with refused(NotYourPost):
            wangqing.accept("basic-data-change", form, CHANGE_PAPERS, by=person)
    assert wangqing.accept("basic-data-change", form, CHANGE_PAPERS, by=wangqing.special)


def test_the_table_has_every_verb_of_a_case() -> None:
    assert {deed.verb for deed in DEEDS.values()} == {"accept", *WHO}
