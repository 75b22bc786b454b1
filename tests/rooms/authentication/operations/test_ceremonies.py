"""Ceremonies against real databases, with commits; answers come from a software authenticator that really signs."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.authenticator import Authority, SoftAuthenticator, b64, part, tampered, unb64
from tests.builders.passkeys import AT, PARTY, VISIT, Browser, somebody, told

from sekisho.authentication import models
from sekisho.authentication.operations.authenticators import remove_authenticator, suspend_authenticator
from sekisho.authentication.operations.ceremonies import decoys_for
from sekisho.authentication.operations.openings import ChallengeReusedError
from sekisho.authentication.queries.authenticators import authenticator_of, authenticators_of, passkeys_of
from sekisho.authentication.queries.ceremonies import ceremony_of
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER, STAFF, Trust
from sekisho.authentication.types.ceremonies import CeremonyState
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.refusals_webauthn import (
    CeremonyGoneError,
    CeremonyRefusedError,
    MalformedMessageError,
    Reason,
    WebauthnRefusedError,
)
from sekisho.authentication.types.webauthn import Assertion, Purpose, Signal

ACCEPTED, REFUSED = "authentication:assertion:accepted", "authentication:assertion:refused"


def refusals(kind: str = REFUSED) -> list[tuple[str, str]]:
    """About whom and why, oldest first."""
    return [(each["about"], each["reason"]) for each in told(kind)]


def state(ceremony: str) -> CeremonyState:
    return ceremony_of(ceremony=ceremony).state


# ---- what works -------------------------------------------------------------------------------------------------


def test_a_customer_registers_a_passkey_and_logs_in_without_saying_who_he_is(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()

    bound = browser.register(owner.ref, finishing={"name": "わたしのスマートフォン", "hold_until": AT + 9})
    browser.at += 1
    login = browser.sign_in()

    held = authenticator_of(authenticator=bound.authenticator.id)
    assert (held.name, held.created, held.hold_until, held.last_used) == ("わたしのスマートフォン", AT, AT + 9, AT + 1)
    assert held.created_visit["ip"] == VISIT.ip
    assert (login.principal, login.authenticator) == (owner.ref, held.id)
    assert (login.factor, login.acr, login.user_verified) == (FactorCode.PASSKEY_BOUND, Acr.PHR, True)
    assert login.confirmed
    assert held.credential is not None
    assert held.credential.counter == 1
    assert told("authentication:authenticator:added")[0]["authenticator"] == held.id
    assert [each["about"] for each in told(ACCEPTED)] == ["a1"]


def test_an_accepted_assertion_carries_what_proves_it_years_later(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_assertion(owner.ref, purpose=Purpose.APPROVE, operation="op_1")

    answer = browser.authenticator.get(options.json)
    told_ = browser.finish_assertion(options.ceremony, answer)

    assert told_.client_data == part(answer, "clientDataJSON")
    assert told_.authenticator_data == part(answer, "authenticatorData")
    assert told_.signature == part(answer, "signature")
    assert told_.challenge == unb64(json.loads(options.json)["challenge"])
    assert (told_.operation, told_.purpose, told_.algorithm) == ("op_1", Purpose.APPROVE, -7)
    assert state(options.ceremony) is CeremonyState.ACCEPTED


def test_a_name_first_login_asks_for_the_passkeys_of_that_name(fresh_database: str) -> None:
    owner, browser = somebody(), Browser(SoftAuthenticator(tells_handle=False))
    bound = browser.register(owner.ref)
    assert bound.authenticator.credential is not None

    options = browser.begin_assertion(owner.ref)
    login = browser.finish_assertion(options.ceremony, browser.authenticator.get(options.json))

    asked = json.loads(options.json)["allowCredentials"]
    assert [each["id"] for each in asked] == [b64(bound.authenticator.credential.credential_id)]
    assert login.principal == owner.ref


def test_a_passkey_that_must_say_who_it_is_and_does_not_is_refused(fresh_database: str) -> None:
    owner, browser = somebody(), Browser(SoftAuthenticator(tells_handle=False))
    browser.register(owner.ref)

    with pytest.raises(CeremonyRefusedError):
        browser.sign_in()

    assert refusals() == [("a1", "owner_mismatch")]


def test_an_authenticator_is_asked_not_to_register_twice(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    first = browser.register(owner.ref)
    assert first.authenticator.credential is not None

    asked = json.loads(browser.begin_registration(owner.ref).json)

    assert [each["id"] for each in asked["excludeCredentials"]] == [b64(first.authenticator.credential.credential_id)]
    assert asked["user"]["name"] == "••••2345"


def test_somebody_may_hold_several_passkeys_and_one_device_several_accounts(fresh_database: str) -> None:
    """C-07, C-08."""
    one, two, browser = somebody("a1"), somebody("a2"), Browser()

    counts = [browser.register(one.ref).held, browser.register(one.ref).held, browser.register(two.ref).held]

    assert counts == [1, 2, 1]
    assert [len(passkeys_of(principal=each.ref)) for each in (one, two)] == [2, 1]
    assert browser.sign_in(two.ref).principal == two.ref
    assert browser.sign_in(one.ref).principal == one.ref


def test_a_passkey_gets_its_makers_name_where_its_owner_gives_none(fresh_database: str) -> None:
    google = SoftAuthenticator(aaguid="ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4")

    bound = Browser(google).register(somebody().ref, finishing={"name": " \x00\n"})

    assert bound.authenticator.name == "Google Password Manager"


def test_what_cannot_be_seen_does_not_get_into_a_name(fresh_database: str) -> None:
    bound = Browser().register(somebody().ref, finishing={"name": "居間\x00の\u202ePC" + "x" * 200})

    assert bound.authenticator.name == ("居間 の PC" + "x" * 200)[:100]


def test_a_signal_is_told_and_the_state_of_the_backup_is_kept(fresh_database: str) -> None:
    owner, browser = somebody(), Browser(SoftAuthenticator(backup_eligible=True, backed_up=True))
    bound = browser.register(owner.ref)
    browser.authenticator.backed_up = False

    login = browser.sign_in()

    assert (login.signals, login.factor) == ((Signal.BACKUP_LOST,), FactorCode.PASSKEY_SYNCED)
    assert told(ACCEPTED)[0]["signals"] == ["backup_lost"]
    credential = authenticator_of(authenticator=bound.authenticator.id).credential
    assert credential is not None
    assert not credential.backed_up


def test_trap_06_a_second_tab_finished_first_locks_nobody_out_and_the_highest_counter_is_kept(
    fresh_database: str,
) -> None:
    owner, browser = somebody(), Browser()
    bound = browser.register(owner.ref)
    first, second = browser.begin_assertion(owner.ref), browser.begin_assertion(owner.ref)
    of_first, of_second = browser.authenticator.get(first.json), browser.authenticator.get(second.json)

    assert browser.finish_assertion(second.ceremony, of_second).signals == ()
    assert browser.finish_assertion(first.ceremony, of_first).signals == (Signal.COUNTER_REGRESS,)
    credential = authenticator_of(authenticator=bound.authenticator.id).credential
    assert credential is not None
    assert credential.counter == 2


def test_a_hardware_key_of_the_staff_stops_at_a_counter_that_did_not_rise(fresh_database: str) -> None:
    authority = Authority()
    person = somebody("s1", kind=PrincipalKind.STAFF)
    browser = Browser(SoftAuthenticator(form="packed", batch=authority.batch(), transports=("usb",)))
    bound = browser.register(person.ref, profile=STAFF, finishing={"trust": Trust(anchors=(authority.root,))})
    assert browser.sign_in(acr=Acr.PHRH).acr is Acr.PHRH
    browser.authenticator.counts = 0

    with pytest.raises(CeremonyRefusedError):
        browser.sign_in()

    assert bound.authenticator.aaguid_proven
    assert refusals() == [("staff:s1", "counter_regressed")]


def test_a_passkey_made_in_passing_counts_for_operations_only_after_a_login(fresh_database: str) -> None:
    owner = somebody()
    browser = Browser(SoftAuthenticator(present=False, verified=False, backup_eligible=True, backed_up=True))
    bound = browser.register(owner.ref, conditional=True)
    browser.authenticator.present = browser.authenticator.verified = True

    with pytest.raises(CeremonyRefusedError) as refused:
        browser.begin_assertion(owner.ref, purpose=Purpose.APPROVE)
    login = browser.sign_in()

    assert refused.value.reason is Reason.NO_AUTHENTICATOR
    assert not bound.authenticator.confirmed
    assert (login.confirmed, login.signals) == (False, (Signal.FIRST_USE_OF_AUTO_CREATED,))
    assert browser.sign_in(owner.ref, purpose=Purpose.APPROVE).confirmed


def test_what_registers_in_passing_cannot_be_attested(fresh_database: str) -> None:
    with pytest.raises(ValueError, match="attested"):
        Browser().begin_registration(somebody().ref, profile=STAFF, conditional=True)


# ---- who may answer ---------------------------------------------------------------------------------------------


def test_somebody_without_passkeys_is_told_so_unless_decoys_keep_the_secret(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    instead = decoys_for(login=owner.login, secret=b"firm")

    with pytest.raises(CeremonyRefusedError) as refused:
        browser.begin_assertion(owner.ref)
    options = browser.begin_assertion(owner.ref, instead=instead)

    assert refused.value.reason is Reason.NO_AUTHENTICATOR
    assert json.loads(options.json)["allowCredentials"] == list(instead)


def test_only_the_authenticators_that_were_asked_for_may_answer(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    first, second = browser.register(owner.ref), browser.register(owner.ref)
    options = browser.begin_assertion(owner.ref, authenticators=[first.authenticator.id])
    newest = browser.authenticator.passkeys[-1]

    with pytest.raises(CeremonyRefusedError) as refused:
        browser.finish_assertion(options.ceremony, browser.authenticator.get(options.json, passkey=newest))

    assert second.authenticator.credential is not None
    assert newest.id == second.authenticator.credential.credential_id
    assert refused.value.reason is Reason.CREDENTIAL_NOT_ASKED


def test_a_passkey_that_is_too_weak_is_not_asked_and_not_accepted(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)

    with pytest.raises(CeremonyRefusedError) as unasked:
        browser.begin_assertion(owner.ref, acr=Acr.PHRH)
    with pytest.raises(CeremonyRefusedError) as unaccepted:
        browser.sign_in(acr=Acr.PHRH)

    assert unasked.value.reason is Reason.NO_AUTHENTICATOR
    assert unaccepted.value.reason is Reason.AUTHENTICATOR_TOO_WEAK


@pytest.mark.parametrize("move", [suspend_authenticator, remove_authenticator])
def test_an_authenticator_that_was_stopped_between_asking_and_answering_is_refused(
    fresh_database: str, move: Any
) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    newest = browser.register(owner.ref)
    options = browser.begin_assertion(owner.ref)
    move(authenticator=newest.authenticator.id, by=owner.ref, reason="lost", at=AT)

    with pytest.raises(CeremonyRefusedError) as refused:
        browser.finish_assertion(options.ceremony, browser.authenticator.get(options.json))

    assert refused.value.reason in {Reason.AUTHENTICATOR_SUSPENDED, Reason.AUTHENTICATOR_ENDED}


def test_a_passkey_that_nobody_has_is_refused(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    stranger = Browser()
    stranger.authenticator.create(browser.begin_registration(owner.ref).json)

    with pytest.raises(CeremonyRefusedError) as refused:
        stranger.sign_in()

    assert refused.value.reason is Reason.CREDENTIAL_UNKNOWN
    assert refusals() == [("", "credential_unknown")]


def test_trap_10_somebody_elses_passkey_does_not_answer_for_a_known_customer(fresh_database: str) -> None:
    one, two, browser = somebody("a1"), somebody("a2"), Browser()
    browser.register(one.ref)
    browser.register(two.ref)
    options = browser.begin_assertion(one.ref)

    with pytest.raises(CeremonyRefusedError) as refused:
        browser.finish_assertion(
            options.ceremony, browser.authenticator.get(options.json, passkey=browser.authenticator.passkeys[-1])
        )

    assert refused.value.reason is Reason.OWNER_MISMATCH
    assert refusals() == [("a1", "owner_mismatch")]


def test_trap_11_a_credential_id_belongs_to_one_person_for_good(fresh_database: str) -> None:
    """Otherwise somebody could register a victim's id as his own."""
    victim, attacker, browser = somebody("a1"), somebody("a2"), Browser()
    taken = browser.register(victim.ref).authenticator.credential
    assert taken is not None
    thief = Browser(session="se_9")
    options = thief.begin_registration(attacker.ref)

    with pytest.raises(CeremonyRefusedError) as refused:
        thief.finish_registration(
            options.ceremony, thief.authenticator.create(options.json, credential_id=taken.credential_id)
        )

    assert refused.value.reason is Reason.CREDENTIAL_TAKEN
    assert authenticators_of(principal=attacker.ref) == ()
    assert refusals("authentication:registration:refused") == [("a2", "credential_taken")]


