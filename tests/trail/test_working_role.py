"""The rights that the administrator's page gives the working role are enough, and no more."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from tests.cases.paying import prepared, release
from tests.cases.stopping import proposed, resumed
from tests.halls import Hall, Huanglong
from tests.house.plan import CHECKOUT, DOMAIN
from tests.items.linked import MAJOR, accept_about, correction_form, decided_by_others
from yichuang.domain.authority.pens import Proof
from yichuang.domain.insured.models import Employer, Enrolment, Person
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench import sittings

PAGE = (CHECKOUT / "docs" / "administrator.md").read_text("utf-8")
BLOCKS = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
RIGHTS = next(block for block in BLOCKS if "GRANT USAGE" in block)
TERMS = "staff_id, agency_id, since, until, trained_until, trained_by_founding, act_id, version"
ANOTHER_POST = f"""INSERT INTO staff_assignment (id, post, {TERMS})
 SELECT 9977, 'reviewer', {TERMS} FROM staff_assignment"""  # noqa: S608 -- our own columns


def changed_tables() -> set[str]:
    """Give the tables whose rows acts change, as the code plans them."""
    texts = [path.read_text("utf-8") for path in DOMAIN.rglob("*.py")]
    names = {name for text in texts for name in re.findall(r"\bChange\(\s*([A-Z]\w+),", text)}
    models = {model.__name__: model for model in apps.get_models()}
    # What the register changes it names by the row at hand.
    changed: list[type[Model]] = [Employer, Enrolment, Person, *(models[name] for name in names)]
    return {str(model._meta.db_table) for model in changed}  # noqa: SLF001


def test_every_table_that_acts_change_may_be_changed_by_the_working_role() -> None:
    lists = re.findall(r"GRANT UPDATE ON ([^;]*?) TO", RIGHTS, re.DOTALL)
    granted = {table.strip() for tables in lists for table in tables.split(",")}
    assert {"cases_seat", "insured_payable", "staff_signingkey"} <= changed_tables()
    assert changed_tables() - granted == set()


def as_the_working_role() -> None:
    """Give a new role the rights of the page, and go on as that role until the test ends."""
    rights = re.sub("^.*DATABASE.*$", "", RIGHTS, flags=re.MULTILINE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE worker")
        cursor.execute(rights.replace("yichuang_app", "worker"))
        cursor.execute("SET LOCAL ROLE worker")


def sat_and_signed_nothing(hall: Hall, payment: str) -> None:
    """Let a finance officer hold a session in which a payment was looked at twice."""
    proof = Proof(hall.finance, hall.now + timedelta(minutes=1), ("password", "totp"))
    place: Any = (hall.code, Post.FINANCE.value)
    session = hall.do(journeys.open_session, *place, proof=proof, by=hall.finance).said["session"]
    for screen in ("a", "b"):
        sittings.saw(session, payment, screen, screen, hall.now)
    hall.do(journeys.close_session, session, (), {}, by=hall.finance)


def test_with_these_rights_the_hall_works_and_the_trail_is_not_touched(
    huanglong: Huanglong,
) -> None:
    if connection.vendor == "sqlite":  # It knows no roles.
        return
    as_the_working_role()
    number = huanglong.accept_employer()
    proposed(huanglong, number)
    huanglong.do(journeys.confirm_suspension, number, by=huanglong.deputy)
    huanglong.now += timedelta(days=1)
    resumed(huanglong, number, huanglong.deputy)
    huanglong.carry(number)
    paid = prepared(huanglong)
    release(huanglong, paid, huanglong.second_finance)
    sat_and_signed_nothing(huanglong, paid)
    huanglong.do(journeys.end_key, huanglong.guide, reason="不再使用", by=huanglong.guide)
    wrong = correction_form(number, "住所", "黄龙县石堡镇")
    decided_by_others(huanglong, accept_about(huanglong, MAJOR, wrong))
    assert Employer.objects.filter(address="黄龙县石堡镇").exists()
    assert verify().faults == []
    refused = {
        "UPDATE trail_act SET actor = 'x'": "permission denied",
        "DELETE FROM cases_case": "permission denied",
        f"{ANOTHER_POST} WHERE staff_id = '{huanglong.teller}'": "excludes reviewer",
    }
    for sql, why in refused.items():
        says = pytest.raises(DatabaseError, match=why)
        with says, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
