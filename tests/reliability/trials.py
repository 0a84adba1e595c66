"""What every trial shares: luck that can be repeated, and a line that says what came of it."""

import sys
from random import Random


def luck(seed: int) -> Random:
    """Give luck that draws the same again; nothing secret hangs on it."""
    return Random(seed)  # noqa: S311


def tell(text: str) -> None:
    """Say what came of a trial; `-rP` shows it for trials that passed too."""
    sys.stdout.write(f"{text}\n")
