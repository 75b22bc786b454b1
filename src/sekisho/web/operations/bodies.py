"""Read what a program sent."""

import json
from typing import NoReturn

from django.http import HttpRequest

from sekisho.kernel.texts import Text
from sekisho.web.types.problems import Problem, RefusedError

_DEEPEST = 32


def json_object(request: HttpRequest) -> dict[str, object]:
    """The JSON object in the body.

    Raises:
        RefusedError: it is no UTF-8 JSON object, names a member twice, or nests too deeply.

    """
    try:
        value = json.loads(request.body.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RefusedError(_PROBLEM) from error
    if not isinstance(value, dict) or _depth(value) > _DEEPEST:
        raise RefusedError(_PROBLEM)
    return value


def text_in(body: dict[str, object], name: str, *, longest: int = 4_096) -> str:
    """A member that must be a text of at most ``longest`` characters.

    Raises:
        RefusedError: it is missing, of another type, or too long.

    """
    value = body.get(name)
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise RefusedError(_PROBLEM)
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a member is named twice"
        raise ValueError(message)
    return found


def _refuse(word: str) -> NoReturn:
    message = f"{word} is no JSON"
    raise ValueError(message)


def _depth(value: object) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, below), default=0)


_PROBLEM = Problem(
    status=400,
    code="bad_json",
    title=Text("受け取れない内容でした", "The request could not be read"),
    detail=Text("JSONのオブジェクトを、UTF-8で送ってください。", "Send one JSON object in UTF-8."),
)
