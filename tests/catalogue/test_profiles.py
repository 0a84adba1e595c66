"""What a profile must be before anybody can publish it; every rule that it breaks is named."""

from datetime import date

import pytest

from tests.catalogue.editions import changed, item_changed, next_version, packaged
from tests.halls import Hall
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.actions.editions import ProfileBreaksItsRules
from yichuang.domain.catalogue.faults import ABOUT_ANOTHER, faults
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import UnreadableProfile, read_profile
from yichuang.domain.items.registry import ITEMS
from yichuang.doors.commands.demonstration.cast import FOUNDER, SECOND

JULY = date(2026, 7, 1)
SHAANXI, WANGQING = packaged("shaanxi"), packaged("wangqing")


@pytest.mark.clause("SX-08", "SX-12")
@pytest.mark.parametrize("text", [SHAANXI, WANGQING], ids=["shaanxi", "wangqing"])
def test_both_packaged_profiles_can_be_read_and_break_no_rule(text: str) -> None:
    profile = read_profile(text)
    assert faults(profile) == []
    assert [rule.code for rule in profile.items] == list(ITEMS)
    assert profile.in_force_on == date(2026, 1, 1)


@pytest.mark.clause("SX-08")
def test_in_shaanxi_level_1_is_limited_and_the_rest_instant() -> None:
    for rule in read_profile(SHAANXI).items:
        assert rule.timing == ("limited" if rule.level == 1 else "instant")


@pytest.mark.clause("SX-06")
def test_leaders_are_called_as_at_the_place_but_the_two_posts_are_not() -> None:
    there = read_profile(WANGQING)
    assert there.post_name("director") == "局长"
    assert there.post_name("deputy-director") == "主管局长"
    assert (there.post_name("guide"), there.post_name("teller")) == ("咨询服务", "综合业务")


@pytest.mark.clause("SX-12")
def test_in_shaanxi_a_change_of_birth_is_reported_and_in_wangqing_nothing() -> None:
    told = {rule.code: rule.reported for rule in read_profile(SHAANXI).items if rule.reported}
    assert list(told) == ["basic-data-change"]
    assert told["basic-data-change"].when == "birth-changes"
    assert not told["basic-data-change"].verified, "the source's own words weren't seen"
    assert not any(rule.reported for rule in read_profile(WANGQING).items)


EMPLOYER, PERSON, PROOF = "employer-registration", "person-registration", "insurance-proof"
OWN = ("authorisation", "mode-switch")
"""What an agency decides about itself."""
RISK = "一级风险业务须限时办理，二级、三级须即时办理（第八条）"
FOUR = "须由经办人、复核、主管副主任、主任逐级签字（第十二条）"
CHAIN = '["handler", "reviewer", "deputy-director", "director"]'
NO_LIMIT = "为限时业务，须有法定或承诺时限"
STATUTORY = (
    'statutory = { days = 15, unit = "days", source = "社会保险法第五十七条", verified = true }\n'
)
PROMISED = 'promised = { days = 5, unit = "workdays", source = "本目录约定", verified = false }\n'

REPORTED = 'reported = { source = "本目录约定", verified = false }'
NOT_REPORTED = "不是一级风险，不应上报审批（第十二条）"

