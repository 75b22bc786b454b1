import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests.builders.factors import password_tools, totp_code, totp_secret, with_password, with_totp
from tests.builders.logging_in import (
    PASSWORD,
    TOOLS,
    TOTP,
    app_of,
    arrival,
    fresh_device,
    further,
    known_device,
    login_policy,
    login_tools,
    named,
    passkey_of,
    password_of,
    proved,
    real_code,
    real_password,
    right,
    wrong,
)
from tests.builders.opt_outs import declined
from tests.builders.signing_in import AT, agent, customer, kinds, session_by_token, staff
from tests.builders.work import solved

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import place_freeze, release_freeze
from sekisho.authentication.operations.login import accept_assertion, sign_in, sweep_logins
from sekisho.authentication.operations.work import challenge_of
from sekisho.authentication.queries.devices import devices_of
from sekisho.authentication.queries.lockouts import lockout_of
from sekisho.authentication.queries.logins import attempt_of, history_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.freezes import CustomerProof, FreezeSource
from sekisho.authentication.types.lockouts import LockoutRules, Stage
from sekisho.authentication.types.login import (
    LIFE,
    Frozen,
    LoginState,
    MustEnrol,
    NextFactor,
    SignedIn,
    Stopped,
)
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.policy import ClientMinimum, Mode, OnMissing
from sekisho.authentication.types.policy_questions import Result
from sekisho.authentication.types.proofs import BusyError, Proof, Refused, Why
from sekisho.authentication.types.webauthn import Assertion, Purpose
from sekisho.journal.queries.reading import about, read
from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.texts import Text

HOLDER = "customer:a-1"


def payload(number: int = -1) -> dict[str, object]:
    found: dict[str, object] = json.loads(read(limit=1_000)[number].payload)
    return found


def test_a_passkey_alone_leads_in(database: str) -> None:
    """C-01."""
    who = customer()

    step = proved(passkey_of(who.ref), device=fresh_device())

    assert isinstance(step, SignedIn)
    assert (step.session.acr, step.session.factor, step.session.device) == (Acr.PHR, "passkey_synced", "dv_1")
    assert step.session.amr == ("pop", "swk", "user", "mfa")
    assert kinds() == ["authentication:session:opened", "authentication:device:seen", "authentication:login:succeeded"]
    told = payload()
    assert (told["channel"], told["ip"], told["device"], told["known_device"]) == ("web", "203.0.113.7", "dv_1", False)


def test_the_session_is_new_whatever_the_browser_had_before(database: str) -> None:
    """Session fixation wins nothing."""
    who, coming = customer(), arrival()

    step = proved(passkey_of(who.ref))

    assert isinstance(step, SignedIn)
    assert step.session.ref != coming.visit.session


def test_password_and_app_lead_in_while_the_interim_lasts(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)

    first = named(who, right(password))
    assert isinstance(first, NextFactor)
    assert (first.factors, first.offers) == ((TOTP,), (app,))
    second = further(first.attempt, right(app, TOTP))

    assert isinstance(second, SignedIn)
    assert (second.session.acr, second.session.amr) == (Acr.MFA, ("pwd", "otp", "mfa"))
    assert second.answer.result is Result.INTERIM_USED
    assert second.nudge is not None
    assert kinds() == [
        "authentication:login:challenged",
        "authentication:session:opened",
        "authentication:login:succeeded",
    ]


def test_the_real_factors_do_the_same(database: str) -> None:
    who, secret = customer(), totp_secret()
    with password_tools() as tools:
        with_password(tools, who.ref)
        with_totp(who.ref, secret=secret, at=AT - DAY)
        first = named(who, real_password(tools))
        assert isinstance(first, NextFactor)
        assert isinstance(further(first.attempt, real_code(lambda at: totp_code(secret, at))), SignedIn)
        assert isinstance(named(who, real_password(tools, "something else")), Stopped)


