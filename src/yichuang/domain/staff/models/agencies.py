"""Agencies on three levels, with their departments and windows."""

from typing import ClassVar

from django.db import models

from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Registered


class AgencyLevel(models.TextChoices):
    """The level of an agency (机构层级)."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class Mode(models.TextChoices):
    """How an agency's counters work (经办模式)."""

    SPECIALIST = "specialist", "专管员制"
    LEVY_ONLY = "levy-only", "征缴柜员制"
    DEPARTMENT = "department", "科室内部综合柜员制"
    UNIVERSAL = "universal", "综合柜员制"


class Agency(Registered):
    """A social insurance agency (经办机构), coded by its six-digit region (GB/T 2260)."""

    code = models.CharField("机构代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=AgencyLevel)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, verbose_name="上级机构")
    mode = models.CharField("经办模式", max_length=12, choices=Mode)
    profile = models.CharField("业务目录", max_length=20)
    insurances = models.CharField("经办险种", max_length=60, default="pension")
    """Codes of the insurances handled here, separated by commas, in the order of the alphabet."""
    signing_hours = models.CharField("集中签批时间", max_length=60, null=True)  # noqa: DJ001 -- none
    """When leaders sign in one go, as HH:MM separated by commas (WQ-05); none: not fixed."""
    version = models.PositiveIntegerField("版本", db_default=1)
    """Counts the changes: a switch of mode is a case, and changes it from that case's chain."""

    class Meta:
        verbose_name = "经办机构"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_a_province_has_no_agency_above",
                condition=models.Q(level=AgencyLevel.PROVINCE, parent__isnull=True)
                | (~models.Q(level=AgencyLevel.PROVINCE) & models.Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="above_the_county_tellers_stand_within_departments",
                condition=models.Q(level=AgencyLevel.COUNTY)
                | models.Q(mode__in=[Mode.SPECIALIST, Mode.DEPARTMENT]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.code})"


class Department(Registered):
    """A department (科室) of an agency."""

    key = models.CharField("编号", max_length=20, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    name = models.CharField("名称", max_length=40)
    business = models.TextField("业务类别", default="[]")
    """Categories of the catalogue that the department handles, as a canonical list (SX-04)."""

    class Meta:
        verbose_name = "科室"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_department_name_once_in_an_agency", fields=["agency", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class Window(Registered):
    """A window (窗口) of a hall and the post that sits there."""

    key = models.CharField("编号", max_length=20, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    number = models.PositiveSmallIntegerField("窗口号")
    post = models.CharField("岗位", max_length=20, choices=Post)

    class Meta:
        verbose_name = "窗口"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_window_number_once_in_an_agency", fields=["agency", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}号窗口"
