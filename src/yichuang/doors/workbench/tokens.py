"""The tokens of the look, read from the style sheet itself, with their contrasts."""

import re
from dataclasses import dataclass
from importlib.resources import files

DECLARED = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")

COLOURS = {
    "ink": "正文",
    "ink-2": "次要文字、表头、标签",
    "ink-3": "最淡的文字：划去的旧值、编号",
    "line": "边框",
    "line-2": "细线、只读栏目",
    "paper": "卡片和栏目的底",
    "ground": "页面的底",
    "wash": "表头、悬停的底",
    "brand": "一窗蓝：链接、主按钮、焦点",
    "brand-2": "选中的行和栏目",
    "brand-ink": "选中栏目的文字、按下的主按钮",
    "ok": "三级风险、通过、齐全",
    "ok-2": "通过的底",
    "warn": "二级风险、临期、未核实",
    "warn-2": "提醒的底",
    "stop": "一级风险、超期、差错",
    "stop-2": "差错的底",
    "changed": "改动过的行",
    "night": "底栏",
    "night-ink": "底栏的文字",
}
PAIRS = (
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "changed"),
    ("ink-2", "paper"),
    ("ink-2", "ground"),
    ("ink-2", "wash"),
    ("ink-2", "brand-2"),
    ("ink-3", "paper"),
    ("ink-3", "changed"),
    ("brand", "paper"),
    ("brand", "ground"),
    ("brand-ink", "brand-2"),
    ("paper", "brand"),
    ("ok", "ok-2"),
    ("warn", "warn-2"),
    ("stop", "stop-2"),
    ("stop", "paper"),
    ("night-ink", "night"),
)
"""Which ink stands on which ground; text needs 4.5 (WCAG 1.4.3)."""
ENOUGH = 4.5

SIZES = {
    "radius": "圆角",
    "gap": "卡片之间的距离",
    "font": "正文字号（A⁺；另有 A、A⁺⁺ 两档，宽屏再大一号）",
    "small": "小字：依据、说明",
    "row": "表格一行、栏目一格的高度",
    "nav": "左栏宽度",
    "side": "右栏宽度",
    "num": "数字、编号所用的等宽字体",
    "text": "文字字体",
}


@dataclass(frozen=True)
class Colour:
    """A colour with its value and what it is for."""

    name: str
    value: str
    use: str


@dataclass(frozen=True)
class Pair:
    """An ink on a ground, and how well it can be read there."""

    ink: Colour
    ground: Colour
    ratio: str
    enough: bool


def declared() -> dict[str, str]:
    """Read the tokens as they stand for the usual size of text on a usual screen."""
    css = files("yichuang.doors.workbench") / "static" / "workbench" / "tokens.css"
    first, _, _ = css.read_text("utf-8").partition("}")
    return {name: value.strip() for name, value in DECLARED.findall(first)}


def colours() -> list[Colour]:
    """Give every colour."""
    return [Colour(n, v, COLOURS.get(n, "")) for n, v in declared().items() if v.startswith("#")]


def measures() -> list[Colour]:
    """Give everything that isn't a colour."""
    found = declared().items()
    return [Colour(n, v, SIZES.get(n, "")) for n, v in found if not v.startswith("#")]


def pairs() -> list[Pair]:
    """Give every ink on every ground where it is used, with the contrast."""
    known = {colour.name: colour for colour in colours()}
    found = [(known[ink], known[ground]) for ink, ground in PAIRS]
    return [_pair(ink, ground, contrast(ink.value, ground.value)) for ink, ground in found]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (WCAG 2.2): from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _pair(ink: Colour, ground: Colour, ratio: float) -> Pair:
    return Pair(ink, ground, f"{ratio:.1f}", ratio >= ENOUGH)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:  # noqa: PLR2004 -- the short way of writing
        digits = "".join(d * 2 for d in digits)
    red, green, blue = (_linear(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
