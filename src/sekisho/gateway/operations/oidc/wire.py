"""Read what programs send, and answer in their words."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sekisho.authentication.operations.grants.knowing import fresh_nonce
from sekisho.authentication.operations.grants.refusing import keep_refusal
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import Knock
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public

Pairs = Mapping[str, Sequence[str]]
View = Callable[[HttpRequest], HttpResponse]
_FORM = "application/x-www-form-urlencoded"
_MOST = 50


def endpoint(view: View) -> View:
    """A view for programs: POST, one form, no cookie; errors in OAuth's words, each with a record and a nonce."""

    @wraps(view)
    def around(request: HttpRequest) -> HttpResponse:
        try:
            _check_posted(request)
            response = view(request)
        except OAuthError as error:
            response = failure(request, error, api=False)
        response.headers["DPoP-Nonce"] = fresh_nonce(provider=provider(), at=call_of(request).at)
        response.headers["Cache-Control"] = "no-store"
        return response

    return csrf_exempt(public(around))


def _check_posted(request: HttpRequest) -> None:
    if request.method != "POST":
        raise OAuthError(Fault.INVALID_REQUEST, "use POST")


def failure(request: HttpRequest, error: OAuthError, *, api: bool) -> HttpResponse:
    """An error of the token endpoint and its like (RFC 6749, 5.2), written down."""
    keep_refusal(error=error, endpoint=request.path, claimed=_claimed(request), api=api, at=call_of(request).at)
    body = {"error": error.fault.value, "error_description": error.description}
    response = JsonResponse(body, status=error.status)
    if error.fault is Fault.INVALID_CLIENT and "Authorization" in request.headers:
        response.headers["WWW-Authenticate"] = request.headers["Authorization"].partition(" ")[0][:16]
    return response


def pairs_of(request: HttpRequest) -> Pairs:
    """Every parameter of the form with all its values.

    Raises:
        OAuthError: it is no form in UTF-8, or has too many parameters.

    """
    if request.content_type != _FORM:
        raise OAuthError(Fault.INVALID_REQUEST, f"send {_FORM}")
    try:
        return parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=_MOST, errors="strict")
    except ValueError as error:
        raise OAuthError(Fault.INVALID_REQUEST, "the form cannot be read") from error


def form_of(request: HttpRequest) -> dict[str, str]:
    """The form, each parameter once (RFC 6749, 3.2); empty values count as left out.

    Raises:
        OAuthError: one is there twice, or credentials come in the Authorization header.

    """
    if "Authorization" in request.headers:
        raise OAuthError(Fault.INVALID_CLIENT, "send client_assertion in the form; nothing else is accepted")
    pairs = pairs_of(request)
    for name, values in pairs.items():
        if len(values) != 1:
            raise OAuthError(Fault.INVALID_REQUEST, f"{_word(name)} is there more than once")
    return {name: values[0] for name, values in pairs.items() if values[0]}


def knock_of(request: HttpRequest) -> Knock:
    """How the program knocks. The address is made from our own name, whatever the Host header says."""
    header = request.headers.get("DPoP")
    return Knock(
        method=request.method or "",
        url=provider().at(request.path),
        proofs=() if header is None else tuple(header.split(",")),  # several headers arrive joined by commas
        at=call_of(request).at,
    )


def _claimed(request: HttpRequest) -> str:
    """The client that a request names, for the record."""
    try:
        return pairs_of(request).get("client_id", ("",))[0] if request.method == "POST" else ""
    except OAuthError:
        return ""


def _word(name: str) -> str:
    return name if name.isascii() and name.isidentifier() and len(name) <= 40 else "a parameter"  # noqa: PLR2004
