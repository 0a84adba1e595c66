"""Who may do what, written down by hand: the matrix of post, deed, level and mode.

By what an agency decides about an item (each line names the items that it is for). Everybody is
granted whatever they can be granted, and limited business is handled in the back office.
"""

COUNTY, CITY, PROVINCE = "county", "city", "province"

AT_COUNTER = ("correct", "withdraw", "hold", "supply", "deliver", "file")
"""Deeds of the counter's seat beside acceptance; mode and department don't narrow them."""

PROOF = "insurance-proof"
PERSON = "person-registration"
EMPLOYER = "employer-registration"
CHANGE = "basic-data-change"
DEATH = "death-in-service"
OBJECTION = "objection"
CORRECTION, MAJOR_CORRECTION = "correction", "major-correction"
INTERNAL = ("authorisation", "mode-switch")

BUSINESS: dict[str, dict[str, str]] = {
    PROOF: {"accept": "teller", "finish": "teller", "refuse": "teller"},
    PERSON: {
        "accept": "teller",
        "review": "reviewer",
        "finish": "teller",
        "return": "reviewer",
        "refuse": "reviewer",
    },
    EMPLOYER: {
        "accept": "teller",
        "handle": "handler",
        "review": "reviewer",
        "deputy": "deputy-director",
        "director": "director",
        "return": "reviewer deputy-director director",
        "refuse": "director",
    },
}
FOUR_OF_THEM = "teller handler reviewer deputy-director director"
SECOND = {"confirm-suspension": "deputy-director director", "resume": "deputy-director director"}
"""Who is the second person to a stop of the clock, by post alone."""
BUSINESS[PERSON] |= {"suspend": "teller reviewer", **SECOND}
BUSINESS[EMPLOYER] |= {"suspend": FOUR_OF_THEM, **SECOND}
BUSINESS[DEATH] = {**BUSINESS[EMPLOYER], "rekey": "reviewer", "settle": "reviewer"}
BUSINESS[OBJECTION] = BUSINESS[MAJOR_CORRECTION] = BUSINESS[EMPLOYER]
BUSINESS[CORRECTION] = {
    "accept": "teller",
    "review": "reviewer",
    "finish": "teller",
    "return": "reviewer",
    "refuse": "reviewer",
}
"""An item of each level at its own agency: deed → posts."""

TABLE: dict[tuple[str, str], dict[str, str]] = {
    **{(COUNTY, item): {**deeds, "stand-down": "director"} for item, deeds in BUSINESS.items()},
    (COUNTY, CHANGE): {
        **BUSINESS[EMPLOYER],
        "recall": "director",
        "refuse": "",
        "stand-down": "director",
    },
    **{(CITY, item): {**deeds, "stand-down": "city-chief"} for item, deeds in BUSINESS.items()},
    (CITY, CHANGE): {
        **BUSINESS[EMPLOYER],
        "receive": "city-approver",
        "approve": "city-approver",
        "refer": "city-approver",
        "conclude": "city-chief",
        "return": "reviewer deputy-director director city-approver city-chief",
        "refuse": "director city-approver city-chief",
        "stand-down": "city-chief",
        "suspend": f"{FOUR_OF_THEM} city-approver city-chief",
        "confirm-suspension": "deputy-director director city-chief",
        "resume": "deputy-director director city-chief",
    },
    **{(PROVINCE, item): {**deeds, "stand-down": "director"} for item, deeds in BUSINESS.items()},
    (PROVINCE, CHANGE): {**BUSINESS[EMPLOYER], "stand-down": "director"},
}
for _item in INTERNAL:
    _asks = {"accept": "deputy-director", "handle": "deputy-director", "audit": "auditor"}
    _asks |= SECOND
    TABLE[COUNTY, _item] = {
        **_asks,
        "director": "director",
        "suspend": "deputy-director auditor director",
        "return": "auditor director",
        "stand-down": "director",
    }
    TABLE[CITY, _item] = {
        **_asks,
        "director": "city-chief",
        "enforce": "security-admin",
        "suspend": "deputy-director auditor city-chief security-admin",
        "return": "auditor city-chief security-admin",
        "refuse": "security-admin",
        "stand-down": "city-chief",
    }
    TABLE[PROVINCE, _item] = {
        **_asks,
        "director": "director",
        "enforce": "security-admin",
        "suspend": "deputy-director auditor director security-admin",
        "return": "auditor director security-admin",
        "refuse": "security-admin",
        "stand-down": "director",
    }

LEVELS_AND_MODES = (
    (COUNTY, "specialist"),
    (COUNTY, "levy-only"),
    (COUNTY, "department"),
    (COUNTY, "universal"),
    (CITY, "specialist"),
    (CITY, "department"),
    (PROVINCE, "specialist"),
    (PROVINCE, "department"),
)

TAKEN_ON = {
    "universal": {
        *(PROOF, PERSON, EMPLOYER, CHANGE, DEATH),
        *(OBJECTION, CORRECTION, MAJOR_CORRECTION),
    },
    "levy-only": {PERSON, EMPLOYER},
    "department": {PERSON, EMPLOYER, CHANGE},
    "specialist": {PERSON, EMPLOYER},
}
"""What is newly taken on by counter and back office, by mode: here the department handles
registration and the upkeep of basic data; under specialists it handles registration alone.
Corrections and objections are of no department, and no levy."""

DEPARTMENTS = {"department": ("参保登记", "参保人员基本信息维护"), "specialist": ("参保登记",)}


def may(post: str, deed: str, level: str, mode: str, item: str) -> bool:
    """Say what the table says."""
    deeds = TABLE[level, item]
    if deed in AT_COUNTER:
        return post == deeds["accept"]
    newly = deed == "accept" or (deed in {"handle", "suspend"} and post == "handler")
    if newly and item not in INTERNAL and item not in TAKEN_ON[mode]:
        return False
    return post in deeds.get(deed, "").split()