BROKEN = {
    "level 2 reported": (
        item_changed(SHAANXI, PERSON, ("level = 2", f"level = 2\n{REPORTED}")),
        [f"事项“职工参保登记”{NOT_REPORTED}"],
    ),
    "level 3 reported": (
        item_changed(SHAANXI, PROOF, ("level = 3", f"level = 3\n{REPORTED}")),
        [f"事项“参保证明”{NOT_REPORTED}"],
    ),
    "level 1 instant": (
        item_changed(SHAANXI, EMPLOYER, ('timing = "limited"', 'timing = "instant"')),
        [f"事项“单位参保登记”：{RISK}"],
    ),
    "level 2 limited": (
        item_changed(SHAANXI, PERSON, ('timing = "instant"', 'timing = "limited"')),
        [f"事项“职工参保登记”：{RISK}"],
    ),
    "level 3 limited": (
        item_changed(SHAANXI, PROOF, ('timing = "instant"', 'timing = "limited"')),
        [f"事项“参保证明”：{RISK}", f"事项“参保证明”{NO_LIMIT}"],
    ),
    "level 2 sometimes limited": (
        item_changed(
            SHAANXI, PERSON, ('timing = "instant"', 'timing = "instant"\ninstant_up_to = 5')
        ),
        [f"事项“职工参保登记”：{RISK}"],
    ),
    "a post that doesn't exist": (
        changed(SHAANXI, CHAIN, CHAIN.replace("handler", "clerk")),
        ["审批链“county”中没有“clerk”这个岗位", f"审批链“county”{FOUR}"],
    ),
    "a name for a post that doesn't exist": (
        changed(SHAANXI, "[chains]", '[post_names]\nclerk = "办事员"\n\n[chains]'),
        ["岗位名称中没有“clerk”这个岗位"],
    ),
    "an empty chain": (
        changed(SHAANXI, CHAIN, "[]"),
        [
            "事项“单位参保登记”为一级风险，审批链不能为空",
            "事项“在职人员基本信息变更”为一级风险，审批链不能为空",
            "事项“在职死亡待遇”为一级风险，审批链不能为空",
            "事项“复查申请”为一级风险，审批链不能为空",
            "事项“一级业务办结更正”为一级风险，审批链不能为空",
        ],
    ),
    "a chain that isn't there": (
        item_changed(SHAANXI, EMPLOYER, ('chain = "county"', 'chain = "city"')),
        ["事项“单位参保登记”为一级风险，审批链不能为空"],
    ),
    "no chain at all": (
        item_changed(SHAANXI, EMPLOYER, ('chain = "county"\n', "")),
        ["事项“单位参保登记”为一级风险，审批链不能为空"],
    ),
    "a chain where none belongs": (
        item_changed(SHAANXI, PERSON, ("level = 2", 'level = 2\nchain = "county"')),
        ["事项“职工参保登记”不是一级风险，不应有审批链“county”"],
    ),
    "综合业务 renamed": (
        changed(SHAANXI, "[chains]", '[post_names]\nteller = "综合柜员"\n\n[chains]'),
        ["岗位“综合业务”的名称全省统一，不得改为“综合柜员”"],
    ),
    "咨询服务 renamed": (
        changed(SHAANXI, "[chains]", '[post_names]\nguide = "导办"\n\n[chains]'),
        ["岗位“咨询服务”的名称全省统一，不得改为“导办”"],
    ),
    "three signatures": (
        changed(SHAANXI, CHAIN, '["handler", "reviewer", "director"]'),
        [f"审批链“county”{FOUR}"],
    ),
    "signatures in another order": (
        changed(SHAANXI, CHAIN, '["handler", "deputy-director", "reviewer", "director"]'),
        [f"审批链“county”{FOUR}"],
    ),
    "a first signature by a post that handles nothing": (
        changed(SHAANXI, CHAIN, CHAIN.replace("handler", "finance")),
        [f"审批链“county”{FOUR}"],
    ),
    "one post that signs twice": (
        changed(SHAANXI, CHAIN, CHAIN.replace("handler", "reviewer")),
        ["审批链“county”中同一岗位出现两次", f"审批链“county”{FOUR}"],
    ),
    "an item twice": (
        changed(SHAANXI, f'code = "{PERSON}"', f'code = "{PROOF}"'),
        ["事项“insurance-proof”出现两次"],
    ),
    "one name for two items": (
        changed(SHAANXI, 'name = "职工参保登记"', 'name = "单位参保登记"'),
        ["两个事项同名“单位参保登记”，授权时无法区分"],
    ),
    "a material twice": (
        item_changed(SHAANXI, EMPLOYER, ('code = "authorisation"', 'code = "agent-id-card"')),
        ["事项“单位参保登记”的材料编号重复"],
    ),
    "a correction that nobody reviews": (
        item_changed(SHAANXI, "correction", ("level = 2", "level = 3")),
        ["事项“办结更正”针对已决定的办件，风险等级不得低于二级"],
    ),
    "a correction of level 1 at a lower level": (
        item_changed(
            *(SHAANXI, "major-correction", ("level = 1", "level = 2")),
            *(('timing = "limited"', 'timing = "instant"'), ('chain = "county"\n', "")),
        ),
        ["事项“一级业务办结更正”针对已决定的办件，风险等级不得低于一级"],
    ),
    "an objection that one person decides": (
        item_changed(
            *(WANGQING, "objection", ("level = 1", "level = 2"), ('chain = "special"\n', "")),
        ),
        ["事项“复查申请”针对已决定的办件，风险等级不得低于一级"],
    ),
    "limited without a limit": (
        item_changed(SHAANXI, EMPLOYER, (STATUTORY, ""), (PROMISED, "")),
        [f"事项“单位参保登记”{NO_LIMIT}"],
    ),
    "limited from six persons on, without a limit": (
        item_changed(
            WANGQING, PROOF, ('timing = "instant"', 'timing = "instant"\ninstant_up_to = 5')
        ),
        [f"事项“参保证明”{NO_LIMIT}"],
    ),
}


