"""Facts of whole stories, as an analyst would tell them."""

from datetime import timedelta

from builders.activity import ABROAD, MOBILE, NEIGHBOUR, STRANGE, Story, contexts
from sekisho.activity.operations.contexts import Contexts
from sekisho.activity.operations.observatory import First, Observatory, Second, fill
from sekisho.activity.queries.agents import load_agents
from sekisho.activity.queries.networks import load_networks
from sekisho.activity.types.facts import CATALOGUE, NAMES
from sekisho.kernel.moments import to_milliseconds


def test_every_row_has_one_value_for_each_fact_of_the_catalogue() -> None:
    story = Story().instrument()
    rows = [
        story.login(),
        story.order(),
        story.by("cash", {"direction": "out", "method": "transfer", "amount": 1}),
        story.by("transfer", {"symbol": "6000", "quantity": 1, "to": "x"}),
        story.by("profile", {"field": "email", "action": "change"}),
        story.by("factor", {"action": "enrol", "kind": "totp"}),
    ]

    assert [list(row) for row in rows] == [list(NAMES)] * 6


def test_facts_appear_only_for_the_types_the_catalogue_names() -> None:
    story = Story().instrument()
    rows = [
        story.login(),
        story.order(body={"limit": 101.0}),
        story.by("cash", {"direction": "out", "method": "transfer", "amount": 1, "bank_account": "b"}),
        story.by("transfer", {"symbol": "6000", "quantity": 1, "to": "x"}),
        story.by("profile", {"field": "email", "action": "change"}),
    ]

    present = {(fact.name, row["event_type"]) for row in rows for fact in CATALOGUE if row[fact.name] is not None}

    assert present <= {(fact.name, kind) for fact in CATALOGUE for kind in fact.events}


def test_a_login_from_the_usual_place_is_not_new_g_17() -> None:
    facts = Story().habit().login()

    assert [facts[name] for name in ("new_device", "new_network", "new_asn", "new_country", "new_agent")] == [False] * 5


def test_a_login_from_a_strange_place_is_new_in_every_way_g_17() -> None:
    facts = Story().habit().login(ip=ABROAD, device=STRANGE, channel="web", client="robot/1.0")

    names = ("new_device", "new_network", "new_asn", "new_country", "new_agent", "new_channel", "language_changed")
    assert [facts[name] for name in names] == [True] * 7
    assert facts["foreign"] is True
    assert facts["session_risk"] > 0.5


def test_the_first_login_of_an_account_has_no_habits_to_differ_from() -> None:
    story = Story()
    facts = story.login()

    assert facts["new_device"] is None
    assert facts["logins_before"] == 0
    assert "no_profile" in story.degraded


def test_a_thief_cannot_make_his_device_usual_by_logging_in_c_10() -> None:
    story = Story().habit()
    story.login(ip=ABROAD, device=STRANGE)

    facts = story.wait(minutes=5).order(ip=ABROAD, device=STRANGE)

    assert facts["new_device"] is True
    assert facts["new_network"] is True


def test_a_passkey_vouches_for_its_device_at_once_unless_it_was_just_enrolled_c_10() -> None:
    honest = Story().habit()
    honest.login(factors=("passkey_bound",), device=STRANGE)
    thief = Story().habit()
    thief.by("factor", {"action": "enrol", "kind": "passkey_bound"}, device=STRANGE)
    thief.login(factors=("passkey_bound",), device=STRANGE)

    assert honest.wait(minutes=5).order(device=STRANGE)["new_device"] is False
    assert thief.wait(minutes=5).order(device=STRANGE)["new_device"] is True


def test_a_device_settles_after_a_day() -> None:
    story = Story().habit()
    story.login(device=STRANGE)

    assert story.wait(hours=25).login(device=STRANGE)["new_device"] is False


def test_a_neighbour_on_the_same_network_is_not_a_new_network() -> None:
    assert Story().habit().login(ip=NEIGHBOUR)["new_network"] is False


