"""Clocks as pages show them: the day, how much is left, and where the limit comes from."""

from dataclasses import dataclass
from datetime import date

from yichuang.domain.cases.clocks import (
    INSTANT,
    PAPERS,
    PROMISED,
    RED,
    STATUTORY,
    STEP,
    YELLOW,
    Clock,
    clocks_of,
)
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import STATES

TITLES = {
    INSTANT: "即时办理",
    PROMISED: "承诺期限",
    STATUTORY: "法定期限",
    STEP: "本步期限",
    PAPERS: "容缺补交",
}
UNITS = {"workdays": "工作日", "days": "日"}
COUNTED = {"workdays": "个工作日", "days": "日"}
TONES = {RED: "stop", YELLOW: "warn"}


@dataclass(frozen=True)
class Due:
    """A day until when, and where it comes from."""

    title: str
    on: date | None
    """None while the clock stands still, and where the day can't be told."""
    says: str
    source: str
    verified: bool
    left: str
    tone: str

    @property
    def of_step(self) -> bool:
        """Whether it is the clock of the step; the head of a page tells only when it warns."""
        return self.title.startswith(TITLES[STEP])

    @property
    def of_papers(self) -> bool:
        """Whether it is the clock of the papers that were promised."""
        return self.title == TITLES[PAPERS]


def left_of(clock: Clock) -> tuple[str, str]:  # noqa: PLR0911 -- one answer for each kind
    """Say how long is left, with the tone of it: ok, warn or stop; the words say the same."""
    unit = UNITS[clock.limit.unit if clock.limit else "days"]
    match clock:
        case Clock(stopped=True):
            gone = "" if clock.counted is None else f"，已计 {clock.counted} {unit}"
            return f"中止{gone}", ""
        case Clock(untimed=True):
            return "受理时未计环节时限", ""
        case Clock(unknown_year=int(year)):
            return ("超期", "stop") if clock.tone == RED else (f"{year} 年日历未录入", "warn")
        case Clock(left=None):
            return "", ""
        case Clock(left=0):
            return "今日到期", "warn"
        case Clock(left=int(left)) if left < 0:
            return f"超期 {-left} {unit}", "stop"
    return f"剩 {clock.left} {unit}", TONES.get(clock.tone, "ok")


def dues(case: Standing, on: date) -> list[Due]:
    """Give the days until when a case must be done, each with where it comes from."""
    return [_due(clock, case) for clock in clocks_of(case.case, case.profile, on)]


def _due(clock: Clock, case: Standing) -> Due:
    title, limit = TITLES[clock.kind], clock.limit
    if clock.kind == STEP:
        title = f"{title}（{STATES[case.case.state]}）"
    if limit is None:
        return Due(title, clock.due_on, "受理当日", "业务目录", True, *left_of(clock))  # noqa: FBT003
    says = f"{limit.days} {COUNTED[limit.unit]}"
    return Due(title, clock.due_on, says, limit.source, limit.verified, *left_of(clock))
