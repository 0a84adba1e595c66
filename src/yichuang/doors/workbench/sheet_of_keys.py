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
        "经办、主管副主任、主任、市处审批、处长、稽核内控、安全管理员",
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
            ("F6", "显示完整号码，须写明理由"),
            ("F7", "不予办理"),
            ("F8", "提交办公会，或撤回上报；审计管理员：谁看过"),
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
        (
            ("F2", "到查询框，或再查一个"),
            ("F6", "显示完整号码，须写明理由（F9）"),
            ("F8", "谁看过（审计管理员）"),
            ("F9", "选好号码和理由后显示"),
            ("Escape", "返回"),
        ),
    ),
    Part(
        "审计记录、谁看过",
        "审计管理员",
        ("audit.html", "audit_line.html", "audit_looks.html"),
        (
            ("F2", "到工号栏、编号栏"),
            ("F6", "这个人的全部记录"),
            ("PageUp", "上一页"),
            ("PageDown", "下一页"),
            ("Escape", "返回"),
        ),
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
        "培训、培训班",
        "培训管理；主任、稽核内控、安全管理员只查看",
        ("training.html", "training_group.html", "training_sheet.html", "training_person.html"),
        (
            ("F3", "办班"),
            ("F4", "登记课程"),
            ("F8", "签到表；签到表、培训记录页为打印"),
            ("F9", "到待登记的班；培训班页为登记结果"),
            ("Escape", "返回，或收起打开的一栏"),
        ),
    ),
    Part(
        "机构、窗口标识",
        "系统管理员；审计管理员、主任只看",
        ("agencies.html", "agency.html", "window_sign.html"),
        (
            ("F2", "设立科室"),
            ("F3", "开设窗口"),
            ("F4", "经办险种"),
            ("F6", "人员"),
            ("F7", "设立下级机构"),
            ("F8", "打印标识"),
            ("F9", "记入打开的一栏"),
            ("Escape", "返回，或收起打开的一栏"),
        ),
    ),
    Part(
        "人员",
        "系统管理员；审计管理员、主任只看",
        ("people.html", "person.html"),
        (
            ("F2", "找人"),
            ("F4", "登记人员；个人页为任职"),
            ("F5", "终止任职"),
            ("F9", "记入打开的一栏"),
            ("Escape", "返回，或收起打开的一栏"),
        ),
    ),
    Part(
        "我的账号",
        "所有岗位（点右上角姓名进入）",
        ("me.html", "me_password.html", "me_factor.html", "me_codes.html"),
        (
            ("F6", "启用第二因素，或重新生成备用码"),
            ("F8", "打印备用码"),
            ("F9", "更换密码"),
            ("Escape", "返回"),
        ),
    ),
    Part(
        "账号、会话",
        "安全管理员",
        ("accounts.html", "account.html", "account_slip.html", "sessions.html"),
        (
            ("F2", "到查找框"),
            ("F3", "停用账号"),
            ("F4", "发放登录码"),
            ("F5", "解除锁定"),
            ("F6", "重置第二因素"),
            ("F7", "结束会话"),
            ("F8", "打印登录码"),
            ("F9", "写明理由后办理"),
            ("PageUp", "上一页"),
            ("PageDown", "下一页"),
            ("Escape", "返回，或收起理由栏"),
        ),
    ),
    Part(
        "缺勤与委托、回避申报、无人可办",
        "各岗位；无人可办为主任、主管副主任、处长、系统管理员、安全管理员",
        ("absences.html", "relatives.html", "vacant.html"),
        (
            ("F4", "登记缺勤；申报"),
            ("F6", "缺勤与委托、回避申报之间往来"),
            ("F9", "登记缺勤、销假；申报、终止申报"),
            ("Escape", "返回，或收起打开的一栏"),
        ),
    ),
    Part(
        "授权登记、台账、我能办什么",
        "负责人、内控、管理员；我能办什么为各岗位",
        ("authority.html", "authority_ledger.html", "authority_why.html"),
        (
            ("F2", "到筛选栏、换岗位"),
            ("F3", "申请切换经办模式（主管副主任）"),
            ("F4", "年度检查（稽核内控）"),
            ("F6", "我能办什么"),
            ("F8", "台账；台账、我能办什么页为打印"),
            ("F9", "申请授权（主管副主任）"),
            ("Escape", "返回"),
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
