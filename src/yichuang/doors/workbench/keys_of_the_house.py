"""The keys of the pages by which a house is kept: catalogue, people, accounts, training, audit."""

from yichuang.doors.workbench.keys_of_a_page import Part

KEEPING = (
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
            ("F8", "集中签批时间；标识页为打印"),
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
            ("Alt+K", "停用签名密钥"),
            ("PageUp", "上一页"),
            ("PageDown", "下一页"),
            ("Escape", "返回，或收起理由栏"),
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
)
