"""The verbs of the catalogue: versions of profiles, and the calendar."""

from yichuang.domain.catalogue.actions.calendar import change_day, enter_year
from yichuang.domain.catalogue.actions.editions import propose, publish

__all__ = ["change_day", "enter_year", "propose", "publish"]
