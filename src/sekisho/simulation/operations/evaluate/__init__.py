"""Measuring decisions against the truth, and writing the report."""

from dataclasses import dataclass
from pathlib import Path

from sekisho.simulation.operations.evaluate.context import read_alerts, read_sessions
from sekisho.simulation.operations.evaluate.labels import read_labels
from sekisho.simulation.operations.evaluate.lines import RefusedLine, Source, UnreadableFileError
from sekisho.simulation.operations.evaluate.measuring import Settings, measure
from sekisho.simulation.operations.evaluate.report import write_report
from sekisho.simulation.operations.evaluate.sampling import read_decisions
from sekisho.simulation.types.figures import Figures
from sekisho.simulation.types.sample import AlertSeen

__all__ = ["Evaluation", "Inputs", "Settings", "UnreadableFileError", "evaluate", "write_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The files. ``events`` tells sessions; ``alerts`` may also stand between the decisions."""

    decisions: Path
    labels: Path
    events: Path | None = None
    alerts: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures, and the lines that were not used (the first 10,000 of each file)."""

    figures: Figures
    refused: tuple[RefusedLine, ...]

    @property
    def refusals(self) -> int:
        """How many lines were not used in all."""
        return sum(file.refused for file in self.figures.inputs)


def evaluate(*, inputs: Inputs, settings: Settings) -> Evaluation:
    """Measure decisions against labels.

    Bad lines are counted and left out. Memory grows by about fifteen bytes a decision and by the accounts' names.

    Raises:
        UnreadableFileError: one of the files cannot be opened or read.

    """
    sources = [Source(inputs.labels)]
    labels = read_labels(sources[0])
    sessions: dict[str, str] = {}
    if inputs.events is not None:
        sources.append(Source(inputs.events))
        sessions = read_sessions(sources[-1], labels.bad)
    alerts: list[AlertSeen] | None = None
    if inputs.alerts is not None:
        sources.append(Source(inputs.alerts))
        alerts = read_alerts(sources[-1])
    sources.append(Source(inputs.decisions))
    sample = read_decisions(sources[-1], labels=labels, sessions=sessions, alerts=alerts, since=settings.since)
    figures = measure(sample, [source.summary() for source in sources], settings)
    return Evaluation(figures=figures, refused=tuple(line for source in sources for line in source.kept))
