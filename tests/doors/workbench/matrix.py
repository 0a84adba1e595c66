"""Who may enter where, written down by hand: the pages must agree with this table.

Each line: the page, who may look (GET), who may act (POST). A page that isn't here is a fault, and
so is a line without its page. `.` is nobody: the method isn't known there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.doors.workbench.addresses import addresses
from yichuang.domain.staff.posts import Post

BUSINESS = {post for post in Post if not post.endswith("-admin")}
READERS = BUSINESS | {Post.AUDIT_ADMIN}
"""Whoever may look: the audit administrator looks at every page of business, and changes none."""
REVEALERS = BUSINESS - {Post.GUIDE, Post.TRAINER}
AUDITORS = {Post.AUDIT_ADMIN}
KEEPERS = {Post.SECURITY_ADMIN}
SYSTEM = {Post.SYSTEM_ADMIN}
STAFFING = SYSTEM | {Post.AUDIT_ADMIN, Post.DIRECTOR}
COUNTER = {Post.TELLER, Post.SPECIAL}
REVIEW = {Post.REVIEWER}
SIGNERS = {
    *(Post.HANDLER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR),
    *(Post.CITY_APPROVER, Post.CITY_CHIEF),
    *(Post.AUDITOR, Post.SECURITY_ADMIN),
}
APPLICANTS = COUNTER | {Post.DEPUTY_DIRECTOR}
INSIDE = BUSINESS | KEEPERS
REGISTER = {
    *(Post.DEPUTY_DIRECTOR, Post.DIRECTOR, Post.CITY_CHIEF, Post.AUDITOR, Post.TRAINER),
    *(Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDIT_ADMIN),
}
EXPORTERS = {
    *(Post.ARCHIVIST, Post.AUDITOR, Post.DEPUTY_DIRECTOR, Post.DIRECTOR),
    *(Post.CITY_APPROVER, Post.CITY_CHIEF),
}
LEADERS = {Post.DIRECTOR, Post.DEPUTY_DIRECTOR}
MENDERS = {Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.CITY_CHIEF}
MENDERS |= {Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN}
OVERSEERS = {Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.CITY_CHIEF, Post.AUDITOR}
FINANCE = {Post.FINANCE}
SITTING = (SIGNERS - {Post.AUDITOR}) | FINANCE
TRAINERS = {Post.TRAINER}
TRAINING = TRAINERS | {Post.DIRECTOR, Post.AUDITOR, Post.SECURITY_ADMIN}
EVERY = set(Post)
NOBODY: set[Post] = set()
ANYBODY = {*Post, None}
"""Also whoever hasn't logged in."""

