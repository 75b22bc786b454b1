"""The schema of a decision keeps the contract's fields."""

from sekisho.decisions.operations.schemas import decision_schemas

CONTRACT = {
    "kind", "id", "event", "account", "at", "verdict", "score", "reasons", "obligations", "rulebook", "policy", "model",
    "valid_until",
}  # fmt: skip


def test_every_field_of_the_contract_is_there_and_required() -> None:
    schema = decision_schemas()["decision"]

    assert set(schema["properties"]) >= CONTRACT
    assert set(schema["required"]) >= CONTRACT
    assert set(schema["properties"]["verdict"]["enum"]) == {"allow", "step_up", "hold", "deny"}
    assert {"code", "rule", "values", "ja", "en"} <= set(schema["$defs"]["Reason"]["required"])
