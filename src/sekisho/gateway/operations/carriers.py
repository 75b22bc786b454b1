"""Where carriers of short messages and of push say what became of a message (C-17); see ``notices.rules.callbacks``."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sekisho.kernel.texts import Text
from sekisho.notices.operations.reports import CallbackRefusedError, UnknownDeliveryError, take_callback
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.faults import nowhere
from sekisho.web.operations.guards import public
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import safe
from sekisho.web.types.problems import Problem, RefusedError

LONGEST = 4_096
"""Bytes of a report at most."""
LEAST_KEY = 32
"""Characters that a shared key has at least."""
_HEADER = "Sekisho-Signature"
_KEYS = {"sms": "SEKISHO_SMS_CALLBACK_KEY", "push": "SEKISHO_PUSH_CALLBACK_KEY"}
_TOO_LONG = Problem(
    status=413,
    code="too_large",
    title=Text("大きすぎます", "Too large"),
    detail=Text(f"{LONGEST:,}バイトまでで送ってください。", f"Send at most {LONGEST:,} bytes."),
)
_REFUSED = Problem(
    status=401,
    code="bad_signature",
    title=Text("受け付けられませんでした", "This was not accepted"),
    detail=Text(
        "共有する鍵、時計、署名の形を確かめてください。", "Check the shared key, the clock, and the signature's form."
    ),
)


@csrf_exempt
@require_POST
@public
def reported(request: HttpRequest, carrier: str) -> HttpResponse:
    """Take a report: public as an address, and believed only with the carrier's signature.

    A genuine report about something that is no notice, such as a code, is taken and left alone, so that the carrier
    does not send it again.
    """
    key, body = _key(carrier), request.body
    if len(body) > LONGEST:
        raise RefusedError(_TOO_LONG)
    try:
        take_callback(
            body=body, header=request.headers.get(_HEADER, ""), key=key, safe=safe(), at=call_of(request).at
        )  # fmt: skip
    except CallbackRefusedError as error:
        raise RefusedError(_REFUSED) from error
    except UnknownDeliveryError:
        return answer({"known": False})
    return answer({"known": True})


def _key(carrier: str) -> bytes:
    """The key that this carrier and we share; without one nobody is believed, and there is no such place."""
    name = _KEYS.get(carrier, "")
    key = str(getattr(settings, name)) if name else ""
    if len(key) < LEAST_KEY:
        raise nowhere()
    return key.encode()
