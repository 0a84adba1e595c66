"""Keys that people sign with, and which deputy is in charge of which business."""

from typing import ClassVar

from django.db import models

from yichuang.domain.staff.models.agencies import Agency
from yichuang.domain.staff.models.people import Staff
from yichuang.domain.trail.models import Registered


class SigningKey(Registered):
    """The public part of a key that a person signs with (签名密钥); nobody else ever has it."""

    fingerprint = models.CharField("密钥标识", max_length=64, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="签字人")
    algorithm = models.CharField("算法", max_length=20)
    public = models.CharField("公钥", max_length=4000)
    since = models.DateTimeField("启用时间")
    ended_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "签名密钥"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_person_signs_with_one_key",
                fields=["staff"],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.algorithm} {self.fingerprint[:12]}"


class Charge(Registered):
    """The deputy in charge of a category of business (分管): `since` included, `until` not."""

    id = models.BigIntegerField("编号", primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    category = models.CharField("业务类别", max_length=300)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="主管副主任")
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    paper = models.CharField("分工文件", max_length=100)

    class Meta:
        verbose_name = "分管业务"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_deputy_is_in_charge_of_a_business",
                fields=["agency", "category"],
                condition=models.Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="a_charge_begins_before_it_ends",
                condition=models.Q(until__isnull=True) | models.Q(since__lte=models.F("until")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.category} {self.staff_id}"
