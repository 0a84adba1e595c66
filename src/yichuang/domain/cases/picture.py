"""The picture of a case: its route, who did what when — from the same data the engine goes by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from yichuang.domain.cases.models import Seat
from yichuang.domain.cases.standing import Standing
from yichuang.domain.cases.states import LIFECYCLE, OPEN
from yichuang.domain.kernel.numbers import LOCAL

BOX, GAP, HIGH, TOP = 160, 24, 92, 56
LINE = 22
INK = {"done": "#1f6f4a", "here": "#9a5b00", "ahead": "#5d6670", "ended": "#8f2d2d"}
SHAPE = {"done": "✓", "here": "●", "ahead": "○", "ended": "■"}
"""Text and shape beside every colour: the picture is read without colours too."""


@dataclass(frozen=True)
class Deed:
    """One act as the picture tells it: who did what, when, and why."""

    n: int
    verb: str
    actor: str
    at: datetime
    reason: str = ""
    instead: str = ""
    """The staff number of whoever is away, where the act took that seat by delegation."""


@dataclass(frozen=True)
class Box:
    """One box of the route: a seat or an end, how it stands, and the lines in it."""

    title: str
    how: str
    lines: tuple[str, ...]


def picture(case: Standing, deeds: Iterable[Deed], names: Mapping[str, str]) -> str:
    """Draw a case as SVG; `names` are the names of staff by their numbers."""
    told = list(deeds)
    stood_in = {deed.actor: deed.instead for deed in told if deed.instead}
    boxes = [*(_seat_box(case, s, told, names) for s in _order(case)), *_ends(case, told)]
    width = len(boxes) * (BOX + GAP) + GAP
    height = TOP + HIGH + 34 + LINE * len(told)
    svg = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=str(width),
        height=str(height),
        viewBox=f"0 0 {width} {height}",
        role="img",
    )
    title = f"{case.case.number} {case.rule.name}：{LIFECYCLE.states[case.case.state]}"
    ET.SubElement(svg, "title").text = title
    _text(svg, GAP, 32, title, size=17, bold=True)
    for i, box in enumerate(boxes):
        _draw(svg, GAP + i * (BOX + GAP), box, first=i == 0)
    for i, deed in enumerate(told):
        _text(svg, GAP, TOP + HIGH + 40 + LINE * i, _line(deed, names, stood_in))
    return ET.tostring(svg, encoding="unicode")


def _order(case: Standing) -> list[Seat]:
    """Give the standing seats: the counter first, then the others as they act."""
    steps = dict.fromkeys([0, *(stage["step"] for stage in case.stages_met())])
    return [case.seat(step) for step in steps]


def _seat_box(case: Standing, seat: Seat, told: list[Deed], names: Mapping[str, str]) -> Box:
    here = case.case.state in OPEN and case.case.step == seat.step
    accepted = seat.step == 0 and bool(told) and not here
    how = "here" if here else "done" if seat.decision or accepted else "ahead"
    if seat.decision == "refuse":
        how = "ended"
    who = _name(seat.holder, names) if seat.holder else "未定到人"
    lines = [who]
    if seat.decision and seat.decided_at:
        lines.append(f"{LIFECYCLE.verbs[seat.decision]} {_when(seat.decided_at)}")
    elif seat.step == 0 and told:
        lines.append(f"受理 {_when(told[0].at)}")
    gone = [s for s in case.seats if s.step == seat.step and s.stands_down]
    stood_in = {deed.actor: deed.instead for deed in told if deed.instead}
    if seat.holder in stood_in:
        lines.append(_instead(stood_in[seat.holder], names))
    gone = [s for s in gone if s.holder not in stood_in.values()]
    if gone:
        lines.append("已回避：" + "、".join(_name(s.holder, names) for s in gone))
    return Box(case.profile.post_name(seat.post), how, tuple(lines))


def _ends(case: Standing, told: list[Deed]) -> list[Box]:
    state = case.case.state
    if state in {"refused", "withdrawn"}:
        return [Box(LIFECYCLE.states[state], "ended", (_when(told[-1].at),) if told else ())]
    done = case.case.done_at
    filed = next((deed.at for deed in told if deed.verb == "file"), None)
    return [
        Box("办结", "done" if done else "ahead", (_when(done),) if done else ()),
        Box("归档", "done" if filed else "ahead", (_when(filed),) if filed else ()),
    ]


def _draw(svg: ET.Element, x: int, box: Box, *, first: bool) -> None:
    ink = INK[box.how]
    if not first:
        path = f"M{x - GAP + 3} {TOP + HIGH // 2}H{x - 3}m-7 -4l7 4l-7 4"
        ET.SubElement(svg, "path", d=path, fill="none", stroke="#5d6670")
    ET.SubElement(
        svg,
        "rect",
        {"x": str(x), "y": str(TOP), "width": str(BOX), "height": str(HIGH), "rx": "4"}
        | {"fill": "#fff", "stroke": ink, "stroke-width": "2.5" if box.how == "here" else "1.2"},
    )
    _text(svg, x + 10, TOP + 24, f"{SHAPE[box.how]} {box.title}", size=15, ink=ink, bold=True)
    for i, line in enumerate(box.lines):
        _text(svg, x + 10, TOP + 46 + 18 * i, line, size=12)


def _line(deed: Deed, names: Mapping[str, str], stood_in: Mapping[str, str]) -> str:
    verb = LIFECYCLE.verbs[deed.verb]
    why = f"：{deed.reason}" if deed.reason else ""
    absent = stood_in.get(deed.actor)
    instead = f" {_instead(absent, names)}" if absent else ""
    return f"{deed.n}. {_when(deed.at)} {_name(deed.actor, names)}{instead} {verb}{why}"


def _instead(absent: str, names: Mapping[str, str]) -> str:
    return f"代 {names.get(absent) or absent}（缺勤）"


def _name(number: str | None, names: Mapping[str, str]) -> str:
    return f"{names.get(number or '', '')}（{number}）"


def _when(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def _text(
    svg: ET.Element,
    x: int,
    y: int,
    text: str,
    *,
    size: int = 13,
    ink: str = "#1d242b",
    bold: bool = False,
) -> None:
    look = {"x": str(x), "y": str(y), "font-size": str(size), "fill": ink}
    look["font-family"] = "Noto Sans CJK SC, WenQuanYi Micro Hei, Microsoft YaHei, sans-serif"
    if bold:
        look["font-weight"] = "600"
    ET.SubElement(svg, "text", look).text = text
