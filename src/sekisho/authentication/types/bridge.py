"""Another provider that confirms who a customer is: the firm's own, or the Digital Agency's app for the My Number card.

We are its relying party (mode 3 of the integration). What it says becomes one factor of a login of ours, never more
than the table of its ``acr`` values allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from joserfc.jwk import ECKey, RSAKey

from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import Proof
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text

FACTORS = frozenset(
    {FactorCode.UPSTREAM, FactorCode.JPKI_USER, FactorCode.JPKI_SIGN, FactorCode.CLIENT_CERT}
)  # fmt: skip
"""What another provider can confirm."""


class Naming(StrEnum):
    """What the other provider's ``sub`` means here.

    ``account``: it is the account's pseudonym, as with the firm's own provider. ``linked``: it is a name of its own,
    which the customer has linked to himself once.
    """

    ACCOUNT = "account"
    LINKED = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """One such provider, from the firm's configuration; nothing about it is taken from the network at run time.

    Attributes:
        name: what we call it in addresses: small letters.
        label: what people call it.
        issuer: exact.
        authorization_endpoint: where the browser goes.
        token_endpoint: where codes are redeemed.
        jwks: its public keys (RFC 7517).
        client_id: our name there.
        key: our private key for private_key_jwt, registered there.
        factors: which factor each of its ``acr`` values stands for; others are refused.
        naming: what its ``sub`` means.
        scope: what is asked for.
        acr_values: what is asked for, the most wanted first.
        algorithms: what it may sign with.
        max_age: how old its login may be, in seconds.
        life: how long a login there may take, in milliseconds.

    Raises:
        ValueError: an algorithm is not asymmetric, an address not https (or of this machine), or a factor is one that
            is shown to ourselves.

    """

    name: str
    label: Text
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks: Mapping[str, object]
    client_id: str
    key: ECKey | RSAKey = field(repr=False)
    factors: Mapping[str, FactorCode]
    naming: Naming = Naming.LINKED
    scope: str = "openid"
    acr_values: tuple[str, ...] = ()
    algorithms: tuple[str, ...] = ("ES256", "PS256", "RS256")
    max_age: int = 300
    life: int = 10 * MINUTE

    def __post_init__(self) -> None:
        if not self.algorithms or not set(self.algorithms) <= {"ES256", "PS256", "RS256", "Ed25519"}:
            message = f"{self.name}: algorithms have to be asymmetric"
            raise ValueError(message)
        if not set(self.factors.values()) <= FACTORS:
            message = f"{self.name}: factors are {', '.join(sorted(FACTORS))}"
            raise ValueError(message)
        for address in (self.authorization_endpoint, self.token_endpoint):
            if not address.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
                message = f"{self.name}: addresses have to be https"
                raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The browser leaves for the other provider. Attribute: ``url``."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is sent to the other provider's token endpoint. Attributes: ``url``, ``form``."""

    url: str
    form: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The other provider has confirmed who it is.

    Attributes:
        proof: the factor that this amounts to.
        session: the other provider's session (``sid``); empty where it names none.

    """

    proof: Proof
    session: str = ""


class BridgeRefusal(StrEnum):
    """Why an answer was not accepted. The words are stable."""

    UNKNOWN = "unknown"
    NOT_YOURS = "not_yours"
    CANCELLED = "cancelled"
    MIX_UP = "mix_up"
    UNREACHABLE = "unreachable"
    BAD_TOKEN = "bad_token"  # noqa: S105 - a reason's name
    TOO_WEAK = "too_weak"
    NOT_LINKED = "not_linked"


_AGAIN = Text(
    "確認の途中で問題がありました。最初の画面から、もう一度お試しください。",
    "Something went wrong on the way. Please start again from the first page.",
)
REFUSALS = {
    BridgeRefusal.UNKNOWN: _AGAIN,
    BridgeRefusal.NOT_YOURS: Text(
        "別の画面で始まったか、時間が過ぎた手続きです。最初の画面から、もう一度お試しください。",
        "This was begun somewhere else, or is out of time. Please start again from the first page.",
    ),
    BridgeRefusal.CANCELLED: Text(
        "確認が取り消されました。もう一度行うか、別の方法を選んでください。",
        "The check was cancelled. Please try again, or choose another method.",
    ),
    BridgeRefusal.MIX_UP: _AGAIN,
    BridgeRefusal.UNREACHABLE: Text(
        "確認先のサービスにつながりません。しばらく待ってからお試しいただくか、別の方法を選んでください。",
        "The service that confirms you cannot be reached. Please wait a while, or choose another method.",
    ),
    BridgeRefusal.BAD_TOKEN: _AGAIN,
    BridgeRefusal.TOO_WEAK: Text(
        "確認の方法が、この手続きには足りませんでした。別の方法を選んでください。",
        "The way in which you were confirmed does not suffice here. Please choose another method.",
    ),
    BridgeRefusal.NOT_LINKED: Text(
        "この方法は、お客さまの口座にまだ登録されていません。別の方法でログインし、「認証手段」から登録してください。",
        "This method is not set up for your account yet. Log in another way and add it under “Authenticators”.",
    ),
}
"""What people read; each says what to do next."""


class BridgeError(Exception):
    """An answer of another provider was not accepted. Attributes: ``refusal``, ``reason`` for people."""

    def __init__(self, refusal: BridgeRefusal, detail: str = "") -> None:
        self.refusal = refusal
        self.reason = REFUSALS[refusal]
        super().__init__(detail or refusal.value)
