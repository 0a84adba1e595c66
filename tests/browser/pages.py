"""Every page that is looked at: by whom, and where it is on the ground of these tests."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.ground import Cases
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.agencies import office

HUANGLONG = office("610631")


@dataclass(frozen=True)
class Shown:
    """A page: what it is called, who looks at it, and its address among these cases."""

    name: str
    staff: str
    at: Callable[[Cases], str]


def of(post: Post, name: str, at: Callable[[Cases], str] | str) -> Shown:
    """Give a page as a post of Huanglong sees it."""
    return Shown(name, HUANGLONG.number(post), at if callable(at) else lambda _: str(at))


CITY, PROVINCE, WANGQING = office("610600"), office("610000"), office("222424")
LUOCHUAN_REVIEWER = office("610629").number(Post.REVIEWER)

PAGES = (
    of(Post.TELLER, "draft", lambda c: f"/drafts/{c.draft}/"),
    of(Post.TELLER, "notice", lambda c: f"/drafts/{c.draft}/notice/"),
    of(Post.TELLER, "client", lambda c: f"/counter/?chosen=employer:{c.employer_number}"),
    of(Post.TELLER, "employer", lambda c: f"/find/insured/employer/{c.employer_number}/"),
    of(Post.TELLER, "due", "/counter/mine/?list=due"),
    of(Post.GUIDE, "guide", "/find/"),
    of(Post.TELLER, "pension", "/pension/"),
    Shown("city", CITY.number(Post.CITY_APPROVER), lambda _: "/signing/"),
    Shown("city-case", CITY.number(Post.CITY_APPROVER), lambda c: f"/cases/{c.reported}/signing/"),
    Shown("city-chief", CITY.number(Post.CITY_CHIEF), lambda _: "/signing/"),
    Shown("special", WANGQING.number(Post.SPECIAL), lambda _: "/counter/"),
    Shown("proposed", PROVINCE.number(Post.DIRECTOR), lambda _: "/catalogue/shaanxi/2/"),
    Shown("propose", PROVINCE.number(Post.DIRECTOR), lambda _: "/catalogue/propose/"),
    of(Post.TELLER, "counter", "/counter/"),
    of(Post.TELLER, "mine", "/counter/mine/?list=open"),
    of(Post.TELLER, "case-returned", lambda c: f"/cases/{c.correction}/"),
    of(Post.TELLER, "receipt", lambda c: f"/cases/{c.review}/receipt/"),
    of(Post.TELLER, "result", lambda c: f"/cases/{c.done}/decision/"),
    of(Post.TELLER, "find", "/find/"),
    of(Post.TELLER, "keys", "/keys/"),
    of(Post.TELLER, "me", "/me/"),
    of(Post.TELLER, "me-password", "/me/password/"),
    of(Post.REVIEWER, "review", "/review/"),
    of(Post.REVIEWER, "review-case", lambda c: f"/cases/{c.review}/review/"),
    of(Post.REVIEWER, "review-today", "/review/today/"),
    of(Post.HANDLER, "handling", "/signing/"),
    of(Post.HANDLER, "handling-case", lambda c: f"/cases/{c.handling}/signing/"),
    of(Post.DEPUTY_DIRECTOR, "signing", "/signing/"),
    of(Post.DEPUTY_DIRECTOR, "signing-case", lambda c: f"/cases/{c.deputy}/signing/"),
    of(Post.DIRECTOR, "director-case", lambda c: f"/cases/{c.director}/signing/"),
    of(Post.DIRECTOR, "signing-today", "/signing/today/"),
    of(Post.DIRECTOR, "sitting", "/session/"),
    of(Post.DIRECTOR, "case-done", lambda c: f"/cases/{c.done}/"),
    of(Post.DIRECTOR, "catalogue", "/catalogue/"),
    of(Post.DIRECTOR, "edition", "/catalogue/shaanxi/1/"),
    of(Post.DIRECTOR, "item", "/catalogue/shaanxi/1/employer-registration/"),
    of(Post.DIRECTOR, "authority", "/authority/?which=all"),
    of(Post.DIRECTOR, "ledger", "/authority/ledger/"),
    of(Post.TELLER, "why", "/authority/why/"),
    of(Post.ARCHIVIST, "archive", "/archive/"),
    of(Post.FINANCE, "payments", "/payments/"),
    of(Post.FINANCE, "payment", lambda c: f"/payments/{c.payment}/"),
    of(Post.FINANCE, "payment-sheet", lambda c: f"/payments/{c.payment}/sheet/"),
    of(Post.DIRECTOR, "absences", "/absences/"),
    of(Post.DIRECTOR, "relatives", "/relatives/"),
    of(Post.DIRECTOR, "charges", "/charges/"),
    of(Post.DEPUTY_DIRECTOR, "vacant", "/vacant/"),
    of(Post.DIRECTOR, "due-table", "/due/"),
    of(Post.DIRECTOR, "due-cases", "/due/cases/"),
    Shown("watch", CITY.number(Post.CITY_CHIEF), lambda _: "/watch/"),
    of(Post.HANDLER, "reminders", "/reminders/"),
    of(Post.TRAINER, "training", "/training/"),
    of(Post.DIRECTOR, "training-person", "/training/people/61063102/"),
    of(Post.TELLER, "look", "/look/"),
    Shown("keying", LUOCHUAN_REVIEWER, lambda c: f"/cases/{c.keying}/keying/"),
    Shown("settling", LUOCHUAN_REVIEWER, lambda c: f"/cases/{c.settling}/keying/"),
    Shown("suspended", LUOCHUAN_REVIEWER, lambda c: f"/cases/{c.suspended}/"),
    Shown("refusal", LUOCHUAN_REVIEWER, lambda c: f"/cases/{c.refused}/decision/"),
    of(Post.REVIEWER, "not-found", "/nowhere/"),
    of(Post.REVIEWER, "not-for-you", "/counter/"),
)
