"""Which operation an event is, how urgent, and what the firm's file of terms says; pure."""

import tomllib
from collections.abc import Mapping
from typing import Any

from sekisho.activity.types.events import Cash, Event, Factor, Login, Logout, Order, Profile, Transfer
from sekisho.gateway.types.live import LiveMode, LiveTerms, Stance, Urgency
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

OPERATIONS = ("login", "factor", "profile", "bank_account", "cash_in", "cash_out", "buy", "sell", "transfer", "other")
CHANNELS = frozenset({"*", "web", "app", "tool", "api", "phone", "branch", "system"})
_URGENT = {
    "login": Urgency.LOGIN, "factor": Urgency.CHANGE, "profile": Urgency.CHANGE, "bank_account": Urgency.MONEY_OUT,
    "cash_in": Urgency.CHANGE, "cash_out": Urgency.MONEY_OUT, "buy": Urgency.BUY, "sell": Urgency.WAY_OUT,
    "transfer": Urgency.MONEY_OUT,
}  # fmt: skip
_NEVER_ALLOWED = frozenset({"cash_out", "bank_account", "transfer"})
"""Without a decision money and securities do not leave, and nobody changes where they go (E-09)."""


class BadTermsError(ValueError):
    """The file of terms is wrong; ``reason`` names the place."""

    def __init__(self, *, place: str, reason: Text) -> None:
        self.reason = Text(f"{place}: {reason.ja}", f"{place}: {reason.en}")
        super().__init__(self.reason.en)


def operation_of(event: Event) -> str:
    """The operation that modes and fallbacks are declared for."""
    if isinstance(event, Order):
        return event.body.side
    if isinstance(event, Cash):
        return f"cash_{event.body.direction}"
    if isinstance(event, Profile):
        return "bank_account" if event.body.field == "bank_account" else "profile"
    if isinstance(event, Login):
        return "login"
    if isinstance(event, Factor):
        return "factor"
    return "transfer" if isinstance(event, Transfer) else "other"


def urgency_of(event: Event, *, bulk: bool) -> Urgency:
    """How long the event is served when there is too much to do; what nobody waits for is bulk."""
    if bulk:
        return Urgency.BULK
    if isinstance(event, Logout):
        return Urgency.WAY_OUT
    return _URGENT.get(operation_of(event), Urgency.BULK)


def terms_in(text: str) -> LiveTerms:
    """The terms of a TOML file.

    ``[operations.NAME]`` with ``mode`` (a word, or a table by channel with ``"*"``) and ``fallback`` (a verdict), for
    every operation; and ``[bounds]``.

    Raises:
        BadTermsError: something is missing, unknown, or out of its bounds.

    """
    try:
        document: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTermsError(place="TOML", reason=Text(str(error), str(error))) from error
    told = document.get("operations", {})
    _check_names(told, document)
    stances = {name: _stance(f"operations.{name}", name, told[name]) for name in OPERATIONS}
    return LiveTerms(stances=stances, **_bounds(document.get("bounds", {})))


def _check_names(told: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    for name in OPERATIONS:
        if name not in told:
            raise BadTermsError(place=f"operations.{name}", reason=_MISSING)
    for name in (*(told.keys() - set(OPERATIONS)), *(document.keys() - {"operations", "bounds"})):
        raise BadTermsError(place=name, reason=_UNKNOWN)


def _stance(place: str, name: str, told: Mapping[str, Any]) -> Stance:
    mode = told.get("mode")
    modes = {"*": mode} if isinstance(mode, str) else mode
    if not isinstance(modes, dict) or "*" not in modes or modes.keys() - CHANNELS:
        raise BadTermsError(place=f"{place}.mode", reason=_NO_MODE)
    try:
        fallback = Verdict.of(str(told.get("fallback")))
        known = {channel: LiveMode(word) for channel, word in modes.items()}
    except ValueError as error:
        raise BadTermsError(place=place, reason=_NO_WORD) from error
    if name in _NEVER_ALLOWED and fallback is Verdict.ALLOW:
        raise BadTermsError(place=f"{place}.fallback", reason=_SILENT)
    return Stance(mode=known, fallback=fallback)


def _bounds(told: Mapping[str, Any]) -> dict[str, int]:
    found = {}
    for name, value in told.items():
        least, most = _LIMITS.get(name, (1, 0))
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            wanted = Text(f"{least}～{most} の整数です。", f"a whole number from {least} to {most}.")
            raise BadTermsError(place=f"bounds.{name}", reason=wanted)
        found[name] = value
    return found


_LIMITS = {"room": (16, 65_536), "most": (1, 4_096), "bulk": (1, 100_000), "per_second": (1, 1_000_000)}
_MISSING = Text("書かれていません。", "is missing.")
_UNKNOWN = Text("知らない名前です。", "is not known.")
_NO_MODE = Text(
    '語、または "*" を含むチャネルごとの表にしてください。', 'write a word, or a table by channel with "*".'
)
_NO_WORD = Text("mode か fallback の語が違います。", "mode or fallback is no such word.")
_SILENT = Text(
    "判定できないときに、黙って許可することはできません。",
    "where there is no decision, this is never silently allowed.",
)
