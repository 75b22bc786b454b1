"""Which obligations exist and what each must say."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

from sekisho.decisions.rules.fields import Fields
from sekisho.decisions.types.rule import Detail, Obligation
from sekisho.kernel.texts import Text

ASSURANCE = ("phr", "phrh", "jpki")
"""Names of OpenID's enhanced authentication profile (phishing-resistant, and the same in hardware), and identification
by the national card."""
BINDS: Mapping[str, str] = {
    "login": "login", "factor": "change", "profile": "change",
    "order": "order", "cash": "withdrawal", "transfer": "withdrawal",
}  # fmt: skip
"""What a challenge is bound to, by type of event."""
SCOPES = ("login", "order", "buy", "withdrawal", "transfer", "api", "bank_change")
MOST_HOURS = 24 * 31


class Key(NamedTuple):
    """A key of an obligation: when its value is good, and how to say so."""

    good: Callable[[object], bool]
    expected: Text


def _one_of(words: tuple[str, ...]) -> Key:
    listed = ", ".join(words)
    return Key(lambda value: value in words, Text(f"{listed} のどれか", f"one of {listed}"))


def _some_of(words: tuple[str, ...]) -> Key:
    listed = ", ".join(words)
    return Key(
        lambda value: isinstance(value, list) and bool(value) and all(word in words for word in value),
        Text(f"{listed} の配列", f"an array of {listed}"),
    )


KINDS: Mapping[str, Mapping[str, Key]] = {
    "challenge": {"acr": _one_of(ASSURANCE), "bind": _one_of(tuple(dict.fromkeys(BINDS.values())))},
    "notify": {
        "template": Key(
            lambda value: isinstance(value, str) and value.replace("_", "a").isidentifier(),
            Text("文面の名前", "the name of a message"),
        )
    },
    "freeze": {"scope": _some_of(SCOPES)},
    "revoke_sessions": {},
    "open_case": {},
    "cancel_orders": {},
    "cool_off": {
        "hours": Key(
            lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_HOURS,
            Text(f"1から{MOST_HOURS}までの整数", f"a whole number from 1 to {MOST_HOURS}"),
        )
    },
}


def read_obligation(fields: Fields) -> Obligation:
    """Read one obligation; what is wrong with it is noted in ``fields``."""
    do = fields.text("do")
    keys = KINDS.get(do)
    if keys is None:
        fields.find("obligation:kind:unknown", "do", do=do)
        return Obligation(do=do, details={})
    fields.only(("do", *keys))
    for name, key in keys.items():
        if name not in fields.table:
            fields.find("obligation:key:missing", name, do=do)
        elif not key.good(fields.table[name]):
            fields.find("obligation:key:wrong", name, do=do, expected_ja=key.expected.ja, expected_en=key.expected.en)
    details = {name: cast("Detail", fields.table[name]) for name in keys if name in fields.table}
    return Obligation(do=do, details=details)


def standard_challenge(event_type: str) -> Obligation:
    """What a step-up asks for where no rule says more."""
    return Obligation(do="challenge", details={"acr": "phr", "bind": BINDS[event_type]})
