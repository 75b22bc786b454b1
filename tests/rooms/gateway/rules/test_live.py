"""What a firm declares for the decision service is read whole, and nothing dangerous can be declared (E-09, E-19)."""

from datetime import datetime
from pathlib import Path

import pytest

from builders.activity import START, event
from sekisho.gateway.rules.live import OPERATIONS, BadTermsError, operation_of, terms_in, urgency_of
from sekisho.gateway.types.live import SHARES, LiveMode, Urgency
from sekisho.kernel.verdicts import Verdict

SHIPPED = (Path(__file__).parents[4] / "rulebook" / "live.toml").read_text()
AT: datetime = START
ORDER = {"order": "o", "symbol": "7203", "market": "TSE", "quantity": 100, "kind": "market", "notional": 1,
         "position": "cash"}  # fmt: skip


def told(kind: str, body: dict[str, object]) -> object:
    return event(kind, AT, body, account="a1")


BUY, SELL = told("order", {**ORDER, "side": "buy"}), told("order", {**ORDER, "side": "sell"})
OUT = told("cash", {"direction": "out", "method": "transfer", "amount": 1})
IN = told("cash", {"direction": "in", "method": "instant", "amount": 1})
BANK = told("profile", {"field": "bank_account", "action": "change"})
MAIL = told("profile", {"field": "email", "action": "change"})
LOGIN = told("login", {"outcome": "success"})
FACTOR = told("factor", {"action": "enrol", "kind": "totp"})
MOVE = told("transfer", {"symbol": "7203", "quantity": 1, "to": "x"})
LEAVE = told("logout", {})


@pytest.mark.parametrize(
    ("given", "operation", "urgency"),
    [
        (BUY, "buy", Urgency.BUY), (SELL, "sell", Urgency.WAY_OUT), (OUT, "cash_out", Urgency.MONEY_OUT),
        (IN, "cash_in", Urgency.CHANGE), (BANK, "bank_account", Urgency.MONEY_OUT), (MAIL, "profile", Urgency.CHANGE),
        (LOGIN, "login", Urgency.LOGIN), (FACTOR, "factor", Urgency.CHANGE), (MOVE, "transfer", Urgency.MONEY_OUT),
        (LEAVE, "other", Urgency.WAY_OUT),
    ],
)  # fmt: skip
def test_an_event_is_an_operation_and_has_its_urgency(given: object, operation: str, urgency: Urgency) -> None:
    assert operation_of(given) == operation  # type: ignore[arg-type]
    assert urgency_of(given, bulk=False) is urgency  # type: ignore[arg-type]
    assert urgency_of(given, bulk=True) is Urgency.BULK  # type: ignore[arg-type]


def test_sells_and_logouts_are_turned_away_last_and_bulk_first() -> None:
    shares = [SHARES[urgency] for urgency in Urgency]

    assert shares == sorted(set(shares))
    assert SHARES[Urgency.WAY_OUT] == 1.0


def test_the_shipped_terms_begin_in_the_shadow_and_never_let_money_out_silently() -> None:
    found = terms_in(SHIPPED)

    assert set(found.stances) == set(OPERATIONS)
    assert {stance.mode_in("web") for stance in found.stances.values()} == {LiveMode.SHADOW}
    assert all(found.stances[name].fallback > Verdict.ALLOW for name in ("cash_out", "bank_account", "transfer"))


def test_a_channel_can_be_trusted_alone() -> None:
    found = terms_in(
        SHIPPED.replace(
            '[operations.buy]\nmode = "shadow"', '[operations.buy]\nmode = { "*" = "observe", app = "enforce" }'
        )
    )

    assert found.stances["buy"].mode_in("app") is LiveMode.ENFORCE
    assert found.stances["buy"].mode_in("web") is LiveMode.OBSERVE


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[operations.buy]", "[operations.by]", "operations.buy"),
        ("[bounds]", "[bound]", "bound"),
        ("[bounds]", '[operations.gift]\nmode = "shadow"\nfallback = "deny"\n[bounds]', "gift"),
        ('[operations.buy]\nmode = "shadow"', '[operations.buy]\nmode = { web = "shadow" }', "operations.buy.mode"),
        ('[operations.login]\nmode = "shadow"', '[operations.login]\nmode = "bold"', "operations.login"),
        ('[operations.login]\nmode = "shadow"', "[operations.login]\nmode = 3", "operations.login.mode"),
        ('fallback = "step_up"', 'fallback = "perhaps"', "operations.login"),
        ('[operations.cash_out]\nmode = "shadow"\nfallback = "hold"',
         '[operations.cash_out]\nmode = "shadow"\nfallback = "allow"', "operations.cash_out.fallback"),
        ("room = 4096", "room = 1", "bounds.room"),
        ("room = 4096", "room = true", "bounds.room"),
        ("room = 4096", "size = 9", "bounds.size"),
        ("[bounds]", "[bounds", "TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, place: str) -> None:
    assert old in SHIPPED
    with pytest.raises(BadTermsError) as refused:
        terms_in(SHIPPED.replace(old, new, 1))

    assert refused.value.reason.en.startswith(f"{place}: ")
    assert refused.value.reason.ja.startswith(f"{place}: ")
