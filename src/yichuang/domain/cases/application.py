"""What comes over the counter: read once, with every mistake named at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.domain.catalogue.profile import ItemRule, Material
from yichuang.domain.items.form import ItemForm, read
from yichuang.domain.items.item import Matter
from yichuang.domain.items.registry import AnyItem
from yichuang.domain.kernel.refusals import Refusal, shown

BROUGHT = {"original": "原件", "copy": "复印件", "data": "数据核验", "promised": "承诺后补"}
"""How a material can be brought."""


_NO_LIST = "材料应为“材料：提交方式”的形式，请重新提交"


@dataclass(frozen=True)
class Mistake:
    """One thing that stands in the way (差错): where, what to do, what it rests on."""

    field: str
    title: str
    code: str
    message: str
    source: str = ""


class Mistakes(Refusal):
    """The application can't be accepted as it is; every mistake is named."""

    code = "mistakes"
    says = "申请有 {count} 处须更正后再提交：{all}。"

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        told = "；".join(f"{i}. {m.title}：{m.message}" for i, m in enumerate(mistakes, start=1))
        super().__init__(count=len(mistakes), all=told)


@dataclass(frozen=True)
class Reading:
    """An application as it was read: the form (partial where it has mistakes), the materials."""

    form: ItemForm
    materials: dict[str, str]
    mistakes: list[Mistake]


def read_application(item: AnyItem, rule: ItemRule, form: object, materials: object) -> Reading:
    """Read the form and the materials; what is wrong with them is told, not raised."""
    read_form, wrong = read(item.form, form)
    mistakes = [Mistake(m.field, m.title, m.code, m.message) for m in wrong]
    brought = materials if isinstance(materials, Mapping) else {}
    asked = materials_asked(item, rule, read_form)
    known = {material.code for material in rule.materials}
    if not isinstance(materials, Mapping):
        mistakes.append(Mistake("materials", "材料", "materials-shape", _NO_LIST))
    mistakes += [m for material in asked if (m := _material_mistake(material, brought))]
    mistakes += [
        Mistake("materials", "材料", "material-unknown", f"本事项不收取“{shown(code)}”，请删去")
        for code in list(brought)[:20]
        if code not in known
    ]
    taken = {m.code: how for m in asked if isinstance(how := brought.get(m.code), str)}
    return Reading(read_form, taken, mistakes)


def materials_asked(item: AnyItem, rule: ItemRule, form: ItemForm) -> list[Material]:
    """Give the materials that the item asks for, given what the form says."""
    holds = item.conditions(form)
    return [m for m in rule.materials if m.when is None or m.when in holds]


def broken_checks(item: AnyItem, matter: Matter[Any, Any]) -> Iterator[Mistake]:
    """Give what the register and the rules have against the application."""
    for check, says in item.broken(matter):
        field = check.needs[0]
        title = item.form.model_fields[field].title or field
        yield Mistake(field, title, check.code, says, check.source)


def _material_mistake(material: Material, brought: Mapping[Any, Any]) -> Mistake | None:
    how = brought.get(material.code)
    field = f"materials.{material.code}"
    if how is None:
        says = "缺少这份材料。请补齐" + ("，或选择承诺后补" if material.may_follow else "")
        return Mistake(field, material.name, "material-missing", says, material.basis)
    if not isinstance(how, str) or how not in BROUGHT:
        ways = "、".join(BROUGHT.values())
        return Mistake(field, material.name, "material-kind", f"请选择提交方式：{ways}")
    if how == "promised" and not material.may_follow:
        return Mistake(
            field, material.name, "material-must-be-here", "这份材料不能后补，请当场提交"
        )
    return None
