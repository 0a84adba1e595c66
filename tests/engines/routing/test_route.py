"""The route is a pure function of item, facts and agency, and nothing shortens it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.engines.routing import Business, Office, Route, RouteImpossibleError, route

SIGNERS = ("reviewer", "deputy-director", "director")
WAITING = ("handling", "review", "deputy", "director")

ITEM = Business(
    code="item",
    level=1,
    level_source="第十三条",
    timing="limited",
    accepted_by="teller",
    chain=("handler", *SIGNERS),
)
OFFICE = Office("610631", counter_handles=False)

firsts = st.sampled_from(["handler", "teller", "special"])
offices = st.builds(Office, st.sampled_from(["610631", "222424"]), st.booleans())
persons = st.integers(1, 10_000)


@st.composite
def businesses(draw: st.DrawFn, *levels: int) -> Business:
    """Draw an item as a catalogue may have it; only level 1 has a chain."""
    level = draw(st.sampled_from(levels or (1, 2, 3)))
    return Business(
        code="item",
        level=level,
        level_source=draw(st.sampled_from(["第十三条", "本目录约定"])),
        timing=draw(st.sampled_from(["instant", "limited"])),
        accepted_by=draw(st.sampled_from(["teller", "special"])),
        chain=(draw(firsts), *SIGNERS) if level == 1 else (),
        instant_up_to=draw(st.none() | st.integers(1, 1000)),
    )


def posts(way: Route) -> list[str]:
    return [seat.post for seat in way.seats]


def deciding_posts(way: Route) -> list[str]:
    """Give the posts that the case must pass, in their order."""
    return [way.seats[stage.step].post for stage in way.stages]


@pytest.mark.clause("SX-11")
@given(businesses(3), offices, persons)
def test_level_3_has_one_seat_and_is_finished_there(
    business: Business, office: Office, count: int
) -> None:
    way = route(business, office, persons=count)
    assert posts(way) == [business.accepted_by]
    assert [(stage.state, stage.step, stage.verb) for stage in way.stages] == [
        ("ready", 0, "finish")
    ]


@pytest.mark.clause("SX-11", "WQ-04")
@given(businesses(2), offices, persons)
def test_level_2_has_two_seats_and_is_finished_only_after_review(
    business: Business, office: Office, count: int
) -> None:
    way = route(business, office, persons=count)
    assert posts(way) == [business.accepted_by, "reviewer"]
    assert [(stage.state, stage.step, stage.verb) for stage in way.stages] == [
        ("review", 1, "pass"),
        ("ready", 0, "finish"),
    ]


@pytest.mark.clause("SX-11", "SX-12")
@given(businesses(1), offices, persons)
def test_level_1_is_signed_by_four_different_posts_in_order(
    business: Business, office: Office, count: int
) -> None:
    way = route(business, office, persons=count)
    signing = deciding_posts(way)
    assert len(set(signing)) == 4
    assert tuple(signing[1:]) == SIGNERS
    assert [stage.state for stage in way.stages] == list(WAITING)
    assert {stage.verb for stage in way.stages} == {"sign"}
    assert all(before.step < after.step for before, after in pairwise(way.stages))


@pytest.mark.clause("SX-07", "SX-10")
@given(businesses(1), offices)
def test_where_a_handler_handles_acceptance_is_no_signature(
    business: Business, office: Office
) -> None:
    way = route(business, office)
    at_counter = office.counter_handles or business.chain[0] == business.accepted_by
    assert way.seats[0].duty == ("handle" if at_counter else "accept")
    assert (way.stages[0].step == 0) is at_counter
    assert len(way.seats) == (4 if at_counter else 5)


@pytest.mark.clause("SX-11")
@given(businesses(), offices, offices, persons, persons)
def test_no_fact_shortens_the_route(
    business: Business, here: Office, there: Office, few: int, many: int
) -> None:
    one = route(business, here, persons=few)
    other = route(business, there, persons=many)
    beside_the_counter = set(deciding_posts(one)) - {"handler", "teller", "special"}
    assert beside_the_counter == set(deciding_posts(other)) - {"handler", "teller", "special"}
    assert beside_the_counter == set({1: SIGNERS, 2: ("reviewer",), 3: ()}[business.level])


@given(businesses(), offices, persons)
def test_the_same_item_and_facts_have_the_same_route(
    business: Business, office: Office, count: int
) -> None:
    assert route(business, office, persons=count) == route(business, office, persons=count)


@given(businesses(), offices, persons)
def test_seats_are_numbered_from_the_counter_and_stand_at_the_agency(
    business: Business, office: Office, count: int
) -> None:
    way = route(business, office, persons=count)
    assert [seat.step for seat in way.seats] == list(range(len(way.seats)))
    assert {seat.agency for seat in way.seats} == {office.code}
    assert len(set(posts(way))) == len(way.seats)
    assert {stage.step for stage in way.stages} <= set(range(len(way.seats)))


@pytest.mark.clause("WQ-06")
@pytest.mark.parametrize(
    ("count", "timing"),
    [(1, "instant"), (4, "instant"), (5, "instant"), (6, "limited"), (7, "limited")],
)
@pytest.mark.parametrize("usual", ["instant", "limited"])
def test_up_to_and_including_five_persons_is_instant(count: int, timing: str, usual: str) -> None:
    retirement = replace(ITEM, level=2, chain=(), timing=usual, instant_up_to=5)
    way = route(retirement, OFFICE, persons=count)
    assert way.timing == timing
    assert any(r.source == "WQ-06" and f"{count}人" in r.says for r in way.reasons)


@pytest.mark.clause("SX-07")
@given(businesses(), offices, persons)
def test_without_a_count_the_timing_is_the_catalogue_s(
    business: Business, office: Office, count: int
) -> None:
    way = route(replace(business, instant_up_to=None), office, persons=count)
    assert way.timing == business.timing


@given(businesses(), offices, persons)
def test_every_route_gives_its_reasons_with_their_sources(
    business: Business, office: Office, count: int
) -> None:
    way = route(business, office, persons=count)
    level, timing, *course = way.reasons
    assert level.source == business.level_source
    assert "一二三"[business.level - 1] in level.says
    assert ("即时" if way.timing == "instant" else "限时") in timing.says
    assert course
    assert all(reason.says and reason.source for reason in way.reasons)


@pytest.mark.parametrize(
    "change",
    [
        {"level": 0},
        {"level": 4},
        {"level": -1},
        {"level": -9},
        {"timing": "soon"},
        {"chain": ()},
        {"chain": ("handler",)},
        {"chain": ("handler", "reviewer", "director")},
        {"chain": ("handler", "deputy-director", "reviewer", "director")},
        {"chain": ("reviewer", *SIGNERS)},
        {"chain": ("guide", *SIGNERS)},
        {"chain": ("nobody", *SIGNERS)},
        {"chain": ("handler", *SIGNERS, "director")},
    ],
    ids=str,
)
def test_what_no_lawful_route_follows_from_is_refused(change: dict[str, object]) -> None:
    assert route(ITEM, OFFICE).stages, "the control: unchanged, the item has a route"
    with pytest.raises(RouteImpossibleError):
        route(replace(ITEM, **change), OFFICE)  # type: ignore[arg-type]


# Reported: the city decides after the four signatures.

REPORTED = replace(ITEM, reported=True, reported_source="本目录约定")
BELOW = replace(OFFICE, above="610600")


@pytest.mark.clause("SX-12")
@given(businesses(1), offices, persons)
def test_what_is_reported_passes_the_four_first_and_then_the_city(
    business: Business, office: Office, count: int
) -> None:
    county = route(business, office, persons=count)
    business = replace(business, reported=True, reported_source="本目录约定")
    way = route(business, replace(office, above="610600"), persons=count)
    assert way.seats[: len(county.seats)] == county.seats
    assert way.stages[:4] == county.stages
    approver, chief = way.seats[len(county.seats) :]
    assert (approver.post, chief.post) == ("city-approver", "city-chief")
    assert {(seat.agency, seat.duty) for seat in (approver, chief)} == {("610600", "decide")}
    assert [(stage.state, stage.step, stage.verb) for stage in way.stages[4:]] == [
        ("reported", approver.step, "receive"),
        ("city-review", approver.step, "approve"),
        ("meeting", chief.step, "conclude"),
    ]


@pytest.mark.clause("SX-12")
def test_it_says_why_the_city_decides() -> None:
    told = route(REPORTED, BELOW).reasons
    assert [reason.source for reason in told[-2:]] == ["本目录约定", "SX-12"]
    assert all("市处" in reason.says for reason in told[-2:])


@given(businesses(), offices, st.sampled_from([None, "610600"]))
def test_an_agency_above_alone_changes_no_route(
    business: Business, office: Office, above: str | None
) -> None:
    assert route(business, replace(office, above=above)) == route(business, office)


@given(businesses(2, 3), offices)
def test_only_level_1_is_reported(business: Business, office: Office) -> None:
    with pytest.raises(RouteImpossibleError):
        route(replace(business, reported=True), replace(office, above="610600"))


def test_nothing_is_reported_to_nobody() -> None:
    with pytest.raises(RouteImpossibleError):
        route(REPORTED, OFFICE)


@pytest.mark.parametrize("count", [0, -1])
def test_a_case_is_about_somebody(count: int) -> None:
    with pytest.raises(RouteImpossibleError):
        route(ITEM, OFFICE, persons=count)
