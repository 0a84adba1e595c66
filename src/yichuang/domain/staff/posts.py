"""The posts under their unified names, and which of them exclude each other.

A local agency can't rename them (SX-06). Where the groups come from: semantics of the posts in
人社厅发〔2021〕64号, seen only through the rules of Gansu, and so unverified.
"""

from django.db import models


class Post(models.TextChoices):
    """A post (岗位). 咨询服务 and 综合业务 are the names that every hall uses."""

    GUIDE = "guide", "咨询服务"
    TELLER = "teller", "综合业务"
    SPECIAL = "special", "特殊业务"
    HANDLER = "handler", "经办"
    REVIEWER = "reviewer", "复核"
    DEPUTY_DIRECTOR = "deputy-director", "主管副主任"
    DIRECTOR = "director", "主任"
    CITY_APPROVER = "city-approver", "市处审批"
    CITY_CHIEF = "city-chief", "处长"
    FINANCE = "finance", "财务"
    DATA = "data", "数据管理"
    AUDITOR = "auditor", "稽核内控"
    ARCHIVIST = "archivist", "档案"
    TRAINER = "trainer", "培训管理"
    SYSTEM_ADMIN = "system-admin", "系统管理员"
    SECURITY_ADMIN = "security-admin", "安全管理员"
    AUDIT_ADMIN = "audit-admin", "审计管理员"


FIXED_NAMES = {Post.GUIDE: "咨询服务", Post.TELLER: "综合业务"}
"""Names that no profile may give otherwise; leaders are called differently from place to place."""


class Group(models.TextChoices):
    """A group of posts (岗位类别): a person belongs to one, whatever the post."""

    OPERATION = "operation", "业务运行"
    FINANCE = "finance", "基金财务管理"
    DATA = "data", "数据管理"
    AUDIT = "audit", "稽核内控"
    SYSTEM_ADMIN = "system-admin", "系统管理员"
    SECURITY_ADMIN = "security-admin", "安全管理员"
    AUDIT_ADMIN = "audit-admin", "审计管理员"
    LEADING = "leading", "不属四类"
    """Leaders and whoever keeps the training: outside the four groups, no administrators."""


GROUPS = {
    Post.GUIDE: Group.OPERATION,
    Post.TELLER: Group.OPERATION,
    Post.SPECIAL: Group.OPERATION,
    Post.HANDLER: Group.OPERATION,
    Post.REVIEWER: Group.OPERATION,
    Post.ARCHIVIST: Group.OPERATION,
    Post.DEPUTY_DIRECTOR: Group.LEADING,
    Post.DIRECTOR: Group.LEADING,
    Post.CITY_APPROVER: Group.LEADING,
    Post.CITY_CHIEF: Group.LEADING,
    Post.TRAINER: Group.LEADING,
    Post.FINANCE: Group.FINANCE,
    Post.DATA: Group.DATA,
    Post.AUDITOR: Group.AUDIT,
    Post.SYSTEM_ADMIN: Group.SYSTEM_ADMIN,
    Post.SECURITY_ADMIN: Group.SECURITY_ADMIN,
    Post.AUDIT_ADMIN: Group.AUDIT_ADMIN,
}

ADMINS = frozenset({Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDIT_ADMIN})
COUNTER = frozenset({Post.TELLER, Post.SPECIAL})
"""Posts that receive clients and accept their business."""

BUSINESS = frozenset({Post.TELLER, Post.SPECIAL, Post.HANDLER})
"""Posts that do business, of which a reviewer holds none (WQ-04)."""


def exclude(one: Post, other: Post) -> bool:
    """Say whether one person may not hold both posts at a time (不相容岗位)."""
    if one == other:
        return False
    if Post.REVIEWER in {one, other} and BUSINESS & {one, other}:
        return True
    groups = {GROUPS[one], GROUPS[other]}
    if len(groups) == 1:
        return False
    return Group.LEADING not in groups or bool(ADMINS & {one, other})


EXCLUSIVE = frozenset((one, other) for one in Post for other in Post if exclude(one, other))
"""Every pair of posts that one person can't hold at a time, both ways round."""
