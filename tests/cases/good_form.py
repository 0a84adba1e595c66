"""One form of an item that is accepted, made with as little as it needs."""

from collections.abc import Callable
from typing import Any

from tests.forms import death_form, employer_form, new_citizen_id, person_form
from tests.halls import Hall
from tests.items import linked
from tests.own_business import grant_form, switch_form


def changed(hall: Hall) -> dict[str, Any]:
    """Ask for another name and another number."""
    form = {"citizen_id": hall.registered_person(), "reason": "户籍更名"}
    return {**form, "new_name": "高瑰梅", "new_citizen_id": new_citizen_id()}


FORMS: dict[str, Callable[[Hall], dict[str, Any]]] = {
    "employer-registration": lambda _: employer_form(),
    "person-registration": lambda hall: person_form(hall.registered_employer()),
    "insurance-proof": lambda h: {"citizen_id": h.registered_person(), "purpose": "子女入学"},
    "basic-data-change": changed,
    "death-in-service": lambda hall: death_form(hall.registered_person()),
    "authorisation": lambda hall: grant_form(hall.code),
    "mode-switch": lambda hall: switch_form(hall.code),
    linked.OBJECTION: lambda hall: linked.good_forms(hall)[linked.OBJECTION],
    linked.CORRECTION: lambda hall: linked.good_forms(hall)[linked.CORRECTION],
}
