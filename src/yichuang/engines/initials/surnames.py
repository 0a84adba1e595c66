"""Surnames that are read otherwise than the same character elsewhere (姓氏异读)."""

from typing import Final

SURNAMES: Final = {
    # Two characters come first: 尉 alone is w, 尉迟 is yc.
    "尉迟": "yc", "万俟": "mq", "长孙": "zs", "呼延": "hy", "澹台": "tt", "单于": "cy",
    "令狐": "lh", "鲜于": "xy", "皇甫": "hf", "宇文": "yw",
    "单": "s", "曾": "z", "解": "x", "仇": "q", "盖": "g", "查": "z", "区": "o", "朴": "p",
    "任": "r", "翟": "z", "覃": "q", "缪": "m", "乐": "y", "种": "c", "折": "s", "秘": "b",
    "繁": "p", "谌": "c", "召": "s", "句": "g", "洗": "x", "冼": "x", "莘": "s", "祭": "z",
    "隗": "w", "郇": "x", "郗": "x", "阚": "k", "员": "y", "贠": "y", "车": "c", "石": "s",
    "晁": "c", "宓": "m", "燕": "y", "应": "y", "相": "x", "都": "d", "贾": "j", "沈": "s",
    "尹": "y", "佴": "n", "逄": "p", "钭": "t", "拓": "t", "呼": "h", "叶": "y", "黑": "h",
}  # fmt: skip
"""The initials of each; whatever isn't here is read as the library reads it."""
