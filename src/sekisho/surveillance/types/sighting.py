"""What surveillance looks at: one cheap value per event, built after the event was judged."""

from typing import Literal

from msgspec import Struct

from sekisho.kernel.verdicts import Verdict

RAISED = 0.3
"""Session risk from which a login is worth a look. Detectors ask for more, or for company."""

FACTS = (
    "session_risk", "side", "position", "order_to_habit", "orders_before", "new_symbol",
    "liquidation_24h", "redeployment_24h", "concentration_24h", "power_used", "pull_in_24h", "portfolio_value",
    "sold_24h", "bought_24h", "segment", "market_cap", "adv", "last", "thin", "order_to_adv", "price_move",
    "account_age_days", "minutes_since_login", "new_device", "new_network", "country", "device_accounts_24h",
    "network_accounts_1h", "agent_share", "agent_risky_share_1h", "device_first_seen_days",
    "network_first_seen_days",
)  # fmt: skip
"""The facts a sighting carries, in the order of its fields. ``last`` is the fact ``price``."""


class Sighting(Struct, frozen=True, gc=False):
    """Something an account did: an order, an execution, or a login of raised risk.

    Money is in yen, shares and ratios are plain numbers, ``at`` is milliseconds UTC. Any field after
    ``account`` may be absent (``None``): executions carry no facts, old channels carry no device.
    ``value`` is the value of the order or fill; ``limit`` the limit price in the order's own currency;
    ``price`` the limit, the fill, or else the latest price. ``network`` is the /24 or /48 of the address,
    ``agent`` the exact browser string, ``trace`` everything the client told about itself in one string.
    ``verdict`` is what was answered. The other names are those of the catalogue of facts.
    """

    at: int
    event: str
    type: Literal["order", "execution", "login"]
    account: str
    verdict: Verdict | None = None
    symbol: str | None = None
    quantity: int | None = None
    limit: float | None = None
    price: float | None = None
    value: float | None = None
    device: str | None = None
    network: str | None = None
    agent: str | None = None
    trace: str | None = None
    channel: str | None = None
    session_risk: float | None = None
    side: str | None = None
    position: str | None = None
    order_to_habit: float | None = None
    orders_before: float | None = None
    new_symbol: bool | None = None
    liquidation_24h: float | None = None
    redeployment_24h: float | None = None
    concentration_24h: float | None = None
    power_used: float | None = None
    pull_in_24h: float | None = None
    portfolio_value: float | None = None
    sold_24h: float | None = None
    bought_24h: float | None = None
    segment: str | None = None
    market_cap: float | None = None
    adv: float | None = None
    last: float | None = None
    thin: bool | None = None
    order_to_adv: float | None = None
    price_move: float | None = None
    account_age_days: float | None = None
    minutes_since_login: float | None = None
    new_device: bool | None = None
    new_network: bool | None = None
    country: str | None = None
    device_accounts_24h: float | None = None
    network_accounts_1h: float | None = None
    agent_share: float | None = None
    agent_risky_share_1h: float | None = None
    device_first_seen_days: float | None = None
    network_first_seen_days: float | None = None


class MarketSighting(Struct, frozen=True, gc=False):
    """Something about a name or said by somebody: a quote, reference data, a report, a control, a disclosure.

    ``price`` is the latest price (of an instrument: the previous close), ``value`` the value traded today.
    ``word`` is what a report says or which control it is; ``about`` are the event ids or symbols a report
    names. A ``disclosure`` has no event of its own: a firm that reads the exchange's disclosures makes one.
    """

    at: int
    event: str
    type: Literal["quote", "instrument", "report", "control", "disclosure"]
    symbol: str | None = None
    account: str | None = None
    price: float | None = None
    value: float | None = None
    adv: float | None = None
    market_cap: float | None = None
    segment: str | None = None
    word: str | None = None
    about: tuple[str, ...] = ()
    until: int | None = None


Seen = Sighting | MarketSighting
