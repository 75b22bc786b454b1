"""Lanes in this process or in others; the caller sees no difference."""

import gc
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple, Protocol

from sekisho.activity.types.facts import FactRow
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.model import Scorer, load_scorer
from sekisho.decisions.operations.rulebook import load_rulebook
from sekisho.gateway.operations.lanes import Lane
from sekisho.gateway.types.lane import Begun, Chunk, Outcome
from sekisho.gateway.types.replay import ReplayPlan


class Crew(Protocol):
    """The lanes of a replay, in the order of their shares."""

    def begin(self, chunk: Chunk) -> list[Begun]:
        """Let every lane read the chunk."""

    def finish(self, facts: list[list[FactRow]]) -> list[list[Outcome]]:
        """Give every lane its stage-2 facts, and take its outcomes."""

    def snapshot(self) -> list[bytes]:
        """The state of every lane."""

    def restore(self, states: list[bytes]) -> None:
        """Go on from a snapshot with as many lanes."""

    def close(self) -> None:
        """Let the lanes go."""


class Bench(NamedTuple):
    """Judge and model as a plan wants them."""

    judge: Judge
    scorer: Scorer | None


def bench_of(plan: ReplayPlan) -> Bench:
    """Load rulebook and model.

    Raises:
        RulebookError: the rulebook has errors; they name file and line.

    """
    scorer = load_scorer(plan.model) if plan.with_model else None
    return Bench(Judge(load_rulebook(plan.rulebook), scorer), scorer)


def _lane(plan: ReplayPlan, bench: Bench, share: int) -> Lane:
    return Lane(
        judge=bench.judge,
        scorer=bench.scorer,
        share=share,
        shares=plan.workers,
        as_of=plan.as_of,
        keep=plan.history is not None,
    )


class Solo:
    """One lane, in this process, sharing the judge with the one who keeps the order."""

    def __init__(self, plan: ReplayPlan, bench: Bench) -> None:
        """Make the lane."""
        self._lane = _lane(plan, bench, 0)

    def begin(self, chunk: Chunk) -> list[Begun]:
        """See ``Crew``."""
        return [self._lane.begin(chunk)]

    def finish(self, facts: list[list[FactRow]]) -> list[list[Outcome]]:
        """See ``Crew``."""
        return [self._lane.finish(facts[0])]

    def snapshot(self) -> list[bytes]:
        """See ``Crew``."""
        return [self._lane.snapshot()]

    def restore(self, states: list[bytes]) -> None:
        """See ``Crew``."""
        self._lane.restore(states[0])

    def close(self) -> None:
        """Nothing to let go."""


class Team:
    """Several lanes, each in a process of its own."""

    def __init__(self, plan: ReplayPlan) -> None:
        """Start the processes; each loads rulebook and model itself."""
        context = get_context("spawn")  # forking with threads about is not safe
        pairs = [context.Pipe() for _ in range(plan.workers)]
        self._pipes = [ours for ours, _ in pairs]
        self._workers = [
            context.Process(target=_serve, args=(theirs, plan, share), daemon=True)
            for share, (_, theirs) in enumerate(pairs)
        ]
        for worker in self._workers:
            worker.start()

    def begin(self, chunk: Chunk) -> list[Begun]:
        """See ``Crew``."""
        return self._ask("begin", [chunk] * len(self._pipes))

    def finish(self, facts: list[list[FactRow]]) -> list[list[Outcome]]:
        """See ``Crew``."""
        return self._ask("finish", facts)

    def snapshot(self) -> list[bytes]:
        """See ``Crew``."""
        return self._ask("snapshot", [None] * len(self._pipes))

    def restore(self, states: list[bytes]) -> None:
        """See ``Crew``."""
        self._ask("restore", states)

    def close(self) -> None:
        """End the processes."""
        for pipe in self._pipes:
            pipe.close()
        for worker in self._workers:
            worker.join()

    def _ask(self, what: str, arguments: list) -> list:  # type: ignore[type-arg]  # each method above says which
        for pipe, argument in zip(self._pipes, arguments, strict=True):
            pipe.send((what, argument))
        answers = [pipe.recv() for pipe in self._pipes]
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return answers


def _serve(pipe: Connection, plan: ReplayPlan, share: int) -> None:
    """The life of a worker: answer until the other end closes."""
    lane = _lane(plan, bench_of(plan), share)
    gc.disable()
    while True:
        try:
            what, argument = pipe.recv()
        except EOFError:
            return
        method = getattr(lane, what)
        try:
            pipe.send(method() if argument is None else method(argument))
        except Exception as error:  # noqa: BLE001 - the one entrance of this process; the asker raises it again
            pipe.send(error)
