"""What comes in is bounded at the border: a form is made of the house's own field types only."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel, Field, field_validator, model_validator

from yichuang.domain.items import fields, references
from yichuang.domain.items.fields import Text
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.registry import ITEMS

HOUSE_TYPES = [
    kind
    for place in (fields, references)
    for kind in vars(place).values()
    if get_origin(kind) is Annotated
]


def is_bounded(hint: object) -> bool:
    """Whether a field's type is the house's own, a choice from a list, or one of those or none."""
    if get_origin(hint) in (Union, UnionType):
        return all(is_bounded(part) for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is Literal:
        return True
    if get_origin(hint) is Annotated and any(isinstance(m, Text) for m in get_args(hint)[1:]):
        return get_args(hint)[0] is str
    return hint in HOUSE_TYPES


def faults(form: type[BaseModel]) -> Iterator[str]:
    """Name what a form may not have."""
    hints = get_type_hints(form, include_extras=True)
    for name, field in form.model_fields.items():
        if not is_bounded(hints[name]):
            yield f"{name} is not of a bounded type"
        if not any("\u4e00" <= character <= "\u9fff" for character in field.title or ""):
            yield f"{name} has no Chinese title"
    decorators = form.__pydantic_decorators__
    own = {
        **decorators.field_validators,
        **decorators.model_validators,
        **decorators.validators,
        **decorators.root_validators,
    }
    yield from (f"{name} is a rule outside the checks" for name in own)


def test_the_house_has_field_types() -> None:
    assert fields.CitizenId in HOUSE_TYPES
    assert fields.Fen in HOUSE_TYPES


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_every_field_of_an_item_is_bounded_and_has_a_chinese_title(code: str) -> None:
    form = ITEMS[code].form
    assert issubclass(form, ItemForm)
    assert form.model_fields
    assert list(faults(form)) == []


@pytest.mark.parametrize("kind", [str, int, float, bool, Any, dict, list[str], str | None, object])
def test_a_bare_type_would_be_named(kind: Any) -> None:
    hints = {"amount": Annotated[kind, Field(title="金额")]}
    form = type("Loose", (ItemForm,), {"__annotations__": hints, "__module__": __name__})
    assert list(faults(form)) == ["amount is not of a bounded type"]


def test_a_missing_title_and_a_rule_outside_the_checks_would_be_named() -> None:
    class Form(ItemForm):
        purpose: fields.LineText = Field(title="purpose")

        @field_validator("purpose")
        @classmethod
        def one(cls, value: str) -> str:
            return value

        @model_validator(mode="after")
        def two(self) -> "Form":
            return self

    assert list(faults(Form)) == [
        "purpose has no Chinese title",
        "one is a rule outside the checks",
        "two is a rule outside the checks",
    ]
