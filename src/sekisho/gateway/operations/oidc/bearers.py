"""Calls with an access token: what is said where one is wanting (RFC 6750, RFC 9449, RFC 9470)."""

from django.http import HttpRequest

from sekisho.authentication.operations.grants.access import access, check_assurance
from sekisho.authentication.operations.grants.knowing import ALGORITHMS, fresh_nonce
from sekisho.authentication.operations.grants.refusing import keep_refusal
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import Access
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.gateway.operations.oidc.wire import knock_of
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.types.problems import Problem, RefusedError

_TITLE = Text("この呼び出しは受け付けられません", "This call cannot be accepted")
_DETAILS = {
    Fault.INSUFFICIENT_SCOPE: Text(
        "このプログラムに許された範囲を超えています。必要な権限を登録してから、新しいトークンで呼び出してください。",
        "This is more than the program may do. Have the scope registered, and call with a new token.",
    ),
    Fault.INSUFFICIENT_USER_AUTHENTICATION: Text(
        "お客さまのより強い、または新しいログインが必要です。示された条件で認可をやり直してください。",
        "The customer has to log in more surely, or once more. Ask for an authorization on the terms that are named.",
    ),
    Fault.USE_DPOP_NONCE: Text(
        "DPoP-Nonce ヘッダーの値を証明に入れて、もう一度呼び出してください。",
        "Put the value of the DPoP-Nonce header into the proof, and call again.",
    ),
    Fault.INVALID_DPOP_PROOF: Text(
        "DPoPの証明に誤りがあります。呼び出しごとに新しい証明を作ってください。",
        "Something in the DPoP proof is wrong. Make a new proof for each call.",
    ),
}
_ELSE = Text(
    "アクセストークンが正しくないか、期限が過ぎたか、取り消されています。新しいトークンを取得してください。",
    "The access token is wrong, out of time or revoked. Get a new one.",
)


def access_of(request: HttpRequest, scope: Scope | None) -> Access:
    """The access of a request.

    Raises:
        RefusedError: there is none that suffices; the answer says what is wanting.

    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        return access(scheme=scheme, token=token, provider=provider(), knock=knock_of(request), scope=scope)
    except OAuthError as error:
        raise challenged(request, error, scope=scope) from error


def require_assurance(request: HttpRequest, found: Access, *, acr: Acr, max_age: int | None) -> None:
    """Let only a sure and fresh login through (RFC 9470).

    Args:
        request: the call.
        found: its access.
        acr: at least this sure.
        max_age: at most so old, in seconds; None where its age does not matter.

    Raises:
        RefusedError: it does not suffice; the answer says what to ask for.

    """
    try:
        check_assurance(grant=found.grant, acr=acr, max_age=max_age, at=call_of(request).at)
    except OAuthError as error:
        raise challenged(request, error, acr=acr, max_age=max_age) from error


def challenged(
    request: HttpRequest,
    error: OAuthError,
    *,
    scope: Scope | None = None,
    acr: Acr | None = None,
    max_age: int | None = None,
) -> RefusedError:
    """The refusal of a call, with its challenge and its record."""
    at = call_of(request).at
    keep_refusal(error=error, endpoint=request.path, claimed="", api=True, at=at)
    challenge = {"error": error.fault.value, "error_description": error.description}
    if scope is not None:
        challenge["scope"] = scope.value
    if acr is not None:
        challenge["acr_values"] = acr.uri
    if max_age is not None:
        challenge["max_age"] = str(max_age)
    challenge["algs"] = " ".join(ALGORITHMS)
    headers = {
        "WWW-Authenticate": "DPoP " + ", ".join(f'{name}="{value}"' for name, value in challenge.items()),
        "DPoP-Nonce": fresh_nonce(provider=provider(), at=at),
    }
    detail = _DETAILS.get(error.fault, _ELSE)
    return RefusedError(
        Problem(
            status=error.status_of_call,
            code=error.fault.value,
            title=_TITLE,
            detail=detail,
            extra={"error": error.fault.value, "error_description": error.description},
            headers=headers,
        )
    )
