import json
from typing import Any

import numpy as np
import pytest
from tests.builders.simulation import world

from sekisho.simulation.rules.rendering.bodies import BODIES, number
from sekisho.simulation.types.words import AT_LIMIT, AT_MARKET, BUY, FIELD, KINDS, NEW_YORK

ORDER = {
    "number": 1, "side": BUY, "symbol": 0, "quantity": 200, "kind": AT_LIMIT, "limit": 84.5, "price": 84.5,
    "position": 0, "replaces": -1,
}  # fmt: skip


def body(sheet: str, /, **values: Any) -> dict[str, Any]:
    made = world()
    columns = {name: np.array([value]) for name, value in values.items()}
    return json.loads("{" + BODIES[sheet](columns, made.names)[0] + "}")


def foreign() -> int:
    return int(np.flatnonzero(world().instruments.market == NEW_YORK)[0])


@pytest.mark.parametrize(("value", "told"), [(84.0, "84"), (84.5, "84.5"), (0.1, "0.1")])
def test_prices_carry_no_needless_fraction(value: float, told: str) -> None:
    assert number(value) == told


def test_every_kind_of_event_has_a_body() -> None:
    assert set(BODIES) == set(KINDS)


def test_an_order_in_yen_tells_its_limit_and_value_as_numbers() -> None:
    told = body("order", **ORDER)

    assert (told["limit"], told["notional"]) == (84.5, 16_900)
    assert "currency" not in told


def test_an_order_at_market_tells_no_limit_but_a_value() -> None:
    told = body("order", **(ORDER | {"kind": AT_MARKET, "limit": 0.0}))

    assert "limit" not in told
    assert told["notional"] == 16_900


def test_a_foreign_order_tells_decimals_its_currency_and_the_rate() -> None:
    told = body("order", **(ORDER | {"symbol": foreign()}))

    assert told["currency"] == "USD"
    assert float(told["notional"]) * told["rate"] == pytest.approx(16_900, rel=1e-3)
    assert isinstance(told["limit"], str)


def test_a_foreign_order_at_market_tells_no_limit() -> None:
    assert "limit" not in body("order", **(ORDER | {"symbol": foreign(), "kind": AT_MARKET}))


def test_an_order_names_the_one_it_replaces() -> None:
    assert body("order", **(ORDER | {"replaces": 1}))["replaces"] == body("order", **ORDER)["order"]


def test_a_new_setting_has_no_old_value() -> None:
    columns = {"field": FIELD["market"], "action": 0, "new": 5}

    assert "old" not in body("profile", **columns, old=0)
    assert "old" in body("profile", **columns, old=7)


def test_a_disclosure_is_told_with_its_moment() -> None:
    columns = {"symbol": 0, "cap": 1, "adv": 1, "close": 84.0, "up": 114.0, "down": 54.0}

    assert "disclosed" not in body("instrument", **columns, disclosed=0)
    assert body("instrument", **columns, disclosed=1_742_169_600_000)["disclosed"] == "2025-03-17T09:00:00.000+09:00"


def test_a_silent_answer_names_no_factor() -> None:
    assert "factor" not in body("answer", question=1, answer=2, factor=-1)
    assert body("answer", question=1, answer=0, factor=1)["factor"] == "sms_otp"


def test_a_report_may_name_the_instrument() -> None:
    assert "about" not in body("report", says=0, symbol=-1)
    assert body("report", says=4, symbol=3)["about"] == [world().instruments.symbols[3]]


def test_a_window_that_was_closed_has_no_reason() -> None:
    assert body("logout", reason=0) == {}
    assert body("logout", reason=2) == {"reason": "timeout"}


def test_holdings_leave_empty_places_out() -> None:
    told = body(
        "holdings", held=[1, 2], quantity=[100, 0], sheltered=[True, False], acquired=[20_000, 20_000], value=[5, 0],
        cash=7, power=7,
    )  # fmt: skip

    assert len(told["positions"]) == 1
    assert told["positions"][0]["nisa"] is True
    assert told["positions"][0]["acquired"] == "2024-10-04"
