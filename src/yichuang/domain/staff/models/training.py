"""Courses, when they were held, and what came of them for whom (SX-14)."""

from typing import ClassVar

from django.db import models

from yichuang.domain.staff.models.agencies import Agency
from yichuang.domain.staff.models.people import Staff
from yichuang.domain.trail.models import Registered


class Subject(models.TextChoices):
    """What is taught (培训科目): the three of SX-14."""

    INTEGRITY = "integrity", "廉政教育"
    POLICY = "policy", "业务政策"
    MANNERS = "manners", "公务礼仪"


class Course(Registered):
    """A course (培训课程) in one of the subjects, and how long it is good for."""

    code = models.CharField("编号", max_length=20, primary_key=True)
    title = models.CharField("名称", max_length=60)
    subject = models.CharField("科目", max_length=10, choices=Subject)
    hours = models.PositiveSmallIntegerField("学时")
    valid_months = models.PositiveSmallIntegerField("有效期（月）")
    source = models.CharField("依据", max_length=100)
    verified = models.BooleanField("已核实", default=False)

    class Meta:
        verbose_name = "培训课程"

    def __str__(self) -> str:
        return self.title


class Training(Registered):
    """A course held on a day at an agency (培训班)."""

    id = models.BigIntegerField("编号", primary_key=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, verbose_name="课程")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="举办机构")
    held_on = models.DateField("日期")
    lecturer = models.CharField("授课人", max_length=50)
    place = models.CharField("地点", max_length=60)

    class Meta:
        verbose_name = "培训班"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_course_is_held_once_a_day_at_an_agency",
                fields=["course", "agency", "held_on"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.held_on}"


class Result(models.TextChoices):
    """What came of it for one person (培训结果)."""

    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"
    ABSENT = "absent", "缺席"


class Attendance(Registered):
    """A person at a training (参训), the result, and until when it is good (not included)."""

    id = models.BigIntegerField("编号", primary_key=True)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, verbose_name="培训班")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="工作人员")
    result = models.CharField("结果", max_length=10, choices=Result)
    valid_until = models.DateField("有效至", null=True)

    class Meta:
        verbose_name = "参训记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_result_of_a_person_at_a_training", fields=["training", "staff"]
            ),
            models.CheckConstraint(
                name="only_who_passed_is_trained_until_a_day",
                condition=models.Q(result="passed", valid_until__isnull=False)
                | (~models.Q(result="passed") & models.Q(valid_until__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.get_result_display()}"