def test_who_holds_a_passkey_is_refused_with_less(database: str) -> None:
    """The downgrade ban: the password is right, and opens nothing."""
    who = customer()
    password, app, key = password_of(who.ref), app_of(who.ref), passkey_of(who.ref)

    step = named(who, right(password))

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.DOWNGRADE
    assert kinds() == ["authentication:login:downgrade_refused"]
    assert (payload()["factor"], about("a-1")[-1].about) == ("password", "a-1")
    assert isinstance(further(step.attempt, right(app, TOTP)), Stopped)
    assert isinstance(proved(key, attempt=step.attempt), SignedIn)


def test_a_relayed_password_that_comes_again_and_again_closes_its_own_path_only(database: str) -> None:
    who = customer()
    password, key = password_of(who.ref), passkey_of(who.ref)
    tools = login_tools(lockouts=LockoutRules(free=3, work_from=3, lock_at=3))

    for number in range(3):
        named(who, right(password), tools=tools, at=AT + number)

    assert lockout_of(subject=who.ref).closed(AT + 4)
    assert isinstance(proved(key, tools=tools, at=AT + 4), SignedIn)
    assert not lockout_of(subject=who.ref).closed(AT + 5)


def test_who_declined_comes_in_with_what_he_agreed_to(database: str) -> None:
    """C-13."""
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    declined(who.ref, at=AT - DAY)
    tools, device = login_tools(login_policy(changes={"interim": frozenset()})), known_device(who.ref)

    first = named(who, right(password), tools=tools, at_device=device)
    assert isinstance(first, NextFactor)
    second = further(first.attempt, right(app, TOTP), tools=tools, at_device=device)

    assert isinstance(second, SignedIn)
    assert second.answer.result is Result.OPT_OUT_USED
    assert second.known_device


def test_a_wrong_password_says_nothing_and_stays_counted(database: str) -> None:
    who = customer()

    step = named(who, wrong())

    assert isinstance(step, Stopped)
    assert (step.reason, step.attempt) == (Refusal.WRONG, "")
    assert kinds() == ["authentication:login:failed"]
    assert (payload()["reason"], payload()["factor"], read()[-1].about) == ("wrong", "password", "a-1")
    record = history_of(principal=who.ref)[0]
    assert (record.outcome, record.reason, record.factors) == (LoginState.REFUSED, "wrong", (PASSWORD,))


@pytest.mark.parametrize("why", [Why.WRONG, Why.NONE_HELD, Why.LOCKED])
def test_a_name_that_nobody_has_reads_as_a_wrong_password_does(database: str, why: Why) -> None:
    customer()

    known, unknown = named("login-a-1", wrong(why)), named("nobody", wrong())

    assert known == unknown
    assert read()[-1].about == ""
    assert b"nobody" not in read()[-1].payload


def test_a_name_that_nobody_has_is_slowed_and_locked_alike(database: str) -> None:
    customer()
    tools = login_tools(lockouts=LockoutRules(free=1, work_from=9))

    steps = [[named(login, wrong(), tools=tools, at=AT + at) for at in (0, 1, 2)] for login in ("login-a-1", "nobody")]

    assert steps[0] == steps[1]
    assert [isinstance(step, Stopped) and step.reason for step in steps[0]] == [
        Refusal.WRONG, Refusal.WRONG, Refusal.BARRIER,
    ]  # fmt: skip


def test_a_name_that_nobody_has_opens_nothing_even_where_the_check_says_yes(database: str) -> None:
    customer()

    def yes(_: str | None, known: bool) -> Proof:  # noqa: FBT001 - the form of a check
        return Proof.by(PASSWORD, authenticator="au_1", principal=HOLDER, at=AT)

    step = named("nobody", yes)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.WRONG


