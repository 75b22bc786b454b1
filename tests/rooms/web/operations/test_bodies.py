import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.types.problems import RefusedError


def request(body: bytes) -> HttpRequest:
    return RequestFactory().post("/x", data=body, content_type="application/json")


def test_an_object_is_read() -> None:
    assert json_object(request('{"a":"字","b":[1,{"c":null}]}'.encode())) == {"a": "字", "b": [1, {"c": None}]}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"1", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff\xfe", b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
     b"[" * 100_000],
)  # fmt: skip
def test_anything_else_is_refused_with_a_problem(body: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        json_object(request(body))

    assert (refused.value.problem.status, refused.value.problem.code) == (400, "bad_json")


def test_a_member_must_be_a_text_of_bounded_length() -> None:
    assert text_in({"a": "word"}, "a") == "word"
    for body in ({}, {"a": 1}, {"a": "x" * 11}, {"a": "\0"}):
        with pytest.raises(RefusedError):
            text_in(body, "a", longest=10)
