from collections import Counter, defaultdict

from tests.builders.simulation import told

from sekisho.activity.types.events import Login


def logins() -> list[Login]:
    return told(accounts=4_000, days=5, past_days=90).of("login")


def test_most_attempts_succeed_and_every_outcome_occurs() -> None:
    outcomes = Counter(event.body.outcome for event in logins())

    assert set(outcomes) == {"success", "failure", "challenged", "abandoned"}
    assert 0.85 < outcomes["success"] / sum(outcomes.values()) < 0.97


def test_failures_say_why() -> None:
    reasons = Counter(event.body.failure for event in logins() if event.body.outcome == "failure")

    assert set(reasons) == {"password", "code", "passkey"}


def test_a_forgotten_password_is_changed_after_several_failures_and_a_login() -> None:
    run = told(accounts=4_000, days=5, past_days=90)
    failures, entered = defaultdict(list), {}
    for event in run.of("login"):
        if event.body.outcome == "failure" and event.body.failure == "password":
            failures[event.session].append(event.at)
        if event.body.outcome == "success":
            entered[event.session] = event.at
    forgotten = [session for session, times in failures.items() if len(times) >= 3 and session in entered]
    changed = {e.session: e.at for e in run.of("profile") if e.body.field == "password"}

    assert forgotten
    assert sum(session in changed and changed[session] > entered[session] for session in forgotten) > 0.8 * len(
        forgotten
    )


def test_snapshots_follow_logins_of_the_day() -> None:
    run = told(accounts=500, days=1, past_days=0)
    entered = {e.account for e in run.of("login") if e.body.outcome == "success"}

    shown = [event.account for event in run.of("holdings")]

    assert set(shown) <= entered
    assert len(shown) - len(set(shown)) < 0.1 * len(shown)


def test_some_sessions_end_with_a_goodbye() -> None:
    reasons = Counter(event.body.reason for event in told(accounts=4_000, days=5, past_days=90).of("logout"))

    assert set(reasons) == {"customer", "timeout"}
