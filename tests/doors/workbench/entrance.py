"""Words for coming in by the front door: an account, the login, what a page answers."""

import re
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from yichuang.doors.workbench.models import Account

PASSWORD = "yichuang-door-1"  # noqa: S105 -- of tests only
HTMX = {"HX-Request": "true"}


@cache
def hashed() -> str:
    """Hash the password once: it is slow on purpose."""
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
