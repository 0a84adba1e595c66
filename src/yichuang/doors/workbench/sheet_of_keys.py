"""The keys by page and post, as the cheat sheet prints them; a test holds them to the pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """The keys of one page, or of every page."""

    title: str
    posts: str
    templates: tuple[str, ...]
    """Whose footer keys these are."""
    keys: tuple[tuple[str, str], ...]


EVERYWHERE = Part(
    "所有页面",
    "所有岗位",
    (),
    (
        ("Enter", "填表时到下一栏，从不提交；列表中打开；查询框中查找"),
        ("Ctrl+Enter", "多行栏目中到下一栏（Enter 换行）"),
        ("F9", "本页的主办动作（右下角），Shift+Enter 相同"),
        ("Escape", "返回，或收起打开的理由栏"),
        ("ArrowUp ArrowDown", "列表中上一行、下一行，到底不回头"),
        ("1–9", "光标在核对框上时，勾选第几项"),
        ("扫码枪", "扫进所在栏；不在栏内时扫进查询框；从不提交"),
    ),
)
PARTS = (
    Part(
        "当前办件",
        "综合业务、特殊业务",
        ("counter.html", "mine.html"),
        (
            ("F2", "找人、找单位"),
            ("F4", "选事项（拼音首字母或人生事件）"),
            ("Alt+N", "下一位"),
        ),
    ),
    Part(
        "受理单、回执、告知书",
        "综合业务、特殊业务",
        ("draft.html", "receipt.html", "notice.html"),
        (
            ("F2", "找人、找单位，或换人"),
            ("F4", "改选事项"),
            ("F6", "回执页：看办件"),
            ("F7", "要件齐：材料都收原件"),
            ("F8", "一次性告知；回执、告知书页为打印"),
            ("F9", "受理、补正；回执页为办结"),
            ("Alt+N", "下一位，草稿留着"),
            ("Escape", "告知书页：回到受理单"),
        ),
    ),
    Part(
        "待复核",
        "复核",
        ("review.html", "review_case.html", "review_today.html"),
        (
            ("F9", "从最早到期的办起；核完各项后通过"),
            ("F5", "退回，写明理由，选退到哪一步"),
            ("F6", "全卷：打开办件页"),
            ("F7", "不予办理（本岗位最后签批时）"),
            ("PageUp", "上一件"),
            ("PageDown", "下一件"),
            ("Escape", "回到待复核"),
        ),
    ),
    Part(
        "待我签、待经办",
        "经办、主管副主任、主任、市处审批、处长",
        ("signing.html", "signing_case.html", "signing_today.html"),
        (
            ("F9", "从第一件办起；签字、接收、审批"),
            ("F5", "退回，写明理由，选退到哪一步"),
            ("F6", "全卷：打开办件页"),
            ("F7", "不予办理（最后签批人）"),
            ("F8", "提交办公会（市处审批）"),
            ("PageUp", "上一件"),
            ("PageDown", "下一件"),
            ("Escape", "返回"),
        ),
    ),
    Part(
        "办件页",
        "各岗位，只列本人此刻能办的",
        ("case.html",),
        (
            ("F2", "补交材料"),
            ("F3", "挂起"),
            ("F4", "撤回（申请人）"),
            ("F5", "退回"),
            ("F7", "不予办理"),
            ("F8", "提交办公会，或撤回上报"),
            ("F9", "办结、归档、补正等主办动作"),
            ("Alt+H", "回避换人（负责人）"),
            ("Escape", "回到首页"),
        ),
    ),
    Part(
        "待遇试算",
        "各业务岗位",
        ("pension.html",),
        (
            ("F8", "打印试算结果"),
            ("F9", "试算"),
            ("Escape", "返回"),
        ),
    ),
    Part(
        "查询",
        "各业务岗位",
        ("find.html", "insured.html"),
        (("F2", "到查询框，或再查一个"), ("Escape", "返回")),
    ),
    Part(
        "业务目录",
        "各业务岗位；提出、发布为省级主任、主管副主任",
        ("catalogue.html", "edition.html", "item.html", "propose.html"),
        (
            ("F4", "拟新版；事项页为回到目录"),
            ("F6", "下载本版"),
            ("F8", "检查新版"),
            ("F9", "提出，或核对差异后发布"),
            ("Escape", "返回上一级"),
        ),
    ),
    Part(
        "档案",
        "档案等各业务岗位",
        ("archive.html",),
        (
            ("F2", "到查找框"),
            ("F8", "打印归档清单"),
            ("PageUp", "上一页"),
            ("PageDown", "下一页"),
            ("Escape", "返回"),
        ),
    ),
)
CAPS = {
    "Escape": "Esc",
    "PageUp": "PgUp",
    "PageDown": "PgDn",
    "ArrowUp ArrowDown": "↑ ↓",
    "Alt+N": "Alt N",
    "Alt+H": "Alt H",
    "Ctrl+Enter": "Ctrl Enter",
}
"""What stands on the key itself."""


def caps(part: Part) -> list[tuple[str, str]]:
    """Give the keys of a part as they are labelled on the keyboard."""
    return [(CAPS.get(key, key), does) for key, does in part.keys]
