"""JSON for ``webauthn.js``: begin a ceremony, finish it. Every answer of a browser is judged once, by its own session.

``begin`` answers ``{"ceremony", "publicKey", "expires"}``; ``finish`` takes ``{"ceremony", "response"}`` and answers
``{"next"}``, where the browser goes on. A refusal is a problem document with the next step in both languages.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from django.http import JsonResponse

from sekisho.authentication.types.refusals_webauthn import (
    CeremonyGoneError,
    MalformedMessageError,
    WebauthnRefusedError,
)
from sekisho.authentication.types.webauthn import Options
from sekisho.kernel.texts import Text
from sekisho.web.operations.bodies import text_in
from sekisho.web.operations.pages import answer
from sekisho.web.types.problems import Problem, RefusedError, Step

LONGEST_RESPONSE = 200_000
"""Characters of a browser's answer; attestations with long certificate chains take a few thousand."""
_TITLE = Text("確認できませんでした", "That could not be confirmed")
RECOVERY = Step(label=Text("ログインできないとき", "I cannot log in"), href="/recovery")


def opened(options: Options) -> JsonResponse:
    """What ``begin`` answers."""
    return answer({"ceremony": options.ceremony, "publicKey": json.loads(options.json), "expires": options.expires})


def response_in(body: Mapping[str, object]) -> str:
    """The browser's answer out of the body of ``finish``, as JSON text again for the verifier.

    Raises:
        RefusedError: it is no object, or too long.

    """
    found = body.get("response")
    if isinstance(found, str):
        return text_in(dict(body), "response", longest=LONGEST_RESPONSE)
    spelled = json.dumps(found)
    if not isinstance(found, dict) or len(spelled) > LONGEST_RESPONSE:
        raise RefusedError(refusal_of(MalformedMessageError, code="message_malformed", text=_TITLE))
    return spelled


def refused(error: WebauthnRefusedError, *, steps: tuple[Step, ...] = (RECOVERY,)) -> RefusedError:
    """A refused ceremony as a problem document: 400 malformed, 409 gone, 403 not proved."""
    return RefusedError(replace(refusal_of(type(error), code=error.code, text=error.text), steps=steps))


def refusal_of(kind: type[WebauthnRefusedError], *, code: str, text: Text) -> Problem:
    """The problem of a refused ceremony."""
    status = 400 if issubclass(kind, MalformedMessageError) else 409 if issubclass(kind, CeremonyGoneError) else 403
    return Problem(status=status, code=code, title=_TITLE, detail=text, steps=(RECOVERY,))
