"""What two versions of a catalogue say differently, in the words that people read."""

from collections.abc import Iterator
from dataclasses import dataclass

from yichuang.domain.catalogue.profile import (
    INSURANCES,
    ItemRule,
    Limit,
    Material,
    Profile,
    Retention,
)
from yichuang.domain.staff.models import Subject
from yichuang.domain.staff.posts import Post

WHOLE = "目录"
"""Where a difference stands that belongs to no single item."""

LISTED = "列入目录"
LEVELS = {1: "一级风险", 2: "二级风险", 3: "三级风险"}
TIMINGS = {"instant": "即时", "limited": "限时"}
BUSINESSES = {"general": "一般性业务", "special": "特殊性业务", "internal": "内部管理"}
UNITS = {"workdays": "个工作日", "days": "日（日历日）"}
CONDITIONS = {
    "identity-changes": "变更姓名或公民身份号码时",
    "birth-changes": "更正出生日期时",
}
"""What conditions are called that items know by name; an unknown one is shown as it is."""

Said = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """One line: of which item, what of it, what was said and what is said now."""

    item: str
    """The item's code; empty for what belongs to the whole catalogue."""
    name: str
    title: str
    before: str | None
    """None where the former version says nothing of it."""
    after: str | None


def differences(former: Profile, latter: Profile) -> list[Difference]:
    """Give everything that the latter version says otherwise; the order of items doesn't count."""
    found = list(_compared("", WHOLE, _whole(former, latter), _whole(latter, latter)))
    before = {rule.code: rule for rule in former.items}
    after = {rule.code: rule for rule in latter.items}
    for code, rule in after.items():
        said = _item(former, before[code], latter) if code in before else {}
        found += _compared(code, rule.name, said, _item(latter, rule, latter))
    found += [
        Difference(code, rule.name, LISTED, "是", None)
        for code, rule in before.items()
        if code not in after
    ]
    return found


def post_words(profile: Profile, post: str) -> str:
    """Write a post, also one that there is none of."""
    return profile.post_name(post) if post in Post.values else post


def chain_words(profile: Profile, chain: tuple[str, ...]) -> str:
    """Write who signs one after another."""
    return " → ".join(post_words(profile, post) for post in chain)


def flow_words(profile: Profile, rule: ItemRule) -> str:
    """Write who does what of an item, from the window to the end."""
    first = post_words(profile, rule.accepted_by)
    if rule.level == 1:
        chain = profile.chains.get(rule.chain or "", ())
        signed = chain_words(profile, chain) or "（没有审批链）"
        city = f" → {post_words(profile, 'city-approver')}" if rule.reported else ""
        taken = "" if chain and chain[0] == rule.accepted_by else f"{first} → "
        return f"{taken}{signed}{city}"
    review = f" → {post_words(profile, 'reviewer')}" if rule.level == 2 else ""  # noqa: PLR2004
    return f"{first}{review} → {first}办结" if review else f"{first}当场办结"


def limit_words(limit: Limit | None) -> str:
    """Write a time limit."""
    return f"{limit.days} {UNITS[limit.unit]}" if limit else ""


def retention_words(retention: Retention) -> str:
    """Write how long a file is kept."""
    return "永久" if retention.years == "permanent" else f"{retention.years} 年"


def condition_words(condition: str | None) -> str:
    """Write under which condition something is asked for."""
    return CONDITIONS.get(condition, condition) if condition else ""


def insurance_words(insurance: str | None) -> str:
    """Write an insurance, also one that there is none of."""
    return INSURANCES.get(insurance, insurance) if insurance else "不分险种"


def _compared(item: str, name: str, before: Said, after: Said) -> Iterator[Difference]:
    for title in [*after, *(title for title in before if title not in after)]:
        if before.get(title) != after.get(title):
            yield Difference(item, name, title, before.get(title), after.get(title))


def _whole(profile: Profile, names: Profile) -> Said:
    strict = profile.rules.level_one_is_limited_and_the_rest_instant
    said = {
        "目录编号": profile.code,
        "名称": profile.title,
        "施行日期": f"{profile.in_force_on}",
        "依据": profile.source,
        "一级限时、其余即时（第八条）": "要求" if strict else "不要求",
    }
    for post, name in sorted(profile.post_names.items()):
        said[f"岗位名称：{Post(post).label if post in Post.values else post}"] = name
    for code, chain in sorted(profile.chains.items()):
        said[f"审批链“{code}”"] = chain_words(names, chain)
    said |= _about_staff(profile, names)
    said |= _about_course(profile)
    said |= _about_time(profile)
    for p in sorted(profile.parameters, key=lambda p: (p.code, p.valid_from)):
        words = f"{p.value} {p.unit}（{_sourced(p.source, verified=p.verified)}）"
        said[f"参数“{p.name}”（{p.code}）自 {p.valid_from}"] = words
    return said


