"""JSON Schema of what surveillance says."""

from sekisho.activity.operations.schemas import Schema, document
from sekisho.kernel.texts import Text
from sekisho.surveillance.types.alert import Alert


def alert_schemas() -> dict[str, Schema]:
    """The schema of an alert, by file name without its ending."""
    return {"alert": document(Alert, name="alert", title=Text("アラート", "Alert"))}
