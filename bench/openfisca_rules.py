"""Shaanxi's pension in OpenFisca's own way; runs in an environment of its own, apart from us.

    python openfisca_rules.py COLUMNS.npz LAW.json TOTALS.npy ROUNDS

OpenFisca-Core is under the AGPL: nothing here is imported by the product, and this file imports
nothing of it. Its numbers are float32, as every float variable of OpenFisca is.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

# OpenFisca hands three arguments to every formula.
# ruff: noqa: ARG001

YEAR = "2025"
Person = build_entity(
    key="person", plural="persons", label="Person", doc="", roles=None, is_person=True
)


def amount(name: str, formula: Any = None) -> type:
    """Make a variable; with a formula it is a rule."""
    says = {
        "value_type": float,
        "entity": Person,
        "label": name,
        "definition_period": DateUnit.YEAR,
    }
    return type(name, (Variable,), says | ({"formula": formula} if formula else {}))


def half_up(number: Any, places: int = 0) -> Any:
    """Round half up."""
    return np.floor(number.astype(np.float64) * 10**places + 0.5) / 10**places


def year_index(person: Any, period: Any, parameters: Any) -> Any:
    """One year's base by the wage."""
    return half_up(person("base", period) / parameters(period).wage, 4)


def index(person: Any, period: Any, parameters: Any) -> Any:
    """The average of the years, by months."""
    years = parameters(period).first_year, parameters(period).last_year
    weighted = paid = 0
    for year in range(int(years[0]), int(years[1]) + 1):
        weighted = weighted + person("year_index", str(year)) * person("months", str(year))
        paid = paid + person("months", str(year))
    return half_up(weighted / paid, 3)


def months_total(person: Any, period: Any, parameters: Any) -> Any:
    """Months that were paid, and deemed ones."""
    years = parameters(period).first_year, parameters(period).last_year
    paid = sum(person("months", str(year)) for year in range(int(years[0]), int(years[1]) + 1))
    return paid + person("months_deemed", period)


def basic(person: Any, period: Any, parameters: Any) -> Any:
    """The basic part."""
    base = parameters(period).base
    mean = base * (1 + person("index", period)) / 2
    return half_up(mean * person("months_total", period) / 12 * parameters(period).basic_rate)


def divisor(person: Any, period: Any, parameters: Any) -> Any:
    """Between the divisors of two whole years."""
    table = np.array(DIVISORS)
    age = person("age_months", period).astype(np.int64)
    year, month = age // 12 - FIRST_AGE, age % 12
    return half_up(table[year] - (table[year] - table[year + 1]) * month / 12, 1)


def account(person: Any, period: Any, parameters: Any) -> Any:
    """The part of the personal account."""
    return half_up(person("balance", period) / person("divisor", period))


def transitional(person: Any, period: Any, parameters: Any) -> Any:
    """The transitional part."""
    indexed = parameters(period).base * person("index", period)
    rate = parameters(period).transitional_rate
    return half_up(indexed * person("months_deemed", period) / 12 * rate)


def total(person: Any, period: Any, parameters: Any) -> Any:
    """All parts."""
    return sum(person(part, period) for part in ("basic", "account", "transitional"))


RULES = (year_index, index, months_total, basic, divisor, account, transitional, total)
INPUTS = ("base", "months", "months_deemed", "age_months", "balance")
LAW = json.loads(Path(sys.argv[2]).read_text("utf-8"))
DIVISORS, FIRST_AGE = LAW["divisors"], LAW["first_age"]


def system() -> TaxBenefitSystem:
    """Put the law together."""
    made = TaxBenefitSystem([Person])
    for name in INPUTS:
        made.add_variable(amount(name))
    for rule in RULES:
        made.add_variable(amount(rule.__name__, rule))
    wages = {f"{year}-01-01": {"value": wage} for year, wage in LAW["wages"].items()}
    fixed = {name: {"values": {"1990-01-01": {"value": LAW[name]}}} for name in LAW["fixed"]}
    made.parameters = ParameterNode("", data={"wage": {"values": wages}} | fixed)
    return made


def main() -> None:
    """Simulate so many times; tell the processor's seconds, and keep the totals."""
    columns, law, seconds = np.load(sys.argv[1]), system(), []
    for _ in range(int(sys.argv[4])):
        began = time.process_time()
        simulation = SimulationBuilder().build_default_simulation(law, columns["balance"].size)
        for place, year in enumerate(range(int(LAW["first_year"]), int(LAW["last_year"]) + 1)):
            simulation.set_input("base", str(year), columns["base"][place])
            simulation.set_input("months", str(year), columns["months"][place])
        for name in INPUTS[2:]:
            simulation.set_input(name, YEAR, columns[name])
        found = simulation.calculate("total", YEAR)
        seconds.append(time.process_time() - began)
    np.save(sys.argv[3], found)
    print(json.dumps(seconds))  # noqa: T201


if __name__ == "__main__":
    main()
