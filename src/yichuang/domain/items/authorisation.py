"""岗位授权: what a post may do is granted, changed or withdrawn (level 1, internal).

Asked for by the business side, examined by internal control, approved by the head, put into force
by the level above (SX-10). The effect writes the register of authorisations.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from yichuang.domain.authority.actions import Scope, ended, entered
from yichuang.domain.authority.models import Duty, Grant
from yichuang.domain.authority.queries import missing
from yichuang.domain.authority.reasons import parts_of
from yichuang.domain.authority.scope import Place, beyond_agency
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.insured.actions import Entry
from yichuang.domain.items.fields import Count, Day, Fen, LineText, RegionCode, ShortText
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.kernel import money
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import COUNTER, Post
from yichuang.domain.trail.rows import New, Row

INSTANT = "全部即时业务"
"""Stands for all instant business, which a counter is granted as a whole."""

POSTS = {post.label: post for post in Post}
BY_LABEL = {duty.label: duty for duty in Duty}


class NothingLeftToAuthorise(Refusal):
    """While the case was signed its period ran out, or what it changes ended."""

    code = "nothing-left-to-authorise"
    says = "审批期间申请的期限已过，或原授权已经终止，不再有可以生效的内容。请退回申请人更正期限。"


class Form(ItemForm):
    """岗位授权申请."""

    agency: RegionCode = Field(title="机构")
    kind: Literal["授权", "变更", "收回"] = Field(title="事由")
    post: Literal[
        "综合业务", "特殊业务", "经办", "复核", "主管副主任", "主任", "市处审批", "处长",
        "稽核内控", "安全管理员",
    ] = Field(title="岗位")  # fmt: skip
    item: ShortText = Field(title="事项")
    duty: Literal["受理", "受理并经办", "复核", "审批"] = Field(title="权限")
    grant: Count | None = Field(default=None, title="原授权编号")
    limit: Fen | None = Field(default=None, title="金额上限")
    since: Day = Field(title="起")
    until: Day | None = Field(default=None, title="止")
    ground: LineText = Field(title="依据")


@dataclass(frozen=True)
class Facts:
    """The agency, and what stands in its register for the post."""

    place: Place | None
    level: str
    grants: tuple[Grant, ...]


def look_up(form: Form) -> Facts:
    """Read the agency and the post's authorisations that haven't ended."""
    agency = Agency.objects.filter(code=form.agency).first() if form.has("agency") else None
    if agency is None:
        return Facts(None, "", ())
    grants = Grant.objects.filter(agency=agency)
    if form.has("post"):
        grants = grants.filter(post=POSTS[form.post])
    place = Place(agency.mode, agency.insurances)
    return Facts(place, agency.level, tuple(grants.order_by("since", "id")))


def rules_of(profile: Profile, form: Form) -> list[ItemRule]:
    """Give the items that a form names: one, or all instant ones that its post accepts."""
    if form.item == INSTANT:
        post = POSTS[form.post].value
        return [r for r in profile.items if r.timing == "instant" and r.accepted_by == post]
    return [rule for rule in profile.items if rule.name == form.item]


def standing(matter: Matter[Form, Facts], on: date) -> list[Grant]:
    """Give the lines that a change or withdrawal from a day on is about."""
    form, duty = matter.form, BY_LABEL[matter.form.duty]
    codes = {rule.code for rule in rules_of(matter.profile, form)}
    lasting = [g for g in matter.facts.grants if g.until > on and g.duty == duty]
    lasting = [g for g in lasting if g.item in codes]
    return lasting if form.item == INSTANT else [g for g in lasting if g.id == form.grant]


def is_own_agency(matter: Matter[Form, Facts]) -> str | None:
    """An agency asks for its own posts."""
    if matter.form.agency != matter.agency:
        return f"只能为本机构（{matter.agency}）的岗位申请授权"
    return None


def item_is_known(matter: Matter[Form, Facts]) -> str | None:
    """What is granted stands in the catalogue in force."""
    if not rules_of(matter.profile, matter.form):
        return "施行中的业务目录没有这个事项，或没有由该岗位受理的即时业务。请从目录中选择"
    return None


def instant_is_whole(matter: Matter[Form, Facts]) -> str | None:
    """All instant business is granted to a counter together, so that all tellers are equal."""
    if POSTS[matter.form.post] not in COUNTER or matter.form.item == INSTANT:
        return None
    if any(rule.timing == "instant" for rule in rules_of(matter.profile, matter.form)):
        return "即时业务须整体授予窗口岗位，不能逐项授予或收回。请选择“全部即时业务”"
    return None


def duty_suits_post(matter: Matter[Form, Facts]) -> str | None:
    """A post is granted only a duty that it has in the item's own way at this level."""
    post, duty = POSTS[matter.form.post], BY_LABEL[matter.form.duty]
    if matter.form.item == INSTANT and duty != Duty.HANDLE:
        return "即时业务由受理人当场办结，权限应为“受理并经办”"
    for rule in rules_of(matter.profile, matter.form):
        parts = parts_of(matter.profile, rule, matter.facts.level)
        if (post.value, duty.value) not in parts:
            duties = "、".join(Duty(d).label for p, d in sorted(parts) if p == post) or "没有权限"
            name = matter.profile.post_name(post)
            return f"“{rule.name}”的流程中，本级“{name}”岗位可授予：{duties}。请核对岗位与权限"
    return None


