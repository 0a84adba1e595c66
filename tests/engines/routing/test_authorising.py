"""What an agency decides about itself: asked for, examined, approved, put into force (SX-10)."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.engines.routing import Business, Office, Reason, Route, RouteImpossibleError, route

CHAIN = ("deputy-director", "auditor", "director", "security-admin")
ITEM = Business(
    code="authorisation",
    level=1,
    level_source="第十条",
    timing="limited",
    accepted_by="deputy-director",
    chain=CHAIN,
)
COUNTY = Office(
    "610631",
    counter_handles=True,
    above="610600",
    enforcer="610600",
    enforcer_source="据甘肃实施细则",
)
CITY = replace(COUNTY, code="610600", above=None, enforcer="610000", head="city-chief")
PROVINCE = replace(COUNTY, code="610000", above=None, enforcer=None)


def signing(way: Route) -> list[tuple[str, str, str]]:
    """Give who signs one after another: which post, at which agency, in which state."""
    seats = [(way.seats[stage.step], stage.state) for stage in way.stages]
    return [(seat.post, seat.agency, state) for seat, state in seats]


@pytest.mark.clause("SX-10")
def test_a_county_asks_examines_and_approves_and_the_city_puts_into_force() -> None:
    way = route(ITEM, COUNTY)
    assert signing(way) == [
        ("deputy-director", "610631", "handling"),
        ("auditor", "610631", "audit"),
        ("director", "610631", "director"),
        ("security-admin", "610600", "enforcement"),
    ]
    assert way.reasons[-1] == Reason("由上级机构的安全管理员赋权生效", "据甘肃实施细则")


@pytest.mark.clause("SX-10")
def test_in_a_city_its_chief_is_the_head_and_the_province_puts_into_force() -> None:
    assert signing(route(ITEM, CITY))[2:] == [
        ("city-chief", "610600", "director"),
        ("security-admin", "610000", "enforcement"),
    ]


@pytest.mark.parametrize("office", [PROVINCE, replace(COUNTY, enforcer=None)])
def test_where_nobody_above_does_it_it_is_put_into_force_at_home(office: Office) -> None:
    way = route(ITEM, office)
    assert signing(way)[3] == ("security-admin", office.code, "enforcement")
    assert way.reasons[-1] == Reason("由本机构的安全管理员赋权生效", "据甘肃实施细则")


@pytest.mark.clause("SX-10", "SX-12")
@given(
    st.booleans(),
    st.sampled_from([None, "610600"]),
    st.sampled_from([None, "610600"]),
    st.sampled_from(["director", "city-chief"]),
    st.integers(1, 10_000),
)
def test_no_fact_lets_one_person_less_decide(
    counter: bool,  # noqa: FBT001 -- drawn
    above: str | None,
    enforcer: str | None,
    head: str,
    persons: int,
) -> None:
    office = Office("610631", counter, above, enforcer, "依据", head)
    way = route(ITEM, office, persons=persons)
    assert [seat.duty for seat in way.seats] == ["handle", "review", "decide", "decide"]
    assert len({seat.post for seat in way.seats}) == 4
    assert [stage.step for stage in way.stages] == [0, 1, 2, 3]
    assert {stage.verb for stage in way.stages} == {"sign"}
    assert all(reason.says and reason.source for reason in way.reasons)


def test_who_is_at_the_head_and_who_enforces_changes_no_client_s_business() -> None:
    chain = ("handler", "reviewer", "deputy-director", "director")
    business = replace(ITEM, accepted_by="teller", chain=chain)
    assert route(business, replace(COUNTY, head="city-chief")) == route(business, COUNTY)
    assert route(business, replace(COUNTY, enforcer=None)) == route(business, COUNTY)


@pytest.mark.parametrize("chain", [c for c in permutations(CHAIN) if c != CHAIN], ids="-".join)
def test_no_other_order_is_a_route(chain: tuple[str, ...]) -> None:
    with pytest.raises(RouteImpossibleError):
        route(replace(ITEM, chain=chain), COUNTY)


@pytest.mark.parametrize(
    "change",
    [
        {"accepted_by": "teller"},
        {"accepted_by": "special"},
        {"chain": CHAIN[1:]},
        {"chain": CHAIN[:-1]},
        {"chain": (*CHAIN, "director")},
        {"timing": "soon"},
    ],
    ids=str,
)
def test_what_no_lawful_route_follows_from_is_refused(change: dict[str, object]) -> None:
    assert route(ITEM, COUNTY).stages, "the control: unchanged, the item has a route"
    with pytest.raises(RouteImpossibleError):
        route(replace(ITEM, **change), COUNTY)  # type: ignore[arg-type]
