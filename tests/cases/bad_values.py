"""What comes in at a door that nobody guards: values that no field of any item may take."""

import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]
ROUND: list[Any] = []
ROUND.append(ROUND)
HUGE = 10**5000  # Python itself refuses to write this number out.
MANY: dict[Any, Any] = dict.fromkeys((f"k{i}" for i in range(100_000)), "v")

NO_TEXT: list[Any] = [
    0, 1, -1, 10**18, 10**30, HUGE, True, False, 1.5, -0.0, math.nan, math.inf, Decimal(1),
    b"", b"bytes", bytearray(b"x"), [], ["x"], (), ("x",), {}, {"x": 1}, {1: 2, "a": 3}, set(),
    object(), int, datetime(2026, 3, 1, tzinfo=UTC), DEEP, ROUND, {"x": DEEP},
]  # fmt: skip
"""No field of an item takes anything but text (and a day as such)."""

UNCLEAN = [
    "a\0b", "\0", "\ud800", "甲\udfff乙", "\x1b[31m", "一\n二", "一\t二", "甲\u200b乙",
    "甲\u202e乙", "\ufeff甲", "甲\u2028乙", "\ue000", "\ufdd0", "=1+1", "+1", "-1", "@SUM(A1)",
    "＝1+1", "－1", '=HYPERLINK("http://x")', "长" * 501, "x" * 100_000,
]  # fmt: skip
"""No field takes text that can't be read, printed or kept, or that a spreadsheet would run."""

BLANK: list[Any] = [None, "", " ", "\u3000\u3000"]

_DAYS = ["2026-02-30", "2026-13-01", "2026-2-1", "20260230", "0000-00-00", "9999-12-31",
         "1899-12-31", "10000-01-01", "２０２６-０３-０１", "2026-03-01T00:00:00"]  # fmt: skip
_MONTHS = ["2026-13", "2026-00", "2026-1", "202613", "1899-12", "9999-12", "２０２６-０３", "本月"]
_CITIZENS = ["610631199003150010", "61063119900315", "11010519491231002Y", "610631189003150018",
             "110105194912310021", "６１０６３１１９９００３１５００１８", "无"]  # fmt: skip
_CODES = ["91610631MA6000001O", "9161063", "91610631MA6000001000", "000000000000000000I", "无"]
_PHONES = ["12345", "1390911000", "139091100022", "０９１１-５６２０００１", "电话", "110"]
_NUMBERS = ["-1", -1, "1.5", "1e3", "1_000", "１２", "一百", "9" * 20, 10**14, "0x10"]
_NAMES = ["高 桂梅", "高桂梅1", "高桂梅(小)", "<b>高</b>", "名" * 51]

OF_THE_FIELD: dict[str, list[Any]] = {
    "established_on": _DAYS,
    "employed_on": _DAYS,
    "since": _MONTHS,
    "citizen_id": _CITIZENS,
    "new_citizen_id": _CITIZENS,
    "credit_code": _CODES,
    "employer": _CODES,
    "phone": _PHONES,
    "name": ["长" * 101],
    "new_name": _NAMES,
    "representative": _NAMES,
    "kind": ["公司", "企业 企业", "enterprise"],
    "until": _DAYS,
    "agency": ["610629", "61063", "6106310", "６１０６３１", "黄龙县"],
    "post": ["teller", "柜员", "咨询服务"],
    "item": ["insurance-proof", "instant", "养老金", "长" * 51],
    "duty": ["handle", "经办"],
    "mode": ["universal", "综合柜员制", "柜员制"],
    "grant": _NUMBERS,
    "limit": [*_NUMBERS, "0", 0],
    "ground": ["长" * 101],
}
"""What some kinds of fields refuse besides."""

ODD = [*NO_TEXT, *UNCLEAN]
SOME: list[Any] = ["a\0b", "\ud800", "=1+1", "一\n二", "长" * 501, HUGE, True, 1.5, b"", [], DEEP]
"""One of each kind, where all of them were tried already."""

ODD_KEYS: list[Any] = [*UNCLEAN, 1, HUGE, None, True, (1, 2), b"x"]
NO_STEP: list[Any] = [*(v for v in NO_TEXT if type(v) is not int), -1, 10**9, HUGE, "0", None]
NO_NUMBER: list[Any] = [*ODD, *BLANK, "610631-20260309-9999-9", "case/x", "9" * 10**6]
NO_REASON: list[Any] = [*ODD, *BLANK]

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.binary(max_size=8)
    | st.text(st.characters(), max_size=20)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.none() | st.integers() | st.text(st.characters(), max_size=8), inner, max_size=4
        )
    ),
    max_leaves=12,
)
"""Any value that a spreadsheet, a form or a program might send."""
