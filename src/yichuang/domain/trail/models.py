"""Chains and their acts, and the two kinds of rows that acts explain."""

from typing import ClassVar

from django.db import models


class Chain(models.Model):
    """A hash chain (链): one for each case, agency, catalogue. `n` is its version and length."""

    key = models.CharField("链", max_length=60, primary_key=True)
    n = models.IntegerField("笔数")
    head = models.CharField("末笔摘要", max_length=64)

    class Meta:
        verbose_name = "链"
        constraints: ClassVar = [
            models.CheckConstraint(name="a_chain_begins_with_an_act", condition=models.Q(n__gte=1)),
        ]

    def __str__(self) -> str:
        return self.key


class Act(models.Model):
    """One act (一笔): who did what, when, by which mandate. Written once, never changed.

    `content` is canonical JSON and holds everything; the other columns repeat parts of it for
    searching. The key is the request, so that no request can act twice.
    """

    request = models.UUIDField("请求", primary_key=True)
    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, verbose_name="链", db_index=False, related_name="acts"
    )
    n = models.IntegerField("第几笔")
    verb = models.CharField("动作", max_length=30)
    actor = models.CharField("工号", max_length=20)
    mandate = models.BigIntegerField("任职依据", null=True)
    at = models.DateTimeField("时间")
    content = models.TextField("内容")
    prev = models.CharField("前笔摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "留痕"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="an_act_has_one_place_in_its_chain", fields=["chain", "n"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} 第{self.n}笔"


class Kept(models.Model):
    """A row that acts explain: `verify` rebuilds it from the trail and compares."""

    class Meta:
        abstract = True


class Registered(Kept):
    """A row of a register: it points to the act that changed it last."""

    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, verbose_name="依据", db_index=False, related_name="+"
    )

    class Meta:
        abstract = True
