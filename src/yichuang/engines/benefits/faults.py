"""How the law says that it can't answer: by code, in words, and for which field."""


class CannotAnswer(Exception):
    """No amount follows from what was given; nothing is guessed."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        self.code, self.message, self.field = code, message, field
        super().__init__(message)


class NotYetLaw(CannotAnswer):
    """A rule was asked for a day before the first it can answer for."""

    def __init__(self, rule: str, title: str, on: str, since: str) -> None:
        super().__init__(
            "before-first-day", f"“{title}”自 {since} 起有据可依，不能计算 {on} 的情形。", rule
        )


class ParameterUnknown(CannotAnswer):
    """No value of a parameter is known for the day or year that was asked for."""

    def __init__(self, code: str, name: str, key: object) -> None:
        super().__init__("parameter-unknown", f"没有 {key} 的“{name}”，不能计算。", code)
