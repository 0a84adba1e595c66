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
    password_set_at = models.DateTimeField("密码设置时间", null=True)
    """When the person set the password that holds now; unknown where somebody else did."""

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "staff"

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.staff_id

    def get_username(self) -> str:
        """Give the staff number."""
        return self.staff_id


class OldPassword(models.Model):
    """A password that a person has had (旧密码), hashed; only the last few are kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, verbose_name="账号")
    hashed = models.CharField("密码摘要", max_length=128)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = "旧密码"

    def __str__(self) -> str:
        return f"{self.account_id} {self.set_at}"


class OneTimeCode(models.Model):
    """A code for a first login (一次性登录码), hashed: it opens one setting of a password."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, verbose_name="账号"
    )
    hashed = models.CharField("登录码摘要", max_length=128)
    ends_at = models.DateTimeField("失效时间")

    class Meta:
        verbose_name = "一次性登录码"

    def __str__(self) -> str:
        return f"{self.account_id} {self.ends_at}"


class OpenSession(models.Model):
    """A session in force (会话), found by its person; without its row a session is none."""

    key = models.CharField("会话摘要", max_length=64, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, verbose_name="工作人员")
    began = models.DateTimeField("登录时间")
    seen = models.DateTimeField("最近使用")
    address = models.CharField("地址", max_length=45, default="", blank=True)
    browser = models.CharField("浏览器", max_length=40, default="", blank=True)

    class Meta:
        verbose_name = "会话"

    def __str__(self) -> str:
        return f"{self.staff_id} {self.began}"


class SealedKey(models.Model):
    """The private part of a signing key, sealed (密封的签名私钥)."""

    fingerprint = models.CharField("密钥标识", max_length=64, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, verbose_name="签字人")
    sealed = models.TextField("密封的私钥")

    class Meta:
        verbose_name = "密封的签名私钥"

    def __str__(self) -> str:
        return f"{self.staff_id} {self.fingerprint[:12]}"


class SeenBrief(models.Model):
    """That a brief was on somebody's screen in a signing session (已阅摘要)."""

    session = models.CharField("集中签批", max_length=60)
    number = models.CharField("办件或应付编号", max_length=30)
    brief = models.CharField("摘要", max_length=64)
    screen = models.CharField("屏幕摘要", max_length=64)
    choice = models.CharField("选择", max_length=10, default="sign")
    """sign, skip, or returned."""
    seen_at = models.DateTimeField("阅看时间")

    class Meta:
        verbose_name = "已阅摘要"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="a_brief_is_seen_once_in_a_session", fields=["session", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"


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