@pytest.mark.clause("SX-06", "SX-08", "SX-12")
@pytest.mark.parametrize("what", BROKEN)
def test_a_profile_that_breaks_its_own_rules_is_not_published(huanglong: Hall, what: str) -> None:
    text, named = BROKEN[what]
    assert faults(read_profile(text)) == named
    key = huanglong.do(propose, next_version(text, 2, JULY), by=FOUNDER).said["edition"]
    with pytest.raises(ProfileBreaksItsRules) as refused:
        huanglong.do(publish, key, by=SECOND)
    assert all(fault in str(refused.value) for fault in named)
    assert Edition.objects.get(key=key).published_by is None


@pytest.mark.clause("SX-08")
def test_every_broken_rule_is_named_at_once() -> None:
    text = item_changed(SHAANXI, EMPLOYER, ('timing = "limited"', 'timing = "instant"'))
    text = item_changed(text, PERSON, ('timing = "instant"', 'timing = "limited"'))
    text = changed(text, "[chains]", '[post_names]\nteller = "综合柜员"\n\n[chains]')
    assert len(faults(read_profile(text))) == 3


def test_wangqing_has_no_rule_that_ties_timing_to_risk() -> None:
    profile = read_profile(WANGQING)
    assert not profile.rules.level_one_is_limited_and_the_rest_instant
    text = item_changed(WANGQING, PERSON, ('timing = "instant"', 'timing = "limited"'))
    text = item_changed(text, "basic-data-change", ('timing = "limited"', 'timing = "instant"'))
    assert faults(read_profile(text)) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("这不是 TOML", "第 1 行"),
        (SHAANXI + '\n[[items]]\ncode = "x"\n', f"items.{len(ITEMS)}.name"),
        (changed(SHAANXI, 'code = "shaanxi"', 'colour = "red"'), "code"),
        (changed(SHAANXI, 'code = "shaanxi"', 'code = "shaanxi"\ncolour = "red"'), "colour"),
        (item_changed(SHAANXI, PROOF, ("level = 3", "level = 3\nrisk = 3")), "items.0.risk"),
        (item_changed(SHAANXI, PROOF, ("level = 3", "level = 4")), "items.0.level"),
        (item_changed(SHAANXI, PROOF, ("years = 10", "years = 0")), "items.0.retention.years"),
        (changed(SHAANXI, "in_force_on = 2026-01-01", "in_force_on = 2026-02-30"), "第 7 行"),
        (changed(SHAANXI, "version = 1", "version = 0"), "version"),
        (changed(SHAANXI, 'title = "陕西省', 'title = "\\u0000陕西省'), "title"),
        (changed(SHAANXI, 'title = "陕西省', 'title = "e\\u0301陕西省'), "title"),
        (changed(SHAANXI, 'title = "陕西省综合柜员制业务目录"', 'title = ""'), "title"),
        (changed(SHAANXI, 'code = "shaanxi"', f'code = "{"s" * 21}"'), "code"),
    ],
    ids=range(13),
)
def test_a_text_that_is_no_profile_is_refused_with_the_place_of_the_fault(
    huanglong: Hall, text: str, named: str
) -> None:
    before = Edition.objects.count()
    with pytest.raises(UnreadableProfile) as refused:
        huanglong.do(propose, text, by=FOUNDER)
    assert named in str(refused.value)
    assert Edition.objects.count() == before


def test_materials_whose_legal_basis_is_not_known_can_be_listed() -> None:
    for text in (SHAANXI, WANGQING):
        without = {
            material.code
            for rule in read_profile(text).items
            for material in rule.materials
            if not material.basis
        }
        assert without == {
            "labour-contract",
            "authorisation",
            "household-register",
            "personnel-file",
            "death-certificate",
            "household-cancelled",
            "kinship",
            "claim-form",
            "grounds",
            "evidence",
        }


def test_figures_whose_source_was_not_seen_are_marked() -> None:
    profile = read_profile(SHAANXI)
    assert {p.code for p in profile.parameters if not p.verified} == {
        "minimum-working-age",
        "collective-review-above",
        "objection-within",
    }
    assert [rule.code for rule in profile.items if not rule.level_verified] == [
        PROOF,
        PERSON,
        "basic-data-change",
        *OWN,
        *ABOUT_ANOTHER,
    ]
    employer = profile.item(EMPLOYER)
    assert employer is not None
    assert employer.statutory is not None
    assert employer.promised is not None
    assert (employer.statutory.verified, employer.promised.verified) == (True, False)


def test_a_parameter_with_two_values_from_one_day_cannot_be_published() -> None:
    profile = read_profile(packaged("shaanxi"))
    twice = (*profile.parameters, profile.parameters[0])
    doubled = profile.model_copy(update={"parameters": twice})
    assert faults(doubled) == ["参数“minimum-working-age”自1995-01-01起有两个值"]
