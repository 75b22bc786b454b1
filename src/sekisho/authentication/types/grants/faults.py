"""Refusals in the words of OAuth and OpenID Connect.

Programs read these, and the specifications allow nothing but ASCII; what people read is in both languages.
"""

from enum import StrEnum

from sekisho.kernel.texts import Text


class Fault(StrEnum):
    """Every error code there is, by the specification that names it."""

    INVALID_REQUEST = "invalid_request"  # RFC 6749
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type"
    INVALID_SCOPE = "invalid_scope"
    ACCESS_DENIED = "access_denied"
    INVALID_TOKEN = "invalid_token"  # noqa: S105 - RFC 6750
    INSUFFICIENT_SCOPE = "insufficient_scope"
    UNSUPPORTED_TOKEN_TYPE = "unsupported_token_type"  # noqa: S105 - RFC 7009
    LOGIN_REQUIRED = "login_required"  # OpenID Connect Core
    CONSENT_REQUIRED = "consent_required"
    INTERACTION_REQUIRED = "interaction_required"
    REQUEST_NOT_SUPPORTED = "request_not_supported"
    REGISTRATION_NOT_SUPPORTED = "registration_not_supported"
    INVALID_REQUEST_URI = "invalid_request_uri"
    INVALID_AUTHORIZATION_DETAILS = "invalid_authorization_details"  # RFC 9396
    INVALID_DPOP_PROOF = "invalid_dpop_proof"  # RFC 9449
    USE_DPOP_NONCE = "use_dpop_nonce"
    INSUFFICIENT_USER_AUTHENTICATION = "insufficient_user_authentication"  # RFC 9470
    UNMET_AUTHENTICATION_REQUIREMENTS = "unmet_authentication_requirements"


_STATUS = {
    Fault.INVALID_CLIENT: 401,
    Fault.INVALID_TOKEN: 401,
    Fault.INSUFFICIENT_USER_AUTHENTICATION: 401,
    Fault.INSUFFICIENT_SCOPE: 403,
}


class OAuthError(Exception):
    """A program is told no. Attributes: ``fault``, ``description`` (ASCII, names what to mend)."""

    def __init__(self, fault: Fault, description: str) -> None:
        self.fault = fault
        self.description = description
        super().__init__(f"{fault.value}: {description}")

    @property
    def status(self) -> int:
        """The HTTP status that goes with it where there is no redirect."""
        return _STATUS.get(self.fault, 400)

    @property
    def status_of_call(self) -> int:
        """The HTTP status where a call with an access token is refused (RFC 9449, sections 7.1 and 9)."""
        return 401 if self.fault in {Fault.USE_DPOP_NONCE, Fault.INVALID_DPOP_PROOF} else self.status


class RedirectedError(OAuthError):
    """A program is told no through the browser, at its own registered address.

    Attributes: besides those of ``OAuthError``, ``redirect_uri`` and ``state``.
    """

    def __init__(self, fault: Fault, description: str, *, redirect_uri: str, state: str) -> None:
        self.redirect_uri = redirect_uri
        self.state = state
        super().__init__(fault, description)


class UnsafeRequestError(Exception):
    """Nobody may be redirected: the client or its address is not known for sure. Attribute: ``reason``, for people."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)
