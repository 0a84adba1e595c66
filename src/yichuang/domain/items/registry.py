"""Which items this program runs."""

from typing import Any

from yichuang.domain.items import (
    basic_data_change,
    employer_registration,
    insurance_proof,
    person_registration,
)
from yichuang.domain.items.item import Item, ItemNotRun

AnyItem = Item[Any, Any]

ITEMS: dict[str, AnyItem] = {
    item.code: item
    for item in (
        insurance_proof.ITEM,
        person_registration.ITEM,
        employer_registration.ITEM,
        basic_data_change.ITEM,
    )
}


def item_of(code: str) -> AnyItem:
    """Give an item by its code (ItemNotRun)."""
    if code not in ITEMS:
        raise ItemNotRun(item=code[:40])
    return ITEMS[code]
