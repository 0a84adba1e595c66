"""One case, one file (一件一档)."""

from django.db import models

from yichuang.domain.cases.models import Case
from yichuang.domain.trail.models import Registered


class File(Registered):
    """The file of a done case (业务档案): what it holds, and how long it is kept."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, verbose_name="办件"
    )
    contents = models.TextField("卷内目录")
    retention = models.CharField("保管期限", max_length=20)
    kept_from = models.DateField("期限起算日")
    filed_on = models.DateField("归档日期")

    class Meta:
        verbose_name = "业务档案"

    def __str__(self) -> str:
        return str(self.case_id)
