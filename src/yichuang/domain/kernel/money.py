"""Money is whole fen from end to end; yuan only where a person reads or types."""

from typing import NewType

Fen = NewType("Fen", int)
"""An amount in fen (1/100 yuan), always a whole number."""

FEN_IN_A_YUAN = 100


def yuan(fen: Fen) -> str:
    """Write an amount as a person reads it: 1234567 fen → 12,345.67."""
    whole, part = divmod(abs(fen), FEN_IN_A_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"
