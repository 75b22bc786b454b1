"""Two crowds at one login page: guessers with lists of names and passwords, and honest customers among them.

``python -m sekisho.project.commands.bench_auth_crowds plan.json`` prints what it measured as JSON. Everybody comes at
the moment that the plan gives him, whether those before him were answered or not; a login is timed from that moment,
so that a queue in front of the node counts.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path
from threading import Lock, Thread

from sekisho.project.commands.bench_auth_visitors import Honest, Line, RefusedError, log_in

_MILLISECONDS = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdPlan:
    """What the process is to do.

    Attributes:
        port: of the node.
        origin: of the node.
        guesses_per_s: how many guesses come in a second.
        lead: seconds of guessing before the first honest customer comes.
        honest_per_s: how many honest customers come in a second.
        honest: who they are; each comes once.
        names: names that guessers try beside made-up ones.
        guessers: connections that they use.

    """

    port: int
    origin: str
    guesses_per_s: int
    lead: float
    honest_per_s: float
    honest: tuple[Honest, ...]
    names: tuple[str, ...]
    guessers: int = 48

    def spelt(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "CrowdPlan":
        """From JSON."""
        told = json.loads(text)
        honest = tuple(Honest(**each) for each in told.pop("honest"))
        return cls(**{**told, "names": tuple(told["names"])}, honest=honest)


@dataclass(kw_only=True)
class CrowdTold:
    """What was measured: times in milliseconds by how somebody logged in, failures, and what guessers were answered."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    guesses: dict[str, int] = field(default_factory=dict)


class Crowds:
    """Both crowds, each person at his moment."""

    def __init__(self, plan: CrowdPlan) -> None:
        """Nobody has come yet."""
        self._plan, self._lock, self._told = plan, Lock(), CrowdTold()
        self._answers: Counter[str] = Counter()
        self._begin = 0.0
        self._over = False

    def run(self) -> CrowdTold:
        """Let them come, until the last honest customer was answered."""
        plan = self._plan
        self._begin = time.perf_counter() + 0.2
        guesses = _moments(self._begin, plan.guesses_per_s)
        guessers = [Thread(target=self._guess, args=(guesses, place)) for place in range(plan.guessers)]
        honest = [Thread(target=self._come, args=(number, who)) for number, who in enumerate(plan.honest)]
        for thread in (*guessers, *honest):
            thread.start()
        for thread in honest:
            thread.join()
        self._over = True
        self._told.seconds = time.perf_counter() - self._begin
        for thread in guessers:
            thread.join()
        self._told.guesses = dict(self._answers)
        return self._told

    def _guess(self, moments: Iterator[tuple[int, float]], place: int) -> None:
        """Names and passwords out of a list, each from another network."""
        line = None
        while not self._over:
            with self._lock:
                number, moment = next(moments)
            time.sleep(max(0.0, moment - time.perf_counter()))
            address = f"198.{18 + number % 2}.{number // 2 % 250}.{1 + place}"
            line = line or self._line(f"guess-{place}", address)
            self._told_guess(self._guessed(line, number, address))

    def _guessed(self, line: Line, number: int, address: str) -> str:
        names = self._plan.names
        name = names[number // 2 % len(names)] if number % 2 and names else f"guessed-{number}"
        line.headers["X-Forwarded-For"] = address
        try:
            status, _ = line.form("/login", login=name, password=f"password-{number}")
        except (OSError, HTTPException):
            line.close()
            return "lost"
        return str(status)

    def _told_guess(self, answer: str) -> None:
        with self._lock:
            self._answers[answer] += 1

    def _come(self, number: int, who: Honest) -> None:
        moment = self._begin + self._plan.lead + number / self._plan.honest_per_s
        time.sleep(max(0.0, moment - time.perf_counter()))
        line = self._line(who.browser, who.address)
        try:
            self._kept(who.kind, moment, lambda: log_in(who, line))
        finally:
            line.close()

    def _line(self, browser: str, address: str) -> Line:
        return Line(port=self._plan.port, origin=self._plan.origin, browser=browser, address=address)

    def _kept(self, kind: str, moment: float, deed: Callable[[], None]) -> None:
        try:
            deed()
        except (RefusedError, OSError, HTTPException) as error:
            with self._lock:
                self._told.failed.append(f"{kind}: {error}"[:400])
            return
        spent = (time.perf_counter() - moment) * _MILLISECONDS
        with self._lock:
            self._told.times.setdefault(kind, []).append(spent)


def _moments(begin: float, per_s: int) -> Iterator[tuple[int, float]]:
    for number in count():
        yield number, begin + number / per_s


def main(arguments: Sequence[str]) -> None:
    """Carry out a plan and print what came of it."""
    print(json.dumps(asdict(Crowds(CrowdPlan.read(Path(arguments[0]).read_text())).run())))


if __name__ == "__main__":
    main(sys.argv[1:])
