"""What a customer has signed about an API key or a delegate, read for carrying it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sekisho.authentication.rules.delegations import grantable
from sekisho.authentication.rules.grants.jose import BadSignatureError, public_key, thumbprint
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import Unfit, UnfitError
from sekisho.firms.types.clients import OrderLimits
from sekisho.firms.types.scopes import SCOPES, Holder, Scope
from sekisho.kernel.moments import DAY, JST_OFFSET

Content = Mapping[str, object]
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTerms:
    """What a key may do. ``until`` in milliseconds."""

    name: str
    scopes: frozenset[Scope]
    limits: OrderLimits | None
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateTerms:
    """What a delegate may do. ``until`` in milliseconds."""

    agent: str
    name: str
    relation: str
    operations: frozenset[OperationCode]
    limit_yen: int | None
    until: int


def key_terms(content: Content, jwk: Mapping[str, object], *, longest: int, at: int) -> KeyTerms:
    """Read what was signed, and hold the key against it.

    Args:
        content: as signed.
        jwk: the public key, whose thumbprint was signed.
        longest: how long a key may live, in milliseconds.
        at: in milliseconds.

    Raises:
        UnfitError: it cannot be carried out.

    """
    try:
        fits = thumbprint(public_key(dict(jwk))) == content["key"]
    except BadSignatureError:
        fits = False
    if not fits:
        raise UnfitError(Unfit.OTHER_KEY)
    until = end_of(str(content["expires"]))
    if not at < until <= at + longest + DAY:
        raise UnfitError(Unfit.BAD_TIME)
    scopes = _scopes(content)
    return KeyTerms(name=str(content["client"]), scopes=scopes, limits=_limits(content, scopes), until=until)


def _scopes(content: Content) -> frozenset[Scope]:
    try:
        scopes = frozenset(map(Scope, _several(content, "scopes")))
    except ValueError as error:
        raise UnfitError(Unfit.BAD_SCOPES) from error
    if not scopes or any(SCOPES[scope].holder is not Holder.CUSTOMER for scope in scopes):
        raise UnfitError(Unfit.BAD_SCOPES)
    return scopes


def _limits(content: Content, scopes: frozenset[Scope]) -> OrderLimits | None:
    once, day = _yen(content, "order_limit"), _yen(content, "day_limit")
    if Scope.ORDERS_PLACE not in scopes:
        if once is not None or day is not None:
            raise UnfitError(Unfit.BAD_LIMITS)
        return None
    if once is None or day is None or not 0 < once <= day:
        raise UnfitError(Unfit.BAD_LIMITS)
    return OrderLimits(
        per_order_yen=once,
        per_day_yen=day,
        symbols=_several(content, "symbols"),
        markets=_several(content, "markets"),
    )


def delegate_terms(content: Content, *, at: int) -> DelegateTerms:
    """Read what was signed about a delegate.

    Raises:
        UnfitError: it cannot be carried out.

    """
    operations = frozenset(map(OperationCode, _several(content, "operations")))
    until = end_of(str(content["valid_until"]))
    if not grantable(operations, start=at, until=until):
        raise UnfitError(Unfit.BAD_TIME if grantable(operations, start=at, until=at + DAY) else Unfit.BAD_SCOPES)
    limit = _yen(content, "limit")
    if limit is not None and limit < 1:
        raise UnfitError(Unfit.BAD_LIMITS)
    return DelegateTerms(
        agent=str(content["delegate"]),
        name=str(content["name"]),
        relation=str(content["relation"]),
        operations=operations,
        limit_yen=limit,
        until=until,
    )


def end_of(day: str) -> int:
    """The end of a day in Japan's calendar, in milliseconds."""
    return ((date.fromisoformat(day) - _EPOCH).days + 1) * DAY - JST_OFFSET


def _several(content: Content, name: str) -> tuple[str, ...]:
    found = content.get(name, ())
    return tuple(map(str, found)) if isinstance(found, tuple | list) else ()


def _yen(content: Content, name: str) -> int | None:
    """An amount in whole yen; None where it was not signed.

    Raises:
        UnfitError: it is in another currency, or not whole.

    """
    if name not in content:
        return None
    try:
        amount = Decimal(str(content[name]))
    except InvalidOperation as error:
        raise UnfitError(Unfit.BAD_LIMITS) from error
    if content.get("currency") != "JPY" or amount != int(amount):
        raise UnfitError(Unfit.BAD_LIMITS)
    return int(amount)