def test_an_order_takes_over_device_and_network_from_its_session() -> None:
    story = Story().habit()
    story.login(ip=ABROAD, device=STRANGE, session="s9")

    facts = story.wait(minutes=3).order(ip=None, device=None, session="s9")

    assert (facts["new_device"], facts["new_network"], facts["address_missing"]) == (True, True, False)
    assert facts["minutes_since_login"] == 3.0


def test_an_order_without_session_device_and_address_says_what_is_missing_e_09() -> None:
    story = Story()
    facts = story.order(ip=None, device=None, session=None, notional=None)

    assert (facts["address_missing"], facts["device_missing"], facts["value_unknown"]) == (True, True, True)
    assert set(story.degraded) == {"no_profile", "no_session", "no_address", "no_device", "no_instrument", "no_value"}


def test_a_stolen_session_shows_as_a_change_of_place_and_device_within_it_c_02() -> None:
    story = Story().habit()
    story.login()

    facts = story.wait(minutes=10).order(ip=ABROAD, device=STRANGE)

    names = ("session_network_changed", "session_asn_changed", "session_country_changed", "session_device_changed")
    assert [facts[name] for name in names] == [True] * 4


def test_a_second_session_from_another_device_runs_in_parallel() -> None:
    story = Story().habit()
    story.login()

    assert story.wait(minutes=5).login(device=STRANGE, session="s2")["parallel_sessions"] == 1


def test_a_logout_ends_the_session() -> None:
    story = Story().habit()
    story.login()
    story.by("logout", {})

    assert story.order(session="s1")["session_known"] is False


def test_using_less_than_the_enrolled_passkey_is_a_downgrade() -> None:
    story = Story().habit()
    story.by("factor", {"action": "enrol", "kind": "passkey_synced"})

    assert story.login(factors=("password", "sms_otp"))["downgraded"] is True
    assert story.login(factors=("passkey_synced",))["downgraded"] is False


def test_failures_then_success_are_counted_in_their_windows() -> None:
    story = Story().habit()
    for _ in range(3):
        story.login("failure", factors=("password", "totp"))
        story.wait(seconds=20)
    story.login("abandoned")

    facts = story.login()

    assert (facts["failures_10m"], facts["failures_24h"], facts["code_failures_1h"]) == (3.0, 3.0, 3.0)
    assert facts["abandoned_24h"] == 1.0


def test_selling_everything_is_a_full_liquidation_a_01() -> None:
    story = Story().instrument().habit().holdings(3_000_000, 2_000_000, cash=500_000)
    story.login()
    story.order("sell", "7000", 3_000_000)

    facts = story.wait(minutes=2).order("sell", "7001", 2_000_000)

    assert facts["liquidation_1h"] == 1.0
    assert facts["sold_names_1h"] == 2


def test_a_snapshot_after_the_sales_does_not_hide_the_liquidation_a_01() -> None:
    story = Story().instrument().habit().holdings(3_000_000)
    story.login()
    story.order("sell", "7000", 3_000_000)
    story.wait(minutes=1).holdings(cash=3_000_000)

    assert story.order("buy", "6000", 2_900_000)["liquidation_1h"] == 1.0


def test_putting_the_proceeds_into_one_thin_name_shows_in_all_its_facts_a_01_a_02() -> None:
    story = Story().instrument().habit().holdings(3_000_000)
    story.login()
    story.order("sell", "7000", 3_000_000)

    facts = story.wait(minutes=2).order("buy", "6000", 2_850_000)

    assert facts["new_symbol"] is True
    assert facts["thin"] is True
    assert facts["order_to_adv"] == 0.285
    assert facts["redeployment_24h"] == 0.95
    assert facts["concentration_24h"] == 1.0
    assert facts["power_used"] == 0.95


def test_a_name_held_at_the_snapshot_is_not_new() -> None:
    story = Story().habit().holdings(3_000_000)

    assert story.order("buy", "7000")["new_symbol"] is False


