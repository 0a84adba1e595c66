"""Every rule that a profile itself must keep; one that breaks any can't be published."""

from collections.abc import Iterator

from yichuang.domain.catalogue.profile import INSURANCES, ItemRule, Profile
from yichuang.domain.staff.posts import FIXED_NAMES, Post

HANDLERS = (Post.HANDLER.value, Post.TELLER.value, Post.SPECIAL.value)
"""Who may sign level 1 first, as the one who handles it (经办人)."""

SIGNERS = (Post.REVIEWER.value, Post.DEPUTY_DIRECTOR.value, Post.DIRECTOR.value)
"""Who signs level 1 in the county after the handler, in this order (SX-12)."""

AUTHORISING = (
    Post.DEPUTY_DIRECTOR.value,
    Post.AUDITOR.value,
    Post.DIRECTOR.value,
    Post.SECURITY_ADMIN.value,
)
"""Who signs what an agency decides about itself: asked for by the business side, examined by
internal control, approved by the head, put into force (SX-10).
"""

INTERNAL = ("authorisation", "mode-switch")
"""Items by which an agency decides about itself; no catalogue makes them go another way."""

ABOUT_ANOTHER = {"objection": 1, "correction": 2, "major-correction": 1}
"""Items about another case, each with the level that it has at least: that of the original, and
never the third. No catalogue makes them laxer.
"""


def faults(profile: Profile) -> list[str]:
    """Name every rule that a profile breaks; one that breaks any can't be published."""
    return [
        *_fixed_names(profile),
        *_known_posts(profile),
        *_doubles(profile),
        *_doubles_in_lists(profile),
        *(fault for rule in profile.items for fault in _item_faults(profile, rule)),
    ]


def _fixed_names(profile: Profile) -> Iterator[str]:
    for post, name in FIXED_NAMES.items():
        if profile.post_names.get(post.value, name) != name:
            yield f"岗位“{name}”的名称全省统一，不得改为“{profile.post_names[post.value]}”"


def _known_posts(profile: Profile) -> Iterator[str]:
    known = set(Post.values)
    named = [("岗位名称", post) for post in profile.post_names]
    named += [(f"审批链“{name}”", post) for name, chain in profile.chains.items() for post in chain]
    named += [("培训", post) for post in profile.training.posts]
    named += [("高风险岗位", post) for post in profile.high_risk.posts]
    for where, post in named:
        if post not in known:
            yield f"{where}中没有“{post}”这个岗位"
    for name, chain in profile.chains.items():
        if len(chain) != len(set(chain)):
            yield f"审批链“{name}”中同一岗位出现两次"
        if chain == AUTHORISING:
            continue
        if chain and (chain[0] not in HANDLERS or chain[1:] != SIGNERS):
            yield f"审批链“{name}”须由经办人、复核、主管副主任、主任逐级签字（第十二条）"


def _doubles(profile: Profile) -> Iterator[str]:
    codes = [rule.code for rule in profile.items]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"事项“{code}”出现两次"
    # An authorisation names an item by its name: one that two items had would grant both.
    names = [rule.name for rule in profile.items]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"两个事项同名“{name}”，授权时无法区分"
    dated = [(parameter.code, parameter.valid_from) for parameter in profile.parameters]
    for name, day in sorted({pair for pair in dated if dated.count(pair) > 1}):
        yield f"参数“{name}”自{day}起有两个值"
    steps = [limit.state for limit in profile.step_limits]
    for state in sorted({state for state in steps if steps.count(state) > 1}):
        yield f"环节“{state}”有两个时限"


def _doubles_in_lists(profile: Profile) -> Iterator[str]:
    listed = {
        "退回原因": [reason.code for reason in profile.return_reasons],
        "中止事由": [ground.code for ground in profile.suspension_grounds],
        "救济途径": [way.name for way in profile.appeals],
    }
    for title, codes in listed.items():
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"{title}“{code}”出现两次"


def _internal_faults(profile: Profile, rule: ItemRule) -> Iterator[str]:
    authorising = profile.chains.get(rule.chain or "") == AUTHORISING
    if (rule.business == "internal") != (rule.code in INTERNAL):
        yield f"事项“{rule.name}”：内部管理事项是且只是{'、'.join(INTERNAL)}"
    if (rule.business == "internal") != authorising:
        yield f"事项“{rule.name}”：授权审批链用于内部管理事项，内部管理事项也只用这条链"
    if rule.business == "internal" and rule.reported is not None:
        yield f"事项“{rule.name}”是内部管理事项，由赋权的机构决定，不应上报审批"
    if (rule.business == "internal") != (rule.accepted_by == AUTHORISING[0]):
        yield f"事项“{rule.name}”：内部管理事项由主管副主任提出，其他事项由窗口受理"


def _level_faults(profile: Profile, rule: ItemRule) -> Iterator[str]:
    if rule.level == 1 and not profile.chains.get(rule.chain or ""):
        yield f"事项“{rule.name}”为一级风险，审批链不能为空"
    if rule.level != 1 and rule.chain is not None:
        yield f"事项“{rule.name}”不是一级风险，不应有审批链“{rule.chain}”"
    if rule.level == 3 and rule.double_keyed is not None:  # noqa: PLR2004 -- nobody reviews it
        yield f"事项“{rule.name}”为三级风险，没有复核，不能要求双岗录入"
    if rule.level != 1 and rule.reported is not None:
        yield f"事项“{rule.name}”不是一级风险，不应上报审批（第十二条）"


def _item_faults(profile: Profile, rule: ItemRule) -> Iterator[str]:
    yield from _internal_faults(profile, rule)
    least = ABOUT_ANOTHER.get(rule.code, rule.level)
    if rule.level > least:
        yield f"事项“{rule.name}”针对已决定的办件，风险等级不得低于{'一二'[least - 1]}级"
    if profile.rules.level_one_is_limited_and_the_rest_instant:
        right = "limited" if rule.level == 1 else "instant"
        if rule.timing != right or rule.instant_up_to is not None:
            yield f"事项“{rule.name}”：一级风险业务须限时办理，二级、三级须即时办理（第八条）"
    yield from _level_faults(profile, rule)
    may_be_limited = rule.timing == "limited" or rule.instant_up_to is not None
    if may_be_limited and rule.statutory is None and rule.promised is None:
        yield f"事项“{rule.name}”为限时业务，须有法定或承诺时限"
    if rule.insurance is not None and rule.insurance not in INSURANCES:
        yield f"事项“{rule.name}”的险种“{rule.insurance}”不是{'、'.join(INSURANCES)}之一"
    codes = [material.code for material in rule.materials]
    if len(codes) != len(set(codes)):
        yield f"事项“{rule.name}”的材料编号重复"
