"""Values of the interim factors: what an enrolment shows, what was sent, what was printed.

The numbers are ceilings of NIST SP 800-63B-4 (3.2.2 for failures in a row, 3.1.3 for codes out of band, 4.2.1 for
recovery codes); a firm may be stricter by its policy, never laxer.
"""

from dataclasses import dataclass, field

from sekisho.authentication.types.factors import FactorCode
from sekisho.kernel.moments import DAY, HOUR, MINUTE
from sekisho.kernel.texts import Text

LAST_FAILURE = 100
"""Failures in a row after which an authenticator stops."""
CODE_LIFE = 10 * MINUTE
"""How long a sent code, a pairing or a prompt lives, in milliseconds."""
CODE_DIGITS = 6
"""Fewest digits of a code or a number."""
WRONG_TYPED = 5
"""Wrong tries after which a sent code is void."""
WRONG_NUMBERS = 3
"""Wrong numbers after which a push prompt is void."""
SETUP_LIFE = 30 * MINUTE
"""How long somebody may take to set an authenticator app up, in milliseconds."""
SIM_FRESH = 14 * DAY
"""A SIM changed within this time is a sign of risk, in milliseconds."""
SENDS_EACH = 5
"""Codes for one authenticator an hour."""
SENDS_SOURCE = 20
"""Codes asked for from one source an hour."""
SENDS_WINDOW = HOUR
RECOVERY_BYTES = 10
"""Random bytes of a recovery code: 80 bits, above the 64 that are asked for."""
RECOVERY_COUNT = 10
"""Codes on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshSecret:
    """What an entrance mints for an authenticator app.

    Attributes:
        id: of the enrolment and of the authenticator to be; at most 40 characters.
        secret: 20 random bytes.
        nonce: 12 random bytes for the vault.

    """

    id: str
    secret: bytes = field(repr=False)
    nonce: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshCode:
    """What an entrance mints for a code to be sent.

    Attributes:
        id: of the code, or of the authenticator to be where an address is bound; at most 40 characters.
        code: at least six random digits.
        nonce: 12 random bytes for the vault.

    Raises:
        ValueError: the code is shorter, or not of digits.

    """

    id: str
    code: str = field(repr=False)
    nonce: bytes

    def __post_init__(self) -> None:
        if len(self.code) < CODE_DIGITS or not (self.code.isascii() and self.code.isdigit()):
            message = f"a code has at least {CODE_DIGITS} digits"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSetup:
    """What somebody sees who sets an authenticator app up. It is shown once.

    Attributes:
        pending: id of the enrolment, and of the authenticator to be.
        uri: the ``otpauth`` address behind the picture.
        svg: the picture (QR code).
        typed: the secret in groups, for those who type it.
        expires: in milliseconds.

    """

    pending: str
    uri: str
    svg: str
    typed: str
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A code is on its way.

    Attributes:
        code: id of the code; never the code.
        authenticator: where it goes; while an address is being bound, the authenticator to be.
        factor: by which way.
        hint: the address, mostly hidden.
        expires: in milliseconds.
        signals: what a judgement of risk should know, e.g. ``sim_changed``.

    """

    code: str
    authenticator: str
    factor: FactorCode
    hint: str
    expires: int
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMessage:
    """A code for a sender to deliver. It holds no link and no telephone number (C-18)."""

    factor: FactorCode
    address: str
    language: str
    subject: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A set of recovery codes, to be shown once and never again.

    Attributes:
        authenticator: id of the set.
        codes: what the customer keeps.

    """

    authenticator: str
    codes: tuple[str, ...]