def test_a_name_first_bought_today_stays_new_today() -> None:
    story = Story().instrument().habit()
    story.order()

    assert story.wait(hours=1).order()["new_symbol"] is True
    assert story.wait(hours=25).order()["new_symbol"] is False


def test_the_value_of_a_market_order_comes_from_the_latest_price() -> None:
    story = Story().instrument().habit().quote(110.0)

    assert story.order(notional=None)["order_value"] == 1_100_000.0


def test_the_value_of_a_foreign_order_comes_from_its_rate() -> None:
    story = Story().habit()
    body = {"currency": "USD", "notional": "1000.50", "rate": 150.0}

    assert story.order(notional=None, body=body)["order_value"] == 150_075.0


def test_a_foreign_order_without_a_rate_has_no_value_in_yen() -> None:
    story = Story().habit()
    story.order(notional=None, body={"currency": "USD", "notional": "1000.50"})

    assert "no_value" in story.degraded


def test_buyers_with_unusual_sessions_are_counted_across_accounts_a_03() -> None:
    story = Story().instrument()
    for name in ("a1", "a2", "a3"):
        story.habit(account=name, session=name)
    seen = []
    for name in ("a1", "a2", "a3"):
        story.login(account=name, session=f"{name}x", ip=ABROAD, device={**STRANGE, "id": name})
        seen.append(story.wait(minutes=4).order(account=name, session=f"{name}x", ip=ABROAD, device=None))

    assert [facts["risky_buyers_30m"] for facts in seen] == [0, 1, 2]
    assert seen[-1]["buyers_30m"] == 3


def test_honest_buyers_are_not_counted_as_unusual() -> None:
    story = Story().instrument()
    for name in ("a1", "a2", "a3"):
        story.habit(account=name, session=name, device={"id": name})
    for name in ("a1", "a2", "a3"):
        facts = story.order(account=name, session=name, device={"id": name})

    assert (facts["buyers_30m"], facts["risky_buyers_30m"]) == (3, 0)


def test_an_opposite_order_at_the_same_price_is_matched_a_05() -> None:
    story = Story().instrument().habit()
    story.order("sell", account="company", session="c", body={"kind": "limit", "limit": 110.0})

    assert story.wait(seconds=30).order("buy", body={"kind": "limit", "limit": 110.0})["matched_counter"] is True
    assert story.wait(minutes=3).order("buy", body={"kind": "limit", "limit": 110.0})["matched_counter"] is False


def test_a_brake_shows_until_it_is_lifted_or_runs_out_a_06() -> None:
    story = Story().instrument().habit()
    by_two = {"by": "desk", "approved_by": "head", "reason": "pump"}
    story.tell("control", {"control": "brake", "symbol": "6000", "group": "risk", **by_two})
    braked = story.order()["brake"]
    story.tell("control", {"control": "unbrake", "symbol": "6000", **by_two})

    assert (braked, story.order()["brake"]) == ("risk", "none")


def test_a_freeze_covers_its_scope_only_a_13() -> None:
    story = Story().instrument().habit()
    by_two = {"by": "desk", "approved_by": "head", "reason": "call"}
    story.tell("control", {"control": "freeze", "scope": ["buy"], **by_two}, account="a1")

    assert (story.order("buy")["frozen"], story.order("sell")["frozen"]) == (True, False)


def test_a_release_ends_the_freeze_and_the_report_behind_it() -> None:
    story = Story().instrument().habit()
    by_two = {"by": "desk", "approved_by": "head", "reason": "call"}
    story.tell("report", {"source": "customer", "says": "not_my_login"}, account="a1")
    story.tell("control", {"control": "freeze", **by_two}, account="a1")
    story.wait(hours=5).tell("control", {"control": "release", **by_two}, account="a1")
    facts = story.order()

    assert (facts["frozen"], facts["minutes_since_report"]) == (False, None)


def test_a_report_about_a_name_is_counted_for_a_day() -> None:
    story = Story().instrument().habit()
    story.tell("report", {"source": "exchange", "says": "suspicious_instrument", "about": ["6000"]})

    assert story.order()["instrument_reports_24h"] == 1


