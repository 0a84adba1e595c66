"""本人及近亲属回避: nobody handles a case about themselves or a declared relative."""

import re
from collections.abc import Iterable

from yichuang.domain.authority.policy import Mandate
from yichuang.domain.items.form import ItemForm
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.rows import on_postgresql

CITIZEN_ID = re.compile(r"[0-9]{17}[0-9X]")

_NOT_DECLARED = """NOT EXISTS (SELECT 1 FROM staff_relative r WHERE r.staff_id = %s
 AND r.ended_on IS NULL AND r.citizen_id IN ({ids}))"""


class OwnRecord(Refusal):
    """The case is about the person themself, or about somebody they declared as a relative."""

    code = "own-record"
    says = "本件涉及您（{by}）本人或已申报的近亲属，您不能办理其中任何一步。请转交他人办理。"


def own_sql() -> str:
    """Give the SQL that reads what a person declared, as one text; its parameter is the person."""
    joined = "string_agg(r.citizen_id, ',')" if on_postgresql() else "group_concat(r.citizen_id)"
    theirs = "FROM staff_relative r WHERE r.staff_id = %s AND r.ended_on IS NULL"
    return f"(SELECT {joined} {theirs})"


def citizens(declared: str | None) -> frozenset[str]:
    """Read that text."""
    return frozenset(declared.split(",")) if declared else frozenset()


def concerned(form: ItemForm) -> frozenset[str]:
    """Give every citizen whose number stands in a form."""
    return citizens_in(form.__dict__.values())


def citizens_in(values: Iterable[object]) -> frozenset[str]:
    """Give every citizen whose number is among some values."""
    texts = (value for value in values if isinstance(value, str))
    return frozenset(text for text in texts if CITIZEN_ID.fullmatch(text))


def not_their_own(
    held: Mandate, by: str, declared: frozenset[str], concerned_here: frozenset[str]
) -> Mandate:
    """Let an act rest on its not being the person's own business (OwnRecord)."""
    if declared & concerned_here:
        raise OwnRecord(by=by)
    if not concerned_here:
        return held
    marks = ", ".join("%s" for _ in concerned_here)
    return held.and_also(_NOT_DECLARED.format(ids=marks), by, *sorted(concerned_here))
