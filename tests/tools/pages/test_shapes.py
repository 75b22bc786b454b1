"""How the values of a schema are spelt."""

import pytest
from tools.pages.shapes import spell

from sekisho.activity.operations.schemas import Schema


@pytest.mark.parametrize(
    ("schema", "spelt"),
    [
        ({"type": "string", "minLength": 1, "maxLength": 64}, "string 1–64"),
        ({"type": "string", "format": "date-time"}, "RFC 3339"),
        ({"type": "string", "pattern": "^[0-9]+$", "maxLength": 32}, "string `^[0-9]+$`"),
        ({"type": "integer", "minimum": 0, "maximum": 10**15}, "integer 0–10¹⁵"),
        ({"type": "integer", "minimum": 0, "maximum": 1_000}, "integer 0–1,000"),
        ({"enum": ["buy", "sell"]}, "`buy` `sell`"),
        ({"$ref": "#/$defs/LoginBody"}, "`login`"),
        ({"type": "array", "items": {"type": "string"}}, "[string, …]"),
        ({"type": "array"}, "[…]"),
        ({"anyOf": [{"type": "boolean"}, {"type": "null"}]}, "boolean"),
        ({"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]}, "number / string"),
    ],
)
def test_a_schema_is_spelt_in_few_signs(schema: Schema, spelt: str) -> None:
    assert spell(schema) == spelt