def test_only_a_phishing_resistant_yes_confirms_a_07() -> None:
    story = Story().habit()
    story.login(device=STRANGE)
    story.by("answer", {"question": "q", "answer": "yes", "factor": "sms_otp"}, device=STRANGE)
    weak = story.order(device=STRANGE)
    story.by("answer", {"question": "q", "answer": "yes", "factor": "passkey_bound"}, device=STRANGE)
    strong = story.order(device=STRANGE)

    assert (weak["minutes_since_confirmation"], weak["new_device"]) == (None, True)
    assert (strong["minutes_since_confirmation"], strong["new_device"]) == (0.0, False)


def test_a_denial_raises_the_risk_of_everything_after_it_c_19() -> None:
    story = Story().habit()
    calm = story.login()["session_risk"]
    story.by("answer", {"question": "q", "answer": "no"})

    assert story.login()["session_risk"] > 0.3 > calm


def test_a_new_destination_is_known_by_its_age_c_04() -> None:
    story = Story().habit()
    story.by("profile", {"field": "bank_account", "action": "change", "new": "b9"})
    body = {"direction": "out", "method": "transfer", "amount": 500_000, "bank_account": "b9", "same_name": False}

    facts = story.wait(hours=3).by("cash", body)

    assert (facts["destination_new"], facts["destination_age_hours"], facts["other_name"]) == (False, 3.0, True)
    assert facts["minutes_since_bank_change"] == 180.0


def test_money_pulled_in_from_the_linked_bank_is_added_up_a_18() -> None:
    story = Story().habit().holdings(cash=100_000)
    for method in ("linked_bank", "instant", "transfer"):
        facts = story.by("cash", {"direction": "in", "method": method, "amount": 100_000})

    assert (facts["cash_in_1h"], facts["pull_in_24h"], facts["amount_to_cash"]) == (300_000.0, 200_000.0, 1.0)


def test_a_late_event_is_judged_and_marked_late() -> None:
    story = Story().habit()
    story.wait(minutes=-30).login()
    story.wait(days=-1).login()

    assert "late" in story.degraded


def test_a_device_shared_by_unrelated_accounts_is_counted() -> None:
    story = Story()
    for place in range(10):
        facts = story.login(account=f"b{place}", session=f"b{place}")

    assert (facts["device_accounts"], facts["device_accounts_24h"]) == (9, 9)


def test_a_network_full_of_failures_is_seen_by_the_next_login() -> None:
    story = Story().habit()
    for place in range(20):
        story.login("failure", account=f"b{place}", session=None, ip=NEIGHBOUR, device=None)

    facts = story.login()

    assert facts["network_failures_1h"] == 20.0
    assert facts["network_failure_share_1h"] == 1.0
    assert facts["network_accounts_1h"] > 10


def test_one_exact_browser_on_many_unusual_logins_is_an_automation_trace() -> None:
    story = Story()
    for name in ("a1", "a2", "a3"):
        story.habit(account=name, session=name, device={"id": name})
    for name in ("a1", "a2", "a3"):
        facts = story.login(account=name, session=f"{name}x", ip=ABROAD, device={**STRANGE, "id": f"{name}x"})

    assert (facts["agent_risky_logins_1h"], facts["agent_risky_share_1h"]) == (2.0, 1.0)


def test_two_processes_that_share_the_accounts_give_the_rows_of_one() -> None:
    story = Story().instrument()
    for name in ("a1", "a2", "a3", "a4"):
        story.habit(account=name, session=name)
        story.holdings(1_000_000, account=name, session=name)
        story.login("failure", account=name, session=name, ip=MOBILE)
    for name in ("a1", "a2", "a3", "a4"):
        story.login(account=name, session=f"{name}x", ip=ABROAD, device=STRANGE)
        story.order(account=name, session=f"{name}x", ip=ABROAD, device=STRANGE)
    whole = Observatory(contexts=contexts())
    expected = [seen.facts for told in story.events if (seen := whole.observe(told))]

    lanes = [First(contexts=contexts(), owns=lambda name, rest=rest: int(name[1:]) % 2 == rest) for rest in (0, 1)]
    second, rows = Second(), []
    for told in story.events:
        for seen in [lane.see(told, to_milliseconds(told.at)) for lane in lanes]:
            for deed in seen.deeds:
                fill(seen.row, deed, second.weigh(deed))
                rows.append(seen.row)

    assert rows == expected


