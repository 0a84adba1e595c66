"""What doors read of a case across the rooms below."""

import json

from yichuang.domain.cases.picture import Deed, picture
from yichuang.domain.cases.queries import standing
from yichuang.domain.staff.models import Staff
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of


def case_picture(number: str) -> str:
    """Draw a case as SVG: its route, and who did what when (NoSuchCase)."""
    case = standing(number)
    deeds = [_deed(act) for act in acts_of(case.case.chain_id)]
    numbers = {deed.actor for deed in deeds} | {s.holder for s in case.seats if s.holder}
    names = dict(Staff.objects.filter(number__in=numbers).values_list("number", "name"))
    return picture(case, deeds, names)


def _deed(act: Act) -> Deed:
    said = json.loads(act.content)["said"]
    instead = said.get("delegation", {}).get("for", "")
    return Deed(act.n, act.verb, act.actor, act.at, said.get("reason", ""), instead)
