"""Terms as plain JSON, and back."""

from collections.abc import Mapping
from typing import Any

from sekisho.firms.types.clients import ClientKind, ClientTerms, OrderLimits, Profile
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text


def terms_to_json(terms: ClientTerms) -> dict[str, object]:
    """Plain JSON that ``terms_from_json`` reads back as the same terms."""
    return {
        "name": {"ja": terms.name.ja, "en": terms.name.en},
        "kind": terms.kind.value,
        "profile": terms.profile.value,
        "third_party": terms.third_party,
        "jwks": dict(terms.jwks),
        "redirect_uris": list(terms.redirect_uris),
        "post_logout_redirect_uris": list(terms.post_logout_redirect_uris),
        "backchannel_logout_uri": terms.backchannel_logout_uri,
        "scopes": sorted(scope.value for scope in terms.scopes),
        "limits": None if terms.limits is None else limits_to_json(terms.limits),
        "expires": terms.expires,
    }


def terms_from_json(stored: Mapping[str, Any]) -> ClientTerms:
    """What ``terms_to_json`` wrote."""
    return ClientTerms(
        name=Text(stored["name"]["ja"], stored["name"]["en"]),
        kind=ClientKind(stored["kind"]),
        profile=Profile(stored["profile"]),
        third_party=stored["third_party"],
        jwks=stored["jwks"],
        redirect_uris=tuple(stored["redirect_uris"]),
        post_logout_redirect_uris=tuple(stored["post_logout_redirect_uris"]),
        backchannel_logout_uri=stored["backchannel_logout_uri"],
        scopes=frozenset(map(Scope, stored["scopes"])),
        limits=None if stored["limits"] is None else limits_from_json(stored["limits"]),
        expires=stored["expires"],
    )


def limits_to_json(limits: OrderLimits) -> dict[str, object]:
    """Limits as plain JSON."""
    return {
        "per_order_yen": limits.per_order_yen,
        "per_day_yen": limits.per_day_yen,
        "symbols": list(limits.symbols),
        "markets": list(limits.markets),
    }


def limits_from_json(stored: Mapping[str, Any]) -> OrderLimits:
    """What ``limits_to_json`` wrote."""
    return OrderLimits(
        per_order_yen=stored["per_order_yen"],
        per_day_yen=stored["per_day_yen"],
        symbols=tuple(stored["symbols"]),
        markets=tuple(stored["markets"]),
    )
