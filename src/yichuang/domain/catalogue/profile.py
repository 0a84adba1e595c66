"""What a profile (业务目录) says of each item, as typed data, and the rules it must keep itself."""

import re
import tomllib
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.canonical import plain
from yichuang.engines.routing import Business


def _writable(text: str) -> str:
    """Refuse what the trail can't write down: NUL, or letters that aren't composed."""
    plain(text)
    return text


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
ProfileCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$", max_length=20)]
PostName = Annotated[str, Field(max_length=40), AfterValidator(_writable)]
Text = Annotated[str, Field(max_length=300), AfterValidator(_writable)]
Words = Annotated[Text, Field(min_length=1)]

INSURANCES = {"pension": "企业职工基本养老保险", "unemployment": "失业保险"}
"""The insurances that an item may belong to, and an agency handle."""

MOST_DOTS = 100
"""In a line: the time to read a dotted key grows with the square of its parts."""


class UnreadableProfile(Refusal):
    """The text of a profile isn't one: every fault is named."""

    code = "unreadable-profile"
    says = "业务目录无法读取：{faults}。请按所列位置更正后重新提交。"


class Part(BaseModel):
    """A part of a profile: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Source(Part):
    """Where a rule comes from (依据), and whether its text was seen."""

    source: Words
    verified: bool


class Limit(Source):
    """A time limit (时限) in working days or calendar days."""

    days: Annotated[int, Field(ge=1, le=400)]
    unit: Literal["workdays", "days"]


class Material(Part):
    """A paper that an item asks for (材料), with the law that allows asking (Reg. 765 Art. 31)."""

    code: Code
    name: Words
    basis: Text = ""
    """The law, regulation or State Council decision; empty where none is known."""
    may_follow: bool = False
    """May be promised for later (容缺): the case can be done without it, but not filed."""
    when: Code | None = None
    """Asked for only under this condition, which the item knows by name."""


class Retention(Source):
    """How long the file is kept (保管期限): years, or permanently."""

    years: Annotated[int, Field(ge=1, le=100)] | Literal["permanent"]


class Reporting(Source):
    """Which cases of an item the county reports to the city, which then decides (上报)."""

    when: Code | None = None
    """Reported only under this condition, which the item knows by name; none: always."""


class DoubleKeying(Source):
    """Which fields the reviewer keys blind (双岗录入); what differs another reviewer settles."""

    fields: Annotated[tuple[Words, ...], Field(min_length=1)]


class ItemRule(Part):
    """How one business item (事项) is handled."""

    code: Code
    name: Words
    category: Words
    events: tuple[Words, ...] = ()
    """What in life leads to it (人生事件、生命事件), as the tiles of the guide say it."""
    business: Literal["general", "special", "internal"]
    """Internal business is the agency's own: no client comes for it."""
    insurance: Code | None = None
    """The insurance that it belongs to; none: every agency handles it."""
    levy: bool = False
    """Whether it is registration or collection, which a levy-only teller handles (WQ-01)."""
    level: Literal[1, 2, 3]
    level_source: Words
    level_verified: bool
    timing: Literal["instant", "limited"]
    instant_up_to: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Instant only up to so many persons; above, limited (WQ-06)."""
    accepted_by: Literal["teller", "special", "deputy-director"] = "teller"
    chain: Code | None = None
    reported: Reporting | None = None
    double_keyed: DoubleKeying | None = None
    watched: bool = False
    """Whether Art. 13 names it: control and supervision above all (SX-13)."""
    statutory: Limit | None = None
    promised: Limit | None = None
    retention: Retention
    materials: tuple[Material, ...] = ()


class TrainingRules(Source):
    """Which posts ask for which training, and what a lapse means (SX-14)."""

    posts: tuple[PostName, ...]
    subjects: tuple[Literal["integrity", "policy", "manners"], ...]
    lapse_grace_days: Annotated[int, Field(ge=0, le=366)]
    """Days after the lapse in which one may still act in the post; none: it stops at once."""
    warn_days: tuple[Annotated[int, Field(ge=1, le=366)], ...]


class AuthorisationRules(Source):
    """How an authorisation comes into force (SX-10)."""

    by_level_above: bool
    """Whether the level above puts it into force, since a county has no such administrator."""


class HighRiskRules(Source):
    """How long a person stays in a post of high risk before it is warned of."""

    posts: tuple[PostName, ...]
    years: Annotated[int, Field(ge=1, le=50)]
    warn_months: Annotated[int, Field(ge=1, le=60)]
    break_days: Annotated[int, Field(ge=0, le=366)]
    """A break of more days lets the years begin anew."""


class Parameter(Source):
    """A figure that checks use (参数), valid from a date."""

    code: Code
    name: Words
    value: int
    unit: Words
    valid_from: date


class ReturnReason(Part):
    """A reason for returning a case (退回原因), which statistics go by."""

    code: Code
    name: Words


class SuspensionGround(Source):
    """A ground on which the clock of a case may be stopped (中止事由): the list is closed."""

    code: Code
    name: Words


class AppealWay(Source):
    """A way to appeal against a decision (救济途径), as the letter of refusal names it."""

    name: Words
    to: Words
    """To whom, in words."""
    within: Words
    """Until when, in words."""


class StepLimit(Limit):
    """How long a case may stand at a step (环节时限)."""

    state: Words


class WarningRules(Source):
    """When a deadline turns yellow, and to whom it goes when it is missed (预警与升级)."""

    yellow_percent: Annotated[int, Field(ge=0, le=100)]
    """Yellow from when so much of the limit, or less, is left."""
    escalate_after_workdays: Annotated[int, Field(ge=0, le=100)]
    """Working days after the deadline at which the next level is told."""


class Rules(Part):
    """Rules that the catalogue of this profile must satisfy as a whole."""

    level_one_is_limited_and_the_rest_instant: bool
    """Shaanxi, Art. 8 (SX-08). Wangqing's paper has no such rule."""


