"""One way to write a value down, so that its digest can be computed again years later."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from uuid import UUID

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]

TAG = "yichuang act 1"
"""Names the algorithm (SHA-256) and the form of the content; another form gets another tag."""

BEGINNING = "0" * 64
"""What stands before the first act of a chain."""


class NotCanonicalError(ValueError):
    """A value reached the trail that no border may let through: a fault of the program."""


def plain(value: object) -> Plain:  # noqa: PLR0911 -- one answer for each kind
    """Give a value in the few kinds that the trail writes: moments in UTC to the microsecond."""
    if type(value) is str:
        return _clean(value)
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return plain(value.value)
        case str():
            return _clean(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {_clean(str(key)): plain(part) for key, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case _:
            message = f"{type(value).__name__} has no canonical form"
            raise NotCanonicalError(message)


def canonical(value: object) -> str:
    """Write a value as JSON text with sorted keys and no spare space."""
    return written(plain(value))


def written(value: Plain) -> str:
    """Write a value that is plain already."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def link_digest(prev: str, content: str) -> str:
    """Give the digest of an act: its content, bound to the act before it."""
    return digest_of(f"{TAG}\n{prev}\n{content}")


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        message = "a moment without a time zone"
        raise NotCanonicalError(message)
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _clean(text: str) -> str:
    if "\0" in text or not unicodedata.is_normalized("NFC", text):
        message = "text with NUL or not in NFC"
        raise NotCanonicalError(message)
    try:
        text.encode()
    except UnicodeEncodeError as broken:
        message = "text with a lone surrogate"
        raise NotCanonicalError(message) from broken
    return text
