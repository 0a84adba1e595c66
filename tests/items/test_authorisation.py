"""岗位授权: a grant is a case, signed by four, and the last of them puts it into force."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.authority.ground import INSTANT, UNTIL, ask, authorise, held, request_for, sign, signer
from tests.cases.ground import REASON, also_in, refused, state_of
from tests.catalogue.editions import item_changed, next_version, packaged, publish_text
from tests.halls import Hall
from yichuang.domain.authority.actions import NoSuchGrant, withdraw
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.policy import (
    NotGranted,
    NotYourPost,
    Wanted,
    judge,
)
from yichuang.domain.cases.actions.decisions import NoLongerHolds
from yichuang.domain.cases.application import Mistakes
from yichuang.domain.cases.desk import desk
from yichuang.domain.cases.planning import ClaimTaken
from yichuang.domain.cases.policy import OnePersonOneRole
from yichuang.domain.cases.queries import standing
from yichuang.domain.items.authorisation import NothingLeftToAuthorise
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.kernel.numbers import LOCAL
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.actions import MandateEnded, Plan, head_of, perform
from yichuang.domain.trail.verify import verify
from yichuang.doors.commands.demonstration.agencies import office
from yichuang.doors.commands.demonstration.cast import FOUNDER

PROOF, EMPLOYER = "insurance-proof", "employer-registration"
DAY = timedelta(days=1)


def on_day(hall: Hall, day: date) -> None:
    """Let it be another day."""
    hall.now = datetime.combine(day, time(9), tzinfo=LOCAL)


def mistakes(hall: Hall, **changed: Any) -> set[str]:
    """Give the codes of everything that is wrong with a request."""
    with refused(Mistakes) as told:
        ask(hall, **changed)
    assert isinstance(told.value, Mistakes)
    return {mistake.code for mistake in told.value.mistakes}


def proof_at(hall: Hall, citizen: str) -> Any:
    return hall.accept_proof(citizen)


@pytest.mark.clause("SX-10")
def test_four_persons_sign_and_only_the_last_puts_it_into_force(huanglong: Hall) -> None:
    number, before = ask(huanglong, limit="500000"), held(huanglong)
    states = []
    while (state := state_of(number)) != "done":
        states.append(state)
        assert held(huanglong) == before
        huanglong.do(journeys.sign, number, by=signer(number))
    assert states == ["handling", "audit", "director", "enforcement"]
    seats = standing(number).seats
    city = office("610600").number(Post.SECURITY_ADMIN)
    assert len({seat.holder for seat in seats}) == 4
    assert (seats[-1].holder, seats[-1].agency_id) == (city, "610600")
    new = held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0]
    assert (new.by_case, new.granted_by, new.limit_fen) == (number, city, 500000)
    assert (new.since, new.until) == (huanglong.now.date(), UNTIL)
    assert verify().faults == []


@pytest.mark.clause("SX-07", "SX-10")
def test_what_is_granted_works_at_once_and_what_runs_goes_on(huanglong: Hall) -> None:
    running = huanglong.accept_employer()
    authorise(huanglong)
    assert [seat.post for seat in standing(running).seats][:2] == ["teller", "handler"]
    new = standing(huanglong.accept_employer())
    assert [seat.post for seat in new.seats][:2] == ["teller", "reviewer"]
    assert huanglong.carry(running).case.state == "done"


@pytest.mark.clause("SX-10")
def test_a_change_ends_the_old_line_and_enters_the_new_one(huanglong: Hall) -> None:
    authorise(huanglong)
    old = held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0]
    day = huanglong.now.date() + 10 * DAY
    authorise(huanglong, kind="变更", grant=old.id, limit=90000, since=f"{day}", until="2026-08-01")
    old.refresh_from_db()
    assert old.until == day
    on_day(huanglong, day)
    new = held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0]
    assert (new.limit_fen, new.since, new.until) == (90000, day, date(2026, 8, 1))
    on_day(huanglong, date(2026, 8, 1))
    assert held(huanglong, item=EMPLOYER, duty=Duty.HANDLE) == []


@pytest.mark.clause("SX-10")
def test_a_withdrawn_grant_works_at_once_and_a_lapsed_one_lapses(huanglong: Hall) -> None:
    authorise(huanglong, until="2026-03-12")
    line = held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0]
    on_day(huanglong, date(2026, 3, 12))
    assert standing(huanglong.accept_employer()).seats[0].duty == Duty.ACCEPT
    on_day(huanglong, date(2026, 3, 11))
    citizen = huanglong.registered_person()
    authorise(huanglong, kind="收回", item=INSTANT, until=None)
    with refused(NotGranted):
        proof_at(huanglong, citizen)
    assert held(huanglong, item=PROOF) == []
    line.refresh_from_db()
    assert line.until == date(2026, 3, 12)
    assert verify().faults == []


@pytest.mark.clause("SX-10")
def test_a_grant_withdrawn_between_decision_and_writing_does_not_carry_the_act(
    huanglong: Hall,
) -> None:
    on = huanglong.now.date()
    may = desk("610631", PROOF, by=huanglong.teller, on=on).found["teller", "handle"]
    rests = judge(may, huanglong.teller, Wanted("610631", "teller", "handle", PROOF, on))
    authorise(huanglong, kind="收回", item=INSTANT, until=None)

    def decided_before() -> Plan:
        return Plan("trial", head_of("trial"), holds=rests.holds, mandate=rests.assignment)

    at = huanglong.tick()
    with refused(MandateEnded):
        perform(decided_before, asked=[], by=huanglong.teller, at=at, request=uuid4())


STANDS, SUITS = "names-what-stands", "duty-suits-post"
WRONG: dict[str, tuple[dict[str, Any], set[str]]] = {
    "an unknown item": ({"item": "养老金发放"}, {"item-is-known"}),
    "instant business one by one": ({"item": "参保证明"}, {"instant-is-whole", STANDS}),
    "instant business for acceptance only": ({"item": INSTANT, "duty": "受理"}, {SUITS}),
    "a duty of another post": ({"duty": "审批"}, {SUITS}),
    "a post without a part in the item": ({"post": "稽核内控", "duty": "复核"}, {SUITS}),
    "a post of the city": ({"post": "处长", "duty": "审批"}, {SUITS}),
    "a limit of nothing": ({"limit": "0"}, {"limit-is-positive"}),
    "reaching back": ({"since": "2026-03-08"}, {"period-is-right"}),
    "no end": ({"until": None}, {"period-is-right"}),
    "ending before it begins": ({"until": "2026-03-09"}, {"period-is-right"}),
    "doubled": ({"duty": "受理"}, {STANDS}),
    "a change of nothing": ({"kind": "变更", "grant": 999999}, {STANDS}),
    "a withdrawal of nothing": ({"kind": "收回", "grant": 999999}, {STANDS}),
    "fields": (
        {"limit": "五千", "post": "门卫", "ground": ""},
        {"fen-format", "field-choice", "field-missing"},
    ),
    "many at once": (
        {"item": "参保证明", "duty": "审批", "limit": 0, "since": "2026-03-01"},
        {"instant-is-whole", SUITS, "limit-is-positive", "period-is-right"},
    ),
}


@pytest.mark.clause("SX-10", "SX-06")
@pytest.mark.parametrize(("asked", "codes"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_refused_by_name_all_of_it_at_once(
    huanglong: Hall, asked: dict[str, Any], codes: set[str]
) -> None:
    assert mistakes(huanglong, **asked) == codes


def test_the_control_right_requests_are_accepted(huanglong: Hall) -> None:
    assert state_of(ask(huanglong)) == "handling"
    line = held(huanglong, Post.REVIEWER, item=EMPLOYER)[0]
    reviewing = {"post": "复核", "duty": "复核"}
    number = ask(huanglong, kind="收回", grant=line.id, until=None, **reviewing)
    assert state_of(number) == "handling"


@pytest.mark.clause("SX-04", "WQ-01")
def test_nothing_beyond_the_agency_s_insurances_is_granted(huanglong: Hall) -> None:
    insurances = ["unemployment"]
    huanglong.do(
        journeys.set_insurances, "610631", insurances, by=office("610600").number(Post.SYSTEM_ADMIN)
    )
    assert mistakes(huanglong, item="在职人员基本信息变更") == {"within-scope"}
    assert state_of(ask(huanglong)) == "handling"


@pytest.mark.clause("SX-10")
def test_only_the_deputy_asks_and_only_for_the_own_agency(huanglong: Hall) -> None:
    for person in (
        huanglong.teller,
        huanglong.director,
        office("610629").number(Post.DEPUTY_DIRECTOR),
    ):
        with refused(NotYourPost):
            ask(huanglong, by=person)
    whole = {**request_for(huanglong), "agency": "610629"}
    with refused(Mistakes) as told:
        huanglong.do(
            journeys.accept,
            "610631",
            "authorisation",
            form=whole,
            materials={},
            by=huanglong.deputy,
        )
    assert "只能为本机构" in str(told.value)


def test_two_cases_at_once_for_one_scope_are_refused(huanglong: Hall) -> None:
    number = ask(huanglong)
    with refused(ClaimTaken):
        ask(huanglong, limit="100")
    ask(huanglong, item="在职人员基本信息变更")
    sign(huanglong, number, to="director")
    sign(huanglong, number)
    assert mistakes(huanglong) == {"names-what-stands"}


@pytest.mark.clause("SX-10", "SX-12")
def test_nobody_has_two_of_the_four_seats(huanglong: Hall) -> None:
    number = ask(huanglong)
    huanglong.do(journeys.sign, number, by=huanglong.deputy)
    also_in(huanglong, huanglong.deputy, Post.DIRECTOR)
    sign(huanglong, number, to="director")
    with refused(OnePersonOneRole):
        huanglong.do(journeys.sign, number, by=huanglong.deputy)
    own = office("610600").number(Post.DEPUTY_DIRECTOR)
    with refused(NotYourPost):
        huanglong.do(journeys.sign, number, by=own)


def test_a_returned_request_is_corrected_and_signed_again(huanglong: Hall) -> None:
    number = sign(huanglong, ask(huanglong), to="director").case.number
    huanglong.do(journeys.return_to, number, 0, code="other", reason=REASON, by=huanglong.director)
    form = standing(number).form.model_dump(mode="json") | {"limit": 70000}
    huanglong.do(journeys.correct, number, form=form, materials={}, by=huanglong.deputy)
    assert state_of(number) == "handling"
    sign(huanglong, number)
    assert held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0].limit_fen == 70000


@pytest.mark.clause("SX-10")
def test_a_grant_never_reaches_back_before_its_last_signature(huanglong: Hall) -> None:
    first = sign(huanglong, ask(huanglong), to="enforcement").case.number
    short = {"item": "在职人员基本信息变更", "until": "2026-03-12"}
    second = sign(huanglong, ask(huanglong, **short), to="enforcement").case.number
    on_day(huanglong, date(2026, 3, 12))
    sign(huanglong, first)
    assert held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0].since == date(2026, 3, 12)
    with refused(NothingLeftToAuthorise):
        huanglong.do(journeys.sign, second, by=signer(second))


def test_what_was_withdrawn_meanwhile_isn_t_made_longer_by_a_change(huanglong: Hall) -> None:
    authorise(huanglong)
    line = held(huanglong, item=EMPLOYER, duty=Duty.HANDLE)[0]
    later = f"{huanglong.now.date() + 20 * DAY}"
    number = ask(huanglong, kind="收回", grant=line.id, since=later, until=None)
    sign(huanglong, number, to="enforcement")
    soon = huanglong.now.date() + 3 * DAY
    huanglong.do(withdraw, line.id, on=soon, ground="急停", by=FOUNDER)
    with pytest.raises(NoLongerHolds, match="到起始日没有要变更或收回的授权"):
        huanglong.do(journeys.sign, number, by=signer(number))
    line.refresh_from_db()
    assert line.until == soon
    with pytest.raises(NoSuchGrant):
        huanglong.do(withdraw, line.id, on=soon, ground="再停", by=FOUNDER)


@pytest.mark.clause("SX-10")
def test_all_instant_business_granted_again_adds_only_what_is_missing(huanglong: Hall) -> None:
    whole = {"item": INSTANT, "until": "2027-01-01"}
    assert mistakes(huanglong, **whole) == {"names-what-stands"}
    text = next_version(packaged("shaanxi"), 2, huanglong.now.date() + DAY)
    instant = (
        ("level = 1", "level = 2"),
        ('timing = "limited"\nchain = "county"', 'timing = "instant"'),
    )
    publish_text(huanglong, item_changed(text, EMPLOYER, *instant))
    on_day(huanglong, huanglong.now.date() + DAY)
    before = Grant.objects.latest("id").id
    authorise(huanglong, **whole)
    new = Grant.objects.filter(id__gt=before)
    assert {(g.item, g.duty) for g in new} == {(EMPLOYER, Duty.HANDLE)}


def test_a_renewal_begins_where_the_standing_lines_end(huanglong: Hall) -> None:
    authorise(huanglong, item=INSTANT, until="2027-07-01")
    new = Grant.objects.filter(agency="610631", item=PROOF, post=Post.TELLER).latest("id")
    assert (new.since, new.until) == (date(2027, 1, 1), date(2027, 7, 1))


def test_who_signs_sees_the_register_as_it_is_and_as_it_would_be(huanglong: Hall) -> None:
    line = held(huanglong, item=EMPLOYER)[0]
    number = ask(huanglong, kind="变更", grant=line.id, duty="受理", limit="12000")
    case = standing(number)
    lines = {d.field: (d.before, d.after) for d in case.item.differences(case.matter())}
    assert lines["limit"] == ("不限", "120.00 元")
    assert lines["until"] == ("2027-01-01", f"{UNTIL}")
    assert lines["item"] == ("单位参保登记", "单位参保登记")