def is_within_scope(matter: Matter[Form, Facts]) -> str | None:
    """Nothing is granted that the agency's mode or its insurances don't allow."""
    place, post = matter.facts.place, POSTS[matter.form.post].value
    rules = rules_of(matter.profile, matter.form)
    if place is None or not rules or matter.form.kind == "收回":
        return None
    reasons = [beyond_agency(rule, post, place) for rule in rules]
    # Of all instant business only what is within the scope is granted.
    return reasons[0] if all(reasons) else None


def limit_is_positive(matter: Matter[Form, Facts]) -> str | None:
    """A limit of nothing at all would be no authorisation."""
    if matter.form.limit == 0:
        return "金额上限应大于 0；不设上限的请留空，不授权的请选“收回”"
    return None


def period_is_right(matter: Matter[Form, Facts]) -> str | None:
    """An authorisation never reaches back, and begins before it ends."""
    form = matter.form
    if form.since < matter.on:
        return f"授权不溯及既往，起始日不得早于受理日 {matter.on}"
    if form.kind != "收回" and form.until is None:
        return "请填写终止日（不含当日）；授权须有期限"
    if form.until is not None and form.until <= form.since:
        return "终止日应晚于起始日"
    return None


def names_what_stands(matter: Matter[Form, Facts]) -> str | None:
    """A change or a withdrawal names an authorisation that holds; a new one isn't doubled."""
    form = matter.form
    if form.kind == "授权":
        return _doubled(matter)
    found = standing(matter, form.since)
    if not found:
        return "到起始日没有要变更或收回的授权。请按授权登记表填写原授权编号、岗位、事项与权限"
    if form.kind == "变更" and any(g.since >= form.since for g in found):
        return "变更的起始日应晚于原授权的起始日；尚未生效的授权请先收回，再重新申请"
    return None


def _doubled(matter: Matter[Form, Facts]) -> str | None:
    until = matter.form.until or date.max
    since, duty = matter.form.since, BY_LABEL[matter.form.duty]
    rules = [rule for rule in rules_of(matter.profile, matter.form) if _allowed(matter, rule)]
    if not rules or until <= since:
        return None
    if any(missing(matter.facts.grants, rule.code, duty, since, until) for rule in rules):
        return None
    return "该岗位在这段时间内已有同一授权，无须再授。需要改动的，请选“变更”"


def _allowed(matter: Matter[Form, Facts], rule: ItemRule) -> bool:
    place, post = matter.facts.place, POSTS[matter.form.post].value
    return place is not None and beyond_agency(rule, post, place) is None


def _granted(
    matter: Matter[Form, Facts], since: date, act: Entry, old: list[Grant]
) -> Iterator[New]:
    """Plan what is newly granted: beside what goes on standing, within the agency's scope."""
    form, until = matter.form, matter.form.until or date.max
    for rule in rules_of(matter.profile, form):
        if not _allowed(matter, rule):
            continue
        scope = Scope(POSTS[form.post], rule.code, BY_LABEL[form.duty], form.limit)
        grants = [known for known in matter.facts.grants if known not in old]
        for begins, ends in missing(grants, rule.code, scope.duty, since, until):
            told = {"ground": form.ground, "by": act.by, "case": act.case}
            yield from entered(matter.agency, [scope], since=begins, until=ends, **told)


