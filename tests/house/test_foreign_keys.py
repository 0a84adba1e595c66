# ruff: noqa: SLF001 -- a model says of itself in _meta what is tested here
"""Foreign keys go down, strings included: the import contract doesn't see those."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house.plan import DOMAIN, ROOMS


def room_of(target: "type[models.Model] | str") -> str:
    """Give the room of a model, which may be named in a string."""
    return target.split(".")[0] if isinstance(target, str) else target._meta.app_label


def going_up(nouns: Iterable[type[models.Model]]) -> Iterator[str]:
    """Name the foreign keys that point to a room above."""
    for noun in nouns:
        here = noun._meta.app_label
        fields = [*noun._meta.local_fields, *noun._meta.local_many_to_many]
        for field in fields:
            if field.remote_field is None or field.remote_field.model in ("self", noun):
                continue
            there = room_of(field.remote_field.model)
            if there not in ROOMS or ROOMS.index(there) < ROOMS.index(here):
                yield f"{here}.{noun.__name__}.{field.name} → {there}"


def ours() -> list[type[models.Model]]:
    """Give the nouns of every room."""
    return [noun for noun in apps.get_models() if noun.__module__.startswith("yichuang.domain.")]


def test_foreign_keys_go_down() -> None:
    assert list(going_up(ours())) == []


def test_every_room_that_has_nouns_is_installed() -> None:
    with_nouns = {path.parent.name for path in DOMAIN.glob("*/models.py")}
    with_nouns |= {path.parent.parent.name for path in DOMAIN.glob("*/models/__init__.py")}
    assert with_nouns == {noun._meta.app_label for noun in ours()}


@isolate_apps("yichuang.domain.trail")
def test_and_one_that_goes_up_is_named_though_it_is_a_string() -> None:
    class Line(models.Model):
        case = models.ForeignKey("cases.Case", on_delete=models.PROTECT)
        chain = models.ForeignKey("trail.Chain", on_delete=models.PROTECT)

        class Meta:
            app_label = "trail"

        def __str__(self) -> str:
            return "line"

    assert list(going_up([Line])) == ["trail.Line.case → cases"]