def test_ten_failures_close_the_weak_paths_on_every_channel_and_the_passkey_stays_open(database: str) -> None:
    """C-15, D10."""
    who = customer()
    password, key = password_of(who.ref), passkey_of(who.ref)
    tools = login_tools(lockouts=LockoutRules(free=10, work_from=10, everyone_work=99))
    steps = [named(who, wrong(), tools=tools, at=AT + number, channel="app") for number in range(10)]

    assert isinstance(steps[-1], Stopped)
    assert steps[-1].barrier is not None
    assert (steps[-1].barrier.stage, steps[-1].barrier.until) == (Stage.LOCKED, AT + 9 + 30 * MINUTE)
    for channel in ("web", "app", "tool", "phone"):
        shut = named(who, right(password), tools=tools, at=AT + 20, channel=channel)
        assert isinstance(shut, Stopped)
        assert shut.reason is Refusal.BARRIER
    assert kinds().count("authentication:login:refused") == 1  # once a minute is enough to know it
    assert isinstance(proved(key, tools=tools, at=AT + 30), SignedIn)
    assert not lockout_of(subject=who.ref).closed(AT + 30)


def test_an_app_prompt_opens_nothing_while_the_weak_paths_are_closed(database: str) -> None:
    who = customer()
    push = passkey_of(who.ref, factor=FactorCode.PUSH_NUMBER)
    models.Lockout.objects.create(subject=who.ref, placed=AT, until=AT + MINUTE)

    step = proved(push)

    assert isinstance(step, Stopped)
    assert step.barrier is not None
    assert step.barrier.stage is Stage.LOCKED
    models.Lockout.objects.update(manual=True)
    again = proved(push)
    assert isinstance(again, Stopped)
    assert again.barrier is not None
    assert (again.barrier.stage, again.barrier.until) == (Stage.MANUAL, 0)


