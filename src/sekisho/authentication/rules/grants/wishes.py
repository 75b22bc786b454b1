"""Read an authorization request: the client's parameters, checked one by one.

First comes whether we may answer the client at all; only then may a fault go back through the browser.
"""

import json
import re
from collections.abc import Mapping, Sequence

from sekisho.authentication.rules.grants.details import details_of
from sekisho.authentication.rules.grants.dpop import is_thumbprint
from sekisho.authentication.rules.grants.pkce import is_challenge
from sekisho.authentication.rules.grants.redirects import matches
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.faults import Fault, OAuthError, UnsafeRequestError
from sekisho.authentication.types.grants.requests import Wish
from sekisho.firms.types.clients import Client, ClientKind, Profile
from sekisho.firms.types.scopes import SCOPES, Holder, Scope
from sekisho.kernel.texts import Text

Parameters = Mapping[str, str]
PROMPTS = frozenset({"none", "login", "consent", "select_account"})
KNOWN = frozenset(
    {
        "client_id", "response_type", "redirect_uri", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method", "acr_values", "claims", "max_age", "prompt", "login_hint", "id_token_hint",
        "authorization_details", "dpop_jkt", "ui_locales", "response_mode", "request", "request_uri", "registration",
    }
)  # fmt: skip
"""What is read and kept; everything else is left out, as OpenID Connect Core asks."""
_LONGEST = 2_048
_SPACE_FREE = re.compile(r"[\x21-\x7e]*", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)