def test_beyond_the_known_calendar_only_the_hour_is_told() -> None:
    facts = Story().wait(days=1_200).login()

    assert (facts["hour"], facts["market_phase"], facts["non_business_day"]) == (9, None, None)


def test_the_phase_changes_to_the_minute() -> None:
    story = Story()
    phases = [story.wait(minutes=step).login(account=f"m{step}")["market_phase"] for step in (144, 1, 59, 1, 179, 1)]

    assert phases == ["morning", "lunch", "lunch", "afternoon", "afternoon", "closed"]


def test_an_event_without_a_device_says_nothing_about_devices() -> None:
    story = Story().habit()
    facts = story.login(device=None, session=None)

    names = ("new_device", "device_age_days", "device_logins", "device_accounts", "device_failures_1h")
    assert [facts[name] for name in names] == [None] * 5
    assert facts["device_missing"] is True


def test_a_login_without_an_address_says_nothing_about_networks() -> None:
    facts = Story().habit().login(ip=None)

    names = ("country", "new_network", "network_accounts_1h", "network_failures_1h")
    assert [facts[name] for name in names] == [None] * 4


def test_a_login_that_names_no_factor_leaves_its_strength_open() -> None:
    facts = Story().habit().login(factors=())

    names = ("phishing_resistant", "relayable_code", "password_only", "downgraded")
    assert [facts[name] for name in names] == [None] * 4


def test_a_challenge_teaches_nothing() -> None:
    story = Story().habit()
    story.login("challenged", device=STRANGE)

    assert story.login(device=STRANGE)["device_logins"] == 0.0


def test_a_strange_device_does_not_change_the_usual_language() -> None:
    story = Story().habit()
    story.login(device=STRANGE)

    assert story.login(device=STRANGE)["language_changed"] is True


def test_closing_a_market_or_margin_is_no_enablement() -> None:
    story = Story().habit()
    story.by("profile", {"field": "margin", "action": "remove"})

    facts = story.login()

    assert (facts["minutes_since_enablement"], facts["changes_24h"]) == (None, 0.0)


def test_a_recovery_also_counts_as_a_change_of_authenticator_c_09() -> None:
    story = Story().habit()
    story.by("factor", {"action": "recover", "kind": "passkey_synced"})

    facts = story.wait(minutes=7).login()

    assert (facts["minutes_since_recovery"], facts["minutes_since_factor_change"]) == (7.0, 7.0)


def test_a_removed_passkey_is_no_longer_held() -> None:
    story = Story().habit()
    story.by("factor", {"action": "enrol", "kind": "passkey_synced"})
    story.by("factor", {"action": "remove", "kind": "passkey_synced"})

    assert story.login()["holds_strong_factor"] is False


def test_wrong_codes_told_as_factor_events_are_counted_and_uses_are_not() -> None:
    story = Story().habit()
    for action in ("fail", "use", "lock"):
        story.by("factor", {"action": action, "kind": "totp"})

    facts = story.login()

    assert (facts["failures_10m"], facts["code_failures_1h"]) == (1.0, 1.0)


def test_a_late_login_sees_what_came_after_it_as_just_now() -> None:
    story = Story().habit()
    story.by("profile", {"field": "email", "action": "change"})

    assert story.wait(minutes=-5).login()["minutes_since_contact_change"] == 0.0


