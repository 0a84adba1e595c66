"""Looking at somebody's record (查看): a whole number is shown only after its line stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import QuerySet

from yichuang.domain.authority.policy import post_mandate
from yichuang.domain.cases.actions.keying import awaits_keying, key_fields
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.policy import may_see
from yichuang.domain.cases.queries import NoSuchCase, standing
from yichuang.domain.insured.search import card_of, masked_id, masked_phone
from yichuang.domain.journeys.notes import CITIZEN, MOBILE, Kind, lines_of, note, saying
from yichuang.domain.kernel.numbers import local_day, may_be_number
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.staff.models import Staff
from yichuang.domain.staff.posts import ADMINS, Post
from yichuang.domain.trail.models import Act

REVEALERS: Final = frozenset(Post) - ADMINS - {Post.GUIDE, Post.TRAINER}
"""Posts that may need a whole number for their work; whoever only guides or trains doesn't."""

REASONS: Final = {
    "papers": "核对当事人出示的证件",
    "call": "电话联系当事人",
    "systems": "与其他系统或纸质档案核对",
    "inspection": "稽核、检查需要",
    "other": "其他（请写明）",
}
ENOUGH: Final = 2
"""Characters that a reason of one's own has at least."""

Noun = Literal["person", "employer", "case"]


class ReasonMissing(Refusal):
    """Nobody sees a whole number without saying why."""

    code = "reason-to-reveal-missing"
    says = "查看完整号码须有理由：请从列表中选择；选“其他”的，请写明理由。"


class MayNotReveal(Refusal):
    """The post has no need of whole numbers."""

    code = "may-not-reveal"
    says = "“{post}”岗位不查看完整号码。确有需要的，请转交综合业务等办理岗位。"


class NothingToReveal(Refusal):
    """There is no such number, or nothing of it is hidden."""

    code = "nothing-to-reveal"
    says = "没有可以显示的号码，登记内容可能刚刚更改。请刷新页面后再选。"


@dataclass(frozen=True)
class Hidden:
    """A number that pages show only by its ends."""

    what: str
    title: str
    whole: str
    shown: str


@dataclass(frozen=True)
class Who:
    """Who looks: in which post, at which agency, when."""

    by: str
    post: Post
    agency: str
    at: datetime

    def said(self) -> dict[str, str]:
        """Give what a line says of it."""
        return {"post": self.post.value, "agency": self.agency}


def hidden_of(noun: str, number: str, agency: str) -> list[Hidden]:
    """Give the numbers of a record that are masked (NoSuchCase, for another agency's case)."""
    if noun == "case":
        return list(_of_case(number, agency))
    card = card_of(noun, number)
    if card is None:
        return []
    told = [Hidden("phone", "电话", card.whole_phone, card.phone)]
    if card.kind == "person":
        told.insert(0, Hidden("identity", "公民身份号码", card.whole_identity, card.identity))
    return [one for one in told if one.whole != one.shown]


def reveal(noun: str, number: str, what: str, *, why: str, words: str, who: Who) -> Hidden:
    """Show a whole number; its line stands before anybody sees it.

    Refuses by MayNotReveal, ReasonMissing, NothingToReveal, NoSuchCase, by what a post rests on,
    and by whatever keeps the line from being written.
    """
    if who.post not in REVEALERS:
        raise MayNotReveal(post=who.post.label)
    if why not in REASONS or (why == "other" and len(words.strip()) < ENOUGH):
        raise ReasonMissing
    found = next((h for h in hidden_of(noun, number, who.agency) if h.what == what), None)
    if found is None:
        raise NothingToReveal
    rests = post_mandate(who.by, agency=who.agency, post=who.post, on=local_day(who.at))
    told = {"kind": noun, "of": number, "what": found.title, "why": REASONS[why]}
    said = {**who.said(), **told, **({"words": words.strip()} if words.strip() else {})}
    note(Kind.REVEALED, by=who.by, at=who.at, said=said, mandate=rests)
    return found


def opened(noun: Noun, number: str, *, who: Who) -> None:
    """Leave the line of somebody who looks at a record: walking along the numbers is seen."""
    said = {**who.said(), "kind": noun, "of": number}
    note(Kind.OPENED, by=who.by, at=who.at, said=said)


def looks_at(number: str, people: set[str] | None) -> QuerySet[Act]:
    """Give the lines of who opened or revealed a record: some people's, or (None) everybody's."""
    asked = people if people is not None else Staff.objects.values_list("number", flat=True)
    looked = lines_of(asked).filter(verb__in=[Kind.OPENED.value, Kind.REVEALED.value])
    return looked.filter(content__contains=saying("of", number))


def home_of(number: object) -> tuple[Noun, str, str] | None:
    """Give what a number is of, its name, and the agency that keeps it; None: of nothing."""
    if not may_be_number(number):
        return None
    for noun in ("person", "employer"):
        card = card_of(noun, number)
        if card is not None:
            return card.kind, card.name, card.agency
    case = Case.objects.filter(number=number).values_list("agency", flat=True).first()
    return None if case is None else ("case", str(number), case)


def _of_case(number: str, agency: str) -> Iterator[Hidden]:
    case = standing(number)
    if not may_see(agency, case.case.agency_id):
        raise NoSuchCase(number=number)
    titles = type(case.form).model_fields
    filled = {k: v for k, v in case.form.model_dump(mode="json").items() if isinstance(v, str)}
    # What is to be keyed again without having been seen is shown to nobody until then.
    blind = key_fields(case) if awaits_keying(case) else ()
    told = {k: (titles[k].title or k, text) for k, text in filled.items() if k not in blind}
    if case.case.subject not in filled.values():
        told = {"subject": ("办理对象", case.case.subject), **told}
    for name, (title, text) in told.items():
        if CITIZEN.fullmatch(text):
            yield Hidden(name, title, text, masked_id(text))
        elif MOBILE.fullmatch(text):
            yield Hidden(name, title, text, masked_phone(text))
