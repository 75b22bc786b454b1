"""JSON Schema of a decision."""

from sekisho.activity.operations.schemas import Schema, document
from sekisho.decisions.types.decision import Decision
from sekisho.kernel.texts import Text


def decision_schemas() -> dict[str, Schema]:
    """The schema of a decision, by file name without its ending."""
    return {"decision": document(Decision, name="decision", title=Text("判定", "Decision"))}
