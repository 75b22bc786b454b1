"""The published form of an alert."""

from pathlib import Path

from sekisho.activity.operations.schemas import write_out
from sekisho.surveillance.operations.schemas import alert_schemas

PUBLISHED = Path(__file__).parents[4] / "docs" / "reference" / "schemas"


def test_an_alert_has_the_fields_of_the_contract() -> None:
    schema = alert_schemas()["alert"]
    contract = {"kind", "id", "at", "type", "accounts", "symbol", "window", "score", "evidence", "detector"}
    assert contract <= set(schema["required"])
    assert schema["properties"]["type"]["enum"] == ["account", "beneficiary", "infrastructure", "instrument", "ring"]


def test_the_schema_published_is_the_one_of_the_types() -> None:
    for name, schema in alert_schemas().items():
        assert (PUBLISHED / f"{name}.json").read_bytes() == write_out(schema)
