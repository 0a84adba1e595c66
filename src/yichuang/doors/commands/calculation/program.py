"""`yichuang calc` as a program: words in, one JSON document or an explanation out."""

import os
import sys
from collections.abc import Sequence

from yichuang.doors.commands.calculation.answers import calculate


def run(words: Sequence[str]) -> int:
    """Answer on standard output, in UTF-8 whatever the terminal speaks; give the exit status."""
    status, text = calculate(words, standard_input)
    # A half of a pair of surrogates can't be written; its escape is good JSON.
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; nothing is left to be written when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def standard_input() -> bytes:
    """Read standard input, which whoever calls may have closed (OSError)."""
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read()
