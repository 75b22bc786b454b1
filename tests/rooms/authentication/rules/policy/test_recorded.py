"""A question that was kept is the question that was asked."""

import json

import pytest
from hypothesis import given
from tests.builders.policies import a_question, questions

from sekisho.authentication.rules.policy.recorded import from_json, to_json
from sekisho.authentication.types.policy import Question


@given(questions)
def test_a_question_comes_back_as_it_was(question: Question) -> None:
    assert from_json(json.loads(json.dumps(to_json(question)))) == question


@pytest.mark.parametrize(
    ("name", "value"),
    [("at", "now"), ("held", {}), ("standing", []), ("operation", "fly"), ("offered", ["carrier_pigeon"])],
)
def test_what_is_no_question_is_refused(name: str, value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_json({**to_json(a_question()), name: value})
