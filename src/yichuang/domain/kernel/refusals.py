"""How every verb says no: by name, in words that help, with a code for programs."""

from typing import ClassVar


class Refusal(Exception):
    """A verb said no and changed nothing. Subclasses stand in the module that raises them.

    `code` is stable and meant for programs; `says` is a template for the person at the window:
    what is wrong and what to do now.
    """

    code: ClassVar[str]
    says: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.says.format(**facts))


def shown(value: object) -> str:
    """Give the beginning of what came in, as a refusal may repeat it to a person."""
    if isinstance(value, str) and value[:40].isprintable():
        return value[:40]
    return "（无法显示）"
