"""Words for coming in by the front door: an account, the login, what a page answers."""

import re
import time
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.hashers import get_hasher, make_password
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.halls import Hall
from yichuang.domain.staff import actions as staff
from yichuang.domain.staff.models import Staff
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Act
from yichuang.doors.workbench.models import Account

PASSWORD = "yichuang-door-1"  # noqa: S105 -- of tests only
HTMX = {"HX-Request": "true"}


def hashed() -> str:
    """Hash the password once in each way: it is slow on purpose."""
    return _hashed(get_hasher().algorithm)


@cache
def _hashed(_: str) -> str:
    return make_password(PASSWORD)


def open_account(number: str) -> Account:
    """Let somebody on the staff log in with the password of the tests."""
    return Account.objects.create(staff_id=number, password=hashed())


def try_password(client: Client, number: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send number and password."""
    return client.post("/login/", {"number": number, "password": password, **more})


def logged_in(number: str) -> Client:
    """Open an account and log in with it."""
    client = Client()
    open_account(number)
    assert try_password(client, number).status_code == 302
    return client


def words(answer: Any) -> str:
    """Give what a page says, without what is new at every look."""
    text = answer.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", text)
    return re.sub(r'"X-CSRFToken":"\w+"', "", text)


def security_admin(hall: Hall, agency: str = "610631", number: str = "61063190") -> str:
    """Put a security administrator at an agency, and give the staff number."""
    year = (date(2026, 1, 1), date(2027, 1, 1))
    if not Staff.objects.filter(number=number).exists():
        hall.do(staff.enlist, agency, number, "延卫东", by="0001")
        term: dict[str, Any] = {"since": year[0], "until": year[1], "trained_until": year[1]}
        hall.do(staff.assign, number, agency, Post.SECURITY_ADMIN, **term, by="0001")
    return number


def code_of(number: str, ahead: int = 0) -> str:
    """Give what somebody's device shows now, or some half minutes later."""
    device = TOTPDevice.objects.filter(user=number).latest("id")
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + 30 * ahead
    return f"{totp.token():06d}"


def half_a_minute_later(number: str) -> None:
    """Let the device show another code, and the wait after a wrong one be over."""
    calm = {"throttling_failure_count": 0, "throttling_failure_timestamp": None}
    TOTPDevice.objects.filter(user=number).update(last_t=-1, drift=0, **calm)
    StaticDevice.objects.filter(user=number).update(**calm)


def enrolled(number: str) -> list[str]:
    """Let somebody who must have a second factor enrol, and give the codes on paper."""
    client = Client()
    open_account(number)
    assert try_password(client, number)["Location"] == "/login/enrol/"
    answer = client.post("/login/enrol/", {"code": code_of(number)})
    half_a_minute_later(number)
    return re.findall(r"<li>([a-z2-7]{4}-[a-z2-7]{4})</li>", answer.content.decode())


def lines_of(number: str) -> list[str]:
    """Name the audit lines of somebody, in their order."""
    lines = Act.objects.filter(chain=f"audit/{number}").order_by("n")
    return list(lines.values_list("verb", flat=True))
