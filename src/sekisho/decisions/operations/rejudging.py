"""Judge recorded facts again: with the recorded rulebook the bytes must come out the same.

Neither state nor model is needed. The score and what it rests on are taken from the record, and so is what
was decided by state then: the rules whose budget was spent and the overrides that were granted, which must
still be on file.
"""

from typing import NamedTuple

from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.records import UnreadableDecisionError, read_record, row_of
from sekisho.decisions.types.decision import Decision
from sekisho.decisions.types.judgement import NO_MODEL
from sekisho.decisions.types.rulebook import Rulebook
from sekisho.kernel.texts import Text


class Difference(NamedTuple):
    """A decision that does not come out again, and why. ``record`` is what comes out instead, if anything."""

    decision: str
    why: Text
    record: bytes = b""


class Rejudge:
    """Re-judges decisions of one rulebook, whatever models took part."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Keep a judge for each model's name as it turns up."""
        self._rulebook = rulebook
        self._overrides = {override.id for override in rulebook.overrides}
        self._judges: dict[str, Judge] = {}

    def difference(self, line: bytes) -> Difference | None:
        """Judge one recorded line (without its newline) again; ``None`` when the same bytes come out."""
        try:
            decision = read_record(line)
        except UnreadableDecisionError as error:
            return Difference(
                "", Text(f"判定記録として読めません（{error}）。", f"not readable as a decision: {error}")
            )
        if (trouble := self._foreign(decision)) is not None:
            return Difference(decision.id, trouble)
        judge = self._judge(decision.model)
        score = None if decision.model == NO_MODEL else decision.score
        fires = judge.evaluate(event_type=decision.type, facts=row_of(decision), score=score)
        record = judge.again(fires, decision=decision).record
        if record == line:
            return None
        return Difference(
            decision.id, Text("判定し直すと違う結果になります。", "comes out differently when judged again"), record
        )

    def _foreign(self, decision: Decision) -> Text | None:
        mine = self._rulebook.version
        if decision.rulebook != mine:
            return Text(
                f"ルールブック {decision.rulebook} の判定です（手元は {mine}）。",
                f"was decided by rulebook {decision.rulebook}, this one is {mine}",
            )
        unknown = [granted.id for granted in decision.override if granted.id not in self._overrides]
        if unknown:
            listed = ", ".join(unknown)
            return Text(f"例外 {listed} のファイルがありません。", f"override {listed} is not on file")
        return None

    def _judge(self, model: str) -> Judge:
        if model not in self._judges:
            self._judges[model] = Judge(self._rulebook, model=model)
        return self._judges[model]
