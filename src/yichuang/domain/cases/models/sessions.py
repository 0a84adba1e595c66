"""Signing sessions (集中签批): where leaders sign, one case after another, in one go."""

from typing import ClassVar

from django.db import models

from yichuang.domain.staff.models import Agency, Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Kept


class SigningSession(Kept):
    """A sitting in which one person signs what waits (集中签批), opened with a proof."""

    key = models.CharField("编号", max_length=60, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="签批人")
    post = models.CharField("岗位", max_length=20, choices=Post)
    planned = models.CharField("约定时间", max_length=5, null=True)  # noqa: DJ001 -- outside them
    opened_at = models.DateTimeField("开始时间")
    closed_at = models.DateTimeField("结束时间", null=True)
    signed = models.IntegerField("已签件数", null=True)
    not_signed = models.IntegerField("未签件数", null=True)
    total_fen = models.BigIntegerField("金额合计（分）", null=True)

    class Meta:
        verbose_name = "集中签批"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_signing_session_of_a_person",
                fields=["staff"],
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.key
