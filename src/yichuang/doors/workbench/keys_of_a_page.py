"""What the cheat sheet says of one page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """The keys of one page, or of every page."""

    title: str
    posts: str
    templates: tuple[str, ...]
    """Whose footer keys these are."""
    keys: tuple[tuple[str, str], ...]
