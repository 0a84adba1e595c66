"""Who works where: agencies on three levels, departments, windows, people, assignments."""

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


class Staff(Registered):
    """A person who works at an agency (工作人员), known by the staff number (工号)."""

    number = models.CharField("工号", max_length=20, primary_key=True)
    name = models.CharField("姓名", max_length=50)

    class Meta:
        verbose_name = "工作人员"

    def __str__(self) -> str:
        return f"{self.name}({self.number})"


class Assignment(Registered):
    """A person in a post at an agency for a period (任职): `since` included, `until` not."""

    id = models.BigIntegerField("编号", primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="工作人员")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, verbose_name="科室"
    )
    post = models.CharField("岗位", max_length=20, choices=Post)
    since = models.DateField("起")
    until = models.DateField("止")
    trained_until = models.DateField("培训有效至")
    trained_by_founding = models.BooleanField("建制时视同已培训", default=False)

    class Meta:
        verbose_name = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_assignment_begins_before_it_ends",
                condition=models.Q(since__lte=models.F("until")),
            ),
            models.UniqueConstraint(
                name="one_assignment_to_a_post_from_a_day",
                fields=["staff", "agency", "post", "since"],
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="staff_assignment_by_post", fields=["agency", "post"])
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.get_post_display()} {self.since}–{self.until}"
