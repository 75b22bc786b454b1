"""Terms of API clients as a form: read what was typed, and show what is registered."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict

from sekisho.firms.types.clients import ClientKind, ClientTerms, OrderLimits, Profile
from sekisho.firms.types.scopes import SCOPES, Scope
from sekisho.kernel.moments import JST, from_milliseconds, to_milliseconds
from sekisho.kernel.texts import Text

Fact = tuple[str, Text, Text | str]
LABELS: Mapping[str, Text] = {
    "name": Text("名前", "Name"),
    "kind": Text("種類", "Kind"),
    "profile": Text("方式", "Profile"),
    "third_party": Text("他社のサービス", "Another company's"),
    "jwks": Text("公開鍵", "Public keys"),
    "redirect_uris": Text("戻り先", "Return addresses"),
    "post_logout_redirect_uris": Text("ログアウト後の戻り先", "Addresses after a logout"),
    "backchannel_logout_uri": Text("ログアウトの通知先", "Told of logouts at"),
    "scopes": Text("権限", "Scopes"),
    "limits": Text("注文の限度", "Limits of orders"),
    "expires": Text("期限", "Until"),
}
"""What each field is called."""
_BAD_KEYS = Text("公開鍵の欄が正しいJSONではありません。", "The public keys are no JSON object.")
_BAD_NUMBER = Text("限度額は、円の整数で入れてください。", "Give the limits in whole yen.")
_BAD_DAY = Text("期限は、日付で入れてください。", "Give the end as a date.")
_NONE, _YES, _NO = Text("なし", "none"), Text("はい", "yes"), Text("いいえ", "no")


class MistypedError(ValueError):
    """What was typed cannot be read; ``text`` says what and how to mend it."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def read_terms(given: QueryDict) -> ClientTerms:
    """What somebody typed. Whether it can be registered is for the room to say.

    Raises:
        MistypedError: keys, limits or the end cannot be read.

    """
    kind, profile = given.get("kind", ""), given.get("profile", "")
    return ClientTerms(
        name=Text(given.get("name_ja", "").strip(), given.get("name_en", "").strip()),
        kind=ClientKind(kind) if kind in set(ClientKind) else ClientKind.CONFIDENTIAL,
        profile=Profile(profile) if profile in set(Profile) else Profile.FAPI2,
        third_party=bool(given.get("third_party")),
        jwks=_keys(given.get("jwks", "")),
        redirect_uris=_lines(given.get("redirect_uris", "")),
        post_logout_redirect_uris=_lines(given.get("post_logout_redirect_uris", "")),
        backchannel_logout_uri=given.get("backchannel_logout_uri", "").strip(),
        scopes=frozenset(Scope(word) for word in given.getlist("scope") if word in set(Scope)),
        limits=_limits(given),
        expires=_end(given.get("expires", "")),
    )


def typed_of(terms: ClientTerms) -> dict[str, Any]:
    """Registered terms as the form shows them."""
    limits, end = terms.limits, terms.expires
    return {
        "name_ja": terms.name.ja, "name_en": terms.name.en, "kind": terms.kind.value, "profile": terms.profile.value,
        "third_party": terms.third_party, "jwks": _spelled(terms.jwks),
        "redirect_uris": "\n".join(terms.redirect_uris),
        "post_logout_redirect_uris": "\n".join(terms.post_logout_redirect_uris),
        "backchannel_logout_uri": terms.backchannel_logout_uri, "scopes": {scope.value for scope in terms.scopes},
        "per_order": limits.per_order_yen if limits else "", "per_day": limits.per_day_yen if limits else "",
        "symbols": " ".join(limits.symbols) if limits else "", "markets": " ".join(limits.markets) if limits else "",
        "expires": "" if end is None else _last_day(end).isoformat(),
    }  # fmt: skip


def facts_of(terms: ClientTerms) -> tuple[Fact, ...]:
    """Registered terms as people read them: field, label, value."""
    values: dict[str, Text | str] = {
        "name": Text(f"{terms.name.ja} / {terms.name.en}", f"{terms.name.en} / {terms.name.ja}"),
        "kind": terms.kind.value,
        "profile": terms.profile.value,
        "third_party": _YES if terms.third_party else _NO,
        "jwks": _key_names(terms.jwks) or _NONE,
        "redirect_uris": " ".join(terms.redirect_uris) or _NONE,
        "post_logout_redirect_uris": " ".join(terms.post_logout_redirect_uris) or _NONE,
        "backchannel_logout_uri": terms.backchannel_logout_uri or _NONE,
        "scopes": _scopes(terms),
        "limits": _limits_in_words(terms.limits),
        "expires": _NONE if terms.expires is None else str(typed_of(terms)["expires"]),
    }
    return tuple((field, LABELS[field], value) for field, value in values.items())


def _last_day(end: int) -> date:
    return (from_milliseconds(end).astimezone(JST) - timedelta(days=1)).date()


def _keys(text: str) -> Mapping[str, object]:
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MistypedError(_BAD_KEYS) from error
    if not isinstance(found, dict):
        raise MistypedError(_BAD_KEYS)
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _limits(given: QueryDict) -> OrderLimits | None:
    order, day = given.get("per_order", "").strip(), given.get("per_day", "").strip()
    if not (order or day):
        return None
    if not (order.isdecimal() and day.isdecimal() and len(order + day) < 32):  # noqa: PLR2004 - more than all the money there is
        raise MistypedError(_BAD_NUMBER)
    return OrderLimits(
        per_order_yen=int(order), per_day_yen=int(day), symbols=_lines(given.get("symbols", "")),
        markets=_lines(given.get("markets", "")),
    )  # fmt: skip


def _end(text: str) -> int | None:
    """The end of the day that was named, in Japan."""
    if not text.strip():
        return None
    try:
        last = date.fromisoformat(text.strip())
        return to_milliseconds(datetime.combine(last + timedelta(days=1), time(), JST))
    except (ValueError, OverflowError) as error:
        raise MistypedError(_BAD_DAY) from error


def _spelled(jwks: Mapping[str, object]) -> str:
    return json.dumps(dict(jwks), ensure_ascii=False, indent=2) if jwks else ""


def _key_names(jwks: Mapping[str, object]) -> str:
    keys = jwks.get("keys")
    return ", ".join(str(key.get("kid", "")) for key in keys if isinstance(key, dict)) if isinstance(keys, list) else ""


def _scopes(terms: ClientTerms) -> Text:
    found = [SCOPES[scope].label for scope in sorted(terms.scopes)]
    return Text("、".join(each.ja for each in found) or "なし", ", ".join(each.en for each in found) or "none")


def _limits_in_words(limits: OrderLimits | None) -> Text:
    if limits is None:
        return _NONE
    only = " ".join((*limits.symbols, *limits.markets))
    return Text(
        f"1回{limits.per_order_yen:,}円、1日{limits.per_day_yen:,}円{f'（{only}）' if only else ''}",
        f"¥{limits.per_order_yen:,} an order, ¥{limits.per_day_yen:,} a day{f' ({only})' if only else ''}",
    )
