import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.logging_in import (
    app_of,
    fresh_device,
    further,
    named,
    passkey_of,
    password_of,
    proved,
    right,
    wrong,
)
from tests.builders.signing_in import AT, agent, customer

from sekisho.activity.operations.decoding import decode
from sekisho.activity.types import events
from sekisho.authentication.operations.lockouts import failed
from sekisho.authentication.operations.login import sweep_logins
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.kinds import KINDS as AUTHENTICATION_KINDS
from sekisho.authentication.types.lockouts import Ticket
from sekisho.authentication.types.login import LIFE, NextFactor
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import Entry
from sekisho.kernel.digests import canonical
from sekisho.notices.types.kinds import ANSWER_NOT_ME
from sekisho.project.reactions.events import KINDS, events_of

A = "authentication"


def entry(kind: str, *, about: str = "a-1", **payload: object) -> Entry:
    return Entry(17, 1, kind, about, AT, canonical(payload), None, bytes(32))


def only(kind: str, **payload: Any) -> Any:
    """The one event of an entry, as the engine reads it."""
    (found,) = events_of(entry(kind, **payload))
    return decode(json.dumps(found).encode())


def heard() -> list[Any]:
    """Everything the engine hears of what is in the journal."""
    return [decode(json.dumps(each).encode()) for one in read(limit=1_000) for each in events_of(one)]


def test_a_login_with_a_passkey_is_heard_as_one(database: str) -> None:
    who = customer()

    proved(passkey_of(who.ref), device=fresh_device(), client="ispeed/9.1.2")

    login = heard()[-1]
    assert isinstance(login, events.Login)
    assert (login.account, login.channel, login.ip, login.client) == ("a-1", "web", "203.0.113.7", "ispeed/9.1.2")
    assert login.body.outcome == "success"
    assert set(login.body.factors) == {"pop", "swk", "user", "mfa", "passkey_synced"}
    assert login.session is not None
    assert login.device is not None
    assert (login.device.id, login.device.language) == ("dv_1", "ja")


def test_every_outcome_of_a_login_is_heard(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    named(who, wrong())
    first = named(who, right(password))
    assert isinstance(first, NextFactor)
    further(first.attempt, right(app, FactorCode.TOTP))
    passkey_of(who.ref)
    named(who, right(password))
    sweep_logins(at=AT + LIFE)

    logins = [each for each in heard() if isinstance(each, events.Login)]

    assert [(each.body.outcome, each.body.failure) for each in logins] == [
        ("failure", "wrong"),
        ("challenged", None),
        ("success", None),
        ("failure", "downgrade"),
        ("abandoned", None),
    ]
    assert logins[2].body.factors == ("pwd", "otp", "mfa", "password", "totp")
    assert "password" in logins[3].body.factors


def test_what_nobody_can_be_named_for_is_not_heard(database: str) -> None:
    named("nobody", wrong())

    assert heard() == []


def test_a_delegates_login_is_heard_under_the_account_he_acts_for(database: str) -> None:
    """C-23."""
    assert events_of(entry(f"{A}:login:succeeded", about=agent().ref, acting="")) == ()
    assert only(f"{A}:login:succeeded", about="agent:g-1", acting="a-1").account == "a-1"


@pytest.mark.parametrize("code", [code for code in FactorCode if FACTORS[code].event_kind])
@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("authenticator:added", "enrol"),
        ("factor:enrolled", "enrol"),
        ("authenticator:removed", "remove"),
        ("factor:removed", "remove"),
        ("factor:failed", "fail"),
        ("factor:locked", "lock"),
        ("assertion:accepted", "use"),
    ],
)
def test_what_happens_to_a_factor_is_heard(kind: str, action: str, code: FactorCode) -> None:
    event = only(f"{A}:{kind}", factor=code.value, purpose="step_up")

    assert isinstance(event, events.Factor)
    assert (event.body.action, event.body.kind) == (action, FACTORS[code].event_kind)


def test_a_factor_without_a_name_in_the_contract_is_not_heard() -> None:
    assert events_of(entry(f"{A}:factor:failed", factor="phone_desk")) == ()
    assert events_of(entry(f"{A}:factor:failed", factor="unheard of")) == ()


def test_a_lockout_is_heard_as_a_locked_factor(database: str) -> None:
    """C-15."""
    ticket = Ticket(subject=customer().ref, factor=FactorCode.PASSWORD, network="n", account_count=10)
    failed(ticket=ticket, at=AT)

    event = heard()[-1]
    assert isinstance(event, events.Factor)
    assert (event.body.action, event.body.kind) == ("lock", "password")


def test_a_passkey_is_part_of_its_login_and_a_refused_one_is_a_failed_login() -> None:
    assert events_of(entry(f"{A}:assertion:accepted", factor="passkey_bound", purpose="login")) == ()
    assert events_of(entry(f"{A}:assertion:refused", purpose="approve", reason="signature_wrong")) == ()

    event = only(f"{A}:assertion:refused", purpose="login", reason="signature_wrong")
    assert (event.body.outcome, event.body.failure) == ("failure", "signature_wrong")


def test_every_ended_session_is_a_logout(database: str) -> None:
    who = customer()
    key = passkey_of(who.ref)
    for _ in range(2):
        proved(key)
    ended = end_all(principal=who.ref, reason=EndReason.PASSWORD_CHANGED, at=AT + 1)

    logouts = [each for each in heard() if isinstance(each, events.Logout)]

    assert {each.session for each in logouts} == set(ended)
    assert {each.body.reason for each in logouts} == {"password_changed"}
    assert len({each.id for each in heard()}) == len(heard())


@pytest.mark.parametrize(("template", "says"), [("login", "not_my_login"), ("execution", "not_my_order")])
def test_this_was_not_me_is_heard_as_a_report_about_the_login(template: str, says: str) -> None:
    """C-19."""
    event = only(ANSWER_NOT_ME, source=12, template=template, through="app")

    assert isinstance(event, events.Report)
    assert (event.body.source, event.body.says, event.body.about) == ("customer", says, ("auth-12",))
    assert event.channel == "app"
    assert only(ANSWER_NOT_ME, template=template, through="inbox").channel == "system"


def test_other_entries_are_not_heard() -> None:
    assert events_of(entry("authentication:lock:set", lock="lk_1")) == ()


def test_only_kinds_that_exist_become_events() -> None:
    assert {*AUTHENTICATION_KINDS, ANSWER_NOT_ME} >= KINDS


@given(
    kind=st.sampled_from(sorted(KINDS - {ANSWER_NOT_ME})),
    texts=st.dictionaries(
        st.sampled_from(["client", "session", "ip", "device", "user_agent", "language", "channel", "reason", "factor"]),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=600),
    ),
)
def test_whatever_a_browser_said_the_event_has_the_form_of_the_contract(kind: str, texts: dict[str, str]) -> None:
    """An address is what the entrance saw, never what somebody typed."""
    payload = {"purpose": "login", "reason": "", "sessions": ["se_1"], **texts, "ip": "203.0.113.7"}

    for each in events_of(entry(kind, **payload)):
        assert msgspec.json.encode(decode(json.dumps(each).encode()))
