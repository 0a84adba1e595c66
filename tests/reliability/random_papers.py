"""What clients bring in the random lives: forms and papers, right ones and wrong ones."""

from collections.abc import Iterable, Sequence

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from tests.reliability.known_items import MAY_FOLLOW, PAPERS, Text, papers_of
from tests.reliability.life import Application, Life, World

BROUGHT = ["whole"] * 6 + ["birth"] * 2 + ["promised"] * 4 + ["blank", "missing", "registered"]
"""How an application comes: mostly right, now and then with a paper to follow or a mistake."""

CORRECTED = ["as it was", "another word", "another subject", "paper brought", "blank"]
NAMES = ("高桂梅", "高瑰梅", "高贵梅")
LAST_NAMED = {
    "insurance-proof": "purpose",
    "person-registration": "phone",
    "employer-registration": "representative",
    "basic-data-change": "reason",
}
"""A field of each form that can be left blank by mistake, or get another word."""

PERSON = {
    "name": "高桂梅",
    "phone": "13909110002",
    "employed_on": "2026-03-02",
    "since": "2026-03",
}
EMPLOYER = {
    "name": "黄龙县果业有限公司",
    "kind": "企业",
    "representative": "白守田",
    "address": "陕西省延安市黄龙县中心街",
    "phone": "0911-5620001",
    "established_on": "2026-02-10",
}


def _credit_code(serial: int) -> str:
    body = f"91610631MA7{serial:06d}"
    return body + str(uscc.calc_check_digit(body))


def _citizen_id(serial: int) -> str:
    # Two days of birth: every other change of the number changes the day as well.
    body = f"6106311988080{8 + serial % 2}{serial:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


EMPLOYERS = [_credit_code(serial) for serial in range(1, 41)]
CITIZENS = [_citizen_id(serial) for serial in range(1, 61)]


def application(world: World, hall: str, item: str, many: int, brought: str) -> Application:
    """Give what a client brings for an item."""
    form = _form(world, item, many, registered=brought == "registered")
    if brought == "birth" and item == "basic-data-change":
        form = _born_otherwise(world, form, many)
    papers = dict.fromkeys(papers_of(item, form), "original")
    follows = MAY_FOLLOW.get(item)
    if brought == "promised" and follows:
        papers[follows] = "promised"
    if brought == "missing":
        del papers[PAPERS[item][0]]
    if brought == "blank":
        form[LAST_NAMED[item]] = ""
    return Application(hall, item, form, papers)


def corrected(world: World, life: Life, many: int, how: str) -> tuple[Text, Text]:
    """Give form and papers of a returned case as they are corrected."""
    form, papers = dict(life.form), dict(life.papers)
    if how == "blank":
        form[LAST_NAMED[life.item]] = ""
    if how == "another word":
        form[LAST_NAMED[life.item]] = ("13909110003", "13909110004")[many % 2]
        if life.item == "employer-registration":
            form["representative"] = NAMES[many % 3]
    if how == "another subject":
        other = _form(world, life.item, many, registered=False)
        form = {**form, **other} if life.item == "basic-data-change" else other
        asked = papers_of(life.item, form)
        papers = {code: papers.get(code, "original") for code in asked}
    if how == "paper brought":
        papers = {code: "copy" if way == "promised" else way for code, way in papers.items()}
    return form, papers


def _form(world: World, item: str, many: int, *, registered: bool) -> Text:
    somebody = _one(sorted(world.persons), many)
    new = _one(_unregistered(CITIZENS, world.persons), many % 12)
    if item == "insurance-proof":
        return {"citizen_id": new if registered else somebody, "purpose": "子女入学"}
    if item == "basic-data-change":
        change = {"new_name": NAMES[many % 3]} if many % 2 else {"new_citizen_id": new}
        return {"citizen_id": new if registered else somebody, "reason": "户籍更名", **change}
    known = _one(sorted(world.employers), many)
    if item == "person-registration":
        return PERSON | {"citizen_id": somebody if registered else new, "employer": known}
    code = _one(_unregistered(EMPLOYERS, world.employers), many % 12)
    return EMPLOYER | {"credit_code": known if registered else code}


def _born_otherwise(world: World, form: Text, many: int) -> Text:
    """Let a change of basic data be one of the date of birth."""
    old, free = form["citizen_id"], _unregistered(CITIZENS, world.persons)
    new = _one([one for one in free if one[6:14] != old[6:14]], many % 12)
    return {"citizen_id": old, "reason": form["reason"], "new_citizen_id": new}


def _unregistered(pool: Sequence[str], register: Iterable[str]) -> list[str]:
    standing = set(register)
    return [one for one in pool if one not in standing]


def _one(among: Sequence[str], many: int) -> str:
    return among[many % len(among)]
