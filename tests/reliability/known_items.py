"""What is known of the items, from the rules alone: levels, papers, effects, what is reported."""

HUANGLONG, LUOCHUAN, WANGQING = "610631", "610629", "222424"
HALLS = (HUANGLONG, LUOCHUAN, WANGQING)
CITY = "610600"
"""The city above Huanglong and Luochuan; above Wangqing nobody is reported to."""

LEVELS = {
    "insurance-proof": 3,
    "person-registration": 2,
    "employer-registration": 1,
    "basic-data-change": 1,
}
"""Shaanxi's levels; in Wangqing the registration of an employer is level 2."""

SPECIAL_WINDOW = {(WANGQING, "basic-data-change")}
MAY_FOLLOW = {"person-registration": "labour-contract", "employer-registration": "authorisation"}
PAPERS = {
    "insurance-proof": ("id-card",),
    "person-registration": ("id-card", "labour-contract"),
    "employer-registration": ("business-licence", "agent-id-card", "authorisation"),
    "basic-data-change": ("id-card", "household-register"),
}
EFFECTS = {
    "insurance-proof": {"insured_proof": 1},
    "person-registration": {"insured_person": 1, "insured_enrolment": 1, "insured_revision": 2},
    "employer-registration": {"insured_employer": 1, "insured_revision": 1},
    "basic-data-change": {"insured_revision": 1},
}
"""The rows that the register gets when a case is done, and never else."""

Text = dict[str, str]


def level_of(hall: str, item: str) -> int:
    """Give the level of risk of an item in a hall."""
    return 2 if (hall, item) == (WANGQING, "employer-registration") else LEVELS[item]


def birth_changes(form: Text) -> bool:
    """Say whether a change of basic data re-writes the date of birth."""
    old = form.get("citizen_id", "")
    return old[6:14] != form.get("new_citizen_id", old)[6:14]


def must_be_reported(hall: str, item: str, form: Text) -> bool:
    """Say whether a county reports it: in Shaanxi a change of the date of birth."""
    return hall != WANGQING and item == "basic-data-change" and birth_changes(form)


def papers_of(item: str, form: Text) -> tuple[str, ...]:
    """Give the papers that are asked for."""
    further = ("personnel-file",) if item == "basic-data-change" and birth_changes(form) else ()
    return (*PAPERS[item], *further)


def claims_of(item: str, form: Text) -> set[str]:
    """Give what a case holds while it is open, so that no second one has it."""
    if item == "employer-registration":
        return {f"employer/{form['credit_code']}"}
    if item == "insurance-proof":
        return set()
    return {f"citizen/{form[name]}" for name in ("citizen_id", "new_citizen_id") if name in form}


OPERATION = {"guide", "teller", "special", "handler", "reviewer", "archivist"}
GROUPS = [OPERATION, {"finance"}, {"data"}, {"auditor"}]
ADMINS = {"system-admin", "security-admin", "audit-admin"}


def exclude(one: str, other: str) -> bool:
    """Say whether nobody holds both: two of the four groups, administrators, who reviews."""
    both = {one, other}
    groups = [group for group in GROUPS if group & both]
    reviews = "reviewer" in both and bool(both & {"teller", "special", "handler"})
    return len(both) == 2 and (len(groups) == 2 or reviews or bool(both & ADMINS))
