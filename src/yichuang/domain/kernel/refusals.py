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
