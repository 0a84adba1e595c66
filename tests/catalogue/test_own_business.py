"""What an agency decides about itself goes one way only, whatever a catalogue says (SX-10)."""

from datetime import date

import pytest

from tests.catalogue.editions import changed, item_changed, next_version, packaged
from tests.halls import Hall
from yichuang.domain.catalogue.actions import propose, publish
from yichuang.domain.catalogue.actions.editions import ProfileBreaksItsRules
from yichuang.domain.catalogue.faults import faults
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.catalogue.profile import read_profile
from yichuang.doors.commands.demonstration.cast import FOUNDER, SECOND

JULY = date(2026, 7, 1)
SHAANXI = packaged("shaanxi")
GRANT, EMPLOYER = "authorisation", "employer-registration"
PERSON, PROOF = "person-registration", "insurance-proof"

FOUR = "须由经办人、复核、主管副主任、主任逐级签字（第十二条）"
REPORTED = 'reported = { source = "本目录约定", verified = false }'
ONE_CHAIN = "授权审批链用于内部管理事项，内部管理事项也只用这条链"
ASKED_BY = "内部管理事项由主管副主任提出，其他事项由窗口受理"
ONLY_THESE = "内部管理事项是且只是authorisation、mode-switch"

BROKEN = {
    "training for a post that doesn't exist": (
        changed(SHAANXI, 'posts = ["teller", "special"]', 'posts = ["teller", "clerk"]'),
        ["培训中没有“clerk”这个岗位"],
    ),
    "high risk in a post that doesn't exist": (
        changed(SHAANXI, 'posts = ["handler", "special"', 'posts = ["clerk", "special"'),
        ["高风险岗位中没有“clerk”这个岗位"],
    ),
    "an insurance that there is none of": (
        item_changed(SHAANXI, PERSON, ('insurance = "pension"', 'insurance = "pensions"')),
        ["事项“职工参保登记”的险种“pensions”不是pension、unemployment之一"],
    ),
    "an authorisation by the chain of the county": (
        item_changed(SHAANXI, GRANT, ('chain = "authorising"', 'chain = "county"')),
        [f"事项“岗位授权”：{ONE_CHAIN}"],
    ),
    "an authorisation that a teller finishes": (
        item_changed(
            SHAANXI,
            GRANT,
            ('business = "internal"', 'business = "general"'),
            ("level = 1", "level = 3"),
            ('timing = "limited"', 'timing = "instant"'),
            ('accepted_by = "deputy-director"\nchain = "authorising"\n', ""),
        ),
        [f"事项“岗位授权”：{ONLY_THESE}"],
    ),
    "an authorisation that the window accepts": (
        item_changed(SHAANXI, GRANT, ('accepted_by = "deputy-director"', 'accepted_by = "teller"')),
        [f"事项“岗位授权”：{ASKED_BY}"],
    ),
    "an authorisation of level 2": (
        item_changed(
            SHAANXI,
            GRANT,
            ("level = 1", "level = 2"),
            ('timing = "limited"', 'timing = "instant"'),
            ('chain = "authorising"\n', ""),
        ),
        [f"事项“岗位授权”：{ONE_CHAIN}"],
    ),
    "an authorisation reported to the city": (
        item_changed(SHAANXI, GRANT, ("level = 1", f"level = 1\n{REPORTED}")),
        ["事项“岗位授权”是内部管理事项，由赋权的机构决定，不应上报审批"],
    ),
    "a client's business by the chain of authorisations": (
        item_changed(SHAANXI, EMPLOYER, ('chain = "county"', 'chain = "authorising"')),
        [f"事项“单位参保登记”：{ONE_CHAIN}"],
    ),
    "a client's business that no window accepts": (
        item_changed(SHAANXI, PROOF, ("level = 3", 'level = 3\naccepted_by = "deputy-director"')),
        [f"事项“参保证明”：{ASKED_BY}"],
    ),
    "a client's business as the agency's own": (
        item_changed(SHAANXI, PROOF, ('business = "general"', 'business = "internal"')),
        [
            f"事项“参保证明”：{ONLY_THESE}",
            f"事项“参保证明”：{ONE_CHAIN}",
            f"事项“参保证明”：{ASKED_BY}",
        ],
    ),
    "authorisations that internal control doesn't examine": (
        changed(
            SHAANXI, '"deputy-director", "auditor", "director"', '"deputy-director", "director"'
        ),
        [
            f"审批链“authorising”{FOUR}",
            *(f"事项“{name}”：{ONE_CHAIN}" for name in ("岗位授权", "经办模式切换")),
        ],
    ),
}


@pytest.mark.clause("SX-10", "SX-14")
@pytest.mark.parametrize("what", BROKEN)
def test_a_catalogue_that_opens_another_way_is_not_published(huanglong: Hall, what: str) -> None:
    text, named = BROKEN[what]
    assert faults(read_profile(text)) == named
    key = huanglong.do(propose, next_version(text, 2, JULY), by=FOUNDER).said["edition"]
    with pytest.raises(ProfileBreaksItsRules) as refused:
        huanglong.do(publish, key, by=SECOND)
    assert all(fault in str(refused.value) for fault in named)
    assert Edition.objects.get(key=key).published_by is None


@pytest.mark.parametrize(
    "change",
    [
        ("lapse_grace_days = 0", "lapse_grace_days = 30"),
        ("warn_days = [30, 7]", "warn_days = []"),
        ("by_level_above = true", "by_level_above = false"),
        ("years = 5", "years = 6"),
        ('posts = ["teller", "special"]', "posts = []"),
    ],
    ids=lambda change: change[1],
)
def test_and_what_is_left_to_the_place_may_be_otherwise(change: tuple[str, str]) -> None:
    assert faults(read_profile(changed(SHAANXI, *change))) == []
