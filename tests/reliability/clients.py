"""Clients who ask until they are answered, and write down what they were answered.

An answer is acknowledged when it stands in the ledger, on the disk. What the ledger holds must
stand in the trail, once, whatever was killed meanwhile; and nothing else may stand there.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Lock
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from tests.halls import MORNING
from tests.reliability.visits import Ask, Life
from tests.reliability.worker import Message
from yichuang.domain.cases.models import Case
from yichuang.domain.trail.models import Act

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
NEVER_REACHED = 1000
LONGEST_ACT_SECONDS = 0.03
LOOKED_AT: dict[str, tuple[str, ...]] = {
    "pass_on": ("brief", "ticked"),
    "sign": ("brief", "ticked"),
}
LOOKED_AT |= {"approve": ("brief",), "conclude": ("brief",)}
"""What of that which is shown a decision is sent with."""


class Refused(Exception):
    """The site said no to a client."""


class GaveUp(Exception):
    """The client was told not to wait for the site any longer."""


class Ledger:
    """What clients were answered, on the disk before they ask for anything else."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self.lines = 0

    def write(self, answer: Message) -> None:
        """Write an answer down, and see to it that it is on the disk."""
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answer) + "\n")
            file.flush()
            os.fsync(file.fileno())
            self.lines += 1

    def read(self) -> dict[str, tuple[str, int, str]]:
        """Read from the disk what was acknowledged: request → chain, number, verb."""
        answers = [json.loads(line) for line in self._file.read_text("utf-8").splitlines()]
        return {a["request"]: (a["chain"], a["n"], a["verb"]) for a in answers}


class Deaths:
    """How many workers are still to be killed, and where the next one dies."""

    def __init__(self, wanted: int, luck: Random, *, only_before_the_answer: bool = False) -> None:
        self.wanted = wanted
        self.places = Counter[tuple[str, int, str]]()
        self._luck, self._lock = luck, Lock()
        self._only_before_the_answer = only_before_the_answer
        self._statements = dict[str, int]()

    @property
    def happened(self) -> int:
        """How many workers were killed."""
        return self.places.total()

    @property
    def all_happened(self) -> bool:
        """Whether nobody has to die any more."""
        return self.happened >= self.wanted

    def plan(self, verb: str) -> Message:
        """Draw where the worker dies that is asked for a verb; every other one lives."""
        with self._lock:
            if self.all_happened or self._luck.random() < 1 / 2:
                return {}
            if self._only_before_the_answer:
                return {"statement": NEVER_REACHED, "when": "after"}
            if self._luck.random() < 1 / 4:
                return {"during": self._luck.uniform(0, LONGEST_ACT_SECONDS)}
            last = self._statements.get(verb, 12)
            when = self._luck.choice(["before", "after"])
            return {"statement": self._luck.randint(1, last + 1), "when": when}

    def note(self, verb: str, plan: Message) -> None:
        """Count a death."""
        with self._lock:
            self.places[verb, plan.get("statement", 0), plan.get("when", "during")] += 1

    def learn(self, verb: str, statements: int) -> None:
        """Note how many statements a verb takes."""
        with self._lock:
            self._statements[verb] = statements


