"""What a client asks for when it sends a customer to us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.grants.addresses import with_parameters
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text


class RequestState(StrEnum):
    """How far an authorization request has come."""

    PUSHED = "pushed"
    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One element of ``authorization_details`` (RFC 9396): an operation that the customer is to sign.

    Attributes:
        type: as the client wrote it, e.g. ``sekisho_withdraw``.
        operation: the operation it stands for.
        content: what is to be signed; checked by the operation's own schema.

    """

    type: str
    operation: OperationCode
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A checked authorization request.

    Attributes:
        client_id: who asks.
        redirect_uri: where the answer goes; registered.
        scopes: what is asked for.
        state: given back as it came.
        nonce: put into the ID token; empty where there was none.
        code_challenge: RFC 7636, always S256.
        acr_values: what would do, the most wanted first; empty where anything will do.
        essential: less than that will not do at all.
        max_age: how old the login may be, in seconds; None where its age does not matter.
        prompt: OpenID Connect Core, 3.1.2.1.
        login_hint: who is probably meant.
        id_token_hint: as it came; checked where it is used.
        details: operations to sign.
        dpop_jkt: the key to which the code is bound; empty where there is none.
        language: ``ja`` or ``en``; empty where there is no wish.

    """

    client_id: str
    redirect_uri: str
    scopes: frozenset[Scope]
    state: str
    nonce: str
    code_challenge: str
    acr_values: tuple[Acr, ...] = ()
    essential: bool = False
    max_age: int | None = None
    prompt: frozenset[str] = frozenset()
    login_hint: str = ""
    id_token_hint: str = ""
    details: tuple[Detail, ...] = ()
    dpop_jkt: str = ""
    language: str = ""

    @property
    def least(self) -> Acr:
        """The lowest class that will do."""
        return min(self.acr_values, default=Acr.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request on its way through the browser.

    Attributes:
        id: its public name.
        wish: what is asked for.
        state: how far it has come.
        created: in milliseconds.
        expires: in milliseconds.
        tries: how often the customer was sent to log in for it.
        operations: ids of the operations made for its details, in their order.
        consent: the consent given for it; empty before.
        hinted: the principal whom a checked ``id_token_hint`` names; empty where there is none.

    """

    id: str
    wish: Wish
    state: RequestState
    created: int
    expires: int
    tries: int = 0
    operations: tuple[str, ...] = ()
    consent: str = ""
    hinted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginNeeded:
    """The customer has to log in, or to confirm.

    Attributes:
        acr: the class that is wanted.
        anew: he is logged in, and has to prove himself once more.
        hint: who is probably meant.

    """

    acr: Acr
    anew: bool
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNeeded:
    """The customer has to be asked.

    Attributes:
        client: what he reads as the client's name.
        lines: what the client would be able to do.
        text: the whole text, the one that is kept as shown.
        language: of ``text``.

    """

    client: Text
    lines: tuple[Text, ...]
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalNeeded:
    """The customer has to sign operations. Attribute: ``operations``, ids in the order in which they are signed."""

    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshOperation:
    """What an entrance mints for an operation: ``id``, and a ``nonce`` of 16 random bytes."""

    id: str
    nonce: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What an entrance mints for going on with a request.

    Attributes:
        code: 256 random bits for the client.
        grant: a name for the grant.
        operations: for each operation to sign.

    """

    code: str = field(repr=False)
    grant: str
    operations: tuple[FreshOperation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Where the browser goes now.

    Attributes:
        redirect_uri: the client's registered address.
        parameters: what is added to it.

    """

    redirect_uri: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The whole address."""
        return with_parameters(self.redirect_uri, self.parameters)


Step = LoginNeeded | ConsentNeeded | ApprovalNeeded | Sent
"""What comes next for an open request."""
