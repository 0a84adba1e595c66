"""What an agency asks for about itself, as its deputy in charge writes it down."""

from typing import Any

from yichuang.domain.items.authorisation import INSTANT

GRANT, SWITCH = "authorisation", "mode-switch"
OWN = (GRANT, SWITCH)
"""The items by which an agency decides about itself; no paper is asked for."""


def grant_form(agency: str, **changed: Any) -> dict[str, Any]:
    """Give the form by which an agency asks that its tellers' instant business be renewed."""
    form = {
        "agency": agency,
        "kind": "授权",
        "post": "综合业务",
        "item": INSTANT,
        "duty": "受理并经办",
        "since": "2027-01-01",
        "until": "2028-01-01",
        "ground": "局长办公会纪要〔2026〕3号",
    }
    return {**form, **changed}


def switch_form(agency: str, **changed: Any) -> dict[str, Any]:
    """Give the form by which an agency asks to work in another mode."""
    form = {"agency": agency, "mode": "征缴柜员制", "ground": "省局批复〔2026〕12号"}
    return {**form, **changed}
