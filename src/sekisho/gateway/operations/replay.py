"""Judge a file of events in event time. The same input gives the same bytes, whatever the number of workers."""

import gc
import pickle
from collections.abc import Callable, Iterator
from itertools import islice
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from sekisho.activity.operations.observatory import Second
from sekisho.activity.operations.reading import Lines, RejectsWriter
from sekisho.activity.types.facts import FactRow
from sekisho.decisions.operations.history import HistoryWriter
from sekisho.decisions.types.judgement import Judgement
from sekisho.gateway.operations.crew import Crew, Solo, Team, bench_of
from sekisho.gateway.operations.lanes import conclude
from sekisho.gateway.operations.sinks import Sink
from sekisho.gateway.types.lane import Begun, Chunk, Matter, Outcome
from sekisho.gateway.types.replay import ReplayPlan, Tally
from sekisho.kernel.moments import to_rfc3339
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.operations.detectors import default
from sekisho.surveillance.operations.seeing import sight
from sekisho.surveillance.operations.watching import Watch

CHUNK = 4_096
"""Lines read at a time. The output does not depend on it."""
Progress = Callable[[int, int, int], None]
_encode = msgspec.json.Encoder().encode
_WORDS = tuple(verdict.word for verdict in Verdict)


class Outputs(NamedTuple):
    """The files of a replay."""

    decisions: Sink
    alerts: Sink
    alarms: Sink
    rejected: RejectsWriter
    history: HistoryWriter | None

    def close(self) -> None:
        """Finish them all."""
        for output in self:
            if output is not None:
                output.close()


