"""The keys by page and post, as the cheat sheet prints them; a test holds them to the pages."""

from yichuang.doors.workbench.keys_of_a_page import Part
from yichuang.doors.workbench.keys_of_the_house import KEEPING

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
        "受理单、回执、告知书、决定书",
        "综合业务、特殊业务",
        ("draft.html", "receipt.html", "notice.html", "decision.html"),
        (
            ("F2", "找人、找单位，或换人"),
            ("F4", "改选事项"),
            ("F6", "回执页：看办件"),
            ("F7", "要件齐：材料都收原件"),
            ("F8", "一次性告知；回执、告知书、决定书页为打印"),
            ("F9", "受理、补正；回执页为办结"),
            ("Alt+N", "下一位，草稿留着"),
            ("Escape", "告知书页：回到受理单；决定书页：回到办件"),
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
            ("Alt+S", "提请中止，或由第二人确认"),
            ("Alt+R", "恢复办理，或不予确认"),
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
            ("F7", "不予办理（最后签批人）；列表页为今日已签"),
            ("F8", "提交办公会（市处审批）；列表页为集中签批"),
            ("Alt+S", "提请中止，或由第二人确认"),
            ("Alt+R", "恢复办理，或不予确认"),
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
            ("Alt+S", "提请中止，或由第二人确认"),
            ("Alt+R", "恢复办理，或不予确认"),
            ("Alt+T", "登记送达（办结、不予办理之后）"),
            ("Alt+G", "办结后更正：另立办件（窗口）"),
            ("Alt+J", "申请复查：另立办件（窗口）"),
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
        "我的账号",
        "所有岗位（点右上角姓名进入）",
        ("me.html", "me_password.html", "me_factor.html", "me_codes.html"),
        (
            ("F6", "启用第二因素，或重新生成备用码"),
            ("F7", "停用并更换签名密钥"),
            ("F8", "打印备用码"),
            ("F9", "更换密码"),
            ("Escape", "返回"),
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
        "到期提醒、期限一览、监控名单",
        "到期提醒为办件各岗位；期限一览、监控名单为主任、主管副主任、处长、稽核内控",
        ("reminders.html", "due.html", "due_cases.html", "watch.html"),
        (
            ("F2", "到筛选栏"),
            ("F6", "期限一览、监控名单之间往来"),
            ("F8", "打印"),
            ("Escape", "返回"),
        ),
    ),
    Part(
        "分管业务",
        "主任、处长；主管副主任查看",
        ("charges.html",),
        (
            ("F4", "登记分管"),
            ("F9", "登记"),
            ("Escape", "返回，或收起打开的一栏"),
        ),
    ),
    Part(
        "双岗录入、裁定",
        "复核",
        ("keying.html", "settling.html"),
        (
            ("F9", "提交复录；裁定"),
            ("Escape", "待复核"),
        ),
    ),
    Part(
        "集中签批",
        "经办、主管副主任、主任、市处审批、处长、安全管理员、财务",
        (
            "sitting_start.html",
            "sitting.html",
            "sitting_case.html",
            "sitting_payment.html",
            "sitting_summary.html",
            "sitting_held.html",
        ),
        (
            ("F9", "开始；逐件阅看；汇总；在汇总页确认，逐件签字"),
            ("PageDown", "下一件，最后一件之后到汇总"),
            ("PageUp", "上一件"),
            ("F4", "固定集中签批时间（负责人）"),
            ("F5", "退回，写明理由，选退到哪一步"),
            ("F6", "留出本次，或放回"),
            ("F7", "清单页：汇总"),
            ("F8", "结束本次；签批单页为打印"),
            ("Escape", "回到清单，或返回"),
        ),
    ),
    Part(
        "付款、付款单",
        "财务",
        ("payments.html", "payment.html", "payment_sheet.html"),
        (
            ("F5", "退回制单，写明理由"),
            ("F6", "全卷：打开依据的办件"),
            ("F8", "付款单；付款单页为打印"),
            ("F9", "从第一笔办起；制单，或由另一人签付"),
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
    *KEEPING,
)
CAPS = {
    "Escape": "Esc",
    "PageUp": "PgUp",
    "PageDown": "PgDn",
    "ArrowUp ArrowDown": "↑ ↓",
    "Alt+N": "Alt N",
    "Alt+G": "Alt G",
    "Alt+H": "Alt H",
    "Alt+J": "Alt J",
    "Alt+K": "Alt K",
    "Alt+R": "Alt R",
    "Alt+S": "Alt S",
    "Alt+T": "Alt T",
    "Ctrl+Enter": "Ctrl Enter",
}
"""What stands on the key itself."""


def caps(part: Part) -> list[tuple[str, str]]:
    """Give the keys of a part as they are labelled on the keyboard."""
    return [(CAPS.get(key, key), does) for key, does in part.keys]
