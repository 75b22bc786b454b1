"""What may be registered about a client: a table of demands, each a line."""

from collections.abc import Callable, Iterator

from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from sekisho.firms.rules.uris import is_native, is_web
from sekisho.firms.types.clients import ClientKind, ClientTerms, Profile
from sekisho.firms.types.faults import Finding
from sekisho.firms.types.scopes import SCOPES, Holder, Scope
from sekisho.kernel.texts import Text

RSA_LEAST = 2048
"""Bits of an RSA key (FAPI 2.0, 5.4.1)."""
MOST_KEYS = 10
_NO: frozenset[str] = frozenset()
_CURVES = frozenset({"P-256", "Ed25519"})


def findings_of(terms: ClientTerms) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of the table; empty where the terms can be registered."""
    return tuple(Finding(field, text) for field, broken, text in _DEMANDS if broken(terms))


def _machine(terms: ClientTerms) -> bool:
    return terms.profile is Profile.MACHINE


def _native(terms: ClientTerms) -> bool:
    return terms.kind is ClientKind.NATIVE


def _holders(terms: ClientTerms) -> set[Holder]:
    return {SCOPES[scope].holder for scope in terms.scopes}


def _bad_redirect(terms: ClientTerms) -> bool:
    return any(not is_web(uri) and not (_native(terms) and is_native(uri)) for uri in terms.redirect_uris)


def _bad_limits(terms: ClientTerms) -> bool:
    limits = terms.limits
    return limits is not None and not 0 < limits.per_order_yen <= limits.per_day_yen


def _bad_keys(terms: ClientTerms) -> bool:
    if _native(terms):
        return bool(terms.jwks)
    return not keys_fit(terms.jwks)


def keys_fit(jwks: object) -> bool:
    """Public keys only, each with a name of its own: P-256, Ed25519, or RSA of at least 2048 bits."""
    entries = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_KEYS:
        return False
    if not all(isinstance(entry, dict) and isinstance(entry.get("kid"), str) and entry["kid"] for entry in entries):
        return False
    if len({entry["kid"] for entry in entries}) != len(entries) or any(map(_is_small, entries)):
        return False
    try:
        keys = KeySet.import_key_set({"keys": entries}).keys
    except Exception:  # noqa: BLE001 - every failure of a parser fed by strangers is a refusal
        return False
    return all(_key_fits(key) for key in keys)


def thumbprints(jwks: object) -> frozenset[str]:
    """The RFC 7638 thumbprints of registered keys; none where there are no keys."""
    entries = jwks.get("keys", []) if isinstance(jwks, dict) else []
    return frozenset(str(key.thumbprint()) for key in KeySet.import_key_set({"keys": entries}).keys) if entries else _NO


def _is_small(entry: dict[str, object]) -> bool:
    """An RSA key whose modulus is spelled with too few characters."""
    return entry.get("kty") == "RSA" and len(str(entry.get("n", "")).lstrip("A")) * 6 < RSA_LEAST


def _key_fits(key: object) -> bool:
    if isinstance(key, RSAKey):
        return not key.is_private and key.public_key.key_size >= RSA_LEAST
    return isinstance(key, ECKey | OKPKey) and not key.is_private and key.as_dict().get("crv") in _CURVES


def _blank_name(terms: ClientTerms) -> bool:
    return not (terms.name.ja.strip() and terms.name.en.strip())


_READING = frozenset({Scope.OPENID, Scope.OFFLINE_ACCESS, Scope.ACCOUNTS_READ})
_T = Text
_DEMANDS: tuple[tuple[str, Callable[[ClientTerms], bool], Text], ...] = (
    ("name", _blank_name, _T("日本語と英語の名前を入れてください。", "Give a name in both languages.")),
    ("jwks", _bad_keys,
     _T("公開鍵だけを、それぞれに kid を付けて入れてください（P-256、Ed25519、または2048ビット以上のRSA）。"
        "鍵を保てないアプリには入れません。",
        "Give public keys only, each with a kid (P-256, Ed25519, or RSA of at least 2048 bits); "
        "none for a native program.")),
    ("kind", lambda t: _native(t) and t.profile is not Profile.OIDC_BASIC,
     _T("鍵を保てないアプリは oidc_basic だけを使えます。", "A native program can only use oidc_basic.")),
    ("redirect_uris", lambda t: _machine(t) == bool(t.redirect_uris),
     _T("machine には戻り先を入れず、それ以外には一つ以上入れてください。",
        "Give none for a machine, and at least one for everybody else.")),
    ("redirect_uris", _bad_redirect,
     _T("https で始まる、# や * のない完全なURLにしてください。", "Give whole https addresses without # or *.")),
    ("post_logout_redirect_uris", lambda t: not all(map(is_web, t.post_logout_redirect_uris)),
     _T("https で始まる、# や * のない完全なURLにしてください。", "Give whole https addresses without # or *.")),
    ("backchannel_logout_uri", lambda t: bool(t.backchannel_logout_uri) and not is_web(t.backchannel_logout_uri),
     _T("https で始まる完全なURLにしてください。", "Give a whole https address.")),
    ("scopes", lambda t: (Holder.MACHINE in _holders(t)) is not _machine(t) or (_machine(t) and len(_holders(t)) > 1),
     _T("machine には機械用の権限だけを、それ以外には顧客用の権限だけを選んでください。",
        "Choose scopes of machines for a machine, and none of them for others.")),
    ("scopes", lambda t: not _machine(t) and Scope.OPENID not in t.scopes and Holder.CUSTOMER not in _holders(t),
     _T("権限を一つ以上選んでください。", "Choose at least one scope.")),
    ("profile", lambda t: t.third_party and t.profile is not Profile.FAPI2,
     _T("他社のサービスには fapi2 を選んでください。", "Choose fapi2 for another company's service.")),
    ("scopes", lambda t: t.third_party and not t.scopes <= _READING,
     _T("他社のサービスは閲覧だけです。注文は、お客さまがご自分の鍵を登録したツールから行えます。",
        "Another company's service may only read. Orders come from tools whose key the customer registers.")),
    ("limits", lambda t: (Scope.ORDERS_PLACE in t.scopes) is not (t.limits is not None),
     _T("注文の権限には限度額を付け、ほかには付けないでください。",
        "Give limits with the scope for orders, and only with it.")),
    ("limits", _bad_limits,
     _T("1回の限度額は1円以上、1日の限度額以下にしてください。",
        "The limit of one order is at least 1 yen and at most the limit of a day.")),
    ("expires", lambda t: t.third_party and t.expires is None,
     _T("他社のサービスには期限を付けてください。", "Give another company's service an end.")),
)  # fmt: skip


def differences(old: ClientTerms, new: ClientTerms) -> tuple[str, ...]:
    """Names of the fields in which two versions of terms differ, for whoever approves."""
    return tuple(_differing(old, new))


def _differing(old: ClientTerms, new: ClientTerms) -> Iterator[str]:
    for name in ClientTerms.__dataclass_fields__:
        if getattr(old, name) != getattr(new, name):
            yield name