TABLE: dict[str, tuple[set[Any], set[Any]]] = {
    "home": (EVERY, NOBODY),
    "login": (ANYBODY, ANYBODY),
    "login-again": (NOBODY, ANYBODY),
    "login-first": (ANYBODY, ANYBODY),
    "login-code": (EVERY, EVERY),
    "login-enrol": (EVERY, EVERY),
    "login-password": (EVERY, EVERY),
    "me": (EVERY, NOBODY),
    "me-password": (EVERY, EVERY),
    "me-factor": (EVERY, EVERY),
    "me-act": (NOBODY, EVERY),
    "accounts": (KEEPERS, KEEPERS),
    "account": (KEEPERS, NOBODY),
    "account-act": (NOBODY, KEEPERS),
    "sessions": (KEEPERS, NOBODY),
    "session-end": (NOBODY, KEEPERS),
    "agencies": (STAFFING, NOBODY),
    "agency": (STAFFING, NOBODY),
    "agency-establish": (NOBODY, SYSTEM),
    "department-open": (NOBODY, SYSTEM),
    "department-business": (NOBODY, SYSTEM),
    "window-open": (NOBODY, SYSTEM),
    "window-sign": (STAFFING, NOBODY),
    "agency-insurances": (NOBODY, SYSTEM),
    "agency-signing-hours": (NOBODY, SYSTEM),
    "people": (STAFFING, NOBODY),
    "enlist": (NOBODY, SYSTEM),
    "person": (STAFFING, NOBODY),
    "assign": (NOBODY, SYSTEM),
    "assignment-end": (NOBODY, SYSTEM),
    "logout": (NOBODY, EVERY),
    "proof": (NOBODY, INSIDE),
    "seat": (EVERY, EVERY),
    "text-size": (NOBODY, ANYBODY),
    "counter": (COUNTER, COUNTER),
    "begin": (NOBODY, COUNTER),
    "mine": (COUNTER, NOBODY),
    "draft": (APPLICANTS, APPLICANTS),
    "draft-subject": (NOBODY, APPLICANTS),
    "draft-submit": (NOBODY, APPLICANTS),
    "draft-notice": (APPLICANTS, NOBODY),
    "draft-discard": (NOBODY, APPLICANTS),
    "authority": (REGISTER, NOBODY),
    "authority-ledger": (REGISTER, NOBODY),
    "authority-check": (NOBODY, {Post.AUDITOR}),
    "authority-apply": (NOBODY, {Post.DEPUTY_DIRECTOR}),
    "authority-why": (EVERY, NOBODY),
    "review": (REVIEW, NOBODY),
    "reviewed": (REVIEW, NOBODY),
    "signing": (SIGNERS, NOBODY),
    "signed": (SIGNERS, NOBODY),
    "case": (READERS | KEEPERS, NOBODY),
    "receipt": (READERS, NOBODY),
    "case-proof": (EXPORTERS, NOBODY),
    "checker": (EXPORTERS, NOBODY),
    "case-decision": (READERS, NOBODY),
    "case-review": (REVIEW, NOBODY),
    "case-keying": (REVIEW, REVIEW),
    "case-signing": (SIGNERS | COUNTER, NOBODY),
    "case-correct": (NOBODY, APPLICANTS),
    "case-about": (NOBODY, COUNTER),
    "case-act": (NOBODY, INSIDE),
    "find": (READERS, READERS),
    "insured": (READERS, NOBODY),
    "catalogue": (READERS, NOBODY),
    "catalogue-propose": (LEADERS, LEADERS),
    "edition": (READERS, NOBODY),
    "edition-toml": (READERS, NOBODY),
    "publish": (NOBODY, LEADERS),
    "item": (READERS, NOBODY),
    "pension": (READERS, BUSINESS),
    "archive": (READERS, READERS),
    "sitting": (SITTING, NOBODY),
    "sitting-begin": (NOBODY, SITTING),
    "sitting-hours": (NOBODY, {Post.DIRECTOR, Post.CITY_CHIEF}),
    "sitting-case": (SITTING - FINANCE, NOBODY),
    "sitting-payment": (FINANCE, NOBODY),
    "sitting-choose": (NOBODY, SITTING),
    "sitting-summary": (SITTING, NOBODY),
    "sitting-sign": (NOBODY, SITTING),
    "sitting-close": (NOBODY, SITTING),
    "sitting-held": (SITTING, NOBODY),
    "payments": (FINANCE, NOBODY),
    "payment": (FINANCE, NOBODY),
    "payment-sheet": (FINANCE, NOBODY),
    "payment-act": (NOBODY, FINANCE),
    "reveal": (NOBODY, REVEALERS),
    "audit": (AUDITORS, NOBODY),
    "audit-line": (AUDITORS, NOBODY),
    "audit-looks": (AUDITORS, AUDITORS),
    "training": (TRAINING, NOBODY),
    "training-course": (NOBODY, TRAINERS),
    "training-hold": (NOBODY, TRAINERS),
    "training-group": (TRAINING, NOBODY),
    "training-record": (NOBODY, TRAINERS),
    "training-sheet": (TRAINING, NOBODY),
    "training-correct": (NOBODY, TRAINERS),
    "training-person": (TRAINING, NOBODY),
    "absences": (EVERY, NOBODY),
    "absence-record": (NOBODY, EVERY - AUDITORS),
    "absence-end": (NOBODY, EVERY - AUDITORS),
    "relatives": (EVERY, NOBODY),
    "charges": ({Post.DIRECTOR, Post.CITY_CHIEF, Post.DEPUTY_DIRECTOR}, NOBODY),
    "charge-put": (NOBODY, {Post.DIRECTOR, Post.CITY_CHIEF}),
    "relative-declare": (NOBODY, EVERY - AUDITORS),
    "relative-end": (NOBODY, EVERY - AUDITORS),
    "vacant": (MENDERS, NOBODY),
    "due": (OVERSEERS, NOBODY),
    "due-cases": (OVERSEERS, NOBODY),
    "watch": (OVERSEERS, NOBODY),
    "reminders": (READERS | KEEPERS, NOBODY),
    "keys": (EVERY, NOBODY),
    "look": (EVERY, NOBODY),
}

LOGIN, CLOSED, UNKNOWN, NO_METHOD, OPEN = "login", "closed", "not there", "no method", "open"
OTHER_METHODS = ("PUT", "PATCH", "DELETE")


OF_BUSINESS = {"case", "case-signing", "case-act", "sitting-case"}
"""Pages of a case: here one of business, which isn't there for a security administrator."""


@dataclass(frozen=True)
class Cell:
    """One way to try a door: the page, the method, who comes, to whose case or draft."""

    page: str
    method: str
    post: Post | None
    own: bool = True


TO_OVERSEERS = {"sitting-held"}
"""What somebody else did at the own agency: there for whoever oversees it, for others not."""


def expected(cell: Cell) -> str:
    """Give what must happen, by the table and nothing else."""
    look, act = TABLE[cell.page]
    may = {"GET": look, "POST": act}.get(cell.method, set())
    if not may:
        return NO_METHOD
    if cell.post is None:
        return OPEN if None in may else LOGIN
    if cell.post not in may:
        return CLOSED
    if cell.post is Post.SECURITY_ADMIN and cell.page in OF_BUSINESS:
        return UNKNOWN
    if cell.page in TO_OVERSEERS and cell.post not in OVERSEERS:
        return UNKNOWN
    return OPEN if cell.own else UNKNOWN


def outcome(client: Client, path: str, method: str) -> str:
    """Try a door and say what happened."""
    answer = client.generic(method, path, headers={"Accept-Language": "zh-hans"})
    assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
    if answer.status_code == 405:
        return NO_METHOD
    if answer.status_code == 302 and answer.headers["Location"].startswith("/login/?"):
        return LOGIN
    return {403: CLOSED, 404: UNKNOWN}.get(answer.status_code, OPEN)


def cells(posts: list[Post | None], own: dict[str, Any], others: dict[str, Any]) -> Iterator[Any]:
    """Give every cell with its path: each page, each method, each who, own and others'."""
    theirs = {one.name: one for one in addresses(**others)}
    for mine in addresses(**own):
        for post in posts:
            methods = ["GET", "POST", *(OTHER_METHODS if post is Post.TELLER else ())]
            for method in methods:
                yield Cell(mine.name, method, post), mine.path
                if post is not None and mine.takes & set(others):
                    yield Cell(mine.name, method, post, own=False), theirs[mine.name].path