def single(pairs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every known parameter once.

    Raises:
        OAuthError: one is there twice (RFC 6749, 3.1), or too long.

    """
    found: dict[str, str] = {}
    for name in KNOWN & set(pairs):
        values = pairs[name]
        if len(values) != 1:
            raise OAuthError(Fault.INVALID_REQUEST, f"{name} is there more than once")
        longest = 8 * _LONGEST if name in {"authorization_details", "claims", "id_token_hint"} else _LONGEST
        if len(values[0]) > longest or "\0" in values[0]:
            raise OAuthError(Fault.INVALID_REQUEST, f"{name} is too long")
        if values[0]:
            found[name] = values[0]
    return found


def address_of(parameters: Parameters, client: Client) -> str:
    """The address to which the answer goes.

    Raises:
        UnsafeRequestError: it is not registered; nobody may be sent there.

    """
    uri = parameters.get("redirect_uri", "")
    if not matches(uri, client.terms.redirect_uris, any_port=client.terms.kind is ClientKind.NATIVE):
        raise UnsafeRequestError(
            Text(
                "戻り先のアドレスが登録と違うため、処理を止めました。元のサービスの画面を閉じ、そのサービスにお問い合わせください。",
                "We stopped, since the address to return to is not registered. "
                "Please close this page and ask the service that sent you here.",
            )
        )
    return uri


def wish_of(parameters: Parameters, client: Client) -> Wish:
    """Read the parameters of a client whose address is in order.

    Raises:
        OAuthError: what has to be told to the client.

    """
    _check_flow(parameters, client)
    acr_values, essential = _acr(parameters)
    return Wish(
        client_id=client.client_id,
        redirect_uri=parameters["redirect_uri"],
        scopes=_scopes(parameters.get("scope", ""), client),
        state=_plain(parameters, "state"),
        nonce=_plain(parameters, "nonce"),
        code_challenge=_challenge(parameters),
        acr_values=acr_values,
        essential=essential,
        max_age=_max_age(parameters),
        prompt=_prompt(parameters),
        login_hint=parameters.get("login_hint", "")[:128],
        id_token_hint=parameters.get("id_token_hint", ""),
        details=details_of(parameters.get("authorization_details", "")),
        dpop_jkt=_dpop_jkt(parameters),
        language=next((tag for tag in parameters.get("ui_locales", "").split() if tag in {"ja", "en"}), ""),
    )


def _check_flow(parameters: Parameters, client: Client) -> None:
    """The code flow, and no other; nothing that would let a request come from elsewhere."""
    if client.terms.profile is Profile.MACHINE:
        raise OAuthError(Fault.UNAUTHORIZED_CLIENT, "this client has no customers")
    if "response_type" not in parameters:
        raise OAuthError(Fault.INVALID_REQUEST, "response_type is missing")
    if parameters["response_type"] != "code":
        raise OAuthError(Fault.UNSUPPORTED_RESPONSE_TYPE, "response_type has to be code")
    if parameters.get("response_mode", "query") != "query":
        raise OAuthError(Fault.INVALID_REQUEST, "response_mode has to be query")
    if "request" in parameters:
        raise OAuthError(Fault.REQUEST_NOT_SUPPORTED, "push the request instead (RFC 9126)")
    if "request_uri" in parameters:
        raise OAuthError(Fault.INVALID_REQUEST_URI, "request_uri stands alone with client_id")
    if "registration" in parameters:
        raise OAuthError(Fault.REGISTRATION_NOT_SUPPORTED, "clients are registered beforehand")


def _scopes(text: str, client: Client) -> frozenset[Scope]:
    try:
        asked = frozenset(map(Scope, text.split()))
    except ValueError as error:
        raise OAuthError(Fault.INVALID_SCOPE, "a scope is not known") from error
    if not asked or not asked <= client.terms.scopes:
        raise OAuthError(Fault.INVALID_SCOPE, "ask for at least one scope, and only for those registered")
    if all(SCOPES[scope].holder is Holder.LOGIN for scope in asked) and Scope.OPENID not in asked:
        raise OAuthError(Fault.INVALID_SCOPE, "offline_access alone means nothing")
    return asked


def _plain(parameters: Parameters, name: str) -> str:
    value = parameters.get(name, "")
    if not _SPACE_FREE.fullmatch(value):
        raise OAuthError(Fault.INVALID_REQUEST, f"{name} has to be printable ASCII without spaces")
    return value


def _challenge(parameters: Parameters) -> str:
    """Without a method it would be ``plain`` (RFC 7636, 4.3), which is refused."""
    if parameters.get("code_challenge_method") != "S256":
        raise OAuthError(Fault.INVALID_REQUEST, "code_challenge_method has to be S256")
    challenge = parameters.get("code_challenge", "")
    if not is_challenge(challenge):
        raise OAuthError(Fault.INVALID_REQUEST, "code_challenge has to be a SHA-256 in base64url")
    return challenge


def _max_age(parameters: Parameters) -> int | None:
    text = parameters.get("max_age")
    if text is None:
        return None
    if not _DIGITS.fullmatch(text):
        raise OAuthError(Fault.INVALID_REQUEST, "max_age has to be a number of seconds")
    return int(text)


def _prompt(parameters: Parameters) -> frozenset[str]:
    words = frozenset(parameters.get("prompt", "").split())
    if not words <= PROMPTS or ("none" in words and len(words) > 1):
        raise OAuthError(Fault.INVALID_REQUEST, "prompt is none, or out of login, consent and select_account")
    return words


def _dpop_jkt(parameters: Parameters) -> str:
    thumbprint = parameters.get("dpop_jkt", "")
    if thumbprint and not is_thumbprint(thumbprint):
        raise OAuthError(Fault.INVALID_REQUEST, "dpop_jkt has to be a SHA-256 thumbprint in base64url")
    return thumbprint


def _acr(parameters: Parameters) -> tuple[tuple[Acr, ...], bool]:
    """Classes in order of preference, and whether less will not do (OpenID Connect Core, 5.5.1.1)."""
    demand = _acr_claim(parameters.get("claims", ""))
    demanded = demand.get("values") or [demand.get("value")]
    essential = bool(demand.get("essential")) and demanded != [None]
    values = demanded if essential and isinstance(demanded, list) else parameters.get("acr_values", "").split()
    known = {acr.uri: acr for acr in Acr if acr is not Acr.NONE}
    classes = tuple(known[value] for value in values if isinstance(value, str) and value in known)
    if essential and not classes:
        raise OAuthError(Fault.UNMET_AUTHENTICATION_REQUIREMENTS, "no such acr is offered here")
    return classes, essential


def _acr_claim(text: str) -> dict[str, object]:
    """What ``claims`` says about ``acr`` in the ID token."""
    if not text:
        return {}
    try:
        claims = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OAuthError(Fault.INVALID_REQUEST, "claims is no JSON") from error
    wanted = claims.get("id_token") if isinstance(claims, dict) else None
    if not isinstance(claims, dict) or not isinstance(wanted, dict | None):
        raise OAuthError(Fault.INVALID_REQUEST, "claims has to be an object of objects")
    acr = (wanted or {}).get("acr") or {}
    if not isinstance(acr, dict) or not isinstance(acr.get("values", []), list):
        raise OAuthError(Fault.INVALID_REQUEST, "claims.id_token.acr is malformed")
    return acr
