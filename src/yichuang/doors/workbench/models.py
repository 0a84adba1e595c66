"""What pages keep for themselves: who may log in, and what was typed but not submitted yet."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models

from yichuang.domain.staff.models import Staff

UNKNOWN_STAFF = "没有工号为 %(value)s 的工作人员，请先登记人员，或核对工号。"


class Accounts(BaseUserManager["Account"]):
    """Opening accounts."""

    def create_user(self, staff: str, password: str) -> "Account":
        """Open the account of a person on the staff, with a first password."""
        if not Staff.objects.filter(number=staff).exists():
            raise ValidationError(UNKNOWN_STAFF, params={"value": staff})
        account = self.model(staff_id=staff)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, staff: Any, password: str) -> "Account":
        """Open an account; there is none above others, what a person may is what their post may."""
        return self.create_user(getattr(staff, "pk", staff), password)

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Give the account of a staff number, with the name of whose it is."""
        return self.select_related("staff").get(staff_id=username)


class Account(AbstractBaseUser):
    """Who may log in (账号): a person on the staff, with a password."""

    staff = models.OneToOneField(
        Staff,
        on_delete=models.PROTECT,
        primary_key=True,
        verbose_name="工号",
        error_messages={"invalid": UNKNOWN_STAFF, "unique": "这个工号已有账号。"},
    )
    is_active = models.BooleanField("启用", default=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "staff"

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.staff_id

    def get_username(self) -> str:
        """Give the staff number."""
        return self.staff_id


class Draft(models.Model):
    """What was typed at a window and isn't submitted yet (草稿), saved at every change.

    Its key is the request of the act that it becomes, so that submitting twice acts once.
    """

    key = models.UUIDField("编号", primary_key=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="填写人")
    agency = models.CharField("机构", max_length=6)
    item = models.CharField("事项", max_length=40)
    corrects = models.CharField("补正的办件", max_length=30, default="", blank=True)
    kind = models.CharField("对象类别", max_length=10, default="", blank=True)
    subject = models.CharField("对象", max_length=30, default="", blank=True)
    form = models.JSONField("表单", default=dict)
    materials = models.JSONField("材料", default=dict)
    saved_at = models.DateTimeField("保存时间")
    became = models.CharField("成为的办件", max_length=30, default="", blank=True)

    class Meta:
        verbose_name = "草稿"
        indexes: ClassVar = [models.Index(name="workbench_draft_of", fields=["by", "became"])]

    def __str__(self) -> str:
        return f"{self.item} {self.by_id}"
