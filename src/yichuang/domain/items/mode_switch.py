"""经办模式切换: how an agency's counters work is changed (level 1, internal).

Refused until its staff are trained (SX-14); the level above puts it into force, so that the
province knows who is where (SX-00a).
"""

import json
from datetime import date
from typing import Literal

from django.db.models import QuerySet
from pydantic import Field

from yichuang.domain.authority.scope import BY_DEPARTMENT, HANDLING
from yichuang.domain.insured.actions import Entry
from yichuang.domain.items.fields import LineText, RegionCode
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Check, Claim, Difference, Effect, Item, Matter
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import mode_changed
from yichuang.domain.staff.models import (
    Agency,
    AgencyLevel,
    Assignment,
    Department,
    Mode,
    Subject,
)
from yichuang.domain.staff.posts import GROUPS, Group, Post
from yichuang.domain.staff.trained import untrained

MODES = {mode.label: mode for mode in Mode}
OPERATING = [post.value for post in Post if GROUPS[post] == Group.OPERATION]


class StillUntrained(Refusal):
    """Somebody's training has lapsed, or somebody came untrained, while the case was signed."""

    code = "still-untrained"
    says = "本机构此刻还有人员未完成培训：{who}。请先培训，再由赋权人签字。"


class Form(ItemForm):
    """经办模式切换申请."""

    agency: RegionCode = Field(title="机构")
    mode: Literal["专管员制", "征缴柜员制", "科室内部综合柜员制", "综合柜员制"] = Field(
        title="切换为"
    )
    ground: LineText = Field(title="依据")


def look_up(form: Form) -> Agency | None:
    """Read the agency."""
    return Agency.objects.filter(code=form.agency).first() if form.has("agency") else None


def is_own_agency(matter: Matter[Form, Agency | None]) -> str | None:
    """An agency asks for itself."""
    if matter.form.agency != matter.agency:
        return f"只能为本机构（{matter.agency}）申请切换"
    return None


def is_another_mode(matter: Matter[Form, Agency | None]) -> str | None:
    """A switch changes something."""
    agency = matter.facts
    if agency is not None and agency.mode == MODES[matter.form.mode]:
        return f"本机构已经实行{matter.form.mode}"
    return None


def suits_the_level(matter: Matter[Form, Agency | None]) -> str | None:
    """Above the county, tellers stand within departments."""
    agency = matter.facts
    within = {Mode.SPECIALIST, Mode.DEPARTMENT}
    if agency is None or agency.level == AgencyLevel.COUNTY or MODES[matter.form.mode] in within:
        return None
    return "省、市级经办机构只能实行科室内部综合柜员制或专管员制"


def departments_are_ready(matter: Matter[Form, Agency | None]) -> str | None:
    """Where tellers stand within departments, each has its business; a specialist has one kind."""
    mode = MODES[matter.form.mode]
    if mode.value not in BY_DEPARTMENT:
        return None
    most = 1 if mode == Mode.SPECIALIST else None
    amiss = []
    for department in _departments(matter.agency, matter.on):
        kinds = len(json.loads(department.business))
        if not kinds:
            amiss.append(f"{department.name}没有登记业务类别")
        elif most is not None and kinds > most:
            amiss.append(f"{department.name}登记了 {kinds} 类业务，专管员制每科只办一类")
    without = _without_department(matter.agency, matter.on)
    amiss += [f"{name}没有所在科室" for name in without]
    return f"{'；'.join(amiss)}。请系统管理员先登记科室业务" if amiss else None


def _counters(agency: str, on: date) -> QuerySet[Assignment]:
    held = Assignment.objects.filter(agency=agency, post__in=HANDLING)
    return held.filter(since__lte=on, until__gt=on)


def _departments(agency: str, on: date) -> list[Department]:
    keys = _counters(agency, on).values("department")
    return list(Department.objects.filter(key__in=keys).order_by("key"))


def _without_department(agency: str, on: date) -> list[str]:
    alone = _counters(agency, on).filter(department=None).order_by("staff")
    return list(alone.values_list("staff__name", flat=True))


def staff_is_trained(matter: Matter[Form, Agency | None]) -> str | None:
    """Everybody in the posts of operation is trained before the system starts."""
    told = _lacking(matter, matter.on)
    return f"还有人员未完成培训：{told}。请先培训，再申请切换" if told else None


def _lacking(matter: Matter[Form, Agency | None], on: date) -> str:
    lacking = untrained(matter.agency, OPERATING, matter.profile.training.subjects, on)
    return "；".join(
        f"{one.staff.name}（{'、'.join(Subject(s).label for s in one.missing)}）" for one in lacking
    )


def effect(matter: Matter[Form, Agency | None], act: Entry) -> Effect:
    """Let the agency run in the new mode from now on (StillUntrained)."""
    agency = matter.facts
    assert agency is not None  # noqa: S101 -- the check has seen to it
    if told := _lacking(matter, act.on):
        raise StillUntrained(who=told)
    row = mode_changed(agency, MODES[matter.form.mode])
    return Effect((row,), {"原模式": Mode(agency.mode).label, "现模式": matter.form.mode})


def differences(matter: Matter[Form, Agency | None]) -> tuple[Difference, ...]:
    """Show the mode as it is and as it would be."""
    agency = matter.facts
    if agency is None:
        return ()
    before = Mode(agency.mode).label
    return (
        Difference("mode", "经办模式", before, matter.form.mode, "经办模式切换申请"),
        Difference("ground", "依据", None, matter.form.ground, "经办模式切换申请"),
    )


ITEM = Item(
    code="mode-switch",
    form=Form,
    look_up=look_up,
    checks=(
        Check("own-agency", "为本机构申请", ("agency",), "SX-00a", is_own_agency),
        Check("another-mode", "与现行模式不同", ("mode", "agency"), "SX-00a", is_another_mode),
        Check("suits-the-level", "与机构层级相称", ("mode", "agency"), "SX-04", suits_the_level),
        Check("departments-are-ready", "科室业务已登记", ("mode", "agency"), "SX-04、WQ-01",
              departments_are_ready),
        Check("staff-is-trained", "人员均已培训", ("agency",), "SX-14", staff_is_trained),
    ),
    claims=lambda form: (Claim(f"agency/{form.agency}", "mode"),) if form.has("agency") else (),
    effect=effect,
    subject=lambda form: f"{form.agency} 切换为{form.mode}",
    differences=differences,
)  # fmt: skip
