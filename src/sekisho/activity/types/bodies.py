"""What each type of event says in its body, as the contract has it; money is whole yen unless a currency is named."""

from typing import Literal

from msgspec import Struct

from sekisho.activity.types.envelope import (
    Decimals,
    FactorKind,
    Identifier,
    Line,
    Moment,
    Price,
    Quantity,
    Symbol,
    Word,
    Yen,
)


class LoginBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``factors`` are RFC 8176 values or factor kinds, in the order used."""

    outcome: Literal["success", "failure", "challenged", "abandoned"]
    factors: tuple[Word, ...] = ()
    failure: Word | None = None


class FactorBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """What happened to which kind of authenticator."""

    action: Literal["enrol", "remove", "use", "fail", "lock", "recover"]
    kind: FactorKind


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


class CashBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """Money in or out. ``amount`` in yen; ``bank_account`` a keyed digest."""

    direction: Literal["in", "out"]
    method: Literal["linked_bank", "instant", "transfer"]
    amount: Yen
    bank_account: Word | None = None
    same_name: bool | None = None


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


class CancelBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """Which order, and why."""

    order: Identifier
    reason: Line | None = None


class ExecutionBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``price`` in yen per share."""

    order: Identifier
    symbol: Symbol
    market: Word
    side: Literal["buy", "sell"]
    quantity: Quantity
    price: Price


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


class TransferBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``to`` is a keyed digest of the receiving account."""

    symbol: Symbol
    quantity: Quantity
    to: Word


class ReportBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``about`` holds event ids or symbols."""

    source: Literal["customer", "police", "exchange", "other_firm", "hub", "staff"]
    says: Literal["not_my_login", "not_my_order", "phished", "device_lost", "suspicious_instrument"]
    about: tuple[Word, ...] = ()


class AnswerBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """The customer's answer, and the factor that proves who answered."""

    question: Identifier
    answer: Literal["yes", "no", "timeout"]
    factor: FactorKind | None = None


class LogoutBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """Why the session ended."""

    reason: Word | None = None


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


class QuoteBody(Struct, frozen=True, gc=False, omit_defaults=True):
    """``last`` in yen; ``volume`` in shares and ``value`` in yen so far today."""

    symbol: Symbol
    market: Word
    last: Price
    volume: Quantity
    value: Yen
