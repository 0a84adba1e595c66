"""A catalogue that wants two fields of an employer's registration keyed twice."""

from datetime import timedelta
from typing import Any

from tests.cases.ground import newcomer
from tests.catalogue.editions import item_changed, next_version, packaged, publish_text
from tests.forms import (
    DEATH_PAPERS,
    EMPLOYER_PAPERS,
    death_form,
    employer_form,
    new_citizen_id,
)
from tests.halls import Hall
from yichuang.domain.cases.actions.keying import key_fields
from yichuang.domain.cases.queries import standing
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post

KEYED = (
    'double_keyed = { fields = ["credit_code", "representative"], source = "本目录约定", '
    "verified = false }"
)


def keyed_twice(hall: Hall, **changed: Any) -> tuple[str, dict[str, Any]]:
    """Accept an employer under a catalogue that wants two of its fields keyed twice."""
    text = next_version(packaged("shaanxi"), 2, hall.now.date() + timedelta(days=1))
    asked = ("level = 1", f"level = 1\n{KEYED}")
    publish_text(hall, item_changed(text, "employer-registration", asked))
    hall.now += timedelta(days=1)
    form = employer_form(**changed)
    return hall.accept("employer-registration", form, EMPLOYER_PAPERS), form


def change_keyed_twice(hall: Hall) -> str:
    """Let a change of name wait for review whose new citizen id is keyed twice: so far none."""
    text = next_version(packaged("shaanxi"), 2, hall.now.date() + timedelta(days=1))
    asked = KEYED.replace('"credit_code", "representative"', '"new_citizen_id"')
    asks = ("level = 1", f"level = 1\n{asked}")
    publish_text(hall, item_changed(text, "basic-data-change", asks))
    hall.now += timedelta(days=1)
    number = hall.accept_change(hall.registered_person())
    return hall.carry(number, "review").case.number


def keys_of(form: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Give what a second person keys who reads the papers right, but for what is changed."""
    return {name: form[name] for name in ("credit_code", "representative")} | changed


def rekeyed(hall: Hall, number: str, form: dict[str, Any], **changed: Any) -> None:
    """Let the reviewer key the key fields."""
    hall.carry(number, "review")
    hall.do(journeys.rekey, number, fields=keys_of(form, **changed), by=hall.reviewer)


SETTLED: dict[str, Any] = {
    "choices": {"payee_citizen_id": "first"},
    "reason": "对照身份证，首次录入正确",
}


def death(hall: Hall) -> str:
    """Accept a death in service, which is keyed twice, with a paper that is promised."""
    papers = {**DEATH_PAPERS, "household-cancelled": "promised"}
    return hall.accept("death-in-service", death_form(hall.registered_person()), papers)


def as_first(number: str) -> dict[str, Any]:
    """Give the key fields of a case as the first keyed them."""
    case = standing(number)
    first = case.form.model_dump(mode="json")
    return {name: first[name] for name in key_fields(case)}


def settling(hall: Hall) -> str:
    """Let two key a death in service differently, and a third be there to settle it."""
    number = hall.carry(death(hall), "review").case.number
    fields = as_first(number) | {"payee_citizen_id": new_citizen_id("19880110")}
    hall.do(journeys.rekey, number, fields=fields, by=hall.reviewer)
    newcomer(hall, Post.REVIEWER)
    return number


def keyed_lives(hall: Hall) -> list[str]:
    """Let cases be keyed twice alike, and differently with each way to settle it."""
    alike = hall.carry(death(hall), "review").case.number
    hall.do(journeys.rekey, alike, fields=as_first(alike), by=hall.reviewer)
    lives = [alike]
    for found in ("first", "second", "neither"):
        number = settling(hall)
        third = hall.whose_turn(number)
        choices = {"payee_citizen_id": found}
        hall.do(journeys.settle, number, choices=choices, reason="对照身份证", by=third)
        lives.append(number)
    return lives