class Replay:
    """One run over one file. ``run`` does it all; the parts are there for measurements."""

    def __init__(self, plan: ReplayPlan, *, chunk: int = CHUNK) -> None:
        """Load the rulebook and the model, and start the lanes.

        Raises:
            RulebookError: the rulebook has errors.

        """
        self.plan = plan
        self.bench = bench_of(plan)
        self.crew: Crew = Solo(plan, self.bench) if plan.workers == 1 else Team(plan)
        self._chunk = chunk
        self.second = Second()
        self.watch = Watch(detectors=default())
        self.tally = Tally()

    def run(self, progress: Progress) -> Tally:
        """Judge the whole file.

        Args:
            progress: told (bytes read, bytes in all, lines read) after every chunk.

        Raises:
            OSError: a file cannot be read or written.
            RulebookError: the rulebook has errors.
            PackedSinkError: a packed output cannot be resumed.

        """
        done, lengths = self._resume() if self.plan.resume and self.plan.snapshot.exists() else (0, None)
        outputs = self.open(lengths)
        gc.disable()  # a pass over millions of small arrays finds nothing and costs more than any rule
        try:
            with Lines(self.plan.source) as lines:
                self._chunks(lines, done, outputs, progress)
        finally:
            gc.enable()
            outputs.close()
            self.crew.close()
        self.plan.snapshot.unlink(missing_ok=True)
        return self.tally

    def open(self, lengths: tuple[int, ...] | None = None) -> Outputs:
        """Open the files, cut to ``lengths`` when a broken run goes on."""
        plan = self.plan
        keep = lengths or (None, None, None)
        return Outputs(
            Sink(plan.out, keep=keep[0]),
            Sink(plan.beside("alerts"), keep=keep[1]),
            Sink(plan.beside("alarms"), keep=keep[2]),
            RejectsWriter(plan.beside("rejected")),
            HistoryWriter(plan.history, rulebook=self.bench.judge.version) if plan.history else None,
        )

    def _chunks(self, lines: Lines, done: int, outputs: Outputs, progress: Progress) -> None:
        numbered = iter(lines)
        for _ in islice(numbered, done):
            pass
        due = done + self.plan.snapshot_every
        while chunk := list(islice(numbered, self._chunk)):
            self.take(chunk, outputs)
            progress(lines.consumed, lines.size, self.tally.lines)
            if self.plan.snapshot_every and chunk[-1][0] >= due:
                self._save(chunk[-1][0], outputs)
                due = chunk[-1][0] + self.plan.snapshot_every

    def take(self, chunk: Chunk, outputs: Outputs) -> None:
        """Judge one chunk and write what comes of it."""
        begun = self.crew.begin(chunk)
        facts = self._weigh(begun)
        for outcome in _in_order(self.crew.finish(facts)):
            self._settle(outcome, outputs)
        told, tally = begun[0], self.tally
        for number, line, error in told.rejected:
            outputs.rejected.write(number, line, error)
            tally.rejected[error.code.value] += 1
        tally.lines += len(chunk)
        tally.duplicates += told.duplicates
        tally.late += told.late
        tally.left_out += told.left_out

    def _weigh(self, begun: list[Begun]) -> list[list[FactRow]]:
        """Stage 2 over the deeds of all lanes in the order of their lines, the facts sorted back to their lanes."""
        weigh = self.second.weigh
        if len(begun) == 1:
            return [[weigh(deed) for _, deed in begun[0].deeds]]
        facts: list[list[FactRow]] = [[] for _ in begun]
        merged = [(place, lane, deed) for lane, part in enumerate(begun) for place, deed in part.deeds]
        for _, lane, deed in sorted(merged, key=itemgetter(0, 1)):
            facts[lane].append(weigh(deed))
        return facts

    def _settle(self, outcome: Outcome, outputs: Outputs) -> None:
        judgement, seen, matter = outcome.judgement, outcome.seen, outcome.matter
        if judgement is None and matter is not None:
            judgement = conclude(self.bench.judge, matter)
            seen = sight(event=matter.event, at=matter.at, facts=matter.facts, verdict=judgement.verdict)
        if judgement is not None:
            self._write(judgement, outcome.kind, outputs)
            if outputs.history is not None and matter is not None:
                _keep(outputs.history, matter, judgement)
        if seen is not None:
            for alert in self.watch.see(seen):
                outputs.alerts.write(_encode(alert) + b"\n")
                self.tally.alerts[alert.type] += 1

    def _write(self, judgement: Judgement, kind: str, outputs: Outputs) -> None:
        outputs.decisions.write(judgement.record + b"\n")
        self.tally.decisions += 1
        self.tally.verdicts[kind, _WORDS[judgement.verdict]] += 1
        for alarm in judgement.alarms:
            self.tally.alarms += 1
            line = {"kind": "alarm", "at": to_rfc3339(alarm.at), "rule": alarm.rule, "phase": alarm.phase,
                    "limit": alarm.limit, "ja": alarm.text.ja, "en": alarm.text.en}  # fmt: skip
            outputs.alarms.write(_encode(line) + b"\n")

    def _save(self, lines: int, outputs: Outputs) -> None:
        """A snapshot that outlives a crash at any moment: written aside, then renamed."""
        lengths = (outputs.decisions.settle(), outputs.alerts.settle(), outputs.alarms.settle())
        state = (
            self.plan.workers, lines, lengths, self.tally, self.second, self.watch.snapshot(),
            self.bench.judge.counts(), self.crew.snapshot(),
        )  # fmt: skip
        aside = self.plan.snapshot.with_suffix(".writing")
        aside.write_bytes(pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL))
        aside.replace(self.plan.snapshot)

    def _resume(self) -> tuple[int, tuple[int, ...]]:
        workers, lines, lengths, self.tally, self.second, watch, counts, lanes = _read(self.plan.snapshot)
        if workers != self.plan.workers:
            raise OtherWorkersError(workers)
        self.watch.restore(watch)
        self.bench.judge.recall(counts)
        self.crew.restore(lanes)
        return lines, lengths


class OtherWorkersError(ValueError):
    """A snapshot can only be gone on with by as many workers as wrote it."""

    def __init__(self, workers: int) -> None:
        """Say how many."""
        super().__init__(f"the snapshot was written by {workers} workers; resume with --workers {workers}")


def _read(path: Path) -> tuple:  # type: ignore[type-arg]  # the shape stands in ``_save``
    state: tuple = pickle.loads(path.read_bytes())  # type: ignore[type-arg]  # noqa: S301 - a file of our own making
    return state


def _in_order(outcomes: list[list[Outcome]]) -> Iterator[Outcome]:
    if len(outcomes) == 1:
        return iter(outcomes[0])
    return iter(sorted((outcome for part in outcomes for outcome in part), key=attrgetter("place")))


def _keep(history: HistoryWriter, matter: Matter, judgement: Judgement) -> None:
    history.append(
        event=matter.event.id,
        account=matter.event.account,
        at=matter.at,
        facts=matter.facts,
        score=matter.fires.score,
        verdict=judgement.verdict,
        fired=judgement.rules,
        degraded=matter.degraded,
    )
