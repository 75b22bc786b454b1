"""What events have in common: field types with their limits, the device, the envelope."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Identifier = Annotated[str, Meta(min_length=1, max_length=64)]
Word = Annotated[str, Meta(max_length=64)]
Line = Annotated[str, Meta(max_length=512)]
Symbol = Annotated[str, Meta(min_length=1, max_length=24)]
Yen = Annotated[int, Meta(ge=0, le=10**15)]
Quantity = Annotated[int, Meta(ge=0, le=10**12)]
Price = Annotated[float, Meta(ge=0, le=10**12)]
Decimals = Annotated[str, Meta(max_length=32, pattern=r"^[0-9]{1,15}(\.[0-9]{1,9})?$")]
Moment = Annotated[datetime, Meta(tz=True)]

Channel = Literal["web", "app", "tool", "api", "phone", "branch", "system"]
FactorKind = Literal[
    "passkey_synced", "passkey_bound", "security_key", "client_cert", "jpki", "app_push",
    "totp", "sms_otp", "email_otp", "recovery_code", "password",
]  # fmt: skip
PHISHING_RESISTANT = frozenset({"passkey_synced", "passkey_bound", "security_key", "client_cert", "jpki"})
RELAYABLE_CODES = frozenset({"totp", "sms_otp", "email_otp", "app_push", "recovery_code"})


class Device(Struct, frozen=True, gc=False, omit_defaults=True):
    """What the client told about itself. ``id`` is a first-party device cookie or a key id."""

    id: Word | None = None
    user_agent: Line | None = None
    platform: Word | None = None
    language: Word | None = None
    timezone: Word | None = None
    screen: Word | None = None
    bound: bool = False


class Envelope(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What every event carries. ``id`` is unique per firm and is the idempotency key."""

    id: Identifier
    at: Moment
    channel: Channel = "system"


class AccountEvent(Envelope, frozen=True, kw_only=True, omit_defaults=True):
    """An event of one account; ``account`` is the firm's pseudonym, never a name."""

    account: Identifier
    client: Word | None = None
    session: Word | None = None
    ip: Annotated[str, Meta(max_length=45)] | None = None
    device: Device | None = None
