"""What two versions say differently is told line by line, and nothing is passed over."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.editions import changed, item_changed, packaged
from yichuang.domain.catalogue.differences import Difference, differences
from yichuang.domain.catalogue.profile import ItemRule, Profile, read_profile

SHAANXI, WANGQING = packaged("shaanxi"), packaged("wangqing")
EMPLOYER = "employer-registration"
NOW = read_profile(SHAANXI)

_NO_RISK = NOW.high_risk.model_copy(update={"posts": ()})
_EMPTY = NOW.model_copy(update={"high_risk": _NO_RISK})

Path = tuple[str | int, ...]


def told(text: str) -> list[tuple[str, str, str | None, str | None]]:
    """Give the differences of a text to the packaged profile."""
    return [(d.name, d.title, d.before, d.after) for d in differences(NOW, read_profile(text))]


def test_a_level_a_limit_and_a_source_are_told_in_words() -> None:
    text = item_changed(
        SHAANXI,
        EMPLOYER,
        ("level_verified = true", "level_verified = false"),
        ("days = 5", "days = 3"),
        ("社会保险法第五十七条", "社会保险法第五十八条"),
    )
    law = "陕社保发〔2016〕27号第十三条"
    assert told(text) == [
        ("单位参保登记", "等级依据", law, f"{law}，未核实"),
        (
            "单位参保登记",
            "法定期限",
            "15 日（日历日）（社会保险法第五十七条）",
            "15 日（日历日）（社会保险法第五十八条）",
        ),
        (
            "单位参保登记",
            "承诺期限",
            "5 个工作日（本目录约定，未核实）",
            "3 个工作日（本目录约定，未核实）",
        ),
    ]


def test_a_parameter_is_told_with_its_day_and_source() -> None:
    [line] = told(changed(SHAANXI, "value = 63", "value = 64"))
    source = "全国人大常委会关于实施渐进式延迟法定退休年龄的决定(2024-09-13)"
    title = "参数“超龄参保年龄（男）”（over-age-male）自 2025-01-01"
    assert line == ("目录", title, f"63 周岁（{source}）", f"64 周岁（{source}）")


def test_the_posts_of_a_chain_are_called_as_the_place_calls_them() -> None:
    there = read_profile(WANGQING)
    chains = {**there.chains, "special": ("special", "reviewer", "director")}
    [line] = [
        d
        for d in differences(there, there.model_copy(update={"chains": chains}))
        if d.title.startswith("审批链“")
    ]
    assert line.before == "特殊业务 → 复核 → 主管局长 → 局长"
    assert line.after == "特殊业务 → 复核 → 局长"


def test_training_authorisation_and_high_risk_are_told_in_words() -> None:
    text = changed(SHAANXI, "lapse_grace_days = 0", "lapse_grace_days = 15")
    text = changed(text, "warn_days = [30, 7]", "warn_days = [60]")
    text = changed(text, 'posts = ["teller", "special"]', 'posts = ["teller", "reviewer"]')
    text = changed(text, '["integrity", "policy", "manners"]', '["policy"]')
    text = changed(text, "by_level_above = true", "by_level_above = false")
    text = changed(text, "years = 5\nwarn_months = 6", "years = 3\nwarn_months = 2")
    posts = "经办、特殊业务、复核、主管副主任、财务"
    assert f"高风险岗位：{posts}" in {f"{d.title}：{d.after}" for d in differences(_EMPTY, NOW)}
    assert told(text) == [
        ("目录", "须培训的岗位", "综合业务、特殊业务", "综合业务、复核"),
        ("目录", "培训科目", "廉政教育、业务政策、公务礼仪", "业务政策"),
        ("目录", "培训到期后", "当日起不能办理", "宽限 15 日"),
        ("目录", "培训到期提醒", "到期前 30、7 日", "到期前 60 日"),
        ("目录", "授权生效", "由上级机构赋权", "由本机构赋权"),
        (
            "目录",
            "高风险岗位任职年限",
            "连续 5 年（间断不超过 90 天），期满前 6 个月提醒",
            "连续 3 年（间断不超过 90 天），期满前 2 个月提醒",
        ),
    ]


def test_leaders_in_those_lists_are_called_as_the_place_calls_them() -> None:
    there = read_profile(WANGQING)
    risk = there.high_risk.model_copy(update={"posts": ("deputy-director",)})
    after = there.model_copy(update={"high_risk": risk})
    [line] = differences(there, after)
    assert (line.title, line.after) == ("高风险岗位", "主管局长")


def test_an_insurance_and_whether_it_is_levied_are_told_in_words() -> None:
    text = item_changed(SHAANXI, EMPLOYER, ("levy = true\n", 'insurance = "unemployment"\n'))
    assert told(text) == [
        ("单位参保登记", "险种", "不分险种", "失业保险"),
        ("单位参保登记", "登记与征缴业务", "是", "否"),
    ]


def test_a_new_item_is_told_whole_and_a_removed_one_in_one_line() -> None:
    without = NOW.model_copy(update={"items": NOW.items[1:]})
    gone = differences(NOW, without)
    assert gone == [Difference("insurance-proof", "参保证明", "列入目录", "是", None)]
    new = differences(without, NOW)
    assert {d.item for d in new} == {"insurance-proof"}
    assert all(d.before is None for d in new)
    assert ("风险等级", "三级风险") in [(d.title, d.after) for d in new]


@pytest.mark.parametrize("text", [SHAANXI, WANGQING], ids=["shaanxi", "wangqing"])
def test_nothing_differs_from_itself_whatever_the_order_of_items(text: str) -> None:
    profile = read_profile(text)
    assert differences(profile, profile) == []
    turned = profile.model_copy(update={"items": tuple(reversed(profile.items))})
    assert differences(profile, turned) == []


def places(said: Any, path: Path = ()) -> list[Path]:
    """Name every single value of a profile that can be another."""
    if isinstance(said, dict):
        return [place for key, value in said.items() for place in places(value, (*path, key))]
    if isinstance(said, (list, tuple)):
        return [place for i, value in enumerate(said) for place in places(value, (*path, i))]
    return [] if said is None else [path]


def other(value: Any) -> Any:
    """Give a value that is allowed there and is another."""
    match value:
        case bool():
            return not value
        case int():
            return value - 1 if value > 1 else value + 1
        case date():
            return value + timedelta(days=1)
        case _:
            swaps = {"general": "special", "special": "general", "instant": "limited"}
            swaps |= {"internal": "general", "integrity": "policy", "policy": "manners"}
            swaps |= {"manners": "integrity"}
            swaps |= {"limited": "instant", "workdays": "days", "days": "workdays"}
            swaps |= {"teller": "special", "permanent": "5"}
            return swaps.get(value, f"{value}x")


def put(said: Any, path: Path, value: Any) -> Any:
    """Give the same with another value in one place."""
    if not path:
        return value
    first, *rest = path
    if isinstance(said, dict):
        return {**said, first: put(said[first], tuple(rest), value)}
    return [put(v, tuple(rest), value) if i == first else v for i, v in enumerate(said)]


def value_at(said: Any, path: Path) -> Any:
    """Give what stands in a place."""
    for key in path:
        said = said[key]
    return said


WHOLES = {code: read_profile(packaged(code)) for code in ("shaanxi", "wangqing")}
PLACES = [(c, place) for c, p in WHOLES.items() for place in places(p.model_dump())]
UNTOLD = {("version",)}
"""The number of a version stands above the table."""


def test_no_single_value_changes_untold() -> None:
    for code, path in PLACES:
        before = WHOLES[code]
        said = before.model_dump()
        new = "teller" if path[-1] == "accepted_by" else other(value_at(said, path))
        new = "special" if new == value_at(said, path) else new
        after = Profile.model_validate(put(said, path, new))
        assert after != before
        found = differences(before, after)
        if path in UNTOLD:
            assert found == [], "the control: this one isn't told"
        elif path[0] == "items":
            assert after.items[int(path[1])].code in {d.item for d in found}, path
        else:
            assert "" in {d.item for d in found}, path


ITEMS = st.lists(st.sampled_from(NOW.items), unique_by=lambda rule: rule.code)


@given(ITEMS, ITEMS)
def test_what_came_in_and_what_went_out_is_told_either_way(
    ours: list[ItemRule], theirs: list[ItemRule]
) -> None:
    before = NOW.model_copy(update={"items": tuple(ours)})
    after = NOW.model_copy(update={"items": tuple(theirs)})
    old, new = ({rule.code for rule in rules} for rules in (ours, theirs))
    listed = [d for d in differences(before, after) if d.title == "列入目录"]
    assert {d.item for d in listed if d.before is None} == new - old
    assert {d.item for d in listed if d.after is None} == old - new
    assert {d.item for d in differences(after, before)} == new ^ old
