"""Who calls the machine API."""

from dataclasses import dataclass, field

from sekisho.authentication.types.assurance import Acr
from sekisho.firms.types.clients import OrderLimits
from sekisho.firms.types.scopes import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A program with a token that belongs to its key, and proof that it holds the key.

    Attributes:
        client_id: which program; a customer's own API key has a name that begins with ``key_``.
        scopes: what the token allows.
        grant: the grant behind the token; revoking it ends the token at once.
        key: thumbprint (RFC 7638) of the key that was proven.
        principal: in whose name the program calls; empty where it calls in its own.
        account: that customer's account; empty likewise.
        acr: how sure the customer's login was.
        auth_time: when the customer logged in, in milliseconds; 0 where nobody did.
        limits: what the program may order; None where it may order nothing.

    """

    client_id: str
    scopes: frozenset[Scope]
    grant: str
    key: str
    principal: str = ""
    account: str = ""
    acr: Acr = Acr.NONE
    auth_time: int = 0
    limits: OrderLimits | None = field(default=None)

    @property
    def ref(self) -> str:
        """The program's name in the journal."""
        return f"client:{self.client_id}"
