"""A customer as the firm hands him over: to be known here, to log in, and to be told things."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.kernel.texts import Text
from sekisho.notices.types.channels import ContactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """Where he can be reached.

    Attributes:
        kind: what it is.
        address: as somebody typed it.
        proven: the firm has seen that he receives there; without it nothing is sent.

    """

    kind: ContactKind
    address: str
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """What the firm says of a customer.

    Attributes:
        account: the firm's pseudonym of his account, 1 to 64 of ``A-Z a-z 0-9 . _ ~ -``.
        login: what he types to say who he is; 1 to 128 characters.
        language: ``ja`` or ``en``.
        facts: what segments of a policy ask about, e.g. ``{"person": "individual", "age_band": "75+"}``.
        contacts: where he can be reached; only on registering.
        password: his first password; None where he has none, or logs in elsewhere first. Only on registering.

    """

    account: str
    login: str
    language: str = "ja"
    facts: Mapping[str, object] = field(default_factory=dict)
    contacts: tuple[NewContact, ...] = ()
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongField:
    """What is wrong with one field.

    Attributes:
        field: its name, e.g. ``contacts[1].address``.
        text: what to write instead.

    """

    field: str
    text: Text


class WrongCustomerError(ValueError):
    """Something in what the firm says of a customer is wrong; nothing was written. Attribute: ``wrong``."""

    def __init__(self, *wrong: WrongField) -> None:
        self.wrong = wrong
        super().__init__(", ".join(each.field for each in wrong))
