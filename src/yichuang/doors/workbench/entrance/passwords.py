"""What a password must be (密码要求): one of two profiles, chosen by the site.

`dengbao` is for 等保三级 (GB/T 22239-2019): composition and a change every ninety days. `asvs` is
for OWASP ASVS 5.0, which forbids both (6.2.5, 6.2.10) and asks for length and word lists instead.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from yichuang.doors.workbench.models import Account, OldPassword

LONGEST = 200
KINDS = (str.isupper, str.islower, str.isdigit)


class Unfit(Exception):
    """A password that can't be taken; `faults` says all that is wrong with it, at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("".join(faults))


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """Say how many."""
        return f"密码太短：请至少用 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return f"至少 {self.min_length} 个字符"


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the twenty thousand that are guessed first."""

    def get_error_message(self) -> str:
        """Say what to do."""
        return "这个密码太常见，容易被猜中，请换一个。"

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return "不用常见的密码"


class ShortEnough:
    """No more characters than are read at the login."""

    def validate(self, password: str, _: Any = None) -> None:
        """Refuse what is longer."""
        if len(password) > LONGEST:
            raise ValidationError(f"密码太长：请不要超过 {LONGEST} 个字符。")

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return f"不超过 {LONGEST} 个字符"


class ThreeKinds:
    """Three of four kinds of characters: capitals, small letters, digits, others."""

    def validate(self, password: str, _: Any = None) -> None:
        """Refuse what has two kinds or one."""
        kinds = {next((i for i, is_ in enumerate(KINDS) if is_(sign)), -1) for sign in password}
        if len(kinds) < 3:  # noqa: PLR2004 -- three of four
            raise ValidationError("请在大写字母、小写字母、数字、符号四类中至少用三类。")

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return "大写字母、小写字母、数字、符号四类中至少三类"


class Without:
    """Nothing in it that anybody knows: the person's number, and further words."""

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        self.words = words

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password with one of these in it."""
        number = str(user.pk) if user is not None else ""
        text = password.casefold()
        if any(word and word.casefold() in text for word in (number, *self.words)):
            raise ValidationError(f"密码里含有{self._named()}，请换掉这一部分。")

    def get_help_text(self) -> str:
        """Say it beside the field."""
        return f"不含{self._named()}"

    def _named(self) -> str:
        return "、".join(["工号", *(f"“{word}”" for word in self.words)])


def rules() -> list[str]:
    """Give what the profile in force asks for, for whoever chooses a password."""
    found = [validator.get_help_text() for validator in _validators()]
    if settings.PASSWORD_PROFILE["kept"]:
        found.append(f"不是最近 {settings.PASSWORD_PROFILE['kept']} 次用过的")
    if settings.PASSWORD_PROFILE["days"]:
        found.append(f"每 {settings.PASSWORD_PROFILE['days']} 天更换")
    return found


def faults_of(new: str, again: str, account: Account) -> list[str]:
    """Name all that is wrong with a new password, but for those that the person had before."""
    found: list[str] = []
    if "\0" in new:
        found.append("密码里有不能使用的字符，请重新输入。")
    try:
        password_validation.validate_password(new, account, _validators())
    except ValidationError as wrong:
        found += wrong.messages
    if new != again:
        found.append("两次输入的新密码不一样，请重新输入。")
    return found


def take(account: Account, new: str, at: datetime) -> None:
    """Set a password that is none of the last ones, or refuse it (Unfit)."""
    kept = settings.PASSWORD_PROFILE["kept"]
    had = list(OldPassword.objects.filter(account=account).order_by("-set_at", "-id"))
    before = {account.password, *(old.hashed for old in had[:kept])}
    if kept and any(check_password(new, hashed) for hashed in before):
        raise Unfit([f"这是最近 {kept} 次用过的密码，请换一个没有用过的。"])
    account.set_password(new)
    account.password_set_at = at
    account.save(update_fields=["password", "password_set_at"])
    OldPassword.objects.create(account=account, hashed=account.password, set_at=at)
    OldPassword.objects.filter(id__in=[old.id for old in had[max(kept - 1, 0) :]]).delete()


def is_due(account: Account, at: datetime) -> bool:
    """Say whether a password must be changed before anything else; of unknown age counts as old."""
    days = settings.PASSWORD_PROFILE["days"]
    if not days:
        return False
    return account.password_set_at is None or at - account.password_set_at > timedelta(days=days)


def _validators() -> list[Any]:
    return password_validation.get_password_validators(settings.PASSWORD_PROFILE["validators"])
