"""A policy's file becomes a policy, or faults that name file and line."""

from datetime import date

import pytest
from tests.builders.policies import policy_text

from sekisho.authentication.rules.policy.loading import load_policy, plain


def test_the_shipped_file_is_read() -> None:
    loaded = load_policy(policy_text(), source="policy.toml")

    assert loaded.faults == ()
    assert loaded.policy is not None
    assert loaded.document["effective_from"] == "2026-12-01"


def test_a_mistake_names_file_and_line() -> None:
    text = policy_text().replace(
        'id = "withdraw"\noperation = "withdraw"\nacr = "phr"', 'id = "withdraw"\noperation = "withdraw"\nacr = "pwd"'
    )
    line = text[: text.index('acr = "pwd"')].count("\n") + 1

    (found,) = load_policy(text, source="my/policy.toml").faults

    assert (found.source, found.line, found.code) == ("my/policy.toml", line, "policy:floor:acr")
    assert found.say("en").startswith(f"my/policy.toml:{line}: rule.")


@pytest.mark.parametrize(("text", "line"), [("title = ", 1), ('title = "x"\n\n[[rule\n', 3)])
def test_a_file_that_is_no_toml_names_the_line(text: str, line: int) -> None:
    loaded = load_policy(text, source="p.toml")

    assert loaded.policy is None
    assert [(fault.code, fault.line) for fault in loaded.faults] == [("document:toml:unreadable", line)]


def test_an_endless_file_is_refused_and_not_followed() -> None:
    assert load_policy("a = " + "[" * 100_000, source="p.toml").policy is None


def test_what_is_not_about_a_policy_is_told_on_its_line() -> None:
    found = load_policy('colour = "red"', source="p.toml").faults

    assert ("colour", 1) in [(fault.key, fault.line) for fault in found]


def test_a_document_is_plain_json() -> None:

    day = date(2027, 6, 1)
    assert plain({"a": [day, {"b": 1.5}], "c": "x"}) == {"a": ["2027-06-01", {"b": 1.5}], "c": "x"}
