"""The life of a case as one table: the code, the tests and the documentation go by it."""

from yichuang.domain.kernel.lifecycle import Lifecycle

STATES = {
    "draft": "申请",
    "ready": "待办结",
    "review": "待复核",
    "handling": "待经办",
    "deputy": "待主管副主任审批",
    "director": "待主任审批",
    "correction": "待补正",
    "done": "已办结",
    "filed": "已归档",
    "refused": "不予办理",
    "withdrawn": "已撤回",
}

VERBS = {
    "accept": "受理",
    "pass": "复核通过",
    "sign": "签字",
    "finish": "办结",
    "return": "退回",
    "correct": "补正",
    "refuse": "不予办理",
    "withdraw": "撤回",
    "stand-down": "回避换人",
    "hold": "挂起",
    "supply": "补交材料",
    "file": "归档",
}

OPEN = ("ready", "review", "handling", "deputy", "director", "correction")
"""States of a case in progress: it stands at a step, and its claims hold."""

SIGNING = ("handling", "review", "deputy", "director")
"""States in which level 1 stands, in the order of its signatures."""


def _moves() -> list[tuple[str, str, tuple[str, ...]]]:
    moves: list[tuple[str, str, tuple[str, ...]]] = [
        ("draft", "accept", ("ready", "review", "handling")),
        ("review", "pass", ("ready",)),
        ("ready", "finish", ("done",)),
        ("correction", "correct", SIGNING),
        ("done", "file", ("filed",)),
    ]
    for i, state in enumerate(SIGNING):
        # A signature that still stands isn't asked for again: the case goes past its seat.
        moves.append((state, "sign", (*SIGNING[i + 1 :], *(("done",) if i == 3 else ()))))  # noqa: PLR2004
        if i:
            moves.append((state, "return", ("correction", *SIGNING[:i])))
    moves += [(state, "refuse", ("refused",)) for state in ("ready", "review", "director")]
    moves += [(state, "withdraw", ("withdrawn",)) for state in OPEN]
    moves += [(state, "hold", (state,)) for state in OPEN]
    moves += [(state, "stand-down", (state,)) for state in (*OPEN, "done")]
    moves += [(state, "supply", (state,)) for state in (*OPEN, "done")]
    return moves


LIFECYCLE = Lifecycle("办件", STATES, VERBS, _moves())