class Profile(Part):
    """One version of a business catalogue (业务目录)."""

    code: ProfileCode
    version: Annotated[int, Field(ge=1, le=10**6)]
    title: Words
    in_force_on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
    source: Words
    rules: Rules
    post_names: dict[PostName, Words] = Field(default_factory=dict)
    """What leaders are called here, by post; unified names can't be given otherwise (SX-06)."""
    chains: dict[Code, tuple[PostName, ...]] = Field(default_factory=dict)
    """Who signs level 1, by the name of the chain; the first is the handler (经办人)."""
    training: TrainingRules
    authorisation: AuthorisationRules
    high_risk: HighRiskRules
    return_reasons: tuple[ReturnReason, ...] = ()
    suspension_grounds: tuple[SuspensionGround, ...] = ()
    appeals: tuple[AppealWay, ...] = ()
    step_limits: tuple[StepLimit, ...] = ()
    promised_papers: Limit | None = None
    """Until when papers that were promised must come (容缺补交期限), from acceptance on."""
    warnings: WarningRules | None = None
    parameters: tuple[Parameter, ...] = ()
    items: tuple[ItemRule, ...]

    def item(self, code: str) -> ItemRule | None:
        """Give the rule of an item, or None if this profile doesn't have it."""
        return next((rule for rule in self.items if rule.code == code), None)

    def business(self, rule: ItemRule, *, reported: bool) -> Business:
        """Give what the route of an item depends on; `reported`: whether this case is."""
        return Business(
            code=rule.code,
            level=rule.level,
            level_source=rule.level_source,
            timing=rule.timing,
            accepted_by=rule.accepted_by,
            chain=self.chains.get(rule.chain or "", ()),
            instant_up_to=rule.instant_up_to,
            reported=reported,
            reported_source=rule.reported.source if rule.reported else "",
            settled_by=Post.REVIEWER.value if rule.double_keyed else "",
            settled_source=rule.double_keyed.source if rule.double_keyed else "",
        )

    def post_name(self, post: str) -> str:
        """Give what a post is called under this profile."""
        return self.post_names.get(post, Post(post).label)

    def parameter(self, code: str, on: date) -> Parameter | None:
        """Give the parameter that is valid on a day, or None if there is none."""
        valid = [p for p in self.parameters if p.code == code and p.valid_from <= on]
        return max(valid, key=lambda p: p.valid_from, default=None)


def read_profile(text: str) -> Profile:
    """Read a profile from TOML; every fault is named at once (UnreadableProfile)."""
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        raise UnreadableProfile(faults=f"有一行的点超过 {MOST_DOTS} 个")
    try:
        return Profile.model_validate(tomllib.loads(text))
    except ValidationError as broken:
        wrong = (f"{'.'.join(map(str, e['loc']))}：{_amiss(e)}" for e in broken.errors())
        raise UnreadableProfile(faults="；".join(wrong)) from broken
    except tomllib.TOMLDecodeError as broken:
        place = re.search(r"at line (\d+), column (\d+)", str(broken))
        where = f"第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
        raise UnreadableProfile(faults=f"{where}不合 TOML 的写法") from broken
    except (ValueError, RecursionError) as broken:
        # What TOML allows and nobody means: a number of thousands of digits, endless brackets.
        raise UnreadableProfile(faults="数字过长或括号过深") from broken


def _amiss(error: Any) -> str:
    """Say in words what is wrong with a value."""
    match error["type"]:
        case "missing":
            return "缺少这一项"
        case "extra_forbidden":
            return "没有这一项，请删去"
        case "literal_error":
            return f"只能是 {error['ctx']['expected'].replace(' or ', '、')}"
        case "greater_than_equal" | "less_than_equal":
            return f"数字超出范围（{'、'.join(map(str, error['ctx'].values()))}）"
        case "string_too_long" | "string_too_short" | "string_pattern_mismatch":
            return "长度或写法不合要求"
        case _:
            return "内容不是这一项所要的"