def _about_staff(profile: Profile, names: Profile) -> Said:
    """Write what a version asks of those in the posts, and how they are authorised."""
    training, right, risk = profile.training, profile.authorisation, profile.high_risk
    grace, days = training.lapse_grace_days, "、".join(map(str, training.warn_days))
    return {
        "须培训的岗位": _posts(names, training.posts),
        "培训科目": "、".join(Subject(subject).label for subject in training.subjects),
        "培训到期后": f"宽限 {grace} 日" if grace else "当日起不能办理",
        "培训到期提醒": f"到期前 {days} 日" if days else "不提醒",
        "培训依据": _sourced(training.source, verified=training.verified),
        "授权生效": "由上级机构赋权" if right.by_level_above else "由本机构赋权",
        "授权依据": _sourced(right.source, verified=right.verified),
        "高风险岗位": _posts(names, risk.posts),
        "高风险岗位任职年限": f"连续 {risk.years} 年（间断不超过 {risk.break_days} 天），"
        f"期满前 {risk.warn_months} 个月提醒",
        "高风险岗位依据": _sourced(risk.source, verified=risk.verified),
    }


def _about_course(profile: Profile) -> Said:
    """Write the closed lists of a version: why a case comes back, stands still, is appealed."""
    said = {f"退回原因“{one.name}”": one.code for one in profile.return_reasons}
    for ground in profile.suspension_grounds:
        why = _sourced(ground.source, verified=ground.verified)
        said[f"中止事由“{ground.name}”"] = f"{ground.code}（{why}）"
    for way in profile.appeals:
        why = _sourced(way.source, verified=way.verified)
        said[f"救济途径“{way.name}”"] = f"{way.within}向{way.to}提出（{why}）"
    return said


def _about_time(profile: Profile) -> Said:
    """Write until when a case may stand at each step, and when whom a deadline is told to."""
    said = {f"环节时限（{one.state}）": _limit(one) for one in profile.step_limits}
    if profile.promised_papers is not None:
        said["容缺补交期限"] = _limit(profile.promised_papers)
    if (rules := profile.warnings) is not None:
        why = _sourced(rules.source, verified=rules.verified)
        said["预警"] = f"剩余时限不超过 {rules.yellow_percent}% 时（{why}）"
        said["超期上报上级"] = f"超期满 {rules.escalate_after_workdays} 个工作日（{why}）"
    return said


def _posts(names: Profile, posts: tuple[str, ...]) -> str:
    return "、".join(post_words(names, post) for post in posts) or "无"


def _item(profile: Profile, rule: ItemRule, names: Profile) -> Said:
    """Write everything that a version says of one item."""
    said = {
        LISTED: "是",
        "事项名称": rule.name,
        "类别": rule.category,
        "人生事件": "、".join(rule.events),
        "业务性质": BUSINESSES[rule.business],
        "险种": insurance_words(rule.insurance),
        "登记与征缴业务": "是" if rule.levy else "否",
        "重点监控（第十三条）": "是" if rule.watched else "否",
        "风险等级": LEVELS[rule.level],
        "等级依据": _sourced(rule.level_source, verified=rule.level_verified),
        "办理时限类型": TIMINGS[rule.timing],
        "受理岗位": post_words(names, rule.accepted_by),
        "审批链": _chain(profile, rule, names),
        "法定期限": _limit(rule.statutory),
        "承诺期限": _limit(rule.promised),
        "保管期限": _retention(rule.retention),
        "材料顺序": "、".join(material.name for material in rule.materials),
    }
    if rule.instant_up_to is not None:
        said["即时办理人数上限"] = f"{rule.instant_up_to} 人"
    if rule.reported is not None:
        why = _sourced(rule.reported.source, verified=rule.reported.verified)
        said["上报市处"] = f"{condition_words(rule.reported.when) or '一律上报'}（{why}）"
    if (keyed := rule.double_keyed) is not None:
        why = _sourced(keyed.source, verified=keyed.verified)
        said["双岗录入"] = f"{'、'.join(keyed.fields)}（{why}）"
    for material in rule.materials:
        said[f"材料（{material.code}）"] = _material(material)
    return said


def _chain(profile: Profile, rule: ItemRule, names: Profile) -> str:
    if rule.chain is None:
        return "无"
    return f"“{rule.chain}”：{chain_words(names, profile.chains.get(rule.chain, ())) or '没有登记'}"


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return "无"
    return f"{limit_words(limit)}（{_sourced(limit.source, verified=limit.verified)}）"


def _retention(retention: Retention) -> str:
    source = _sourced(retention.source, verified=retention.verified)
    return f"{retention_words(retention)}（{source}）"


def _material(material: Material) -> str:
    parts = [material.name, f"依据：{material.basis or '未见依据'}"]
    parts += ["可容缺"] if material.may_follow else []
    parts += [condition_words(material.when)] if material.when else []
    return "；".join(parts)


def _sourced(source: str, *, verified: bool) -> str:
    return source if verified else f"{source}，未核实"
