"""Beside the way of a case: its clock stops, a decision is delivered, somebody is reminded."""

from typing import ClassVar

from django.db import models

from yichuang.domain.cases.models.case import Case
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Kept


class Suspension(Kept):
    """A stop of the clock (中止) on a ground of the closed list; a second person confirms it.

    Both its days are included; it runs from the day it was confirmed.
    """

    pk = models.CompositePrimaryKey("case_id", "n")
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        related_name="suspensions",
        verbose_name="办件",
        db_index=False,
    )
    n = models.SmallIntegerField("第几次")
    ground = models.CharField("中止事由", max_length=40)
    reason = models.CharField("说明", max_length=500)
    proposed_by = models.CharField("提请人", max_length=20)
    proposed_at = models.DateTimeField("提请时间")
    confirmed_by = models.CharField("确认人", max_length=20, null=True)  # noqa: DJ001 -- not yet
    starts_on = models.DateField("中止起", null=True)
    ends_on = models.DateField("中止止", null=True)
    ended_by = models.CharField("恢复人", max_length=20, null=True)  # noqa: DJ001 -- not yet

    class Meta:
        verbose_name = "期限中止"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_suspension_is_confirmed_by_a_second_person",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="a_suspension_runs_once_confirmed",
                condition=models.Q(confirmed_by__isnull=True, starts_on__isnull=True)
                | models.Q(confirmed_by__isnull=False, starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_suspension_starts_before_it_ends",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                name="one_open_suspension_of_a_case",
                fields=["case"],
                condition=models.Q(ended_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} 第{self.n}次中止"


class Delivery(Kept):
    """That a decision or result reached the client (送达): how, to whom, when."""

    pk = models.CompositePrimaryKey("case_id", "n")
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name="办件",
        db_index=False,
    )
    n = models.SmallIntegerField("第几次")
    paper = models.CharField("文书", max_length=40)
    way = models.CharField("送达方式", max_length=20)
    receiver = models.CharField("收件人", max_length=50)
    delivered_on = models.DateField("送达日期")
    note = models.CharField("凭证", max_length=200, null=True)  # noqa: DJ001 -- none
    """Number of the registered letter, say."""
    by = models.CharField("经手人", max_length=20)

    class Meta:
        verbose_name = "文书送达"

    def __str__(self) -> str:
        return f"{self.case_id} {self.paper}"


class Reminder(Kept):
    """That the keeper told somebody of a deadline (提醒). Whether it still holds is asked anew.

    One line for a case, a clock, a stage of warning and whom it is for: the keeper may be killed
    and begin again, and nobody is told twice.
    """

    key = models.CharField("编号", max_length=120, primary_key=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="reminders", verbose_name="办件"
    )
    kind = models.CharField("种类", max_length=20)
    """yellow, red, or escalated."""
    clock = models.CharField("期限", max_length=20)
    """Which clock: statutory, promised, or step."""
    due_on = models.DateField("期限之日")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="提醒机构")
    post = models.CharField("提醒岗位", max_length=20, choices=Post)
    staff = models.CharField("提醒人员", max_length=20, null=True)  # noqa: DJ001 -- the whole post
    told_at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = "期限提醒"
        indexes: ClassVar = [models.Index(name="cases_reminder_by_post", fields=["agency", "post"])]

    def __str__(self) -> str:
        return self.key
