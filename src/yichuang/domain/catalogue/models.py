"""The published catalogue: one row for each version of a profile, with its content and hash."""

from typing import ClassVar

from django.db import models

from yichuang.domain.trail.models import Registered


class Edition(Registered):
    """A version of a profile (目录版本): proposed by one person, published by another."""

    key = models.CharField("编号", max_length=30, primary_key=True)
    profile = models.CharField("业务目录", max_length=20)
    version = models.PositiveIntegerField("版本")
    in_force_on = models.DateField("施行日期")
    content = models.TextField("内容")
    content_hash = models.CharField("内容摘要", max_length=64)
    proposed_by = models.CharField("提出人", max_length=20)
    published_by = models.CharField("发布人", max_length=20, null=True)  # noqa: DJ001 -- none yet
    published_at = models.DateTimeField("发布时间", null=True)

    class Meta:
        verbose_name = "目录版本"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="publishing_needs_a_second_person",
                condition=models.Q(published_by__isnull=True)
                | ~models.Q(published_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="a_published_edition_says_when",
                condition=models.Q(published_by__isnull=True, published_at__isnull=True)
                | models.Q(published_by__isnull=False, published_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_published_edition_in_force_from_a_day",
                fields=["profile", "in_force_on"],
                condition=models.Q(published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class CalendarYear(Registered):
    """A year's holidays and make-up days (节假日安排), entered when the notice is out."""

    year = models.PositiveSmallIntegerField("年度", primary_key=True)
    notice = models.CharField("文号", max_length=100)
    content = models.TextField("安排")

    class Meta:
        verbose_name = "年度节假日安排"

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(Registered):
    """A single day that is worked or not, other than the year's arrangement says (日历调整)."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("工作日")
    notice = models.CharField("依据", max_length=100)

    class Meta:
        verbose_name = "日历调整"

    def __str__(self) -> str:
        return f"{self.day}"