def test_a_partial_release_keeps_the_rest_of_the_freeze() -> None:
    story = Story().instrument().habit()
    by_two = {"by": "desk", "approved_by": "head", "reason": "call"}
    story.tell("control", {"control": "freeze", "scope": ["buy", "login"], **by_two}, account="a1")
    story.tell("control", {"control": "release", "scope": ["login"], **by_two}, account="a1")

    assert (story.login()["frozen"], story.order("buy")["frozen"]) == (False, True)


def test_a_freeze_without_scope_covers_everything_until_it_runs_out() -> None:
    story = Story().instrument().habit()
    until = (story.now + timedelta(hours=2)).isoformat()
    by_two = {"by": "desk", "approved_by": "head", "reason": "call", "until": until}
    story.tell("control", {"control": "freeze", **by_two}, account="a1")

    assert story.order("sell")["frozen"] is True
    assert story.wait(hours=3).order("sell")["frozen"] is False


def test_the_value_of_a_limit_order_comes_from_its_limit() -> None:
    facts = Story().instrument().habit().order(notional=None, body={"kind": "limit", "limit": 101.5})

    assert (facts["order_value"], facts["limit_to_last"]) == (1_015_000.0, 1.015)


def test_a_quote_older_than_the_newest_is_ignored() -> None:
    story = Story().instrument().habit().quote(120.0)
    story.wait(minutes=-1).quote(90.0)

    assert story.wait(minutes=2).order()["price"] == 120.0


def test_a_quote_of_an_unknown_name_is_ignored() -> None:
    story = Story().habit().quote(120.0, symbol="9999")

    assert story.order(symbol="9999")["price"] is None


def test_a_snapshot_older_than_the_newest_is_ignored() -> None:
    story = Story().habit().holdings(5_000_000)
    story.wait(minutes=-1).holdings(1_000)

    assert story.wait(minutes=2).order("sell", "7000", 1_000)["portfolio_value"] == 5_000_000.0


def test_a_late_order_beyond_every_window_changes_no_window() -> None:
    story = Story().instrument().habit()
    story.order("sell", "7000", 1_000_000)
    story.wait(days=-3).order("buy", "6000", 5_000_000)
    story.by("cancel", {"order": "o"})
    story.by("cash", {"direction": "in", "method": "instant", "amount": 5})
    story.login("failure", ip=ABROAD, device=STRANGE)

    facts = story.wait(days=3).order("sell", "7000", 1_000_000)

    assert (facts["sold_24h"], facts["bought_24h"], facts["cancels_1h"]) == (2_000_000.0, 0.0, 0.0)


def test_cancelled_orders_are_counted() -> None:
    story = Story().instrument().habit()
    story.by("cancel", {"order": "o1"})

    assert story.order()["cancels_1h"] == 1.0


def test_the_first_margin_position_is_first_all_day() -> None:
    story = Story().instrument().habit()
    first = story.order(body={"position": "margin_open"})
    again = story.wait(hours=2).order(body={"position": "margin_open"})
    later = story.wait(days=2).order(body={"position": "margin_open"})

    assert [facts["margin_first"] for facts in (first, again, later)] == [True, True, False]


def test_a_withdrawal_to_an_unnamed_account_goes_to_the_registered_one() -> None:
    story = Story().habit()
    body = {"direction": "out", "method": "transfer", "amount": 10}
    unknown = story.by("cash", body)["destination_age_hours"]
    story.by("profile", {"field": "bank_account", "action": "add", "new": "b1"})

    facts = story.wait(hours=5).by("cash", body)

    assert (unknown, facts["destination_new"], facts["destination_age_hours"]) == (None, None, 5.0)


def test_a_session_of_yesterday_explains_nothing_today() -> None:
    story = Story().habit()
    story.login(session="s7")

    assert story.wait(hours=25).order(session="s7", device=None)["session_known"] is False


def test_a_report_about_misuse_is_known_by_its_age() -> None:
    story = Story().habit()
    story.tell("report", {"source": "police", "says": "phished"}, account="a1")

    assert story.wait(minutes=9).login()["minutes_since_report"] == 9.0