def test_an_id_of_an_authenticator_that_is_taken_is_the_callers_mistake(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    bound = browser.register(owner.ref)

    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        browser.register(owner.ref, finishing={"authenticator": bound.authenticator.id})


# ---- once -------------------------------------------------------------------------------------------------------


def test_a_challenge_and_a_name_are_minted_for_every_beginning(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.begin_registration(owner.ref, challenge=b"x" * 32, ceremony="ce_x")

    for again in ({"challenge": b"x" * 32}, {"ceremony": "ce_x"}):
        with pytest.raises(ChallengeReusedError):
            browser.begin_assertion(None, **again)
    with pytest.raises(ValueError, match="16 bytes"):
        browser.begin_assertion(None, challenge=b"x" * 15)
    with pytest.raises(NobodyError):
        browser.begin_registration("customer:nobody")


def test_an_answer_is_accepted_once(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_assertion()
    answer = browser.authenticator.get(options.json)
    browser.finish_assertion(options.ceremony, answer)

    with pytest.raises(CeremonyGoneError) as refused:
        browser.finish_assertion(options.ceremony, answer)

    assert refused.value.reason is Reason.CEREMONY_USED
    assert refusals() == [("a1", "ceremony_used")]


def test_of_four_simultaneous_answers_exactly_one_is_accepted(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_assertion()
    answer = browser.authenticator.get(options.json)
    start = Barrier(4)

    def submit(_number: int) -> Assertion | Reason:
        try:
            start.wait()
            return browser.finish_assertion(options.ceremony, answer)
        except WebauthnRefusedError as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(submit, range(4)))

    assert sum(isinstance(outcome, Assertion) for outcome in outcomes) == 1
    assert outcomes.count(Reason.CEREMONY_USED) == 3
    assert len(told(ACCEPTED)) == 1


def test_of_two_simultaneous_registrations_of_one_credential_exactly_one_is_bound(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    asked = [browser.begin_registration(owner.ref) for _ in range(2)]
    answers = [browser.authenticator.create(each.json, credential_id=b"same" * 8) for each in asked]
    start = Barrier(2)

    def submit(number: int) -> Reason | None:
        try:
            start.wait()
            browser.finish_registration(asked[number].ceremony, answers[number])
        except CeremonyRefusedError as refusal:
            return refusal.reason
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(submit, range(2))) == {None, Reason.CREDENTIAL_TAKEN}
    assert len(authenticators_of(principal=owner.ref)) == 1


def test_trap_07_a_failed_answer_spends_the_challenge_so_that_the_right_one_comes_too_late(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_assertion()
    answer = browser.authenticator.get(options.json)

    with pytest.raises(CeremonyRefusedError):
        browser.finish_assertion(options.ceremony, tampered(answer, signature=b"\x30\x00"))
    assert state(options.ceremony) is CeremonyState.REFUSED
    with pytest.raises(CeremonyGoneError):
        browser.finish_assertion(options.ceremony, answer)

    assert refusals() == [("a1", "signature_invalid"), ("", "ceremony_used")]
    assert told(ACCEPTED) == []


def test_trap_07_a_failed_registration_spends_the_challenge_too(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    options = browser.begin_registration(owner.ref)
    answer = browser.authenticator.create(options.json)

    with pytest.raises(MalformedMessageError):
        browser.finish_registration(options.ceremony, tampered(answer, attestationObject=b""))
    with pytest.raises(CeremonyGoneError):
        browser.finish_registration(options.ceremony, answer)

    assert authenticators_of(principal=owner.ref) == ()
    assert refusals("authentication:registration:refused") == [("a1", "attestation_malformed"), ("a1", "ceremony_used")]


def test_trap_07_and_08_nothing_is_finished_within_a_callers_transaction(fresh_database: str) -> None:
    """It would un-spend the challenge, and un-write the record and the caller's session, when it rolls back."""
    owner, browser = somebody(), Browser()
    options = browser.begin_registration(owner.ref)
    answer = browser.authenticator.create(options.json)

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        browser.finish_registration(options.ceremony, answer)

    assert state(options.ceremony) is CeremonyState.OPEN
    assert browser.finish_registration(options.ceremony, answer)


# ---- whose, and when ----------------------------------------------------------------------------------------------


def test_an_answer_relayed_to_another_session_is_refused_and_the_own_session_can_go_on(fresh_database: str) -> None:
    """C-02: a relayed challenge. Whoever relays cannot spend it either."""
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_assertion(owner.ref)
    answer = browser.authenticator.get(options.json)

    with pytest.raises(CeremonyGoneError) as refused:
        browser.elsewhere().finish_assertion(options.ceremony, answer)

    assert refused.value.reason is Reason.CEREMONY_OF_ANOTHER_SESSION
    assert refusals() == [("a1", "ceremony_of_another_session")]
    assert browser.finish_assertion(options.ceremony, answer).principal == owner.ref


def test_an_answer_that_comes_too_late_is_refused(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_assertion(ttl=1_000)
    answer = browser.authenticator.get(options.json)

    with pytest.raises(CeremonyGoneError) as refused:
        browser.finish_assertion(options.ceremony, answer, at=AT + 1_000)

    assert (options.expires, refused.value.reason) == (AT + 1_000, Reason.CEREMONY_EXPIRED)


def test_a_registration_is_not_finished_as_a_login(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    options = browser.begin_registration(owner.ref)
    asked = {**json.loads(options.json), "rpId": "localhost"}

    with pytest.raises(CeremonyGoneError):
        browser.finish_assertion(options.ceremony, browser.authenticator.get(json.dumps(asked)))


def test_a_look_alike_page_is_refused(fresh_database: str) -> None:
    """C-02."""
    owner, browser = somebody(), Browser()
    browser.register(owner.ref)
    browser.authenticator.origin = "https://localhost.example"

    with pytest.raises(CeremonyRefusedError):
        browser.sign_in()

    assert refusals() == [("a1", "origin_not_listed")]


def test_a_page_in_a_frame_of_a_site_that_the_firm_named_is_accepted(fresh_database: str) -> None:
    owner = somebody()
    browser = Browser(party=replace(PARTY, embedding=("https://partner.example",)))
    browser.register(owner.ref)
    browser.authenticator.cross_origin, browser.authenticator.top_origin = True, "https://partner.example"

    assert browser.sign_in().principal == owner.ref


# ---- whatever comes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "nothing", "x" * 65, "a\x00b", "ce 1", "../ce", "あ"])
def test_a_ceremony_of_any_other_name_is_unknown_and_that_is_written_down(fresh_database: str, name: str) -> None:
    for finish in (Browser().finish_assertion, Browser().finish_registration):
        with pytest.raises(CeremonyGoneError) as refused:
            finish(name, "{}")
        assert refused.value.reason is Reason.CEREMONY_UNKNOWN

    assert refusals() == [("", "ceremony_unknown")]
    assert refusals("authentication:registration:refused") == [("", "ceremony_unknown")]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text() | st.dictionaries(st.text(), st.text()).map(json.dumps))
def test_every_malformed_message_is_refused_written_down_and_spends_its_challenge(
    fresh_database: str, message: str
) -> None:
    browser = Browser()
    options = browser.begin_assertion()

    with pytest.raises(MalformedMessageError):
        browser.finish_assertion(options.ceremony, message)

    assert state(options.ceremony) is CeremonyState.REFUSED
    row = models.Ceremony.objects.get(pk=options.ceremony)
    assert row.reason == told(REFUSED)[-1]["reason"]
    assert told(REFUSED)[-1]["ceremony"] == options.ceremony


def test_what_was_demanded_at_the_beginning_is_what_counts_at_the_end(fresh_database: str) -> None:
    options = Browser().begin_registration(somebody().ref, profile=STAFF)

    asked = ceremony_of(ceremony=options.ceremony)

    assert (asked.profile, asked.conditional) == (STAFF, False)
    assert ceremony_of(ceremony=Browser().begin_assertion().ceremony).profile == CUSTOMER
