"""Sitting down: the posts that a person may take up today, and the windows where they sit."""

from django.http import HttpRequest
from django.utils import timezone

from yichuang.domain.kernel.numbers import local_day
from yichuang.domain.staff.models import Assignment, Window
from yichuang.doors.workbench.here import PROOF, SEAT, WINDOW, find_here, seats_of, windows_of

Seat = tuple[str, Assignment, Window | None]
"""What the choice of a seat is called, the post, and the window where it sits."""


def seats(request: HttpRequest) -> list[Seat]:
    """Give the seats that whoever is logged in may take up today."""
    found: list[Seat] = []
    for held in seats_of(str(request.user.pk), local_day(timezone.now())):
        windows = windows_of(held)
        found += [(f"{held.id}:{window.number}", held, window) for window in windows]
        found += [] if windows else [(f"{held.id}:", held, None)]
    return found


def chosen(seats: list[Seat], name: str) -> Seat | None:
    """Find a seat by what its choice is called."""
    return next((seat for seat in seats if seat[0] == name), None)


def take(request: HttpRequest, seat: Seat) -> None:
    """Sit down; what was proved in another seat is no more."""
    _, held, window = seat
    request.session.pop(PROOF, None)
    request.session[SEAT], request.session[WINDOW] = held.id, window.number if window else None


def sit_down(request: HttpRequest) -> bool:
    """Take up the only post there is, at the only window or the one of this machine."""
    held = seats_of(str(request.user.pk), local_day(timezone.now()))
    if len(held) != 1:
        return False
    windows = windows_of(held[0])
    here = request.get_signed_cookie("window", "")
    window = next((w for w in windows if w.key == here), windows[0] if len(windows) == 1 else None)
    if windows and window is None:
        return False
    take(request, ("", held[0], window))
    return find_here(request) is not None
