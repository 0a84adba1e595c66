"""The life of a case as one table: the code, the tests and the documentation go by it."""

from yichuang.domain.kernel.lifecycle import Lifecycle

STATES = {
    "draft": "申请",
    "ready": "待办结",
    "review": "待复核",
    "settling": "待裁定",
    "handling": "待经办",
    "audit": "待内控审核",
    "deputy": "待主管副主任审批",
    "director": "待主任审批",
    "enforcement": "待赋权",
    "reported": "已上报",
    "city-review": "待市处审批",
    "meeting": "待办公会决定",
    "correction": "待补正",
    "done": "已办结",
    "filed": "已归档",
    "refused": "不予办理",
    "withdrawn": "已撤回",
}

VERBS = {
    "accept": "受理",
    "rekey": "复录",
    "settle": "裁定",
    "pass": "复核通过",
    "sign": "签字",
    "receive": "接收",
    "approve": "审批",
    "refer": "提交办公会",
    "conclude": "办公会签批",
    "recall": "撤回上报",
    "finish": "办结",
    "return": "退回",
    "correct": "补正",
    "refuse": "不予办理",
    "withdraw": "撤回",
    "stand-down": "回避换人",
    "hold": "挂起",
    "suspend": "提请中止",
    "confirm-suspension": "确认中止",
    "resume": "恢复办理",
    "deliver": "送达",
    "supply": "补交材料",
    "file": "归档",
}

COUNTY = ("handling", "review", "deputy", "director")
"""States in which a case of level 1 waits for its four signatures, in their order (SX-12)."""

OWN = ("handling", "audit", "director", "enforcement")
"""States in which what an agency decides about itself waits for its signatures (SX-10)."""

SIGNING = tuple(state for state in STATES if state in {*COUNTY, *OWN})
"""All states in which level 1 waits for a signature."""

CITY = ("reported", "city-review", "meeting")
"""States in which a reported case is with the city."""

OPEN = ("ready", "correction", "settling", *SIGNING, *CITY)
"""States of a case in progress: it stands at a step, and its claims hold."""

DECIDING_LAST = ("ready", "review", "director", "enforcement", "city-review", "meeting")
"""States in which the last signer of some chain sits, who alone refuses an accepted case."""

SIGNED = {
    "handling": ("review", "deputy", "director", *CITY, "audit", "enforcement"),
    "review": ("deputy", "director", *CITY),
    "deputy": ("director", *CITY),
    "audit": ("director", "enforcement"),
    "director": ("enforcement", *CITY, "done"),
    "enforcement": ("done",),
}
"""Where a signature leads: past every seat whose own still stands."""

RETURNED = {
    "review": ("handling",),
    "deputy": ("handling", "review"),
    "audit": (),
    "director": ("handling", "review", "deputy", "audit"),
    "enforcement": ("audit", "director"),
}
"""Where a signer returns to, beside the counter, where whoever asks for the agency sits."""


def _moves() -> list[tuple[str, str, tuple[str, ...]]]:
    moves: list[tuple[str, str, tuple[str, ...]]] = [
        ("draft", "accept", ("ready", "review", "handling")),
        ("review", "pass", ("ready",)),
        ("review", "rekey", ("review", "settling")),
        ("settling", "settle", ("review", "handling", "correction")),
        ("ready", "finish", ("done",)),
        ("correction", "correct", (*COUNTY, *CITY)),
        ("reported", "receive", ("city-review",)),
        ("reported", "recall", ("director",)),
        ("city-review", "approve", ("done",)),
        ("city-review", "refer", ("meeting",)),
        ("city-review", "return", ("correction", *COUNTY)),
        ("meeting", "conclude", ("done",)),
        ("meeting", "return", ("correction", *COUNTY, "city-review")),
        ("done", "file", ("filed",)),
    ]
    moves += [(state, "sign", to) for state, to in SIGNED.items()]
    moves += [(state, "return", ("correction", *to)) for state, to in RETURNED.items()]
    moves += [(state, "refuse", ("refused",)) for state in DECIDING_LAST]
    moves += [(state, "withdraw", ("withdrawn",)) for state in OPEN]
    moves += [(state, "hold", (state,)) for state in OPEN]
    for verb in ("suspend", "confirm-suspension", "resume"):
        moves += [(state, verb, (state,)) for state in OPEN]
    moves += [(state, "deliver", (state,)) for state in ("done", "refused")]
    moves += [(state, "stand-down", (state,)) for state in (*OPEN, "done")]
    moves += [(state, "supply", (state,)) for state in (*OPEN, "done")]
    return moves


LIFECYCLE = Lifecycle("办件", STATES, VERBS, _moves())
