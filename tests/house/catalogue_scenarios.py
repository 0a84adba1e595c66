"""Mornings on which a catalogue is proposed and published, or a calendar entered."""

from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.resources import files
from typing import Any

from tests.halls import Hall
from yichuang.domain.catalogue import actions as catalogue
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.trail.actions import Answer

FOUNDER, SECOND = "0001", "0002"

Call = Callable[[], Answer]


def as_founder(hall: Hall, verb: Callable[..., Answer], *args: Any, **more: Any) -> Call:
    """Do a verb as whoever founds the halls."""
    return partial(hall.do, verb, *args, by=FOUNDER, **more)


def next_profile() -> str:
    text = (files("yichuang.domain.catalogue") / "profiles" / "shaanxi.toml").read_text("utf-8")
    return text.replace("version = 1\n", "version = 2\n").replace(
        "in_force_on = 2026-01-01", "in_force_on = 2026-07-01"
    )


def publish(hall: Hall) -> Call:
    proposed = as_founder(hall, catalogue.propose, next_profile())()
    return partial(hall.do, catalogue.publish, proposed.said["edition"], by=SECOND)


def publish_catalogue(hall: Hall) -> Call:
    director, deputy = "61000001", "61000002"
    proposed = hall.do(journeys.propose_catalogue, next_profile(), by=director)
    return partial(hall.do, journeys.publish_catalogue, proposed.said["edition"], by=deputy)


def enter_year(hall: Hall) -> Call:
    year = '[2027]\nnotice = "国办发明电〔2026〕1号"\nverified = false\n'
    year += '[2027.holidays]\n"元旦" = { off = ["01-01"] }\n'
    return as_founder(hall, catalogue.enter_year, year)


def change_day(hall: Hall) -> Call:
    day = {"working": False, "notice": "停电通知"}
    return as_founder(hall, catalogue.change_day, date(2026, 3, 12), **day)


CATALOGUE: dict[str, Callable[[Hall], Call]] = {
    "catalogue.propose": lambda h: as_founder(h, catalogue.propose, next_profile()),
    "catalogue.publish": publish,
    "catalogue.enter_year": enter_year,
    "catalogue.change_day": change_day,
    "journeys.propose_catalogue": lambda h: partial(
        h.do, journeys.propose_catalogue, next_profile(), by="61000001"
    ),
    "journeys.publish_catalogue": publish_catalogue,
}
