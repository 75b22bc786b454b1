"""Delegates: a parent, an agent, an officer of a company. Each logs in as himself, with his own authenticator (C-23).

Nobody lends his own login. What a delegate may do is a set of operations on one account, between two moments, within
a limit, granted by the account's holder with his signature. What would let him make himself the holder is never among
them.
"""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

_O = OperationCode
DELEGABLE = frozenset(
    {
        _O.WITHDRAW, _O.ORDER_PLACE, _O.ORDER_CHANGE, _O.ORDER_CANCEL, _O.PERSONAL_DATA_VIEW, _O.MARGIN_OPEN,
        _O.SECURITIES_TRANSFER_OUT,
    }
)  # fmt: skip
"""What a holder may leave to somebody else. Authenticators, contacts, limits, locks, bank accounts, API keys and
further delegates stay with him."""
ALWAYS = frozenset({_O.LOGIN, _O.LOGIN_NEW_DEVICE})
"""What every delegate may do: log in, in order to do the rest."""

LONGEST = 3 * 366 * DAY
"""No delegation lasts longer without being granted again, in milliseconds."""


class DelegationState(StrEnum):
    """Whether a delegation was taken back. One out of its time is still ``active`` here."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One delegate's permission on one account.

    Attributes:
        id: its name.
        agent: the delegate, ``agent:<id>``.
        account: the account.
        granted_by: the principal who granted it.
        name: the delegate's name as the holder signed it.
        relation: what he is to the holder, as signed.
        operations: what he may do.
        limit_yen: how much at most, each time; None where there is no limit of his own.
        start: from when, in milliseconds.
        until: until when, in milliseconds.
        operation: the signed operation behind it.
        state: whether it was taken back.
        revoked: when, in milliseconds; None while it stands.
        revoked_by: by whom.

    """

    id: str
    agent: str
    account: str
    granted_by: str
    name: str
    relation: str
    operations: frozenset[OperationCode]
    limit_yen: int | None
    start: int
    until: int
    operation: str
    state: DelegationState = DelegationState.ACTIVE
    revoked: int | None = None
    revoked_by: str = ""

    def holds(self, at: int) -> bool:
        """It counts at this moment."""
        return self.state is DelegationState.ACTIVE and self.start <= at < self.until


class Denial(StrEnum):
    """Why a delegate may not do something. The words are stable."""

    NO_DELEGATION = "no_delegation"
    NOT_IN_SCOPE = "not_in_scope"
    OVER_LIMIT = "over_limit"
    AMOUNT_UNKNOWN = "amount_unknown"


DENIALS = {
    Denial.NO_DELEGATION: Text(
        "この口座の代理人としての登録がないか、期限が過ぎています。口座のご本人に登録をお願いしてください。",
        "You are not a delegate of this account, or your time is over. Please ask the account holder to register you.",
    ),
    Denial.NOT_IN_SCOPE: Text(
        "この手続きは代理人に任されていません。口座のご本人が行うか、ご本人に登録の変更をお願いしてください。",
        "This was not left to you. The account holder can do it, or change what you may do.",
    ),
    Denial.OVER_LIMIT: Text(
        "代理人の限度額を超えています。金額を減らすか、口座のご本人が手続きしてください。",
        "This is above your limit. Lower the amount, or ask the account holder to do it.",
    ),
    Denial.AMOUNT_UNKNOWN: Text(
        "金額を確かめられないため、代理人の限度額の中かどうか判断できません。金額を指定してください。",
        "The amount is not known, so it cannot be held against your limit. Please state the amount.",
    ),
}
"""What a delegate reads; each says what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateAnswer:
    """Whether a delegate may do something.

    Attributes:
        delegation: the delegation that allows it; None where he may not.
        denial: why he may not; None where he may.

    """

    delegation: Delegation | None = None
    denial: Denial | None = None

    @property
    def allowed(self) -> bool:
        """He may."""
        return self.delegation is not None

    @property
    def text(self) -> Text | None:
        """What he reads where he may not."""
        return None if self.denial is None else DENIALS[self.denial]
