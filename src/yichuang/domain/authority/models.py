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

    class Meta:
        verbose_name = "授权"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_grant_begins_before_it_ends",
                condition=models.Q(since__lte=models.F("until")),
            ),
            models.UniqueConstraint(
                name="one_grant_of_a_duty_from_a_day",
                fields=["agency", "post", "item", "duty", "since"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.get_post_display()} {self.item} {self.get_duty_display()}"
