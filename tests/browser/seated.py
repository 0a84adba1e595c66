"""Lets an administrator be at a page at once, past password and second factor.

Run in a process of its own: the database is the one that the environment names, the argument a
staff number; the answer on standard output is the session. How one comes in is another test.
"""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def session_of(database: Path, staff: str) -> str:
    """Give the key of a session in which somebody sits in the post they hold."""
    paths = os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))
    environment = {"YICHUANG_DATABASE": f"sqlite:///{database}", "PYTHONPATH": paths}
    command = [sys.executable, "-m", "tests.browser.seated", staff]
    ran = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return ran.stdout.strip()


def main(staff: str) -> None:
    """Begin a session and tell its key."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    import django  # noqa: PLC0415 -- the settings come first

    django.setup()
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from yichuang.domain.staff.models import Assignment  # noqa: PLC0415
    from yichuang.doors.workbench import here  # noqa: PLC0415
    from yichuang.doors.workbench.models import Account, OpenSession  # noqa: PLC0415

    client, now = Client(), timezone.now()
    account = Account.objects.get(staff=staff)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[here.BEGAN] = session[here.SEEN] = now.isoformat()
    session[here.SEAT] = Assignment.objects.filter(staff=staff).latest("id").id
    session[here.WINDOW], session[here.FACTOR] = None, True
    proof = {"staff": staff, "seat": session[here.SEAT], "at": now.isoformat(), "session": None}
    session[here.PROOF] = {**proof, "factors": ["password", "totp"]}
    session.save()
    digest = sha256(str(session.session_key).encode()).hexdigest()
    OpenSession.objects.create(key=digest, staff_id=staff, began=now, seen=now)
    print(session.session_key)  # noqa: T201 -- this is the answer


if __name__ == "__main__":
    main(sys.argv[1])
