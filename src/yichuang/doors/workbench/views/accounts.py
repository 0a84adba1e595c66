"""账号: the security administrator opens, closes, unlocks, resets; never for themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import is_password_usable
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.kernel.numbers import may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.actions import key_of
from yichuang.domain.staff.models import Assignment, Staff
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.acts import refused, refused_with, went
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.entrance import acts as account_acts
from yichuang.doors.workbench.entrance import codes, entry, locks, second_factor, sessions
from yichuang.doors.workbench.entrance.people import kept_by
from yichuang.doors.workbench.here import Request, seats_of
from yichuang.doors.workbench.models import Account, OneTimeCode
from yichuang.doors.workbench.views.faults import fault

KEEPERS = frozenset({Post.SECURITY_ADMIN})
PAGE = 50
TOLD = {
    "close": "账号已停用，其会话都已结束。",
    "unlock": "锁定已解除。",
    "reset": "第二因素已重置，其会话都已结束；下次登录时重新启用。",
    "end": "会话已结束。",
    "key": "签名密钥已停用；用它签过的仍然有效，本人下次签字前核验身份时启用新密钥。",
}


@dataclass(frozen=True)
class Line:
    """One person's account, as the list shows it."""

    person: Staff
    posts: str
    state: str
    tone: str
    until: datetime | None
    factor: str
    factor_tone: str
    locked: str
    last_login: datetime | None
    sessions: int


@door("GET", "POST", posts=KEEPERS)
def page(request: Request) -> HttpResponse:
    """List the people whose accounts are kept here; what is searched stands in no address."""
    asked = request.POST.get("q", "")[:40].strip()
    asked = asked if asked.isprintable() else ""
    people = kept_by(request.here.agency.code, request.here.on)
    if asked:
        people = people.filter(name__contains=asked) | people.filter(number__startswith=asked)
    count = people.count()
    last = max(1, -(-count // PAGE))
    typed = request.POST.get("page", "1")
    at = min(int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 1, last)  # noqa: PLR2004
    at = max(at, 1)
    shown = people[(at - 1) * PAGE : at * PAGE]
    context = {"lines": lines_of(request, shown), "q": asked, "count": count, "at": at}
    context |= {"last": last, "before": at - 1, "after": at + 1 if at < last else 0}
    return render(request, "workbench/accounts.html", context)


@door("GET", posts=KEEPERS)
def person(request: Request, who: str) -> HttpResponse:
    """Show a person's account and what can be done to it."""
    staff = found(request, who)
    held = seats_of(who, request.here.on)
    context = {
        "line": lines_of(request, [staff])[0],
        "account": Account.objects.filter(staff=who).first(),
        "held": held,
        "must": second_factor.must_have(who, request.here.on),
        "is_self": who == request.here.by,
        "sessions": sessions.running([who]),
        "signing_key": key_of(who),
        "told": TOLD.get(request.GET.get("told", ""), ""),
    }
    return render(request, "workbench/account.html", context)


@door("POST", posts=KEEPERS)
def act(request: Request, who: str, deed: str) -> HttpResponse:
    """Do one of four things to a person's account, with a reason."""
    staff = found(request, who)
    try:
        order = order_of(request)
        if deed == "code":
            return _slip(request, staff, account_acts.open_account(who, order), order.at)
        do = DEEDS.get(deed)
        if do is None:
            return refused_with(request, "没有这项操作，请从页面上的按钮办理。", status=400)
        do(who, order)
    except Refusal as refusal:
        return refused(request, refusal)
    except entry.UNWRITTEN:
        return fault(request, 409, "没有办成", NOT_WRITTEN)
    return went(request, f"{reverse('account', args=[who])}?told={deed}")


DEEDS: dict[str, Callable[[str, account_acts.Order], None]] = {
    "close": account_acts.close_account,
    "unlock": account_acts.unlock,
    "reset": account_acts.reset_second_factor,
    "key": account_acts.end_key,
}
NOT_WRITTEN = "此刻不能留下审计记录，本次没有办理。请稍后再试；仍不行时请告知审计管理员。"


def found(request: Request, staff: str) -> Staff:
    """Give a person whose account is kept here; any other looks like none at all."""
    kept = kept_by(request.here.agency.code, request.here.on)
    who = kept.filter(number=staff).first() if may_be_number(staff) else None
    if who is None:
        raise Http404("没有这个人员，或不归本机构管理。请从账号清单进入。")
    return who


def order_of(request: Request) -> account_acts.Order:
    """Give the order of the administrator, with the reason that was typed and the right to it."""
    here = request.here
    mandate = post_mandate(here.by, agency=here.agency.code, post=Post.SECURITY_ADMIN, on=here.on)
    reason = request.POST.get("reason", "")[:200].strip()
    return account_acts.Order(here.by, here.at, entry.whence(request), reason, mandate)


def lines_of(request: Request, people: Iterable[Staff]) -> list[Line]:
    """Write the accounts of some people, each thing read once for all of them."""
    people = list(people)
    numbers = [person.number for person in people]
    accounts = Account.objects.in_bulk(numbers)
    until = dict(OneTimeCode.objects.filter(account__in=numbers).values_list("account", "ends_at"))
    locked = locks.locked(numbers)
    running = [session.staff_id for session in sessions.running(numbers)]
    devices = second_factor.who_have(numbers)
    on, posts = request.here.on, _posts(request, numbers)
    lines = []
    for person in people:
        account, code = accounts.get(person.number), until.get(person.number)
        state, tone = _state(account, code, request.here.at)
        held = posts.get(person.number, [])
        must = any(second_factor.asked_of(one, on) for one in held)
        has = person.number in devices
        lines.append(
            Line(
                person,
                "、".join(f"{one.agency.name} {one.get_post_display()}" for one in held),
                state,
                tone,
                code,
                "已启用" if has else "应启用，下次登录时启用" if must else "未启用",
                "ok" if has else "warn" if must else "",
                locked.get(person.number, ""),
                account.last_login if account else None,
                running.count(person.number),
            )
        )
    return lines


def _posts(request: Request, numbers: list[str]) -> dict[str, list[Assignment]]:
    on = request.here.on
    held = Assignment.objects.filter(staff__in=numbers, since__lte=on, until__gt=on)
    found: dict[str, list[Assignment]] = {}
    for one in held.select_related("agency").order_by("agency", "post"):
        found.setdefault(one.staff_id, []).append(one)
    return found


def _state(account: Account | None, code: datetime | None, at: datetime) -> tuple[str, str]:
    if account is None:
        return "未开立", ""
    if not account.is_active:
        return "已停用", "stop"
    if is_password_usable(account.password):
        return "启用", "ok"
    if code is not None and code > at:
        return "待本人设密码", "warn"
    return "登录码已失效", "stop"


def _slip(request: Request, who: Staff, code: str, at: datetime) -> HttpResponse:
    context = {"who": who, "code": code, "until": at + codes.HOLDS, "issued": at}
    return render(request, "workbench/account_slip.html", context)
