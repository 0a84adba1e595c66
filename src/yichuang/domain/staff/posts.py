"""The posts under their unified names. A local agency can't rename them (SX-06)."""

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
    SYSTEM_ADMIN = "system-admin", "系统管理员"
    SECURITY_ADMIN = "security-admin", "安全管理员"
    AUDIT_ADMIN = "audit-admin", "审计管理员"


FIXED_NAMES = {Post.GUIDE: "咨询服务", Post.TELLER: "综合业务"}
"""Names that no profile may give otherwise; leaders are called differently from place to place."""
