"""Reading the forms of agencies and people: every mistake is told at once."""

import re
from collections.abc import Collection
from datetime import date

from django.http import QueryDict

from yichuang.domain.cases.application import Mistake
from yichuang.domain.staff.posts import Post

DAY = re.compile(r"([0-9]{4})[-./年]?([0-9]{2})[-./月]?([0-9]{2})日?")
LONGEST_NUMBER = 3


class Reading:
    """A form as it is read field by field; what is amiss is collected under the field's name."""

    def __init__(self, typed: QueryDict, form: str) -> None:
        self.typed, self.form = typed, form
        self.mistakes: list[Mistake] = []

    def words(self, name: str, title: str, most: int) -> str:
        """Read a short text that must be there."""
        text = self.typed.get(name, "").strip()
        if not text:
            return self._amiss(name, title, "还没有填写")
        if len(text) > most or not text.isprintable():
            return self._amiss(name, title, f"最多 {most} 字，且不能含有控制字符")
        return text

    def whole(self, name: str, title: str) -> int:
        """Read a small whole number."""
        text = self.typed.get(name, "").strip()
        right = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
        if not right:
            self._amiss(name, title, "请填整数，如 3")
        return int(text) if right else 0

    def day(self, name: str, title: str) -> date:
        """Read a day, as 20261201 or 2026-12-01."""
        found = DAY.fullmatch(self.typed.get(name, "").strip())
        try:
            return date(*map(int, found.groups())) if found else self._no_day(name, title)
        except ValueError:
            return self._no_day(name, title)

    def choice(self, name: str, title: str, known: Collection[str]) -> str:
        """Read one of the choices that the page offered."""
        chosen = self.typed.get(name, "")
        return chosen if chosen in known else self._amiss(name, title, "请从列出的各项中选一项")

    def perhaps(self, name: str, title: str, known: Collection[str]) -> str | None:
        """Read one of the choices, or none."""
        return self.choice(name, title, known) if self.typed.get(name) else None

    def post(self, name: str = "post", title: str = "岗位") -> Post:
        """Read a post by its code."""
        return Post(self.choice(name, title, Post.values) or Post.GUIDE)

    def many(self, name: str, title: str, known: Collection[str]) -> list[str]:
        """Read any of the choices that the page offered."""
        chosen = self.typed.getlist(name)
        if not set(chosen) <= set(known):
            self._amiss(name, title, "请从列出的各项中选择")
        return [one for one in known if one in chosen]

    def _no_day(self, name: str, title: str) -> date:
        self._amiss(name, title, "请填日期，如 20261201")
        return date.min

    def _amiss(self, name: str, title: str, message: str) -> str:
        self.mistakes.append(Mistake(f"{self.form}-{name}", title, "form", message))
        return ""
