"""Sightings in one line, and streams of them."""

from collections.abc import Iterator
from random import Random
from typing import Any

from msgspec.structs import replace

from sekisho.kernel.moments import DAY, HOUR, MINUTE, SECOND, from_rfc3339
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.types.sighting import MarketSighting, Seen, Sighting

NINE = from_rfc3339("2025-03-17T09:00:00.000+09:00")
SYMBOL = "7992"


def order(account: str = "a", minute: float = 0.0, **values: Any) -> Sighting:
    """An honest order to buy a thin name, ``minute`` minutes after nine; ``values`` replace single fields."""
    at = NINE + round(minute * MINUTE)
    plain = Sighting(
        at,
        f"order-{account}-{at}",
        "order",
        account,
        verdict=Verdict.ALLOW,
        symbol=SYMBOL,
        quantity=1_000,
        limit=84.0,
        price=84.0,
        value=84_000.0,
        device=f"device-{account}",
        network=f"network-{account}",
        channel="web",
        session_risk=0.01,
        side="buy",
        position="cash",
        order_to_habit=1.0,
        new_symbol=False,
        segment="standard",
        market_cap=4e9,
        adv=20e6,
        last=84.0,
        thin=True,
        order_to_adv=0.0042,
        price_move=0.0,
        account_age_days=400.0,
        new_device=False,
        new_network=False,
    )
    return replace(plain, **values)


def stolen(account: str = "v", minute: float = 0.0, **values: Any) -> Sighting:
    """An order to buy a thin name from a hijacked account that was just emptied."""
    return order(
        account,
        minute,
        **{
            "quantity": 60_000,
            "value": 5_040_000.0,
            "session_risk": 0.7,
            "order_to_habit": 20.0,
            "new_symbol": True,
            "liquidation_24h": 0.98,
            "redeployment_24h": 0.92,
            "concentration_24h": 1.0,
            "power_used": 0.97,
            "order_to_adv": 0.252,
            "new_device": True,
            "new_network": True,
            "minutes_since_login": 9.0,
            **values,
        },
    )


def login(account: str = "v", minute: float = 0.0, **values: Any) -> Sighting:
    """A login of raised risk from a device and a network new to the account."""
    at = NINE + round(minute * MINUTE)
    plain = Sighting(
        at,
        f"login-{account}-{at}",
        "login",
        account,
        verdict=Verdict.STEP_UP,
        device=f"device-{account}",
        network=f"network-{account}",
        channel="web",
        session_risk=0.6,
        new_device=True,
        new_network=True,
    )
    return replace(plain, **values)


def market(type: str, minute: float = 0.0, **values: Any) -> MarketSighting:  # noqa: A002 - the field's name
    """A market sighting of ``SYMBOL``."""
    at = NINE + round(minute * MINUTE)
    return replace(MarketSighting(at, f"{type}-{at}", type, SYMBOL), **values)  # type: ignore[arg-type]  # a literal


def quiet(seed: int, events: int = 4_000) -> Iterator[Seen]:
    """An honest stream of five trading days.

    Most orders are small, from known sessions, in a hundred thin names; some holders have a new phone, a few rotate
    their portfolio, one name in the middle has a crowd after news, households share tablets, offices and carriers
    share networks, an aggregator enters many accounts through one address, holders take profits.
    """
    random = Random(seed)
    for place in range(events):
        minute = place * 5 * 330 / events
        minute = minute // 330 * DAY / MINUTE + minute % 330
        yield random.choices((_buy, _sell, _phone, _household, _aggregator, _quote), (50, 20, 8, 6, 6, 10))[0](
            random, minute
        )
        if events // 2 < place < events // 2 + 300:
            yield _crowd(random, minute)


def _account(random: Random) -> str:
    return f"account-{random.randrange(3_000)}"


def _name(random: Random) -> str:
    return f"{1_000 + min(random.randrange(100), random.randrange(100))}"


def _buy(random: Random, minute: float) -> Sighting:
    value = random.lognormvariate(12.0, 1.0)
    return order(
        _account(random),
        minute,
        symbol=_name(random),
        value=value,
        quantity=100 * random.randint(1, 30),
        limit=random.choice([None, 84.0, 85.0, 86.0]),
        order_to_adv=value / 20e6,
        order_to_habit=random.lognormvariate(0.0, 0.8),
        new_symbol=random.random() < 0.3,
        power_used=random.random(),
        concentration_24h=random.random(),
        session_risk=random.choice([0.01, 0.01, 0.02, 0.05, 0.1]),
        device=random.choice([None, f"device-{_account(random)}"]),
        price_move=random.gauss(0.0, 0.01),
        liquidation_24h=random.choice([None, 0.0, 0.1, 0.9]) if random.random() < 0.1 else None,
    )


