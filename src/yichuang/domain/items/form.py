"""What every item's form is, and how one is read so that all its mistakes are known at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Annotated, Any, Final, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from yichuang.domain.items.fields import is_blank

UNKNOWN_SHOWN: Final = 20
FIELD_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_-]{0,49}")


@dataclass(frozen=True)
class FieldMistake:
    """One mistake in a form (填写差错): where, what kind, and what to do."""

    field: str
    title: str
    code: str
    message: str


class ItemForm(BaseModel):
    """The form of a business item (业务表单); conditions between fields belong to its checks."""

    # What was typed is personal data: it must not reach a log by way of an error.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def has(self, *names: str) -> bool:
        """Whether all these fields were read without a mistake and may be used in a check."""
        if unknown := set(names) - set(type(self).model_fields):
            raise AttributeError(f"{type(self).__name__} has no field {min(unknown)!r}")
        return all(name in self.__dict__ for name in names)


Form = TypeVar("Form", bound=ItemForm)


def read(form_type: type[Form], data: object) -> tuple[Form, list[FieldMistake]]:
    """Read a form field by field and return it with every mistake in it.

    Without a mistake the form is whole. With one it is *partial*: a field with a mistake isn't
    there (``has`` says so, asking for it raises AttributeError), all others can be checked further.
    """
    if not isinstance(data, Mapping):
        mistake = FieldMistake("", "表单", "form-shape", "表单应为“栏目：内容”的形式，请重新填写")
        return _partial(form_type, {}, set(form_type.model_fields)), [mistake]
    values: dict[str, object] = {}
    mistakes: list[FieldMistake] = []
    for name, field in form_type.model_fields.items():
        value = data.get(name)
        if is_blank(value) and not field.is_required():
            continue
        try:
            values[name] = _readers(form_type)[name].validate_python(value)
        except ValidationError as error:
            mistakes.append(FieldMistake(name, field.title or name, *_why(error)))
    mistakes += _unknown(form_type, data)
    if not mistakes:
        return form_type.model_validate(values), []
    return _partial(form_type, values, {mistake.field for mistake in mistakes}), mistakes


@cache
def _readers(form_type: type[ItemForm]) -> dict[str, TypeAdapter[object]]:
    """Prepare one reader for each field of a form."""
    readers: dict[str, TypeAdapter[object]] = {}
    for name, field in form_type.model_fields.items():
        one: Any = Annotated[field.rebuild_annotation(), BeforeValidator(_one_value)]
        readers[name] = TypeAdapter(one)
    return readers


def _one_value(value: object) -> object:
    """Refuse no value and more than one, whatever the field's own type."""
    if is_blank(value):
        raise PydanticCustomError("field-missing", "不能空着，请填写")
    # Nested data is turned away before anything looks into it: comparing or hashing it would go
    # as deep as its sender likes.
    if not isinstance(value, (str, int, float, date)):
        raise PydanticCustomError("field-shape", "这一栏只能填一个值，请重新填写")
    return value


def _why(error: ValidationError) -> tuple[str, str]:
    """Return code and message of a field's first mistake."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if "-" in first["type"]:  # the house's own; the library's codes have no hyphen
        return first["type"], first["msg"]
    if first["type"] in {"literal_error", "enum"}:
        return "field-choice", "请从列出的选项中选一项"
    return "field-invalid", "填写有误，请核对后重新填写"


def _unknown(form_type: type[ItemForm], data: Mapping[object, object]) -> Iterator[FieldMistake]:
    """Tell of keys that the form doesn't have, the first few by name."""
    unknown = (key for key in data if key not in form_type.model_fields)
    for key in islice(unknown, UNKNOWN_SHOWN):
        name = key if isinstance(key, str) and FIELD_NAME.fullmatch(key) else ""
        yield FieldMistake(name, name or "未知栏目", "field-unknown", "表单没有这一栏，请删去")
    if next(unknown, None) is not None:
        message = "多余的栏目太多，未逐一列出，请核对表单是否用错"
        yield FieldMistake("", "未知栏目", "field-unknown-more", message)


def _partial(form_type: type[Form], values: dict[str, object], mistaken: set[str]) -> Form:
    """Make a form of the good fields only; a default never stands in for a mistake."""
    construct = cast("Callable[..., Form]", form_type.model_construct)
    form = construct(**values)
    for name in mistaken:
        form.__dict__.pop(name, None)
    return form
