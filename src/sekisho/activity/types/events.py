"""Every event that enters Sekisho, field for field as the contract has it.

The tag ``type`` chooses the class. Unknown fields are not judged; the bytes as received are what is kept.
Money is whole yen unless a currency stands beside it. Limits of length guard the parser, not the business.
"""

from sekisho.activity.types.bodies import (
    AnswerBody,
    CancelBody,
    CashBody,
    ControlBody,
    ExecutionBody,
    FactorBody,
    HoldingsBody,
    InstrumentBody,
    LoginBody,
    LogoutBody,
    OrderBody,
    Position,
    ProfileBody,
    ProfileField,
    QuoteBody,
    ReportBody,
    TransferBody,
)  # fmt: skip
from sekisho.activity.types.envelope import (
    PHISHING_RESISTANT,
    RELAYABLE_CODES,
    AccountEvent,
    Channel,
    Device,
    Envelope,
    FactorKind,
    Identifier,
)  # fmt: skip

__all__ = [
    "DECIDED",
    "PHISHING_RESISTANT",
    "RELAYABLE_CODES",
    "AccountEvent",
    "Answer",
    "AnswerBody",
    "Cancel",
    "CancelBody",
    "Cash",
    "CashBody",
    "Channel",
    "Control",
    "ControlBody",
    "Decided",
    "Device",
    "Envelope",
    "Event",
    "Execution",
    "ExecutionBody",
    "Factor",
    "FactorBody",
    "FactorKind",
    "Holdings",
    "HoldingsBody",
    "Instrument",
    "InstrumentBody",
    "Login",
    "LoginBody",
    "Logout",
    "LogoutBody",
    "Order",
    "OrderBody",
    "Position",
    "Profile",
    "ProfileBody",
    "ProfileField",
    "Quote",
    "QuoteBody",
    "Report",
    "ReportBody",
    "Transfer",
    "TransferBody",
]  # fmt: skip


class Login(AccountEvent, frozen=True, kw_only=True, tag="login"):
    """Somebody signed in, or tried to."""

    body: LoginBody


class Factor(AccountEvent, frozen=True, kw_only=True, tag="factor"):
    """An authenticator was enrolled, used, failed or removed."""

    body: FactorBody


class Profile(AccountEvent, frozen=True, kw_only=True, tag="profile"):
    """A setting of the account changed."""

    body: ProfileBody


class Cash(AccountEvent, frozen=True, kw_only=True, tag="cash"):
    """A deposit or a withdrawal."""

    body: CashBody


class Order(AccountEvent, frozen=True, kw_only=True, tag="order"):
    """An order reached the firm."""

    body: OrderBody


class Cancel(AccountEvent, frozen=True, kw_only=True, tag="cancel"):
    """A working order was withdrawn."""

    body: CancelBody


class Execution(AccountEvent, frozen=True, kw_only=True, tag="execution"):
    """An order was filled, wholly or in part."""

    body: ExecutionBody


class Holdings(AccountEvent, frozen=True, kw_only=True, tag="holdings"):
    """What the account holds, usually at the start of the day and after a login."""

    body: HoldingsBody


class Transfer(AccountEvent, frozen=True, kw_only=True, tag="transfer"):
    """Securities leave the account."""

    body: TransferBody


class Report(Envelope, frozen=True, kw_only=True, tag="report"):
    """Somebody said that something is wrong. ``account`` is absent when it is about an instrument."""

    body: ReportBody
    account: Identifier | None = None


class Answer(AccountEvent, frozen=True, kw_only=True, tag="answer"):
    """The customer answered "was it you?"."""

    body: AnswerBody


class Logout(AccountEvent, frozen=True, kw_only=True, tag="logout"):
    """A session ended."""

    body: LogoutBody


class Control(Envelope, frozen=True, kw_only=True, tag="control"):
    """A freeze or an instrument brake took effect, or ended."""

    body: ControlBody
    account: Identifier | None = None


class Instrument(Envelope, frozen=True, kw_only=True, tag="instrument"):
    """Reference data of one instrument for one day."""

    body: InstrumentBody


class Quote(Envelope, frozen=True, kw_only=True, tag="quote"):
    """What the market shows of one instrument."""

    body: QuoteBody


Event = (
    Login | Factor | Profile | Cash | Order | Cancel | Execution | Holdings | Transfer
    | Report | Answer | Logout | Control | Instrument | Quote
)  # fmt: skip

Decided = Login | Factor | Profile | Cash | Order | Transfer

DECIDED = ("login", "factor", "profile", "cash", "order", "transfer")
"""The types that are answered with a decision; the others only teach."""
