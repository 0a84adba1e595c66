"""Reading the archive: what is filed, and what is done but can't be filed yet."""

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yichuang.domain.archives.models import File
from yichuang.domain.cases import clocks
from yichuang.domain.cases.models import Case
from yichuang.domain.catalogue.queries import profile_of
from yichuang.domain.staff.models import Agency


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the archive; what is empty isn't asked."""

    text: str = ""
    item: str = ""
    since: date | None = None
    before: date | None = None
    """Filed, or done, from a day on and before another."""


def agencies_within(agency: str) -> list[str]:
    """Give an agency and those below it."""
    below = Q(parent=agency) | Q(parent__parent=agency)
    return list(Agency.objects.filter(Q(code=agency) | below).values_list("code", flat=True))


def filed(agencies: list[str], wanted: Wanted) -> QuerySet[File]:
    """Give the files of some agencies, the latest first."""
    found = File.objects.filter(_asked("case__", agencies, wanted))
    if wanted.since and wanted.before:
        found = found.filter(filed_on__gte=wanted.since, filed_on__lt=wanted.before)
    found = found.select_related("case__agency", "case__edition")
    return found.order_by("-filed_on", "-case__number")


def unfiled(agencies: list[str], wanted: Wanted) -> QuerySet[Case]:
    """Give the cases that are done and not filed, those that wait longest first."""
    found = Case.objects.filter(_asked("", agencies, wanted), state="done")
    if wanted.since and wanted.before:
        found = found.filter(done_at__date__gte=wanted.since, done_at__date__lt=wanted.before)
    return found.select_related("agency", "edition").order_by("done_at")


def missing_papers(case: Case) -> list[str]:
    """Name the papers that were promised and haven't come."""
    rule = profile_of(case.edition).item(case.item)
    names = {material.code: material.name for material in rule.materials} if rule else {}
    return [names.get(code, code) for code in clocks.missing_papers(case)]


def contents_of(file: File) -> list[dict[str, str]]:
    """Give what a file holds: the name of each paper, and how it was brought."""
    return list(json.loads(file.contents))


def _asked(to_case: str, agencies: list[str], wanted: Wanted) -> Q:
    asked = Q(**{f"{to_case}agency__in": agencies})
    if wanted.item:
        asked &= Q(**{f"{to_case}item": wanted.item})
    if wanted.text:
        # A part of an identity finds nobody: it would tell digit by digit what is masked.
        like = "subject" if wanted.text.isascii() else "subject__contains"
        number = Q(**{f"{to_case}number__contains": wanted.text})
        asked &= number | Q(**{f"{to_case}{like}": wanted.text})
    return asked