def test_a_logout_of_an_unknown_session_changes_nothing() -> None:
    story = Story().habit()
    story.login(session="s1")
    story.by("logout", {}, session="other")

    assert story.order(session="s1")["session_known"] is True


def test_a_confirmation_for_a_device_never_seen_vouches_for_none() -> None:
    story = Story().habit()
    story.wait(days=2).by("answer", {"question": "q", "answer": "yes", "factor": "jpki"}, device=STRANGE, session=None)

    assert story.login(device=STRANGE)["new_device"] is True


def test_news_of_the_same_name_renews_its_reference_data() -> None:
    story = Story().instrument().habit().instrument(previous_close=200.0)

    assert story.order()["price"] == 200.0


def test_an_execution_changes_no_fact() -> None:
    story = Story().instrument().habit()
    before = story.order()
    body = {"order": "o", "symbol": "6000", "market": "XTKS", "side": "buy", "quantity": 100, "price": 100.0}
    story.by("execution", body)

    assert story.order(notional=1_000_000)["orders_before"] == before["orders_before"] + 1


def test_a_freeze_that_names_no_account_touches_nobody() -> None:
    story = Story().habit()
    story.tell("control", {"control": "freeze", "by": "desk", "approved_by": "head", "reason": "none named"})

    assert story.login()["frozen"] is False


def test_an_older_version_of_the_usual_program_is_noticed_signal_3() -> None:
    story = Story().habit(client="tool/17.20.0")
    old = story.login(client="tool/17.9.9")
    unnumbered = story.login(client="tool")
    other = story.login(client="robot/1.0")

    assert [each["client_downgraded"] for each in (old, unnumbered, other)] == [True, None, None]
    assert [each["new_client"] for each in (old, unnumbered, other)] == [False, False, True]


def test_a_session_that_was_never_opened_is_unknown() -> None:
    story = Story().habit()

    story.login()

    assert story.order(session="other")["session_known"] is False
    assert story.order(session=None, device=None)["session_known"] is True


def test_tax_sheltered_sales_are_added_up_a_01() -> None:
    story = Story().instrument().habit()
    facts = story.order("sell", "7000", 700_000, body={"position": "nisa"})

    assert facts["nisa_sold_24h"] == 700_000.0


def test_names_held_now_push_out_names_traded_long_ago() -> None:
    story = Story().habit()
    for number in range(12):
        story.order(symbol=f"{8000 + number}")
    story.wait(days=2).holdings(*[1_000] * 8)
    story.holdings(*[1_000] * 12)

    other = {"symbol": "7020", "market": "XTKS", "quantity": 1, "value": 1}
    held = [{**other, "symbol": f"{7000 + number}"} for number in range(11)]
    story.by("holdings", {"positions": [*held, other]})

    assert [story.order(symbol=name)["new_symbol"] for name in ("7000", "7010", "7020", "8000")] == [
        False,
        False,
        False,
        True,
    ]


def test_old_hours_weigh_less_than_new_ones() -> None:
    story = Story().habit(logins=70)
    story.wait(hours=12).habit(logins=70)

    assert story.login()["hour_share"] > 0.6


def test_late_unusual_logins_beyond_the_window_are_left_out() -> None:
    story = Story()
    story.habit()
    story.wait(days=2).login(ip=ABROAD, device=STRANGE)
    story.wait(days=-2, minutes=-5).login(ip=ABROAD, device={**STRANGE, "id": "other"})

    assert story.wait(days=2, minutes=6).login(account="b1", ip=ABROAD)["network_risky_logins_24h"] <= 2.0


def test_addresses_beyond_the_memory_are_looked_up_again() -> None:
    small = Contexts(networks=load_networks(), agents=load_agents(), places=2)
    story = Story()
    for number in range(5):
        story.login(ip=f"126.12.33.{number % 3 + 1}")
    observatory = Observatory(contexts=small)

    countries = [seen.facts[NAMES.index("country")] for told in story.events if (seen := observatory.observe(told))]

    assert countries == ["JP"] * 5
