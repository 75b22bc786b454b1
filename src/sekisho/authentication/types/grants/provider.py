"""Who we are as a provider: our name, our keys, and how long things last."""

from dataclasses import dataclass, field

from joserfc.jwk import ECKey, RSAKey

from sekisho.kernel.moments import DAY, MINUTE, SECOND

Key = ECKey | RSAKey
CODE_CEILING = MINUTE
"""No code lives longer (FAPI 2.0 Security Profile, 5.3.2.1)."""
KEY_LIFE = 365 * DAY
"""How long a customer's own API key may live at most, in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """The keys that sign, each with a ``kid``.

    Attributes:
        es256: signs access tokens, and ID tokens of the FAPI profile.
        rs256: signs ID tokens of the basic profile, as OpenID Connect Core wants it offered.
        retired: public keys of former times, still published so that what they signed can be checked.

    """

    es256: ECKey = field(repr=False)
    rs256: RSAKey = field(repr=False)
    retired: tuple[Key, ...] = ()

    @property
    def all(self) -> tuple[Key, ...]:
        """Everything that our signatures are checked with."""
        return (self.es256, self.rs256, *self.retired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider, as an entrance has set it up. All times are in milliseconds.

    Attributes:
        issuer: our name: an https address without a slash at its end.
        keys: what we sign with.
        secret: 32 bytes for nonces and pairwise names.
        pushed: how long a pushed request waits for the browser.
        request: how long a customer may take from there to the code.
        code: how long a code waits to be redeemed.
        access: how long an access token lives.
        refresh: how long a chain of refresh tokens lives.
        consent: how long a consent stands before the customer is asked again.
        key: how long a customer's own API key may live at most.
        nonce_needed: tokens are issued only on DPoP proofs with a nonce of ours (RFC 9449, section 8).

    Raises:
        ValueError: a code would live longer than a minute, or the issuer ends with a slash.

    """

    issuer: str
    keys: KeyRing
    secret: bytes = field(repr=False)
    pushed: int = MINUTE
    request: int = 15 * MINUTE
    code: int = 45 * SECOND
    access: int = 5 * MINUTE
    refresh: int = 90 * DAY
    consent: int = 180 * DAY
    key: int = KEY_LIFE
    nonce_needed: bool = True

    def __post_init__(self) -> None:
        if self.code > CODE_CEILING or self.issuer.endswith("/"):
            message = "a code lives at most 60 seconds, and the issuer has no slash at its end"
            raise ValueError(message)

    @property
    def audience(self) -> str:
        """The machine API, as access tokens name it."""
        return f"{self.issuer}/v1"

    def at(self, path: str) -> str:
        """The full address of one of our endpoints, e.g. ``at("/oidc/token")``."""
        return self.issuer + path
