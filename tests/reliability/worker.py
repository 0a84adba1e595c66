"""A worker of the site that can be killed: asks come in on one pipe, answers go out on another.

The process that is started only sets Django up, says so, and forks a child for the work; when
the child is killed it says so and forks another, which is there within milliseconds. An ask may
say where its worker is to die: `statement` and `when` (before or after that statement; past the
last one: when the act is written and its answer isn't sent), or `during` so many seconds.
"""

import json
import os
import signal
import sys
import threading
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from uuid import UUID

import django

WITHOUT_TRANSACTION = "--without-transaction"

Message = dict[str, Any]


class Death:
    """Where a worker dies; it counts the statements of an act on the way."""

    def __init__(self, plan: Message) -> None:
        self.statements = 0
        self._due = (plan.get("statement"), plan.get("when"))
        self._timer = threading.Timer(plan.get("during", 0), die)
        self._timer.daemon = True
        if "during" in plan:
            self._timer.start()

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        """Run a statement, and die before or after it if that was the plan."""
        self.statements += 1
        if self._due == (self.statements, "before"):
            die()
        result = execute(sql, *rest)
        if self._due == (self.statements, "after"):
            die()
        return result

    def before_the_answer(self) -> None:
        """Die now if it hasn't happened yet; who was to die at any moment may live."""
        if self._due[0] is not None:
            die()
        if self._timer.is_alive():
            self._timer.cancel()
            self._timer.join()


def die() -> None:
    """End as a worker does whom the kernel or an operator kills: at once, with nothing tidied."""
    os.kill(os.getpid(), signal.SIGKILL)


def leave_out_begin(execute: Any, sql: str, *rest: Any) -> Any:
    """Let SQLite run each statement of an act as a transaction of its own."""
    return None if sql.startswith("BEGIN") else execute(sql, *rest)


def answer(ask: Message) -> Message:
    """Do what was asked and give what became of it."""
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415

    from yichuang.domain.journeys import actions as journeys  # noqa: PLC0415
    from yichuang.domain.kernel.refusals import Refusal  # noqa: PLC0415

    if "look" in ask:
        return look(ask["look"])
    at, request = datetime.fromisoformat(ask["at"]), UUID(ask["request"])
    try:
        pens = pens_for(ask, at)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        return {"lost": str(error), "request": ask["request"], "statements": 0}
    death = Death(ask["die"])
    with ExitStack() as stack:
        if WITHOUT_TRANSACTION in sys.argv:
            stack.enter_context(connection.execute_wrapper(leave_out_begin))
        stack.enter_context(connection.execute_wrapper(death))
        try:
            done = getattr(journeys, ask["verb"])(
                **ask["with"], **pens, by=ask["by"], at=at, request=request
            )
            told: Message = {"chain": done.chain, "n": done.n, "verb": done.verb, "said": done.said}
        except Refusal as refusal:
            told = {"refused": refusal.code, "says": str(refusal)}
        except (OperationalError, InterfaceError) as error:
            connection.close()
            told = {"lost": str(error)}
    death.before_the_answer()
    return {**told, "request": ask["request"], "statements": death.statements}


def pens_for(ask: Message, at: datetime) -> Message:
    """Give the pen of whoever signs; nobody dies of taking it up."""
    from tests.halls import pen  # noqa: PLC0415

    if ask["verb"] not in {"sign", "approve", "conclude"}:
        return {}
    return {"pen": pen(ask["with"]["number"], ask["by"], at)}


def look(number: str) -> Message:
    """Give what whoever opens a case is shown; nobody dies of looking."""
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415

    from tests.halls import shown  # noqa: PLC0415

    try:
        return shown(number)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        return {"lost": str(error)}


def work() -> None:
    """Answer one ask after another until there are no more."""
    for line in iter(sys.stdin.readline, ""):
        say(answer(json.loads(line)))


def say(message: Message) -> None:
    """Send one line to the client."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def warm() -> None:
    """Load what every worker needs, and leave no connection open that a child would share."""
    from django.db import connections  # noqa: PLC0415

    from yichuang.domain.catalogue.models import Edition  # noqa: PLC0415
    from yichuang.domain.catalogue.queries import profile_of  # noqa: PLC0415
    from yichuang.domain.journeys import actions  # noqa: F401, PLC0415

    for edition in Edition.objects.all():
        profile_of(edition)
    connections.close_all()


def main() -> None:
    """Keep one child at work until the client has gone."""
    django.setup()
    warm()
    say({"ready": True})
    while True:
        child = os.fork()
        if child == 0:
            work()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit(os.waitstatus_to_exitcode(status))
        say({"killed": os.WTERMSIG(status)})


if __name__ == "__main__":
    main()
