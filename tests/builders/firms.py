"""Members of staff, and API clients that two of them have registered."""

from collections.abc import Mapping
from typing import Any

from sekisho.firms.operations.clients import approve_client, register_client
from sekisho.firms.operations.staff import found_staff
from sekisho.firms.types.clients import ClientKind, ClientTerms, OrderLimits, Profile
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text

AT = 1_796_000_000_000
"""A morning at the firm."""
FIRST, SECOND = "sato", "suzuki"
"""The founders."""
RETURN = "https://client.example/callback"
LIMITS = OrderLimits(per_order_yen=100_000, per_day_yen=300_000)


def founded(at: int = AT) -> None:
    """The firm's first two members of staff."""
    found_staff(founders=[(FIRST, "佐藤"), (SECOND, "鈴木")], at=at)


def terms(jwks: Mapping[str, object] | None = None, **changes: Any) -> ClientTerms:
    """Terms of the firm's own website, unless said otherwise."""
    return ClientTerms(
        **{
            "name": Text("見本の窓口", "Sample desk"),
            "kind": ClientKind.CONFIDENTIAL,
            "profile": Profile.OIDC_BASIC,
            "jwks": jwks or {},
            "redirect_uris": (RETURN,),
            "scopes": frozenset({Scope.OPENID}),
            **changes,
        }
    )


def registered(client_id: str, wanted: ClientTerms, *, at: int = AT) -> None:
    """A client that one has registered and the other approved; the founders have to be there."""
    register_client(client_id=client_id, terms=wanted, by=FIRST, at=at)
    approve_client(client_id=client_id, by=SECOND, at=at)
