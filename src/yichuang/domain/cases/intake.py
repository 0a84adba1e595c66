"""What an application would become: read, matched with the register, with the route it gets.

Acceptance decides by it; the window shows it before anything is submitted.
"""

from dataclasses import dataclass, replace
from typing import Any

from yichuang.domain.cases.application import Reading, read_application
from yichuang.domain.cases.collective import Exceeded, exceeded
from yichuang.domain.cases.desk import Desk
from yichuang.domain.cases.linked import matter_of
from yichuang.domain.catalogue.profile import ItemRule, Profile
from yichuang.domain.items.form import ItemForm
from yichuang.domain.items.item import Matter
from yichuang.domain.items.registry import AnyItem
from yichuang.domain.kernel.refusals import Refusal
from yichuang.engines.routing import Office, Route, route


class ItemNotInCatalogue(Refusal):
    """The agency's catalogue doesn't have the item."""

    code = "item-not-in-catalogue"
    says = "本机构施行中的业务目录没有“{item}”这个事项，请从事项目录中重新选择。"


@dataclass(frozen=True)
class Intake:
    """An application as it was read at a desk, and the way it would go."""

    rule: ItemRule
    reading: Reading
    matter: Matter[Any, Any]
    way: Route


def take_in(here: Desk, item: AnyItem, form: object, materials: object) -> Intake:
    """Read an application at a desk (ItemNotInCatalogue); mistakes are told, not raised."""
    rule = here.profile.item(item.code)
    if rule is None:
        raise ItemNotInCatalogue(item=item.code)
    reading = read_application(item, rule, form, materials)
    matter = matter_of(item, reading.form, here.profile, here.agency, here.on)
    reported = here.above is not None and must_be_reported(item, rule, reading.form)
    above = exceeded(item, reading.form, here.profile, here.on)
    return Intake(rule, reading, matter, _way(here, rule, reported=reported, above=above))


def must_be_reported(item: AnyItem, rule: ItemRule, form: ItemForm) -> bool:
    """Say whether the county reports a case with this form to the city (SX-12)."""
    if rule.reported is None:
        return False
    return rule.reported.when is None or rule.reported.when in item.conditions(form)


def way_of(
    profile: Profile,
    rule: ItemRule,
    office: Office,
    *,
    reported: bool,
    above: Exceeded | None = None,
) -> Route:
    """Give the way that an item goes at an office under a profile (RouteImpossibleError)."""
    business = profile.business(rule, reported=reported)
    if above is not None:
        limit, source = f"{above.limit_yuan} 元", above.limit.source
        business = replace(business, reviewed_above=limit, reviewed_source=source)
    return route(business, office)


def _way(here: Desk, rule: ItemRule, *, reported: bool, above: Exceeded | None) -> Route:
    at_counter = rule.level == 1 and here.counter_handles(rule.accepted_by)
    authorised = here.profile.authorisation
    office = Office(
        here.agency,
        counter_handles=at_counter,
        above=here.above,
        enforcer=here.parent if authorised.by_level_above else None,
        enforcer_source=authorised.source,
        head=here.head,
    )
    return way_of(here.profile, rule, office, reported=reported, above=above)
