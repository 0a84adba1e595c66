"""Rows that cases and administrators change from different chains: the trail tells the order."""

from datetime import date

import pytest

from tests.authority.ground import authorise
from tests.halls import Huanglong
from yichuang.domain.authority import actions as authority
from yichuang.domain.authority.models import Grant
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Agency
from yichuang.domain.trail.verify import verify

SWITCH = {"agency": "610631", "mode": "征缴柜员制", "ground": "试点方案第三条"}
FOUNDER = "0001"
EMPLOYER = "employer-registration"


@pytest.mark.clause("SX-10")
def test_an_agency_is_changed_by_a_case_and_afterwards_by_its_administrator(
    huanglong: Huanglong,
) -> None:
    founded = Agency.objects.get(code="610631").version
    huanglong.carry(huanglong.accept("mode-switch", SWITCH, {}))
    handled = ["pension", "unemployment"]
    huanglong.do(staff.set_insurances, huanglong.code, handled, by=FOUNDER)
    assert Agency.objects.get(code="610631").version == founded + 2
    assert verify().faults == []


def test_an_authorisation_is_ended_by_a_case_that_began_before_the_one_that_ended_it_first(
    huanglong: Huanglong,
) -> None:
    on = huanglong.now.date()
    grant = Grant.objects.filter(agency="610631", post="handler", item=EMPLOYER).get()
    first = huanglong.accept_grant(kind="收回", **_names(grant), since=f"{on}", until=None)
    later = on.replace(month=on.month + 2)
    huanglong.do(authority.withdraw, grant.id, on=later, ground="先到期", by=FOUNDER)
    huanglong.carry(first)
    assert Grant.objects.get(id=grant.id).version == 3
    assert verify().faults == []


@pytest.mark.clause("SX-10")
def test_a_change_leaves_no_day_with_two_lines_for_one_duty(huanglong: Huanglong) -> None:
    whose = {"post": "主任", "duty": "审批", "item": "单位参保登记"}
    authorise(huanglong, **whose, since="2027-01-01", until="2028-01-01")
    lines = Grant.objects.filter(agency="610631", post="director", item="employer-registration")
    old = lines.earliest("since")
    longer = {"kind": "变更", "grant": old.id, "since": "2026-04-01", "until": "2029-01-01"}
    authorise(huanglong, **whose, **longer, limit=90000)
    for year, limit in ((2026, 90000), (2027, None), (2028, 90000)):
        then = lines.filter(since__lte=date(year, 6, 1), until__gt=date(year, 6, 1))
        assert [line.limit_fen for line in then] == [limit], year
    assert verify().faults == []


def _names(grant: Grant) -> dict[str, object]:
    items = {"employer-registration": "单位参保登记", "basic-data-change": "在职人员基本信息变更"}
    named = {"post": grant.get_post_display(), "item": items[grant.item], "grant": grant.id}
    return {**named, "duty": grant.get_duty_display(), "limit": None}
