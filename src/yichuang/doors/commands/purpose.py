"""What a database is for, asked before production does anything with it."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from yichuang.domain.staff.actions import HOUSE, Purpose
from yichuang.domain.trail.queries import acts_of

WHY = "这个数据库是演示库，里面的人、单位和密码都是虚构的，生产环境不能使用。"
WHAT_TO_DO = "请把 YICHUANG_DATABASE 改为正式库；只是演示时，请去掉 YICHUANG_PRODUCTION。"


def is_demonstration() -> bool:
    """Say whether the first act of the house says so; an empty database says nothing."""
    if "trail_act" not in connection.introspection.table_names():
        return False
    first = acts_of(HOUSE).first()
    if first is None:
        return False
    said = json.loads(first.content)["said"]
    return bool(said["purpose"] == Purpose.DEMONSTRATION.value)


def production_has_its_own_database(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Django's check: refuse a demonstration's database under production settings."""
    if not settings.PRODUCTION or "default" not in (databases or ()):
        return []
    return [Error(WHY, hint=WHAT_TO_DO, id="yichuang.E001")] if is_demonstration() else []


def refuse_demonstration() -> None:
    """Let no server begin on a demonstration's database in production (ImproperlyConfigured)."""
    if not settings.PRODUCTION:
        return
    try:
        if is_demonstration():
            raise ImproperlyConfigured(WHY + WHAT_TO_DO)
    finally:
        # A server may fork after it has loaded the site: no process shares this connection.
        connection.close()
