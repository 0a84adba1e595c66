"""Maker, reviewer and signers are different people, for every pair, through the page too."""

import pytest

from tests.cases.ground import also_in, referred
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import do, refused_in_words, went_to
from tests.doors.workbench.test_signing_pages import MINUTES
from tests.halls import Hall, Huanglong
from yichuang.domain.cases.queries import standing
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify

SHOWN = "惠延生"

pytestmark = pytest.mark.usefixtures("clock")


def tried_by_all_before(hall: Hall, number: str, come_in: ComeIn) -> int:
    """Let everybody who has a seat already try the one that waits, in its post; count them."""
    case = standing(number)
    stage = case.stage()
    assert stage is not None
    seat = case.seat(stage["step"])
    tried = 0
    for earlier in (one for one in case.seats if one.holder and one.step != seat.step):
        assert earlier.holder is not None
        held = Assignment.objects.filter(staff=earlier.holder, agency=seat.agency_id)
        if not held.filter(post=seat.post).exists():
            also_in(hall, earlier.holder, Post(seat.post), seat.agency_id)
        client = come_in(earlier.holder)
        more = MINUTES if stage["verb"] == "conclude" else {}
        words = refused_in_words(do(client, number, stage["verb"], more))
        assert acts_of(f"case/{number}").count() == case.head.n
        # Whoever received it has the approver's seat already.
        expected = f"已由 {SHOWN}" if seat.holder else "同一人在一个办件中只能承担一个席位"
        assert expected in words, (earlier.step, seat.step, words)
        tried += 1
    return tried


@pytest.mark.clause("SX-12", "WQ-04")
def test_who_has_a_seat_takes_no_other_in_the_county_at_the_city_and_at_its_meeting(
    huanglong: Huanglong, come_in: ComeIn
) -> None:
    number = huanglong.with_city().accept_reported()
    pairs = tried_by_all_before(huanglong, number, come_in)
    for state in ("review", "deputy", "director", "reported", "city-review"):
        huanglong.carry(number, state)
        pairs += tried_by_all_before(huanglong, number, come_in)
    referred(huanglong, number)
    pairs += tried_by_all_before(huanglong, number, come_in)
    assert pairs == 26, "0; 1+2+3+4 in the county, 5 and 5 at the city, 6 at the meeting"
    # The control: whoever has no seat yet signs at the same page.
    went_to(do(come_in(huanglong.whose_turn(number)), number, "conclude", MINUTES))
    assert standing(number).case.state == "done"
    assert verify().faults == []
