"""Accounts for the cast: everybody gets a random password, which is shown once and kept nowhere."""

import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from yichuang.domain.catalogue.queries import edition_in_force, profile_of
from yichuang.doors.commands.demonstration.agencies import OFFICES, people
from yichuang.doors.workbench.models import Account

LETTERS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"
"""Without what looks alike: i, l, o, 0, 1."""

HEADING = ("机构", "岗位", "姓名", "工号", "密码")


@dataclass(frozen=True)
class Credential:
    """What somebody of the cast logs in with."""

    agency: str
    post: str
    name: str
    number: str
    password: str


class Quick(Argon2PasswordHasher):
    """Hashes in a moment: nobody guesses what is random, and the first login hashes it anew."""

    time_cost, memory_cost, parallelism = 1, 8192, 1


def new_password() -> str:
    """Give a random password that can be read from a screen: abcd-2345-efgh."""
    parts = ((LETTERS, 4), (DIGITS, 4), (LETTERS, 4))
    return "-".join("".join(secrets.choice(signs) for _ in range(many)) for signs, many in parts)


def open_accounts(on: date) -> list[Credential]:
    """Open an account for everybody, in the order of the agencies."""
    profiles = {place.profile for place in OFFICES}
    called = {code: profile_of(edition_in_force(code, on)).post_name for code in profiles}
    told = [
        Credential(place.name, called[place.profile](post), name, number, new_password())
        for number, name, place, post in people()
    ]
    hashed = [make_password(one.password, hasher=Quick()) for one in told]
    Account.objects.bulk_create(
        Account(staff_id=one.number, password=secret)
        for one, secret in zip(told, hashed, strict=True)
    )
    return told


def table(told: Sequence[Credential]) -> Iterator[str]:
    """Write the accounts as a table that a terminal shows aligned."""
    rows = [HEADING, *((c.agency, c.post, c.name, c.number, c.password) for c in told)]
    widths = [max(_width(row[i]) for row in rows) for i in range(len(HEADING))]
    for row in rows:
        cells = (text + " " * (w - _width(text)) for text, w in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
