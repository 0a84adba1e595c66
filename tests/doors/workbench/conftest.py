"""Coming in to the window: a person with an account takes up the post they hold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from axes import attempts
from axes.handlers import proxy
from django.test import Client
from django.utils import timezone

from yichuang.domain.staff.models import Assignment, Staff, Window
from yichuang.doors.commands.demonstration.cast import OPENING
from yichuang.doors.workbench.here import BEGAN, FACTOR, PROOF, SEAT, SEEN, WINDOW
from yichuang.doors.workbench.models import Account, OpenSession

AFTERNOON = OPENING + timedelta(hours=7, minutes=30)
"""When pages are opened: on the day on which the halls of the tests do their work."""

ComeIn = Callable[..., Client]
"""Takes a staff number; `proved=False`: who signs wasn't shown yet."""


def proof_in_session(staff: str, seat: int, at: datetime) -> dict[str, Any]:
    """Give the proof of who signs, as a session keeps it."""
    proof = {"staff": staff, "seat": seat, "at": at.isoformat()}
    return {**proof, "factors": ["password", "totp"]}


@dataclass
class Clock:
    """The clock in the hall; it stands still until somebody lets time go by."""

    now: datetime

    def pass_by(self, **time: float) -> None:
        """Let time go by."""
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let it be the afternoon on which the halls of the tests do their work."""
    clock = Clock(AFTERNOON)
    # The lock of the password has taken the name of the clock into its own modules.
    for place in (timezone, attempts, proxy):
        monkeypatch.setattr(place, "now", lambda: clock.now)
    return clock


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """Hash passwords at once, where a test isn't about how they are kept."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def come_in(clock: Clock) -> ComeIn:
    """Let somebody log in at the post they hold, at its first window, on the day of the hall.

    They have just shown who signs, unless a test is about that.
    """

    def enter(staff_number: str, *, proved: bool = True) -> Client:
        person = Staff.objects.get(number=staff_number)
        account = Account.objects.filter(staff=person).first()
        if account is None:
            account = Account.objects.create(staff=person, password="!")  # noqa: S106 -- none
        held = Assignment.objects.filter(staff=person).latest("id")
        window = Window.objects.filter(agency=held.agency_id, post=held.post).first()
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[BEGAN] = session[SEEN] = AFTERNOON.isoformat()
        session[SEAT] = held.id
        session[WINDOW] = window.number if window else None
        session[FACTOR] = True
        if proved:
            session[PROOF] = proof_in_session(staff_number, held.id, AFTERNOON)
        session.save()
        OpenSession.objects.create(
            key=sha256(str(session.session_key).encode()).hexdigest(),
            staff=person,
            began=AFTERNOON,
            seen=AFTERNOON,
        )
        return client

    return enter
