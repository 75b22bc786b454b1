"""Every event that enters Sekisho, field for field as the contract has it.

The tag ``type`` chooses the class. Unknown fields are not judged; the bytes as received are what is kept.
Money is whole yen unless a currency stands beside it. Limits of length guard the parser, not the business.
"""

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


class LoginBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``factors`` are RFC 8176 values or factor kinds, in the order used."""

    outcome: Literal["success", "failure", "challenged", "abandoned"]
    factors: tuple[Word, ...] = ()
    failure: Word | None = None


class Login(AccountEvent, frozen=True, kw_only=True, tag="login"):
    """Somebody signed in, or tried to."""

    body: LoginBody


class FactorBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """What happened to which kind of authenticator."""

    action: Literal["enrol", "remove", "use", "fail", "lock", "recover"]
    kind: FactorKind


class Factor(AccountEvent, frozen=True, kw_only=True, tag="factor"):
    """An authenticator was enrolled, used, failed or removed."""

    body: FactorBody


ProfileField = Literal[
    "password", "email", "phone", "address", "bank_account", "notices",
    "limits", "market", "margin", "api_key", "delegate",
]  # fmt: skip


class ProfileBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``old`` and ``new`` are keyed digests, never the values."""

    field: ProfileField
    action: Literal["add", "change", "remove"]
    old: Word | None = None
    new: Word | None = None


class Profile(AccountEvent, frozen=True, kw_only=True, tag="profile"):
    """A setting of the account changed."""

    body: ProfileBody


class CashBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """Money in or out. ``amount`` in yen; ``bank_account`` a keyed digest."""

    direction: Literal["in", "out"]
    method: Literal["linked_bank", "instant", "transfer"]
    amount: Yen
    bank_account: Word | None = None
    same_name: bool | None = None


class Cash(AccountEvent, frozen=True, kw_only=True, tag="cash"):
    """A deposit or a withdrawal."""

    body: CashBody


class OrderBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``limit`` price and ``notional`` value in yen.

    With ``currency`` both are decimal strings in that currency, and ``rate`` gives yen per unit.
    """

    order: Identifier
    side: Literal["buy", "sell"]
    symbol: Symbol
    market: Word
    quantity: Quantity
    kind: Literal["market", "limit", "stop"]
    limit: Price | Decimals | None = None
    notional: Yen | Decimals | None = None
    position: Literal["cash", "margin_open", "margin_close", "nisa"] = "cash"
    replaces: Identifier | None = None
    currency: Word | None = None
    rate: Price | None = None


class Order(AccountEvent, frozen=True, kw_only=True, tag="order"):
    """An order reached the firm."""

    body: OrderBody


class CancelBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """Which order, and why."""

    order: Identifier
    reason: Line | None = None


class Cancel(AccountEvent, frozen=True, kw_only=True, tag="cancel"):
    """A working order was withdrawn."""

    body: CancelBody


class ExecutionBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``price`` in yen per share."""

    order: Identifier
    symbol: Symbol
    market: Word
    side: Literal["buy", "sell"]
    quantity: Quantity
    price: Price


class Execution(AccountEvent, frozen=True, kw_only=True, tag="execution"):
    """An order was filled, wholly or in part."""

    body: ExecutionBody


class Position(Struct, frozen=True, gc=False, omit_defaults=True):
    """One line of the portfolio; ``value`` in yen, ``acquired`` an ISO date."""

    symbol: Symbol
    market: Word
    quantity: Quantity
    value: Yen
    acquired: Word | None = None
    nisa: bool = False


class HoldingsBody(Struct, frozen=True, omit_defaults=True):
    """A snapshot of the portfolio; ``cash`` and ``buying_power`` in yen."""

    positions: tuple[Position, ...] = ()
    cash: Yen = 0
    buying_power: Yen = 0


class Holdings(AccountEvent, frozen=True, kw_only=True, tag="holdings"):
    """What the account holds, usually at the start of the day and after a login."""

    body: HoldingsBody


class TransferBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``to`` is a keyed digest of the receiving account."""

    symbol: Symbol
    quantity: Quantity
    to: Word


class Transfer(AccountEvent, frozen=True, kw_only=True, tag="transfer"):
    """Securities leave the account."""

    body: TransferBody


class ReportBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``about`` holds event ids or symbols."""

    source: Literal["customer", "police", "exchange", "other_firm", "hub", "staff"]
    says: Literal["not_my_login", "not_my_order", "phished", "device_lost", "suspicious_instrument"]
    about: tuple[Word, ...] = ()


class Report(Envelope, frozen=True, kw_only=True, tag="report"):
    """Somebody said that something is wrong. ``account`` is absent when it is about an instrument."""

    body: ReportBody
    account: Identifier | None = None


class AnswerBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """The customer's answer, and the factor that proves who answered."""

    question: Identifier
    answer: Literal["yes", "no", "timeout"]
    factor: FactorKind | None = None


class Answer(AccountEvent, frozen=True, kw_only=True, tag="answer"):
    """The customer answered "was it you?"."""

    body: AnswerBody


class LogoutBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """Why the session ended."""

    reason: Word | None = None


class Logout(AccountEvent, frozen=True, kw_only=True, tag="logout"):
    """A session ended."""

    body: LogoutBody


class ControlBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """A control placed or lifted by two people; freezes name an account, brakes a symbol.

    ``scope`` of a freeze: login, order, buy, withdrawal, transfer, api, bank_change.
    ``group`` of a brake: ``all`` buyers, or ``risk`` (sessions of raised risk only). Sells stay open.
    """

    control: Literal["freeze", "release", "brake", "unbrake"]
    by: Word
    approved_by: Word
    reason: Line
    until: Moment | None = None
    scope: tuple[Word, ...] = ()
    symbol: Symbol | None = None
    group: Literal["all", "risk"] = "all"


class Control(Envelope, frozen=True, kw_only=True, tag="control"):
    """A freeze or an instrument brake took effect, or ended."""

    body: ControlBody
    account: Identifier | None = None


class InstrumentBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """The day's reference data; values in yen, ``adv`` the 20-day mean traded value."""

    symbol: Symbol
    market: Word
    segment: Word
    market_cap: Yen
    adv: Yen
    previous_close: Price
    limit_up: Price
    limit_down: Price
    lot: Quantity = 100


class Instrument(Envelope, frozen=True, kw_only=True, tag="instrument"):
    """Reference data of one instrument for one day."""

    body: InstrumentBody


class QuoteBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``last`` in yen; ``volume`` in shares and ``value`` in yen so far today."""

    symbol: Symbol
    market: Word
    last: Price
    volume: Quantity
    value: Yen


class Quote(Envelope, frozen=True, kw_only=True, tag="quote"):
    """What the market shows of one instrument."""

    body: QuoteBody


Event = (
    Login | Factor | Profile | Cash | Order | Cancel | Execution | Holdings | Transfer
    | Report | Answer | Logout | Control | Instrument | Quote
)  # fmt: skip

DECIDED = ("login", "factor", "profile", "cash", "order", "transfer")
"""The types that are answered with a decision; the others only teach."""