def _sell(random: Random, minute: float) -> Sighting:
    return replace(_buy(random, minute), side="sell", new_symbol=False)


def _phone(random: Random, minute: float) -> Sighting:
    """A new phone on a new line: raised risk, and now and then an order after it."""
    account = f"account-{random.randrange(100_000)}"
    risk = random.uniform(0.3, 0.45)
    if random.random() < 0.5:
        return login(account, minute, session_risk=risk, agent="iPhone", trace="iPhone|ja", agent_share=0.08,
                     agent_risky_share_1h=0.05, network=f"carrier-{random.randrange(20)}",
                     network_accounts_1h=400.0)  # fmt: skip
    return replace(_buy(random, minute), account=account, session_risk=risk, new_device=True, new_network=True)


def _household(random: Random, minute: float) -> Sighting:
    """A family tablet and its line, new to some of the family."""
    home = random.randrange(200)
    return login(
        f"home-{home}-{random.randrange(4)}", minute, device=f"tablet-{home}", network=f"home-{home}",
        session_risk=0.3 if random.random() < 0.05 else 0.08, new_network=False, new_device=random.random() < 0.3,
        device_accounts_24h=3.0, network_accounts_1h=3.0,
    )  # fmt: skip


def _aggregator(random: Random, minute: float) -> Sighting:
    """An account-gathering service enters a customer for the first time."""
    return login(
        f"gathered-{random.randrange(50_000)}", minute, device="gatherer", network="gatherer", agent="gatherer/1",
        trace="gatherer/1|None", channel="api", session_risk=0.55, device_accounts_24h=8.0,
        device_first_seen_days=200.0, network_accounts_1h=900.0, agent_share=0.02, agent_risky_share_1h=0.03,
    )  # fmt: skip


def _quote(random: Random, minute: float) -> MarketSighting:
    return market("quote", minute, symbol=_name(random), price=random.uniform(80.0, 90.0), value=1e6)


def _crowd(random: Random, minute: float) -> Sighting:
    """Everybody reads the same news: new buyers, large orders, rising price; the sessions are their own."""
    return order(
        f"crowd-{random.randrange(5_000)}", minute, symbol="1500", value=random.lognormvariate(13.5, 1.0),
        new_symbol=random.random() < 0.8, order_to_habit=random.lognormvariate(1.0, 0.8), price_move=0.12,
        session_risk=random.choices([0.02, 0.1, 0.35, 0.6], [80, 14, 5, 1])[0], power_used=random.random(),
    )  # fmt: skip


def noise(seed: int, events: int) -> Iterator[Seen]:
    """Anything at all: every field may be missing, late, huge or strange."""
    random = Random(seed)
    for place in range(events):
        yield _anything(random, place)


def _anything(random: Random, place: int) -> Seen:
    at = NINE + place * SECOND + random.choice([0, 0, 0, -HOUR, -3 * DAY])
    symbol = random.choice([None, *(f"s{random.randrange(3_000)}",) * 9])
    if random.random() < 0.2:
        return MarketSighting(
            at, f"m{place}", random.choice(["quote", "instrument", "report", "control", "disclosure"]), symbol,
            account=_maybe(random, _account(random)), price=_maybe(random, random.uniform(0, 1e6)),
            adv=_maybe(random, random.uniform(0, 1e9)), market_cap=_maybe(random, random.uniform(0, 1e11)),
            segment=_maybe(random, random.choice(["prime", "standard"])),
            word=_maybe(random, random.choice(["brake", "unbrake", "not_my_order", "suspicious_instrument"])),
            about=(f"s{random.randrange(3_000)}",),
        )  # fmt: skip
    plain = stolen(f"n{random.randrange(20_000)}", symbol=symbol)
    drawn = {
        "at": at, "event": f"n{place}", "type": random.choice(["order", "order", "execution", "login"]),
        "side": random.choice(["buy", "buy", "sell", None]), "session_risk": _maybe(random, random.random()),
        "limit": _maybe(random, random.uniform(0.0, 100.0)), "quantity": _maybe(random, random.randrange(10**6)),
        "value": _maybe(random, random.uniform(0, 1e9)), "thin": random.choice([True, True, False, None]),
        "device": _maybe(random, f"d{random.randrange(30_000)}"),
        "network": _maybe(random, f"n{random.randrange(9_000)}"),
        "trace": _maybe(random, f"t{random.randrange(9_000)}"), "verdict": random.choice([None, *Verdict]),
    }  # fmt: skip
    blank = {name: None for name in plain.__struct_fields__[16:] if random.random() < 0.2}
    return replace(plain, **{**blank, **drawn})


def _maybe(random: Random, value: Any) -> Any:
    return None if random.random() < 0.15 else value
