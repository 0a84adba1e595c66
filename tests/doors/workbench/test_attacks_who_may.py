"""scratch"""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.doors.workbench.addresses import addresses
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.entrance import *
from tests.doors.workbench.pages import HTMX
from tests.doors.workbench.test_accounts import code_from, do, first
from tests.halls import Hall
from tests.staff.administrators import administrator
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import Post

NASTY = (
    "",
    "\0",
    "a\0b",
    "9" * 400,
    "-1",
    "😀",
    "\u202e",
    "{0}",
    "%s",
    "字" * 500,
    "0",
    "٣",
    "²",
    "2026-02-30",
    "99991231",
    "00010101",
    "12:\0",
    ":",
    "change:9999999999999999999",
    "withdraw:1",
    "x:guide",
    "1e5",
    "9" * 18,
)
FIELDS = sorted(
    {
        "request",
        "agency",
        "code",
        "name",
        "mode",
        "insurances",
        "number",
        "business",
        "department",
        "post",
        "since",
        "until",
        "ground",
        "assignment",
        "on",
        "reason",
        "q",
        "page",
        "key",
        "staff",
        "seat",
        "next",
        "password",
        "new",
        "again",
        "holder",
        "paper",
        "delegate",
        "absence",
        "relation",
        "citizen_id",
        "declaration",
        "subject",
        "title",
        "hours",
        "valid_months",
        "source",
        "verified",
        "course",
        "held_on",
        "lecturer",
        "place",
        "result",
        "result-61063102",
        "result-\0",
        "remark",
        "pick",
        "by",
        "kind",
        "day",
        "of",
        "why",
        "words",
        "which",
        "item",
        "told",
        "end",
        "correct",
        "entered",
        "n",
        "step",
        "window",
        "size",
    }
)


def holder(hall, post, number):
    hall.do(staff.enlist, "610631", number, "苗秀英", by="0001")
    term = {"since": date(2026, 1, 1), "until": date(2027, 1, 1), "trained_until": date(2027, 1, 1)}
    hall.do(staff.assign, number, "610631", post, **term, by="0001")
    return number


def test_sweep(huanglong: Hall, come_in: ComeIn):
    who = {
        "sys": administrator(huanglong, "610631"),
        "sec": security_admin(huanglong),
        "aud": holder(huanglong, Post.AUDIT_ADMIN, "61063191"),
        "trn": holder(huanglong, Post.TRAINER, "61063192"),
        "auditor": next(
            iter(
                Assignment.objects.filter(agency="610631", post="auditor").values_list(
                    "staff", flat=True
                )
            ),
            None,
        )
        or holder(huanglong, Post.AUDITOR, "61063193"),
        "dir": huanglong.director,
        "dep": huanglong.deputy,
        "tel": huanglong.teller,
    }
    bad = []
    clients = {k: come_in(v) for k, v in who.items()}
    own = {
        "agencies",
        "agency",
        "people",
        "person",
        "accounts",
        "account",
        "sessions",
        "session-end",
        "authority",
        "audit",
        "training",
        "absence",
        "relative",
        "vacant",
        "me",
        "seat",
        "login",
    }
    todo = [
        a
        for a in addresses()
        if any(a.name.startswith(o) for o in own)
        or a.name
        in (
            "enlist",
            "assign",
            "assignment-end",
            "department-open",
            "department-business",
            "window-open",
            "window-sign",
            "absences",
            "relatives",
            "reveal",
        )
    ]

    def go(client, method, path, data):
        try:
            with transaction.atomic():
                ans = client.generic(
                    method,
                    path
                    + (
                        "?" + __import__("urllib.parse").parse.urlencode(data)
                        if method == "GET"
                        else ""
                    ),
                    __import__("urllib.parse").parse.urlencode(data).encode()
                    if method == "POST"
                    else b"",
                    content_type="application/x-www-form-urlencoded",
                    headers=HTMX if hash(str(data)) % 2 else {},
                )
                if ans.status_code >= 500:
                    bad.append((path, method, str(data)[:80], ans.status_code))
                transaction.set_rollback(True)
        except Exception as e:
            bad.append((k, path[:60], method, str(data)[:200], repr(e)[:200]))

    for k, client in clients.items():
        jar = client.cookies.output(header="", sep=";")
        from http.cookies import SimpleCookie

        for a in todo:
            if (
                a.door is None
                or Post(Assignment.objects.filter(staff=who[k]).latest("id").post)
                not in a.door.posts
            ):
                continue
            client.cookies = SimpleCookie(jar)
            for method in a.door.methods:
                for nasty in NASTY:
                    data = dict.fromkeys(FIELDS, nasty) | {"request": str(uuid4())}
                    go(client, method, a.path, data)
            # path values
            for name in a.takes:
                for nasty in (
                    "\0",
                    "9" * 30,
                    "9" * 19,
                    "9" * 18,
                    "a\0",
                    "😀",
                    "字" * 300,
                    "61063\0",
                ):
                    if name in ("key",):
                        continue
                    if name in ("training", "attendance", "n", "window", "version"):
                        if not nasty.isdecimal():
                            continue
                        nasty = int(nasty)
                    aa = next(x for x in addresses(**{name: nasty}) if x.name == a.name)
                    for method in a.door.methods:
                        go(client, method, aa.path, {"request": str(uuid4())})
    for b in sorted(set(map(str, bad)))[:60]:
        print(b)
    print(len(bad))
    open("/tmp/sweep.txt","w").write("\n".join(sorted(set(map(str,bad)))))
    assert not bad


def test_a_waiting_secret(huanglong: Hall, quick_hashes: None, clock: Any, come_in: ComeIn) -> None:
    admin = security_admin(huanglong)
    other = security_admin(huanglong, "610600", "61060090")
    keeper = come_in(other)
    code = code_from(do(keeper, admin, "code"))
    assert first(admin, code)["Location"] == "/login/enrol/"
    secret = TOTPDevice.objects.get(user=admin).key
    code = code_from(do(keeper, admin, "code"))
    assert first(admin, code, "Chestnut-Harvest-26")["Location"] == "/login/enrol/"
    assert TOTPDevice.objects.get(user=admin).key != secret