def effect(matter: Matter[Form, Facts], act: Entry) -> Effect:
    """Write the register from the day of the last signature at the earliest.

    NothingLeftToAuthorise, where the signing took longer than what was asked for.
    """
    form, since = matter.form, max(matter.form.since, act.on)
    old = [] if form.kind == "授权" else standing(matter, since)
    new = [] if form.kind == "收回" else list(_granted(matter, since, act, old))
    if not (old or form.kind == "授权") or not (new or form.kind == "收回"):
        raise NothingLeftToAuthorise
    rows: list[Row] = [ended(grant, since) for grant in old]
    told = {"终止的授权": _numbers(g.id for g in old)} if old else {}
    if new:
        told["生效的授权"] = _numbers(row.values["id"] for row in new)
    return Effect((*rows, *new), {**told, "生效日": f"{since}"})


def _numbers(numbers: Iterable[int]) -> str:
    return "、".join(str(number) for number in numbers)


def differences(matter: Matter[Form, Facts]) -> tuple[Difference, ...]:
    """Show what the register says of the post and what it would say."""
    form = matter.form
    names = "、".join(rule.name for rule in rules_of(matter.profile, form))
    what = f"{INSTANT}（{names}）" if form.item == INSTANT else names
    until = f"{form.since}" if form.kind == "收回" else f"{form.until}"
    after = {
        "post": ("岗位", form.post),
        "item": ("事项", what),
        "duty": ("权限", form.duty),
        "limit": ("金额上限", _limit(form.limit)),
        "since": ("起", f"{form.since}"),
        "until": ("止（不含当日）", until),
        "ground": ("依据", form.ground),
    }
    before: dict[str, str] = {}
    old = None if form.kind == "授权" else next(iter(standing(matter, form.since)), None)
    if old is not None:
        before = {"post": form.post, "item": what, "duty": form.duty, "since": f"{old.since}"}
        before |= {"limit": _limit(old.limit_fen), "until": f"{old.until}", "ground": old.ground}
    if old is not None and form.kind == "收回":
        after |= {"since": ("起", before["since"]), "limit": ("金额上限", before["limit"])}
    return tuple(
        Difference(field, title, before.get(field), says, f"岗位授权申请（{form.kind}）")
        for field, (title, says) in after.items()
    )


def _limit(fen: int | None) -> str:
    return "不限" if fen is None else f"{money.yuan(money.Fen(fen))} 元"


def claims(form: Form) -> tuple[Claim, ...]:
    """Hold what is granted: no second application for the same beside it."""
    if not form.has("agency", "post", "item"):
        return ()
    what = f"grant/{form.agency}/{POSTS[form.post].value}/{form.item}"
    return (Claim(what[:60], "authorisation"),)


ITEM = Item(
    code="authorisation",
    form=Form,
    look_up=look_up,
    checks=(
        Check("own-agency", "为本机构的岗位申请", ("agency",), "SX-10", is_own_agency),
        Check("item-is-known", "事项在施行的目录中", ("item", "post"), "SX-06", item_is_known),
        Check(
            "instant-is-whole", "即时业务整体授予", ("item", "post"), "SX-10", instant_is_whole
        ),
        Check("duty-suits-post", "权限与岗位相称", ("duty", "post", "item", "agency"), "SX-10",
              duty_suits_post),
        Check("limit-is-positive", "金额上限大于零", ("limit",), "SX-10", limit_is_positive),
        Check("within-scope", "在经办模式与险种的范围内", ("item", "post", "kind", "agency"),
              "SX-04、WQ-01", is_within_scope),
        Check("period-is-right", "期限正确，不溯及既往", ("since", "until", "kind"), "SX-10",
              period_is_right),
        Check("names-what-stands", "与授权登记表相符",
              ("kind", "grant", "post", "item", "duty", "since", "until", "agency"), "SX-10",
              names_what_stands),
    ),
    claims=claims,
    effect=effect,
    subject=lambda form: f"{form.kind}：{form.post}岗位 {form.item}",
    differences=differences,
)  # fmt: skip
