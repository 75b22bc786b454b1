"""Push with a number typed into the app: what passes between the page, the server and the app.

The web page shows six digits. The app shows what is asked, takes the digits from the customer's fingers and sends them
back, signed with the device's key. There is no button that approves: whoever has not seen the page knows no number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.texts import Text

MOST_OPEN = 3
"""Prompts that may be open for one principal at a time."""
PROMPTS_EACH = 6
"""Prompts for one principal in ten minutes."""
PROMPTS_SOURCE = 20
"""Prompts asked for from one source in ten minutes."""
LISTING_LIFE = 60_000
"""How far a device's clock may be off when it asks for its prompts, in milliseconds."""
NUMBER = 6
"""Digits of the number."""


class PromptState(StrEnum):
    """Where a prompt stands: only ``answered`` lets its page go on, once."""

    OPEN = "open"
    ANSWERED = "answered"
    COLLECTED = "collected"
    DENIED = "denied"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshPrompt:
    """What an entrance mints for a prompt.

    Attributes:
        id: of the prompt; at most 40 characters.
        number: six random digits.
        nonce: 12 random bytes for the vault.

    Raises:
        ValueError: the number is not six digits.

    """

    id: str
    number: str = field(repr=False)
    nonce: bytes

    def __post_init__(self) -> None:
        if len(self.number) != NUMBER or not (self.number.isascii() and self.number.isdigit()):
            message = f"a number has {NUMBER} digits"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A device is about to be bound: the page shows ``token`` (as a picture or in letters), the device sends it back.

    Attributes:
        pending: id of the enrolment, and of the authenticator to be.
        token: the secret that the device needs; shown once, single use.
        expires: in milliseconds.

    """

    pending: str
    token: str
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the web page knows of a prompt.

    Attributes:
        id: its name.
        principal: who is asked.
        number: what the page shows.
        content: what the app shows.
        expires: in milliseconds.

    """

    id: str
    principal: str
    number: str
    content: Text
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the app knows of a prompt: no number.

    Attributes:
        id: its name.
        content: what the app shows, word for word.
        shown: SHA-256 of ``content`` as in ``shown_digest``; the app computes it anew and signs it.
        begun: in milliseconds.
        expires: in milliseconds.

    """

    id: str
    content: Text
    shown: str
    begun: int
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PushMessage:
    """A call to open the app, for a sender to deliver. It holds nothing that may be read on a locked screen."""

    authenticator: str
    prompt: str
    token: str
    expires: int
    text: Text


def shown_digest(content: Text) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of what the app showed."""
    return sha256_hex(canonical({"en": content.en, "ja": content.ja}))


def pairing_bytes(*, token: str, public_key: str) -> bytes:
    """What a device signs to be bound: that it holds the key, for this pairing only."""
    return _signed("pair", {"token": token, "key": public_key})


def listing_bytes(*, authenticator: str, signed_at: int) -> bytes:
    """What a device signs to be told its prompts."""
    return _signed("list", {"authenticator": authenticator, "at": signed_at})


def answer_bytes(*, authenticator: str, prompt: str, shown: str, number: str) -> bytes:
    """What a device signs to answer: the digits as they were typed, and what it showed."""
    return _signed("answer", {"authenticator": authenticator, "prompt": prompt, "shown": shown, "number": number})


def denial_bytes(*, authenticator: str, prompt: str) -> bytes:
    """What a device signs when the customer says that it was not he."""
    return _signed("deny", {"authenticator": authenticator, "prompt": prompt})


def _signed(what: str, fields: Mapping[str, object]) -> bytes:
    return canonical({"for": f"sekisho.push.{what}", **fields})
