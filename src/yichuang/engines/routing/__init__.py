"""From an item, the facts of a case and an agency to level, timing, seats — and the reasons.

Pure: no clock, no database. What comes out is stored with the case and can't be shortened.
"""

from yichuang.engines.routing.route import (
    Business,
    Office,
    Reason,
    Route,
    RouteImpossibleError,
    Seat,
    Stage,
    route,
)

__all__ = [
    "Business",
    "Office",
    "Reason",
    "Route",
    "RouteImpossibleError",
    "Seat",
    "Stage",
    "route",
]
