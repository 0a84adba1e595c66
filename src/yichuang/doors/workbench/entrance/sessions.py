"""Sessions in force (会话): found by person, and ended by taking their rows away."""

import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from yichuang.doors.workbench.models import OpenSession

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Firefox/", "Firefox"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
BARE = re.compile(r"[^A-Za-z0-9./ _-]")


def address_of(request: HttpRequest) -> str | None:
    """Give the address that a request came from, as the last proxy that we trust saw it."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        header = request.META.get("HTTP_X_FORWARDED_FOR", "")
        passed = [one for one in header.split(",") if one.strip()]
        told = passed[-settings.PROXIES].strip() if len(passed) >= settings.PROXIES else told
    try:
        return str(ip_address(told))
    except ValueError:
        return None


def browser_of(request: HttpRequest) -> str:
    """Give the browser in short: what it calls itself, and on what."""
    told = request.META.get("HTTP_USER_AGENT", "")
    names = [
        next((name for mark, name in known if mark in told), "") for known in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(name for name in names if name) or BARE.sub("", told)[:40]


def remember(request: HttpRequest, staff: str) -> None:
    """Write a session down that has just begun; those of this person that ran out go."""
    now = timezone.now()
    theirs = OpenSession.objects.filter(staff=staff)
    theirs.exclude(key__in=running([staff]).values("key")).delete()
    OpenSession.objects.create(
        key=key_of(request),
        staff_id=staff,
        began=now,
        seen=now,
        address=address_of(request) or "",
        browser=browser_of(request),
    )


def in_force(request: HttpRequest) -> bool:
    """Say whether the session of a request wasn't ended."""
    return OpenSession.objects.filter(key=key_of(request), staff=request.user.pk).exists()


def note_use(request: HttpRequest) -> None:
    """Write down that a session was just used."""
    OpenSession.objects.filter(key=key_of(request)).update(seen=timezone.now())


def forget(request: HttpRequest) -> None:
    """Take the session of a request away."""
    OpenSession.objects.filter(key=key_of(request)).delete()


def running(staff: Iterable[str]) -> QuerySet[OpenSession]:
    """Give the sessions in force of some people, the last used first."""
    now = timezone.now()
    idle = now - settings.SESSION_IDLE - timedelta(minutes=1)
    found = OpenSession.objects.filter(staff__in=staff, began__gt=now - settings.SESSION_WHOLE)
    return found.filter(seen__gt=idle).select_related("staff").order_by("-seen", "key")


def end_all(staff: str, *, but: str = "") -> int:
    """End a person's sessions, but for one; they are no more at their next look."""
    return OpenSession.objects.filter(staff=staff).exclude(key=but).delete()[0]


def key_of(request: HttpRequest) -> str:
    """Give under what the session of a request is kept: nobody can come in with it."""
    return sha256((request.session.session_key or "").encode()).hexdigest()
