"""What a password must be, under each of the two profiles, and how it is changed."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from tests.doors.workbench.conftest import AFTERNOON, Clock
from tests.doors.workbench.entrance import (
    PASSWORD,
    lines_of,
    logged_in,
    open_account,
    try_password,
    words,
)
from tests.halls import Hall
from tests.house.plan import CHECKOUT
from yichuang.doors.workbench.entrance import passwords
from yichuang.doors.workbench.models import Account, OldPassword

pytestmark = pytest.mark.usefixtures("quick_hashes")
NUMBER = "61063105"
NEW = "Walnut-Harvest-26"
FAULTS = {
    "dengbao": {
        "Walnut-1": "至少用 10 个字符",
        "walnut1234": "四类中至少用三类",
        "一窗柜员密码很长很长": "四类中至少用三类",
        f"Walnut-{NUMBER}": "含有工号",
        "W1-" + "x" * 198: "不要超过 200 个字符",
        "Walnut-2626\0": "不能使用的字符",
        "Walnut-2626": "",
        "Password-1": "",
    },
    "asvs": {
        "walnut-harv": "至少用 12 个字符",
        "qwerty123456": "太常见",
        f"walnut-{NUMBER}": "含有工号",
        "walnut-YiChuang-walnut": "含有工号、“一窗”、“yichuang”",
        "我们的一窗密码很长很长": "“一窗”",
        "x" * 201: "不要超过 200 个字符",
        "walnut harvest": "",
        "核桃丰收的季节真的来到了": "",
        "1" * 7 + "walnut" * 32: "",
    },
}


def use(settings: Any, profile: str) -> None:
    """Let the site follow a profile."""
    settings.PASSWORD_PROFILE = site.PASSWORD_PROFILES[profile]


@pytest.mark.parametrize(("profile", "new"), [(p, new) for p in FAULTS for new in FAULTS[p]])
def test_a_profile_takes_what_it_asks_for_and_nothing_else(
    settings: Any, profile: str, new: str
) -> None:
    use(settings, profile)
    said = "".join(passwords.faults_of(new, new, Account(staff_id=NUMBER)))
    expected = FAULTS[profile][new]
    assert expected in said
    assert bool(said) == bool(expected), said


def test_all_that_is_wrong_is_said_at_once_and_what_to_do(huanglong: Hall, clock: Clock) -> None:
    client = logged_in(huanglong.reviewer)
    form = {"password": "not-it", "new": huanglong.reviewer, "again": "other"}
    answer = client.post("/me/password/", form)
    said = words(answer)
    assert answer.status_code == 422
    for fault in ("现在的密码", "至少用 12 个字符", "含有工号", "两次输入的新密码不一样"):
        assert fault in said


def test_production_follows_the_first_profile_and_any_other_site_the_second() -> None:
    given = {
        "YICHUANG_SECRET_KEY": "k" * 60,
        "YICHUANG_SIGNING_KEY": "5a" * 32,
        "YICHUANG_HOSTS": "a",
        "YICHUANG_DATABASE": "sqlite:///x",
    }
    for more, expected in (({}, "asvs"), ({"YICHUANG_PRODUCTION": "1", **given}, "dengbao")):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("YICHUANG_")}
        told = subprocess.run(
            [
                sys.executable,
                "-c",
                "from yichuang.project import settings; print(settings.PASSWORDS)",
            ],
            env={**clean, "PYTHONPATH": str(CHECKOUT / "src"), **more},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == expected


def test_the_last_five_are_not_taken_again_and_older_ones_are(
    huanglong: Hall, settings: Any
) -> None:
    use(settings, "dengbao")
    account = open_account(huanglong.reviewer)
    chosen = [f"Walnut-Harvest-{i}" for i in range(6)]
    for i, new in enumerate(chosen):
        passwords.take(account, new, AFTERNOON + timedelta(days=i))
    for had in chosen[1:]:
        with pytest.raises(passwords.Unfit, match="最近 5 次"):
            passwords.take(account, had, AFTERNOON + timedelta(days=9))
    passwords.take(account, chosen[0], AFTERNOON + timedelta(days=9))
    assert OldPassword.objects.filter(account=account).count() == 5


def test_a_password_of_ninety_days_must_be_changed_before_anything_else(
    huanglong: Hall, clock: Clock, settings: Any
) -> None:
    use(settings, "dengbao")
    account = open_account(huanglong.reviewer)
    assert try_password(Client(), huanglong.reviewer)["Location"] == "/login/password/", "unknown"
    passwords.take(account, NEW, clock.now)
    clock.pass_by(days=90)
    assert try_password(Client(), huanglong.reviewer, NEW)["Location"] == "/"
    clock.pass_by(seconds=1)
    client = Client()
    assert try_password(client, huanglong.reviewer, NEW)["Location"] == "/login/password/"
    assert client.get("/review/")["Location"].startswith("/login/?")
    same = client.post("/login/password/", {"new": NEW, "again": NEW})
    assert "最近 5 次" in words(same)
    form = {"new": "Chestnut-Harvest-26", "again": "Chestnut-Harvest-26"}
    assert client.post("/login/password/", form)["Location"] == "/"
    assert client.get("/review/").status_code == 200
    assert lines_of(huanglong.reviewer)[-2:] == ["password-set", "login"]


def test_a_change_asks_for_the_old_one_and_ends_every_other_session(
    huanglong: Hall, clock: Clock
) -> None:
    client, elsewhere = logged_in(huanglong.reviewer), Client()
    try_password(elsewhere, huanglong.reviewer)
    form = {"password": "not-it", "new": NEW, "again": NEW}
    assert client.post("/me/password/", form).status_code == 422
    assert client.post("/me/password/", {**form, "password": ""}).status_code == 422
    done = client.post("/me/password/", {**form, "password": PASSWORD})
    assert done["Location"] == "/me/?told=password"
    assert "密码已更换" in words(client.get(done["Location"]))
    assert elsewhere.get("/review/")["Location"].startswith("/login/")
    assert try_password(Client(), huanglong.reviewer).status_code == 422
    assert try_password(Client(), huanglong.reviewer, NEW).status_code == 302


def test_guesses_at_the_old_password_lock_the_number_and_leave_the_session(
    huanglong: Hall, clock: Clock
) -> None:
    client = logged_in(huanglong.reviewer)
    for _ in range(5):
        answer = client.post("/me/password/", {"password": "not-it", "new": NEW, "again": NEW})
    assert answer.status_code == 429
    assert "已锁定 15 分钟" in words(answer)
    right = client.post("/me/password/", {"password": PASSWORD, "new": NEW, "again": NEW})
    assert right.status_code == 429
    assert client.get("/review/").status_code == 200
