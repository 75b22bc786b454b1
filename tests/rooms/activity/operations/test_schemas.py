"""The published schemas follow the types, and never take anything back."""

import json
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from builders.lines import BODIES
from sekisho.activity.operations.schemas import DIALECT, TITLES, document, event_schemas
from sekisho.activity.types.events import Device, Event
from sekisho.kernel.texts import Text

SNAPSHOT = Path(__file__).parents[3] / "data" / "contract_fields.json"
CONTRACT: dict[str, list[str]] = {
    "login": ["outcome", "factors", "failure"],
    "factor": ["action", "kind"],
    "profile": ["field", "action", "old", "new"],
    "cash": ["direction", "method", "amount", "bank_account", "same_name"],
    "order": [
        *("order", "side", "symbol", "market", "quantity", "kind", "limit", "notional", "position", "replaces"),
        "currency",
    ],
    "cancel": ["order", "reason"],
    "execution": ["order", "symbol", "market", "side", "quantity", "price"],
    "holdings": ["positions", "cash", "buying_power"],
    "transfer": ["symbol", "quantity", "to"],
    "instrument": [
        *("symbol", "market", "segment", "market_cap", "adv", "previous_close", "limit_up", "limit_down", "lot"),
    ],
    "quote": ["symbol", "market", "last", "volume", "value"],
    "report": ["source", "says", "about"],
    "answer": ["question", "answer", "factor"],
    "logout": ["reason"],
}
"""The fields of each body, as the contract between firm and node was written."""


def flat(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Path of each field → what the schema says of it, references followed; the branch null is left out."""
    found: dict[str, dict[str, Any]] = {}

    def walk(part: dict[str, Any], path: str) -> None:
        if "$ref" in part:
            walk(schema["$defs"][part["$ref"].rsplit("/", 1)[-1]], path)
        elif part.get("type") == "array":
            walk(part["items"], f"{path}[]")
        elif "properties" in part:
            for name, value in part["properties"].items():
                walk(value, f"{path}.{name}".lstrip("."))
            found[path] = {"required": part["required"]} if part.get("required") else {}
        elif "anyOf" in part:
            branches = [branch for branch in part["anyOf"] if branch.get("type") != "null"]
            for number, branch in enumerate(branches):
                walk(branch, path if len(branches) == 1 else f"{path}|{number}")
        else:
            found[path] = {key: value for key, value in part.items() if key not in {"default", "title"}}

    walk(schema, "")
    return found


def narrowed(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What was allowed before and is not now."""
    return [
        key
        for key, value in before.items()
        if (key == "enum" and not set(value) <= set(now.get("enum", value)))
        or (key == "required" and not set(now.get("required", [])) <= set(value))
        or (key in {"type", "format", "pattern"} and now.get(key) != value)
        or (key.startswith("max") and now.get(key, value) < value)
        or (key.startswith("min") and now.get(key, value) > value)
    ]


@pytest.mark.parametrize("kind", CONTRACT)
def test_every_field_of_the_written_contract_is_there(kind: str) -> None:
    fields = {path.split("[")[0].split("|")[0] for path in flat(event_schemas()[f"event.{kind}"])}

    assert {f"body.{name}" for name in CONTRACT[kind]} | {"id", "type", "at", "channel"} <= {
        path.split(".symbol")[0] if path.startswith("body.positions") else path for path in fields
    }


@pytest.mark.parametrize("kind", BODIES)
def test_nothing_published_is_renamed_removed_or_narrowed(kind: str) -> None:
    """Widen a field by adding to ``tests/data/contract_fields.json``; never take away from it."""
    published = json.loads(SNAPSHOT.read_bytes())[kind]
    now = flat(event_schemas()[f"event.{kind}"])

    assert published.keys() <= now.keys()
    assert {path: found for path in published if (found := narrowed(published[path], now[path]))} == {}


def test_every_type_has_a_title_in_both_languages() -> None:
    assert set(TITLES) == set(BODIES)
    assert all(title.ja != title.en for title in TITLES.values())


def test_every_type_has_a_schema_and_one_names_them_all() -> None:
    schemas = event_schemas()

    assert set(schemas) == {"event", *(f"event.{kind}" for kind in BODIES)}
    assert len(schemas["event"]["anyOf"]) == len(get_args(Event))


@pytest.mark.parametrize("name", sorted(event_schemas()))
def test_a_schema_stands_on_its_own(name: str) -> None:
    schema = event_schemas()[name]
    text = json.dumps(schema)

    assert schema["$schema"] == DIALECT
    assert schema["$id"] == f"urn:sekisho:schema:{name.replace('.', ':')}:1"
    assert {ref.split('"')[0] for ref in text.split('"#/$defs/')[1:]} <= set(schema["$defs"])


def test_a_type_without_nested_types_is_a_document_too() -> None:
    schema = document(Device, name="device", title=Text("端末", "Device"), version=2)

    assert (schema["$id"], schema["title"], "$defs" in schema) == (
        "urn:sekisho:schema:device:2",
        "端末 / Device",
        False,
    )


def test_descriptions_are_freed_from_the_indentation_of_the_source() -> None:
    described = event_schemas()["event.order"]["$defs"]["OrderBody"]["description"]

    assert "\n    " not in described
    assert "``" not in described


def test_a_field_named_description_is_left_alone() -> None:
    kind = msgspec.defstruct("Note", [("description", str)])

    assert document(kind, name="note", title=Text("メモ", "Note"))["properties"]["description"] == {"type": "string"}
