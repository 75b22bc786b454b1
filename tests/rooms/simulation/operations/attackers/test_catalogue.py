"""Each way in shows the signs it is named after; each run is one campaign of that name."""

import ipaddress
from collections import defaultdict
from typing import Any

import pytest
from tests.builders.simulation import Told, told

from sekisho.activity.types.events import Login
from sekisho.simulation.operations.attackers.catalogue import VARIANTS


def run(name: str, **wishes: Any) -> Told:
    return told(name, accounts=1_200, days=3, seed=4, **wishes)


def seen_before(made: Told) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What each account showed in honest logins: devices and addresses."""
    devices, networks = defaultdict(set), defaultdict(set)
    for event in made.of("login"):
        if event.id not in made.bad:
            devices[event.account].add(event.device.id)
            networks[event.account].add(event.ip)
    return devices, networks


def bad_logins(made: Told, outcome: str = "success") -> list[Login]:
    return [event for event in made.bad_of("login") if event.body.outcome == outcome]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_way_in_yields_hijacks_that_trade_and_are_named_after_it(name: str) -> None:
    made = run(name)
    hijacks = made.incidents()

    assert hijacks
    assert {line["variant"] for line in made.incidents()} == {name}
    assert {line["campaign"] for line in hijacks} == {name}
    assert any(line["value_at_risk"] > 0 for line in hijacks)
    assert all(0 <= line["value_lost"] <= line["value_at_risk"] for line in hijacks)


@pytest.mark.parametrize("name", VARIANTS)
def test_traded_names_are_thin_and_new_to_the_victim(name: str) -> None:
    made = run(name)
    thin = {e.body.symbol for e in made.of("instrument") if e.body.market_cap < 10e9 or e.body.adv < 50e6}

    assert {symbol for line in made.incidents() for symbol in line["symbols"]} <= thin


@pytest.mark.parametrize("name", sorted(set(VARIANTS) - {"insider_device", "stolen_session"}))
def test_intruders_come_with_devices_the_account_never_showed(name: str) -> None:
    made = run(name)
    devices, _ = seen_before(made)

    assert bad_logins(made)
    assert all(event.device.id not in devices[event.account] for event in bad_logins(made))


@pytest.mark.parametrize("name", ["relay", "otp_relay", "residential_proxy", "emulator_farm"])
def test_passed_on_codes_can_be_passed_on_again_but_never_a_passkey(name: str) -> None:
    for line in run(name).incidents():
        assert line["can_answer"]
        assert not {"phr", "passkey_synced", "passkey_bound"} & set(line["can_answer"])


def test_only_the_victims_own_device_answers_everything() -> None:
    answers = {name: {kind for line in run(name).incidents() for kind in line["can_answer"]} for name in VARIANTS}

    assert {name for name, kinds in answers.items() if "phr" in kinds} == {"insider_device"}


def test_stolen_passwords_fail_on_many_accounts_beside() -> None:
    made = run("credential_reuse")

    assert len(made.incidents("attempt")) > len(made.incidents())
    assert {event.body.failure for event in bad_logins(made, "failure")} == {"password"}


def test_stolen_passwords_are_sometimes_tested_on_an_earlier_day() -> None:
    spans = [(line["from"][:10], line["to"][:10]) for line in run("credential_reuse").incidents()]

    assert any(first < last for first, last in spans)


def test_a_stolen_session_has_no_login_of_its_own_and_another_address() -> None:
    made = run("stolen_session")
    origin = {event.session: event for event in made.of("login")}

    assert made.bad_of("login") == []
    for order in made.bad_of("order"):
        assert order.session in origin
        assert order.ip != origin[order.session].ip
        assert order.device.id == origin[order.session].device.id


def test_nobody_can_answer_for_a_stolen_session() -> None:
    assert all(line["can_answer"] == [] for line in run("stolen_session").incidents())


def test_a_code_talked_out_of_the_victim_follows_a_challenge() -> None:
    made = run("otp_relay")
    challenged = {event.session for event in bad_logins(made, "challenged")}

    assert {event.session for event in bad_logins(made)} <= challenged


def test_the_side_door_is_an_old_program_that_takes_a_password_alone() -> None:
    logins = bad_logins(run("password_side_door"))

    assert {event.channel for event in logins} == {"tool"}
    assert {event.client for event in logins} <= {"trade-desk/17.10", "trade-desk/17.16"}
    assert {event.body.factors for event in logins} == {("pwd", "password")}


def test_contacts_change_before_anything_is_sold() -> None:
    made = run("contact_change_first")
    changed = defaultdict(list)
    for event in made.bad_of("profile"):
        changed[made.bad[event.id]].append((event.body.field, event.at))
    first_order = {made.bad[event.id]: event.at for event in reversed(made.bad_of("order"))}

    assert first_order
    for incident, moment in first_order.items():
        fields = dict(changed[incident])
        assert "email" in fields
        assert fields["email"] < moment


def test_the_patient_come_again_on_several_days_and_stay_small() -> None:
    made = told("slow_and_low", accounts=1_200, days=9, seed=4)
    days = defaultdict(set)
    for event in made.bad_of("order"):
        days[made.bad[event.id]].add(event.at.date())
    adv = {e.body.symbol: e.body.adv for e in made.of("instrument")}

    assert max(len(found) for found in days.values()) >= 3
    buys = [event for event in made.bad_of("order") if event.body.side == "buy"]
    assert all(event.body.notional < 0.2 * adv[event.body.symbol] for event in buys)


def test_a_domestic_proxy_lies_beside_the_victims_home() -> None:
    made = run("residential_proxy")
    _, networks = seen_before(made)
    homes = {account: {ip.rsplit(".", 2)[0] for ip in ips if "." in ip} for account, ips in networks.items()}
    near = [event.ip.rsplit(".", 2)[0] in homes[event.account] for event in bad_logins(made)]

    assert sum(near) / len(near) > 0.3


def test_emulated_phones_of_a_crew_show_one_agent() -> None:
    made = run("emulator_farm")
    agents = defaultdict(set)
    for event in bad_logins(made):
        agents[made.incidents()[0]["campaign"]].add(event.device.user_agent)
        assert event.channel == "app"
        assert event.device.platform == "Linux x86_64"

    assert len(agents["emulator_farm"]) <= 3


def test_the_own_device_shows_nothing_new() -> None:
    made = run("insider_device", past_days=90)
    devices, networks = seen_before(made)
    orders = made.bad_of("order")

    known = [event.device.id in devices[event.account] for event in orders]
    assert sum(known) / len(known) > 0.9
    assert sum(event.ip in networks[event.account] for event in orders) > 0


def test_money_is_pulled_in_before_the_buying() -> None:
    made = run("linked_bank_pull_in")
    pulled = made.bad_of("cash")
    bought = {made.bad[e.id]: e.at for e in made.bad_of("order") if e.body.side == "buy"}

    assert pulled
    assert {event.body.method for event in pulled} <= {"linked_bank", "instant"}
    assert all(event.at < bought[made.bad[event.id]] for event in pulled if made.bad[event.id] in bought)


def test_margin_is_opened_where_it_was_not_and_used() -> None:
    made = run("margin_opening")

    assert {event.body.field for event in made.bad_of("profile")} == {"margin"}
    assert {e.body.position for e in made.bad_of("order") if e.body.side == "buy"} == {"margin_open"}


def test_foreign_names_are_bought_in_their_own_hours() -> None:
    made = run("foreign_small_caps")
    buys = [event for event in made.bad_of("order") if event.body.side == "buy"]

    assert buys
    assert {event.body.market for event in buys} <= {"XHKG", "XNAS"}
    assert all(event.body.currency in {"HKD", "USD"} for event in buys)
    assert all(event.at.hour >= 10 for event in buys)


def test_matched_orders_meet_a_gaining_account_at_equal_price_and_moment() -> None:
    made = run("matched_orders")
    gainers = {line["account"] for line in made.incidents("beneficiary")}
    victims = {line["account"] for line in made.incidents()}
    sold = {(e.body.symbol, e.body.price, e.body.quantity) for e in made.of("execution")
            if e.account in gainers and e.body.side == "sell"}  # fmt: skip
    bought = {(e.body.symbol, e.body.price, e.body.quantity) for e in made.of("execution")
              if e.account in victims and e.body.side == "buy"}  # fmt: skip

    assert gainers
    assert sold & bought


def test_the_undisguised_come_from_abroad_with_a_foreign_machine() -> None:
    logins = bad_logins(run("naive"))

    assert {event.device.timezone for event in logins} == {"Asia/Shanghai"}
    assert all(ipaddress.ip_address(event.ip).version == 4 for event in logins)