def test_work_is_asked_for_and_taken_before_anything_is_checked(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    tools = login_tools(lockouts=LockoutRules(free=0, work_from=0, delay=1, work_least=10, work_most=20))

    def never(_: str | None, known: bool) -> Refused:  # noqa: FBT001 - the form of a check
        message = "nothing is checked before the work is done"
        raise AssertionError(message)

    asked = named(who, never, tools=tools)
    assert isinstance(asked, Stopped)
    assert asked.barrier is not None
    challenge = challenge_of(key=tools.key, browser="br_1", hashes=asked.barrier.work, chance=5, at=AT)
    done = named(who, right(password), tools=tools, solution=solved(challenge))

    assert isinstance(done, NextFactor)
    assert done.offers == (app,)


def test_a_full_hash_pool_counts_nothing_against_anybody(database: str) -> None:
    who = customer()

    def busy(_: str | None, known: bool) -> Refused:  # noqa: FBT001 - the form of a check
        raise BusyError

    steps = [named(who, busy, at=AT + number) for number in range(20)]

    assert {isinstance(step, Stopped) and step.reason for step in steps} == {Refusal.BUSY}
    assert isinstance(named(who, wrong(), at=AT + 30), Stopped)
    assert kinds() == ["authentication:login:failed"]


def test_waiting_for_an_app_is_no_failure(database: str) -> None:
    who = customer()
    password = password_of(who.ref)
    app_of(who.ref)
    first = named(who, right(password))
    assert isinstance(first, NextFactor)

    steps = [further(first.attempt, wrong(Why.WAITING), at=AT + number) for number in range(20)]

    assert all(isinstance(step, Stopped) and step.text.en.startswith("We are waiting") for step in steps)
    assert "authentication:login:failed" not in kinds()


def test_a_wrong_code_leaves_the_login_open(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    first = named(who, right(password))
    assert isinstance(first, NextFactor)

    missed = further(first.attempt, wrong(Why.REPLAYED), at=AT + 1)

    assert isinstance(missed, Stopped)
    assert (missed.attempt, missed.text.en[:10]) == (first.attempt, "This code ")
    assert isinstance(further(first.attempt, right(app, TOTP), at=AT + 2), SignedIn)


def test_a_login_goes_on_only_in_its_browser_and_only_in_its_time(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    first = named(who, right(password))
    assert isinstance(first, NextFactor)

    elsewhere = further(first.attempt, right(app, TOTP), session="br_2")
    late = further(first.attempt, right(app, TOTP), at=AT + LIFE)
    unknown = further("lg_none", right(app, TOTP))

    assert {isinstance(step, Stopped) and step.reason for step in (elsewhere, late, unknown)} == {Refusal.OVER}
    assert attempt_of(attempt=first.attempt, browser="br_1", at=AT) is not None


def test_a_login_that_succeeded_does_not_succeed_again(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    first = named(who, right(password))
    assert isinstance(first, NextFactor)
    assert isinstance(further(first.attempt, right(app, TOTP)), SignedIn)

    again = further(first.attempt, right(app, TOTP))

    assert isinstance(again, Stopped)
    assert len(sessions_of(principal=who.ref, at=AT)) == 1


def test_of_two_codes_at_the_same_moment_one_leads_in(fresh_database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    first = named(who, right(password))
    assert isinstance(first, NextFactor)

    def go_on(number: int) -> bool:
        try:
            return isinstance(further(first.attempt, right(app, TOTP), at=AT + number), SignedIn)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        came_in = sum(pool.map(go_on, range(4)))

    assert came_in == len(sessions_of(principal=who.ref, at=AT + 9)) == 1


def test_a_password_that_was_changed_meanwhile_opens_nothing(database: str) -> None:
    """E-07: what a login rests on must still count when the session begins."""
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    first = named(who, right(password))
    assert isinstance(first, NextFactor)
    models.Authenticator.objects.filter(pk=password).update(state="replaced", ended=AT + 1)

    step = further(first.attempt, right(app, TOTP), at=AT + 2)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.OVER


def test_a_passkey_continues_its_owners_login_only(database: str) -> None:
    one, two = customer(), customer("a-2")
    app_of(one.ref)
    first = named(one, right(password_of(one.ref)))
    assert isinstance(first, NextFactor)

    step = proved(passkey_of(two.ref), attempt=first.attempt)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.NOT_YOURS


def test_an_old_proof_is_over(database: str) -> None:
    key = passkey_of(customer().ref)

    early, late = proved(key, at=AT - 1), proved(key, at=AT + 5 * MINUTE)

    assert {isinstance(step, Stopped) and step.reason for step in (early, late)} == {Refusal.OVER}


def test_a_proof_of_another_is_a_mistake(database: str) -> None:
    who, other = customer(), customer("a-2")

    with pytest.raises(ValueError, match="another's"):
        named(who, lambda *_: Proof.by(PASSWORD, authenticator="au_1", principal=other.ref, at=AT))


def test_an_assertion_for_something_else_is_no_login(database: str) -> None:
    made = assertion(passkey_of(customer().ref))

    assert isinstance(accept_assertion(tools=TOOLS, arrival=arrival(), assertion=made), SignedIn)
    for changes in ({"purpose": Purpose.APPROVE}, {"operation": "op_1"}):
        with pytest.raises(ValueError, match="no login"):
            accept_assertion(tools=TOOLS, arrival=arrival(), assertion=assertion(None, **changes))


def assertion(proof: Proof | None, **changes: object) -> Assertion:
    """An accepted assertion; what it was made of does not matter here."""
    fields: dict[str, object] = {
        "ceremony": "ce_1", "purpose": Purpose.LOGIN, "operation": "", "principal": HOLDER,
        "authenticator": proof.authenticator if proof else "pk_1", "factor": FactorCode.PASSKEY_SYNCED,
        "acr": Acr.PHR, "amr": ("pop", "swk", "user", "mfa"), "user_verified": True, "backup_eligible": True,
        "backed_up": True, "aaguid": "", "aaguid_proven": False, "confirmed": True, "signals": (),
        "credential_id": b"", "client_data": b"", "authenticator_data": b"", "signature": b"", "public_key": b"",
        "algorithm": -7, "challenge": b"", "at": AT,
    }  # fmt: skip
    return Assertion(**{**fields, **changes})  # type: ignore[arg-type]


def test_staff_come_in_by_their_own_door_only(database: str) -> None:
    who, holder = staff(), customer()
    key = passkey_of(who.ref, factor=FactorCode.SECURITY_KEY)

    outside = proved(key)
    inside = proved(key, staff=True)

    assert isinstance(outside, Stopped)
    assert outside.reason is Refusal.NOT_YOURS
    assert isinstance(inside, SignedIn)
    assert inside.session.subject == "staff:s-1"
    assert isinstance(proved(passkey_of(holder.ref), staff=True), Stopped)
    assert isinstance(named(who, wrong()), Stopped)
    assert read()[-1].about == ""  # as if nobody had this name


def test_an_old_program_is_told_what_to_do_before_anything_else(database: str) -> None:
    """E-04."""
    who = customer()
    line = ClientMinimum(channel="app", program="ispeed", version="9.1", since=AT, advice=Text("更新", "Update"))
    tools = login_tools(login_policy(clients=(line,)))

    old = named(who, right("au_1"), tools=tools, channel="app", client="ispeed/9.0")
    also = proved(passkey_of(who.ref), tools=tools, channel="app", client="ispeed/9.0")

    assert all(isinstance(step, Stopped) and step.text.en == "Update" for step in (old, also))
    assert [json.loads(entry.payload)["reason"] for entry in read() if entry.kind.endswith("login:refused")] == [
        "client_old"
    ]


def test_who_has_nothing_safe_has_to_set_it_up(database: str) -> None:
    who = customer()
    tools = login_tools(login_policy(changes={"interim": frozenset(), "opt_out": None}))

    step = named(who, right(password_of(who.ref)), tools=tools)

    assert isinstance(step, MustEnrol)
    assert FactorCode.PASSKEY_SYNCED in step.factors
    assert isinstance(proved(passkey_of(who.ref), tools=tools, attempt=step.attempt), SignedIn)


def test_who_may_not_set_anything_up_is_refused(database: str) -> None:
    who = customer()
    changes = {"interim": frozenset(), "opt_out": None, "on_missing": OnMissing.DENY}

    step = named(who, right(password_of(who.ref)), tools=login_tools(login_policy(changes=changes)))

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.POLICY
    assert kinds() == ["authentication:login:refused"]
    assert history_of(principal=who.ref)[0].reason == "policy"


def test_who_may_only_look_gets_a_session_for_looking(database: str) -> None:
    who = customer()
    changes = {"interim": frozenset(), "opt_out": None, "on_missing": OnMissing.READ_ONLY}

    step = named(who, right(password_of(who.ref)), tools=login_tools(login_policy(changes=changes)))

    assert isinstance(step, SignedIn)
    assert step.session.acr is Acr.PASSWORD


def test_a_policy_that_only_watches_lets_in_and_says_what_it_would_have_asked(database: str) -> None:
    """E-19."""
    who = customer()

    step = named(who, right(password_of(who.ref)), tools=login_tools(login_policy(observing=True)))

    assert isinstance(step, SignedIn)
    assert step.answer.result is Result.OBSERVED


def test_a_rule_that_is_off_still_holds_the_floor(database: str) -> None:
    who = customer()
    tools = login_tools(login_policy(changes={"mode": Mode.OFF}))
    password, app = password_of(who.ref), app_of(who.ref)

    first = named(who, right(password), tools=tools)

    assert isinstance(first, NextFactor)
    assert isinstance(further(first.attempt, right(app, TOTP), tools=tools), SignedIn)


def test_after_a_freeze_the_holder_sees_how_it_stands_and_opens_it_himself(database: str) -> None:
    """C-28."""
    who = customer()
    key = passkey_of(who.ref)
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by=HOLDER, reason="button",
        visit=arrival().visit, at=AT - 1,
    )  # fmt: skip

    step = proved(key)
    assert isinstance(step, Frozen)
    assert step.status.since == AT - 1
    assert sessions_of(principal=who.ref, at=AT) == ()
    again = CustomerProof(principal=HOLDER, acr=Acr.PHR, auth_time=AT, authenticator=key.authenticator)
    release_freeze(freeze="fz_1", by=HOLDER, proof=again, visit=arrival().visit, at=AT + 1)

    assert isinstance(proved(key, attempt=step.attempt, at=AT + 2), SignedIn)


def test_who_has_shown_too_little_does_not_learn_of_a_freeze(database: str) -> None:
    who = customer()
    app_of(who.ref)
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by=HOLDER, reason="button",
        visit=arrival().visit, at=AT - 1,
    )  # fmt: skip

    assert isinstance(named(who, right(password_of(who.ref))), NextFactor)


def test_a_freeze_that_comes_between_the_policy_and_the_session_counts(database: str) -> None:
    """The session is refused where it is opened, whatever was read before."""
    who = customer()
    key = passkey_of(who.ref)
    models.Principal.objects.filter(ref=who.ref).update(state="frozen")

    step = proved(key)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.CLOSED


def test_a_closed_customer_is_refused(database: str) -> None:
    who = customer()
    key = passkey_of(who.ref)
    models.Principal.objects.filter(ref=who.ref).update(state="closed")

    step = proved(key)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.CLOSED
    assert history_of(principal=who.ref)[0].reason == "closed"


def test_logins_on_a_device_make_it_known(database: str) -> None:
    """C-22."""
    who = customer()
    key = passkey_of(who.ref, name="pk_here")
    first = proved(key, device=fresh_device())
    assert isinstance(first, SignedIn)

    second = proved(key, at_device="dv_1", at=AT + 5)

    assert isinstance(second, SignedIn)
    assert (first.known_device, second.known_device) == (False, True)
    assert [(use.device, use.logins, use.passkeys) for use in devices_of(principal=who.ref)] == [
        ("dv_1", 2, ("pk_here",))
    ]
    assert kinds().count("authentication:device:seen") == 1


def test_two_tabs_of_a_new_browser_are_one_device(database: str) -> None:
    who = customer()
    key = passkey_of(who.ref)
    one, two = fresh_device(1), fresh_device(1)

    for device in (one, two):
        assert isinstance(proved(key, device=device), SignedIn)

    assert len(devices_of(principal=who.ref)) == 1


def test_a_login_on_a_known_device_is_not_held_up_by_a_flood(database: str) -> None:
    who = customer()
    device, password = known_device(who.ref), password_of(who.ref)
    app_of(who.ref)
    tools = login_tools(lockouts=LockoutRules(network_work=3, network_stop=5, everyone_work=3))
    flood = [named(f"nobody-{number}", wrong(), tools=tools) for number in range(6)]

    assert isinstance(flood[-1], Stopped)
    assert flood[-1].reason is Refusal.BARRIER
    assert isinstance(named(who, right(password), tools=tools, at_device=device), NextFactor)


def test_who_has_shown_the_right_password_is_none_of_the_crowd(database: str) -> None:
    who = customer()
    password, app = password_of(who.ref), app_of(who.ref)
    tools = login_tools(lockouts=LockoutRules(network_work=3, network_stop=5, everyone_work=3))
    first = named(who, right(password), tools=tools)
    assert isinstance(first, NextFactor)
    for number in range(6):
        named(f"nobody-{number}", wrong(), tools=tools)

    assert isinstance(further(first.attempt, right(app, TOTP), tools=tools), SignedIn)


def test_the_history_shows_failures_and_successes_with_their_places(database: str) -> None:
    """C-22."""
    who = customer()
    named(who, wrong())
    done = proved(passkey_of(who.ref), at=AT + 5, ip="")
    assert isinstance(done, SignedIn)

    latest, first = history_of(principal=who.ref, place=lambda ip: f"near {ip}")

    assert (latest.outcome, latest.session, latest.place) == (LoginState.SIGNED_IN, done.session.ref, "")
    assert (first.outcome, first.place) == (LoginState.REFUSED, "near 203.0.113.7")


def test_the_token_of_the_session_is_the_one_that_was_minted(database: str) -> None:
    coming = arrival()
    key = passkey_of(customer().ref)

    step = accept_assertion(tools=TOOLS, arrival=coming, assertion=assertion(key))

    assert isinstance(step, SignedIn)
    assert session_by_token(token_digest=coming.fresh.digest, at=AT) == step.session


def test_a_delegate_with_one_account_acts_for_it_at_once(database: str) -> None:
    """C-23."""
    customer()
    who = agent()
    key = passkey_of(who.ref)
    delegated(who.ref, "a-1")

    step = proved(key)

    assert isinstance(step, SignedIn)
    assert (step.session.acting, step.session.subject) == ("a-1", "a-1")


def test_a_delegate_of_a_closed_account_is_refused(database: str) -> None:
    holder, who = customer(), agent()
    delegated(who.ref, "a-1")
    key = passkey_of(who.ref)
    models.Principal.objects.filter(ref=holder.ref).update(state="closed")

    step = proved(key)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.CLOSED


def test_a_delegate_with_several_accounts_chooses(database: str) -> None:
    customer()
    customer("a-2")
    who = agent()
    key = passkey_of(who.ref)
    for account in ("a-1", "a-2"):
        delegated(who.ref, account)

    later, now, never = (
        proved(key), proved(key, acting="a-2"), proved(key, acting="a-3"),
    )  # fmt: skip

    assert isinstance(later, SignedIn)
    assert isinstance(now, SignedIn)
    assert (later.session.acting, now.session.acting) == ("", "a-2")
    assert isinstance(never, Stopped)
    assert never.reason is Refusal.POLICY


def delegated(who: str, account: str) -> None:
    """A delegation of the account, as its holder granted it."""
    models.Delegation.objects.create(
        id=f"dg_{account}", agent_id=who, account=account, granted_by_id=f"customer:{account}", name="はな",
        relation="子", operations=[OperationCode.ORDER_PLACE.value], start=AT - DAY, until=AT + DAY,
        operation=f"op_{account}", state="active",
    )  # fmt: skip


def test_what_nobody_finished_is_closed_and_told(database: str) -> None:
    who = customer()
    app_of(who.ref)
    first = named(who, right(password_of(who.ref)))
    named("nobody", wrong())
    assert isinstance(first, NextFactor)

    assert [sweep_logins(at=AT + LIFE - 1), sweep_logins(at=AT + LIFE), sweep_logins(at=AT + LIFE)] == [0, 1, 0]

    assert kinds()[-1] == "authentication:login:abandoned"
    assert history_of(principal=who.ref)[0].outcome is LoginState.EXPIRED
    assert models.LoginAttempt.objects.filter(principal=None).count() == 1
    sweep_logins(at=AT + 8 * DAY)
    assert models.LoginAttempt.objects.filter(principal=None).count() == 0


def test_what_was_finished_meanwhile_is_not_swept(fresh_database: str) -> None:
    who = customer()
    app_of(who.ref)
    first = named(who, right(password_of(who.ref)))
    assert isinstance(first, NextFactor)

    def sweep(_: int) -> int:
        try:
            return sweep_logins(at=AT + LIFE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sweep, range(4))) == 1
    assert kinds().count("authentication:login:abandoned") == 1


@pytest.mark.parametrize("login", ["\ud800", "a\0b", "", "x" * 129])
def test_a_name_that_no_table_can_hold_is_nobodys(database: str, login: str) -> None:
    step = sign_in(tools=TOOLS, arrival=arrival(), login=login, factor=PASSWORD, check=wrong())

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.WRONG
