"""The register of authorisations (授权登记): what a post at an agency may do with an item.

Authority belongs to posts, never to persons. All tellers of an agency then have the same scope,
and nobody can give one of them more (SX-10).
"""

from typing import ClassVar

from django.db import models

from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Registered


class Duty(models.TextChoices):
    """What a post may do with an item (权限)."""

    ACCEPT = "accept", "受理"
    HANDLE = "handle", "受理并经办"
    REVIEW = "review", "复核"
    DECIDE = "decide", "审批"


class Grant(Registered):
    """An authorisation (授权) of a post for a duty on an item: `since` included, `until` not."""

    id = models.BigIntegerField("编号", primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    post = models.CharField("岗位", max_length=20, choices=Post)
    item = models.CharField("事项", max_length=40)
    duty = models.CharField("权限", max_length=10, choices=Duty)
    since = models.DateField("起")
    until = models.DateField("止")
    ground = models.CharField("依据", max_length=200)
    granted_by = models.CharField("授权人", max_length=20)
    by_case = models.CharField("授权办件", max_length=30, null=True)  # noqa: DJ001 -- the founding
    """The case that put it into force; none for what was granted at the founding."""
    limit_fen = models.BigIntegerField("金额上限（分）", null=True)
    """The highest amount of one case that the post may decide on; none: no limit."""
    version = models.PositiveIntegerField("版本", db_default=1)
    """Counts the changes, which come from the chains of different cases."""

    class Meta:
        verbose_name = "授权"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_grant_begins_before_it_ends",
                condition=models.Q(since__lte=models.F("until")),
            ),
            models.CheckConstraint(
                name="a_limit_of_a_grant_is_positive",
                condition=models.Q(limit_fen__isnull=True) | models.Q(limit_fen__gt=0),
            ),
            models.UniqueConstraint(
                name="one_grant_of_a_duty_from_a_day",
                fields=["agency", "post", "item", "duty", "since"],
                # What was withdrawn on its first day never held, and is in nobody's way.
                condition=models.Q(until__gt=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.get_post_display()} {self.item} {self.get_duty_display()}"


class RegisterCheck(Registered):
    """The yearly check of an agency's register of authorisations (授权年检)."""

    id = models.BigIntegerField("编号", primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="机构")
    year = models.PositiveSmallIntegerField("年度")
    checked_on = models.DateField("检查日期")
    checked_by = models.CharField("检查人", max_length=20)
    grants = models.PositiveIntegerField("有效授权数")
    digest = models.CharField("登记表摘要", max_length=64)
    remark = models.CharField("检查意见", max_length=500)

    class Meta:
        verbose_name = "授权年检"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_check_of_a_register_a_year", fields=["agency", "year"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"
