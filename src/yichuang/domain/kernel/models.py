"""The counters behind every number."""

from django.db import models


class Counter(models.Model):
    """The last serial given out in a series (流水号)."""

    key = models.CharField("序列", max_length=100, primary_key=True)
    last = models.BigIntegerField("最后号")

    class Meta:
        verbose_name = "计数器"

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