class Worker:
    """A worker process as its client sees it: it answers, or it is dead and another comes."""

    def __init__(self, database: str, *flags: str) -> None:
        self._command = [sys.executable, "-m", "tests.reliability.worker", *flags]
        self._environment = {
            **os.environ,
            "YICHUANG_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "yichuang.project.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self._ready = False
        self._process = self._started()

    def ask(self, message: Message) -> Message:
        """Send an ask and wait for what becomes of it; a killed worker says `killed`."""
        self.be_ready()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if line:
            return dict(json.loads(line))
        status = self._end()
        assert status == -signal.SIGKILL, f"the worker broke, status {status}"
        self._ready = False
        self._process = self._started()
        return {"killed": signal.SIGKILL}

    def be_ready(self) -> None:
        """Wait until the worker has come."""
        if not self._ready and self._process.stdout is not None:
            self._ready = bool(self._process.stdout.readline())

    def kill(self) -> None:
        """Kill the worker and whatever it has started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Send the worker home."""
        self._end()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _end(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        return self._process.wait(PATIENCE_SECONDS)


@dataclass
class Client:
    """Somebody who carries cases through their lives, and asks again when no answer comes."""

    worker: Worker
    ledger: Ledger
    deaths: Deaths
    give_up: Event = field(default_factory=Event)
    a_new_key_each_time: bool = False
    now: datetime = MORNING
    lived: list[tuple[str, Life]] = field(default_factory=list)
    cut_off: int = 0

    def live(self, life: Life) -> None:
        """Carry one case through its life."""
        number = ""
        for ask in life.asks:
            more = ask.more if ask.verb == "accept" else {"number": number, **ask.more}
            if ask.verb in LOOKED_AT:
                more |= self._looked(number, LOOKED_AT[ask.verb])
            answer = self._answered(ask, more)
            number = answer["said"]["number"]
        self.lived.append((number, life))

    def _looked(self, number: str, names: tuple[str, ...]) -> Message:
        """Open a case and keep what was shown, to decide on that and nothing else."""
        deadline = monotonic() + PATIENCE_SECONDS
        while monotonic() < deadline:
            seen = self.worker.ask({"look": number})
            if "brief" in seen:
                return {name: seen[name] for name in names}
            if "lost" in seen:
                self._wait_for_the_database()
        raise AssertionError(f"{number} was not shown in {PATIENCE_SECONDS} s")

    def _answered(self, ask: Ask, more: dict[str, Any]) -> Message:
        """Ask until there is an answer, always with the same key; then write it down."""
        self.now += timedelta(milliseconds=100)
        message: Message = {
            "verb": ask.verb,
            "by": ask.by,
            "with": more,
            "at": self.now.isoformat(),
        }
        message["request"] = str(uuid4())
        deadline = monotonic() + PATIENCE_SECONDS
        while monotonic() < deadline:
            message["die"] = self.deaths.plan(ask.verb)
            answer = self.worker.ask(message)
            if "killed" in answer:
                self.deaths.note(ask.verb, message["die"])
            elif "lost" in answer:
                self._wait_for_the_database()
            elif "refused" in answer:
                raise Refused(f"{ask.verb}: {answer['refused']} {answer['says']}")
            else:
                self.deaths.learn(ask.verb, answer["statements"])
                self.ledger.write(answer)
                return answer
            if self.a_new_key_each_time:
                message["request"] = str(uuid4())
        raise AssertionError(f"{ask.verb} was not answered in {PATIENCE_SECONDS} s")

    def _wait_for_the_database(self) -> None:
        self.cut_off += 1
        if self.give_up.is_set():
            raise GaveUp
        sleep(0.05)


@dataclass(frozen=True)
class Balance:
    """What was acknowledged and doesn't stand in the trail, and what nobody was told of."""

    acknowledged: int
    lost: list[str]
    doubled: list[str]


def balance(ledger: Ledger) -> Balance:
    """Compare what clients were answered with the acts on the chains of all cases."""
    acknowledged = ledger.read()
    acts = Act.objects.filter(chain__key__startswith="case/")
    written = {str(a.request): (a.chain_id, a.n, a.verb) for a in acts}
    lost = [request for request, what in acknowledged.items() if written.get(request) != what]
    return Balance(len(acknowledged), lost, sorted(written.keys() - acknowledged.keys()))


def went_otherwise(lived: Iterable[tuple[str, Life]]) -> list[str]:
    """Give the cases that don't stand as their life ended, each step done exactly once."""
    words = {"pass_on": "pass", "return_to": "return", "stand_down": "stand-down"}
    wrong = []
    for number, life in lived:
        acts = Act.objects.filter(chain=f"case/{number}").order_by("n")
        verbs = [words.get(ask.verb, ask.verb) for ask in life.asks]
        stands = Case.objects.get(number=number).state
        if [act.verb for act in acts] != verbs or stands != life.ends:
            wrong.append(f"{number}: {stands}, {[act.verb for act in acts]}")
    return wrong
