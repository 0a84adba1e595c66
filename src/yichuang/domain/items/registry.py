"""Which items this program runs."""

from typing import Any

from yichuang.domain.items import (
    authorisation,
    basic_data_change,
    correction,
    death_in_service,
    employer_registration,
    insurance_proof,
    mode_switch,
    objection,
    person_registration,
)
from yichuang.domain.items.item import Item, ItemNotRun
from yichuang.domain.kernel.refusals import shown

AnyItem = Item[Any, Any]

ITEMS: dict[str, AnyItem] = {
    item.code: item
    for item in (
        insurance_proof.ITEM,
        person_registration.ITEM,
        employer_registration.ITEM,
        basic_data_change.ITEM,
        death_in_service.ITEM,
        authorisation.ITEM,
        mode_switch.ITEM,
        objection.ITEM,
        correction.CORRECTION,
        correction.MAJOR_CORRECTION,
    )
}


def item_of(code: str) -> AnyItem:
    """Give an item by its code (ItemNotRun)."""
    if not isinstance(code, str) or code not in ITEMS:
        raise ItemNotRun(item=shown(code))
    return ITEMS[code]
