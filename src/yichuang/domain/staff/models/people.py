"""People: their posts, when they are away, and whose business they don't handle."""

from typing import ClassVar

from django.db import models

from yichuang.domain.staff.models.agencies import Agency, Department
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Registered


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
    version = models.PositiveIntegerField("版本", db_default=1)
    """Counts the changes: results of a training at another agency change it from another chain."""

    class Meta:
        verbose_name = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_assignment_begins_before_it_ends",
                condition=models.Q(since__lte=models.F("until")),
            ),
            models.UniqueConstraint(
                # One that ended on its first day never held, and keeps nobody out.
                name="one_assignment_to_a_post_from_a_day",
                fields=["staff", "agency", "post", "since"],
                condition=models.Q(since__lt=models.F("until")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="staff_assignment_by_post", fields=["agency", "post"])
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.get_post_display()} {self.since}–{self.until}"


class Relation(models.TextChoices):
    """What a declared citizen is to a person on the staff (关系)."""

    SELF = "self", "本人"
    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    SIBLING = "sibling", "兄弟姐妹"
    OTHER = "other", "其他近亲属"


class Relative(Registered):
    """A citizen whose business a person doesn't handle (回避申报): themself, or a relative."""

    id = models.BigIntegerField("编号", primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="工作人员")
    citizen_id = models.CharField("公民身份号码", max_length=18)
    name = models.CharField("姓名", max_length=50)
    relation = models.CharField("关系", max_length=10, choices=Relation)
    ended_on = models.DateField("终止日", null=True)
    """When the head of the agency ended it; none: it stands."""

    class Meta:
        verbose_name = "回避申报"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_citizen_is_declared_once_by_a_person",
                fields=["staff", "citizen_id"],
                condition=models.Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.get_relation_display()}"


class Absence(Registered):
    """An absence on record (缺勤): `since` included, `until` not; with or without a delegate.

    The delegate holds the same post at the same agency, and takes what is in the absent one's
    seats; everything done so names the delegation. It ends by itself.
    """

    id = models.BigIntegerField("编号", primary_key=True)
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, verbose_name="缺勤人", related_name="absences"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    post = models.CharField("岗位", max_length=20, choices=Post)
    since = models.DateField("起")
    until = models.DateField("止")
    reason = models.CharField("事由", max_length=100)
    paper = models.CharField("书面依据", max_length=100)
    delegate = models.ForeignKey(
        Staff, on_delete=models.PROTECT, verbose_name="受托人", null=True, related_name="+"
    )

    class Meta:
        verbose_name = "缺勤与委托"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_absence_begins_before_it_ends",
                condition=models.Q(since__lte=models.F("until")),
            ),
            models.CheckConstraint(
                name="nobody_delegates_to_themself",
                condition=models.Q(delegate__isnull=True) | ~models.Q(delegate=models.F("staff")),
            ),
            models.UniqueConstraint(
                # One that ended on its first day never held, and may be recorded anew.
                name="one_absence_from_a_post_from_a_day",
                fields=["staff", "agency", "post", "since"],
                condition=models.Q(since__lt=models.F("until")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.since}–{self.until}"
