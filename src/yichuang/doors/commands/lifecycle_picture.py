"""The documentation's picture of a case's life, made from the table that the code goes by."""

from xml.etree import ElementTree as ET

from yichuang.domain.cases.states import LIFECYCLE

COLUMN, ROW, LEFT, TOP = 112, 66, 130, 64
FONT = "Noto Sans CJK SC, WenQuanYi Micro Hei, Microsoft YaHei, sans-serif"


def lifecycle_picture() -> str:
    """Draw the table: a row for each state, a column for each verb, in the cell where it leads."""
    width = LEFT + COLUMN * len(LIFECYCLE.verbs) + 20
    height = TOP + ROW * len(LIFECYCLE.states) + 40
    svg = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=str(width),
        height=str(height),
        viewBox=f"0 0 {width} {height}",
        role="img",
    )
    ET.SubElement(svg, "title").text = "办件的生命周期：每一状态下可以办什么，办后到哪里"
    ET.SubElement(svg, "rect", width=str(width), height=str(height), fill="#fff")
    for j, (verb, name) in enumerate(LIFECYCLE.verbs.items()):
        _text(svg, LEFT + COLUMN * j, TOP - 30, name, ink="#1b4d8a")
        _text(svg, LEFT + COLUMN * j, TOP - 14, verb, size=10, ink="#5d6670")
    for i, (state, name) in enumerate(LIFECYCLE.states.items()):
        y = TOP + ROW * i
        ET.SubElement(svg, "path", d=f"M10 {y}H{width - 10}", stroke="#d5dae0")
        _text(svg, 12, y + 20, name, size=12)
        _text(svg, 12, y + 35, state, size=10, ink="#5d6670")
        for j, verb in enumerate(LIFECYCLE.verbs):
            _cell(svg, LEFT + COLUMN * j, y, state, verb)
    foot = "“留”表示状态不变；空格表示这一状态下没有这个动作。"
    _text(svg, 12, height - 12, foot, size=11, ink="#5d6670")
    return ET.tostring(svg, encoding="unicode") + "\n"


def _cell(svg: ET.Element, x: int, y: int, state: str, verb: str) -> None:
    targets = LIFECYCLE.moves.get((state, verb), frozenset())
    if targets == {state}:
        _text(svg, x, y + 26, "留", size=12, ink="#5d6670")
        return
    for k, target in enumerate(t for t in LIFECYCLE.states if t in targets):
        _text(svg, x, y + 15 + 14 * k, f"→{LIFECYCLE.states[target]}", size=10)


def _text(
    svg: ET.Element, x: int, y: int, text: str, *, size: int = 13, ink: str = "#1d242b"
) -> None:
    look = {"x": str(x), "y": str(y), "font-size": str(size), "fill": ink, "font-family": FONT}
    ET.SubElement(svg, "text", look).text = text
