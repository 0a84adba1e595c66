"""Making the file of a case: it must hold every paper before the case can be filed (SX-15)."""

from datetime import date

from yichuang.domain.archives.models import File
from yichuang.domain.cases.standing import Standing
from yichuang.domain.catalogue.profile import Retention
from yichuang.domain.kernel.refusals import Refusal
from yichuang.domain.trail.canonical import canonical
from yichuang.domain.trail.rows import New, Row


class FileIncomplete(Refusal):
    """A promised paper is still missing, so the case can't be filed."""

    code = "file-incomplete"
    says = "档案材料不齐，不能归档。请先补交：{missing}。"


def file_of(case: Standing, *, on: date) -> Row:
    """Plan the file of a case, or refuse while a promised paper is missing (FileIncomplete).

    The retention period begins on 1 January of the year after (社会保险业务档案管理规定).
    """
    names = {material.code: material.name for material in case.rule.materials}
    missing = [names[code] for code, how in case.materials.items() if how == "promised"]
    if missing:
        raise FileIncomplete(missing="、".join(missing))
    contents = [{"name": names[code], "as": how} for code, how in case.materials.items()]
    values = {
        "case_id": case.case.chain_id,
        "contents": canonical(contents),
        "retention": retention_name(case.rule.retention),
        "kept_from": date(on.year + 1, 1, 1),
        "filed_on": on,
    }
    return New(File, values)


def retention_name(retention: Retention) -> str:
    """Write a retention period as the archives do: 永久, or so many years."""
    return "永久" if retention.years == "permanent" else f"{retention.years}年"
