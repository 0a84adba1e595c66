"""Guessing at the door: the lock can't be gone round, and nothing is told by the way."""

from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from tests.cases.ground import everything
from tests.doors.workbench.entrance import open_account, try_password
from tests.halls import Hall
from yichuang.doors.workbench.models import Account


@pytest.mark.parametrize("written", [" {} ", "{}\t", "\n{}", "{}\u3000", "　{}"])
def test_a_number_is_locked_however_it_is_written(huanglong: Hall, written: str) -> None:
    open_account(huanglong.reviewer)
    for _ in range(4):
        try_password(Client(), huanglong.reviewer, "wrong-password", username="somebody")
    try_password(Client(), written.format(huanglong.reviewer), "wrong-password")
    assert try_password(Client(), huanglong.reviewer).status_code == 429


def test_ones_own_login_does_not_let_the_guesses_at_another_begin_anew(huanglong: Hall) -> None:
    open_account(huanglong.reviewer)
    open_account(huanglong.deputy)
    guesser = Client()
    for _ in range(4):
        try_password(guesser, huanglong.reviewer, "wrong-password")
    assert try_password(guesser, huanglong.deputy, username=huanglong.reviewer).status_code == 302
    assert try_password(guesser, huanglong.reviewer, "wrong-password").status_code == 429


def test_an_unknown_number_takes_as_much_work_as_a_known_one(
    huanglong: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_account(huanglong.reviewer)
    Account.objects.create(staff_id=huanglong.deputy, password="!")  # noqa: S106 -- none
    Account.objects.filter(pk=open_account(huanglong.director).pk).update(is_active=False)
    work: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *asked: Any, _real: Any = real, **more: Any) -> Any:
            work.append("hash")
            return _real(self, *asked, **more)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    for number in (huanglong.reviewer, huanglong.deputy, huanglong.director, "61999999", "x"):
        work.clear()
        try_password(Client(), number, "wrong-password")
        assert work == ["hash"], number


def test_no_password_is_written_down_anywhere(
    huanglong: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    open_account(huanglong.reviewer)
    secret = "Nobody-reads-this-9"  # noqa: S105 -- of this test only
    for _ in range(6):
        try_password(Client(), huanglong.reviewer, secret)
        Client().post("/login/again/", {"number": huanglong.reviewer, "password": secret})
    kept = [*AccessAttempt.objects.values_list(), *AccessFailureLog.objects.values_list()]
    assert secret not in caplog.text
    assert secret not in str(kept)
    assert secret not in str(everything())
