"""What the training pages show: who needs what until when, in words, shapes and tones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.domain.catalogue.profile import TrainingRules
from yichuang.domain.staff.models import Attendance, Result, Staff, Subject, Training
from yichuang.domain.staff.trained import Due, Trainee, trainees
from yichuang.doors.workbench.here import Here

RESULTS = {"passed": "1 合格", "failed": "2 不合格", "absent": "3 缺席"}
"""As the keyboard chooses them: by their digit."""

TONES = {Result.PASSED: "ok", Result.FAILED: "stop", Result.ABSENT: "warn"}


@dataclass(frozen=True)
class Cell:
    """One subject of one person: until when, and what that means today."""

    due: Due
    word: str
    shape: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One person in posts that ask for training."""

    trainee: Trainee
    cells: list[Cell]
    stops: bool
    """Whether acts in the post are refused today."""


@dataclass(frozen=True)
class Place:
    """One person on the list of a training, before the result is known."""

    staff: Staff
    agency: str
    posts: str
    cell: Cell | None
    own: bool


@dataclass(frozen=True)
class Group:
    """A training in a list: how many results of which kind it has."""

    training: Training
    passed: int
    failed: int
    absent: int

    @property
    def recorded(self) -> int:
        """How many have a result."""
        return self.passed + self.failed + self.absent


def cell_of(due: Due, rules: TrainingRules, on: date) -> Cell:
    """Say how a subject of somebody stands on a day."""
    left = due.left(on)
    if left is None:
        return Cell(due, "未培训", "□", "stop")
    if left <= 0:
        return Cell(due, "已到期", "■", "stop")
    near = [days for days in sorted(rules.warn_days) if left <= days]
    if near:
        return Cell(
            due, f"{near[0]} 日内到期", "△" if near[0] != min(rules.warn_days) else "▲", "warn"
        )
    return Cell(due, "有效", "●", "ok")


def lines_of(people: Iterable[Trainee], rules: TrainingRules, on: date) -> list[Line]:
    """Write the lines of the list of who needs what."""
    grace = timedelta(days=rules.lapse_grace_days)
    return [
        Line(
            one,
            [cell_of(due, rules, on) for due in one.dues],
            one.acts_until + grace <= on,
        )
        for one in people
    ]


def figures(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """Count the people by the worst of their subjects: word, tone, how many."""
    counted: dict[tuple[str, str], int] = {}
    for line in lines:
        worst = min(line.cells, key=lambda cell: cell.due.until or date.min, default=None)
        if worst is not None:
            counted[worst.word, worst.tone] = counted.get((worst.word, worst.tone), 0) + 1
    return [(word, tone, n) for (word, tone), n in counted.items()]


def groups(trainings: Iterable[Training]) -> list[Group]:
    """Write the list of trainings, each with its results counted."""
    held = list(trainings)
    counted: dict[tuple[int, str], int] = {}
    for one, result in Attendance.objects.filter(training__in=held).values_list(
        "training", "result"
    ):
        counted[one, result] = counted.get((one, result), 0) + 1
    return [Group(one, *(counted.get((one.id, r.value), 0) for r in Result)) for one in held]


def training_notice(here: Here) -> str:
    """Say to the person at the page that their own training lapses soon; empty while it doesn't."""
    rules = here.profile.training
    soon = here.on + timedelta(days=max(rules.warn_days, default=0))
    if here.post not in rules.posts or here.assignment.trained_until > soon:
        return ""
    mine = trainees([here.agency.code], [here.post.value], rules.subjects, here.on, staff=here.by)
    dues = [due for one in mine for due in one.dues if (due.until or date.min) <= soon]
    if not dues:
        return ""
    first = min(due.until or date.min for due in dues)
    what = "、".join(str(Subject(due.subject).label) for due in dues)
    if first > here.on:
        return f"您的{what}培训 {first} 到期，还有 {(first - here.on).days} 日。"
    last = here.assignment.trained_until + timedelta(days=rules.lapse_grace_days)
    until = f"，宽限到 {last} 前" if last > here.on else "，暂不能办理业务"
    return f"您的{what}培训已到期{until}，请联系培训管理岗位。"
