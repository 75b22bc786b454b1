import json

from tests.builders.simulation import told


def test_market_events_name_no_account_and_account_events_do() -> None:
    for line in told("case-a").lines[:3_000]:
        event = json.loads(line)
        assert ("account" in event) is (event["type"] not in {"instrument", "quote"})


def test_executions_come_from_the_system_and_orders_from_a_device() -> None:
    run = told("case-a")

    assert all(event.channel == "system" and event.device is None for event in run.of("execution"))
    assert all(event.device.id and event.session and event.ip for event in run.of("order"))
