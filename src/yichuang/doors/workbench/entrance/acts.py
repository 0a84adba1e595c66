"""What is done to an account: each is one transaction with its audit line, or nothing at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from axes.utils import reset
from django.db import transaction

from yichuang.domain.authority.policy import Mandate
from yichuang.domain.cases.planning import ReasonNeeded
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.notes import NOBODY, Kind, note
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import NoSuchStaff
from yichuang.domain.staff.models import Staff
from yichuang.doors.workbench.entrance import codes, passwords, second_factor, sessions
from yichuang.doors.workbench.models import Account, OneTimeCode, OpenSession


class OwnAccount(Refusal):
    """Nobody keeps their own account."""

    code = "own-account"
    says = (
        "不能办理自己的账号。请联系本机构或上级机构的另一位安全管理员，"
        "没有的请由系统管理员在服务器上执行 yichuang account。"
    )


class NoAccount(Refusal):
    """The person has no account that is in use."""

    code = "no-account"
    says = "该人员没有启用的账号，无需办理。需要登录的，请发放一次性登录码。"


class NoSecondFactor(Refusal):
    """The person has no second factor that could be reset."""

    code = "no-second-factor"
    says = "该人员没有启用第二因素，无需重置。请核对工号。"


class SessionGone(Refusal):
    """The session has ended already, or is another person's."""

    code = "session-gone"
    says = "该会话已经结束。请刷新页面后再看。"


class CodeGone(Refusal):
    """The one-time code was used meanwhile, has run out, or was renewed."""

    code = "one-time-code-gone"
    says = "该登录码已使用过或已失效。请联系安全管理员重新发放。"


@dataclass(frozen=True)
class Order:
    """Who wants something done, when, from where, and, for somebody else, why and by what right."""

    by: str
    at: datetime
    said: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    mandate: Mandate | None = None

    def line(self, kind: Kind, **said: Any) -> None:
        """Leave the line of what was done; what goes with it stands in the same transaction."""
        why = {"reason": self.reason} if self.reason else {}
        told = {**self.said, **why, **said}
        note(kind, by=self.by, at=self.at, said=told, mandate=self.mandate)


def open_account(staff: str, order: Order) -> str:
    """Give a person a one-time code: for a new account, or in place of the password."""
    person = Staff.objects.filter(number=staff).first()
    if person is None:
        raise NoSuchStaff(staff=staff)
    _must_be_for_another(staff, order)
    with transaction.atomic():
        account, is_new = Account.objects.select_for_update().get_or_create(staff=person)
        account.set_unusable_password()
        account.is_active, account.password_set_at = True, None
        account.save(update_fields=["password", "is_active", "password_set_at"])
        code = codes.issue(account, order.at)
        ended = sessions.end_all(staff)
        until = order.at + codes.HOLDS
        order.line(Kind.ACCOUNT_OPENED, staff=staff, renewed=not is_new, until=until, ended=ended)
    return code


def close_account(staff: str, order: Order) -> None:
    """Close an account; its sessions end at once, its code is worth nothing."""
    _must_be_for_another(staff, order)
    with transaction.atomic():
        account = _account(staff)
        account.is_active = False
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])
        OneTimeCode.objects.filter(account=account).delete()
        order.line(Kind.ACCOUNT_CLOSED, staff=staff, ended=sessions.end_all(staff))


def unlock(staff: str, order: Order) -> None:
    """Take away the count of wrong passwords, from wherever they came."""
    _must_be_for_another(staff, order)
    with transaction.atomic():
        order.line(Kind.UNLOCKED, staff=staff, tries=reset(username=staff))


def reset_second_factor(staff: str, order: Order) -> None:
    """Take a person's devices and codes away and end the sessions; the next login enrols anew."""
    _must_be_for_another(staff, order)
    with transaction.atomic():
        if not second_factor.forget(_account(staff)):
            raise NoSecondFactor
        order.line(Kind.SECOND_FACTOR_RESET, staff=staff, ended=sessions.end_all(staff))


def end_key(staff: str, order: Order) -> None:
    """End somebody's signing key; its act stands on the key's own chain."""
    _must_be_for_another(staff, order)
    journeys.end_key(staff, reason=order.reason, by=order.by, at=order.at, request=uuid4())


def end_sessions(staff: str, order: Order, key: str = "") -> None:
    """End one session of a person, or all of them."""
    if order.mandate is not None:
        _must_be_for_another(staff, order)
    with transaction.atomic():
        theirs = OpenSession.objects.filter(staff=staff)
        if not may_be_number(key):
            raise SessionGone
        ended = (theirs.filter(key=key) if key else theirs).delete()[0]
        if not ended:
            raise SessionGone
        order.line(Kind.SESSION_ENDED, staff=staff, ended=ended)


def end_chosen(chosen: Sequence[OpenSession], order: Order) -> None:
    """End sessions of several people, all or none; each person has a line."""
    if not chosen:
        raise SessionGone
    with transaction.atomic():
        for session in chosen:
            end_sessions(session.staff_id, order, session.key)


def set_first_password(account: Account, code: str, new: str, order: Order) -> None:
    """Set one's own password with a one-time code, which is then used up (Unfit, CodeGone)."""
    with transaction.atomic():
        if not codes.use_up(account, code, order.at):
            raise CodeGone
        passwords.take(account, new, order.at)
        sessions.end_all(account.pk)
        order.line(Kind.PASSWORD_SET, by_code=True)


def change_password(account: Account, new: str, again: str, order: Order) -> None:
    """Set a new password in place of one's own (Unfit); every session ends."""
    if faults := passwords.faults_of(new, again, account):
        raise passwords.Unfit(faults)
    with transaction.atomic():
        passwords.take(account, new, order.at)
        order.line(Kind.PASSWORD_SET, ended=sessions.end_all(account.pk))


def enrol(account: Account, code: str, order: Order) -> list[str]:
    """Put a second factor into force and give the codes on paper; none where the code was wrong."""
    return _with_line(lambda: second_factor.confirm(account, code), order, {"what": "设备和备用码"})


def renew_codes(account: Account, order: Order) -> list[str]:
    """Make the codes on paper anew."""
    return _with_line(lambda: second_factor.new_codes(account), order, {"what": "备用码"})


def by_command(at: datetime) -> Order:
    """Give the order of whoever works at the server itself."""
    return Order(NOBODY, at, {"from": "命令行"})


def _with_line(do: Callable[[], list[str]], order: Order, said: dict[str, Any]) -> list[str]:
    with transaction.atomic():
        made = do()
        if made:
            order.line(Kind.SECOND_FACTOR_SET, **said)
    return made


def _must_be_for_another(staff: str, order: Order) -> None:
    if order.by == NOBODY:
        return
    if order.by == staff:
        raise OwnAccount
    if not order.reason.strip():
        raise ReasonNeeded(why="办理他人账号，审计时要看得出为什么")


def _account(staff: str) -> Account:
    found = Account.objects.select_for_update().filter(staff=staff, is_active=True).first()
    if found is None:
        raise NoAccount
    return found
