"""E-18: messages that are signed and yet wrong, against real operations on a real database.

The authenticator is software and really signs, so a thief can have it say whatever no browser would.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.builders.authenticator import MODEL, Authority, SoftAuthenticator, part, tampered
from tests.builders.factors import at_once
from tests.builders.metadata import Alliance, model
from tests.builders.passkeys import AT, Browser, somebody, told

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.rules.attestation.blobs import read_blob
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import STAFF, AttestationProfile
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.refusals_webauthn import Reason, WebauthnRefusedError
from sekisho.authentication.types.webauthn import Assertion, Signal

ACCEPTED, REFUSED = "authentication:assertion:accepted", "authentication:assertion:refused"
LISTED = AttestationProfile(
    code="listed", require_attestation=True, mds_required=True, allowed_aaguids=frozenset({MODEL})
)


def refusal(act: Callable[[], object]) -> Reason:
    """Why it was refused."""
    with pytest.raises(WebauthnRefusedError) as caught:
        act()
    return caught.value.reason


def noted_reasons(kind: str = REFUSED) -> list[str]:
    """What the journal keeps of refusals, oldest first."""
    return [each["reason"] for each in told(kind)]


@pytest.fixture
def victim(fresh_database: str) -> Browser:
    """A customer's browser with his passkey."""
    browser = Browser()
    browser.register(somebody().ref)
    return browser


def test_a_challenge_relayed_to_the_victim_opens_nothing_for_the_thief(victim: Browser) -> None:
    """E-18, relayed challenge: the thief begins a login, has the victim sign it, and both hand it in."""
    thief = victim.elsewhere("se_thief")
    asked = thief.begin_assertion()
    signed = victim.authenticator.get(asked.json)

    assert refusal(lambda: victim.finish_assertion(asked.ceremony, signed)) is Reason.CEREMONY_OF_ANOTHER_SESSION
    own = victim.begin_assertion()
    assert refusal(lambda: victim.finish_assertion(own.ceremony, signed)) is Reason.CHALLENGE_MISMATCH
    assert noted_reasons() == ["ceremony_of_another_session", "challenge_mismatch"]
    assert told(ACCEPTED) == []


def test_an_answer_tapped_from_the_line_is_worth_nothing_in_another_session(victim: Browser) -> None:
    """E-18, relayed answer: who overhears the victim's answer cannot hand it in, nor spoil the victim's login."""
    asked = victim.begin_assertion()
    signed = victim.authenticator.get(asked.json)

    stolen = refusal(lambda: victim.elsewhere("se_thief").finish_assertion(asked.ceremony, signed))

    assert stolen is Reason.CEREMONY_OF_ANOTHER_SESSION
    assert victim.finish_assertion(asked.ceremony, signed)


def test_a_page_that_looks_like_the_firms_gets_a_signature_that_is_refused(victim: Browser) -> None:
    """E-18, look-alike origin, with an authenticator that no browser holds back."""
    for origin in ("https://sekish0.example", "http://localhost:8001", "https://localhost:8000", "null"):
        victim.authenticator.origin = origin
        assert refusal(victim.sign_in) is Reason.ORIGIN_NOT_LISTED

    assert noted_reasons() == ["origin_not_listed"] * 4


def test_a_signature_made_inside_somebody_elses_frame_is_refused(victim: Browser) -> None:
    """E-18, cross-origin frame, with an authenticator that no browser holds back."""
    victim.authenticator.cross_origin, victim.authenticator.top_origin = True, "https://sekish0.example"

    assert refusal(victim.sign_in) is Reason.EMBEDDED_ELSEWHERE
    assert noted_reasons() == ["embedded_elsewhere"]


def test_an_answer_replayed_a_moment_later_is_refused(victim: Browser) -> None:
    """E-18, replay: into the same ceremony, and into a new one."""
    asked = victim.begin_assertion()
    signed = victim.authenticator.get(asked.json)
    victim.finish_assertion(asked.ceremony, signed)

    assert refusal(lambda: victim.finish_assertion(asked.ceremony, signed)) is Reason.CEREMONY_USED
    fresh = victim.begin_assertion()
    assert refusal(lambda: victim.finish_assertion(fresh.ceremony, signed)) is Reason.CHALLENGE_MISMATCH
    assert len(told(ACCEPTED)) == 1


def test_an_answer_kept_until_the_challenge_is_old_is_refused(victim: Browser) -> None:
    """E-18, replay of an answer that was held back."""
    asked = victim.begin_assertion()
    signed = victim.authenticator.get(asked.json)

    assert refusal(lambda: victim.finish_assertion(asked.ceremony, signed, at=asked.expires)) is Reason.CEREMONY_EXPIRED
    assert told(ACCEPTED) == []


def test_an_answer_submitted_six_times_at_once_counts_once(victim: Browser) -> None:
    """E-18, double submit, by threads that begin together."""
    asked = victim.begin_assertion()
    signed = victim.authenticator.get(asked.json)

    def submit(_: int) -> Assertion | Reason:
        try:
            return victim.finish_assertion(asked.ceremony, signed)
        except WebauthnRefusedError as error:
            return error.reason

    answers = at_once(6, submit)

    assert sum(isinstance(each, Assertion) for each in answers) == 1
    assert answers.count(Reason.CEREMONY_USED) == 5
    assert len(told(ACCEPTED)) == 1


def test_a_thief_with_the_phone_but_without_its_pin_signs_nothing(victim: Browser) -> None:
    """E-18, UV off: the flag is what counts, not what the page asked for."""
    victim.authenticator.verified = False

    assert refusal(victim.sign_in) is Reason.USER_NOT_VERIFIED
    victim.authenticator.verified, victim.authenticator.present = True, False
    assert refusal(victim.sign_in) is Reason.USER_NOT_PRESENT


def test_a_flag_that_is_set_after_signing_spoils_the_signature(victim: Browser) -> None:
    """E-18, UV off: the thief sets the flag himself on the way."""
    victim.authenticator.verified = False
    asked = victim.begin_assertion()
    signed = victim.authenticator.get(asked.json)
    data = bytearray(part(signed, "authenticatorData"))
    data[32] |= 0x04

    spoilt = tampered(signed, authenticatorData=bytes(data))

    assert refusal(lambda: victim.finish_assertion(asked.ceremony, spoilt)) is Reason.SIGNATURE_INVALID


@pytest.mark.parametrize("profile", [STAFF, LISTED], ids=lambda profile: profile.code)
def test_a_home_made_key_that_claims_a_listed_model_is_not_believed(
    fresh_database: str, profile: AttestationProfile
) -> None:
    """E-18, fake attestation with a listed AAGUID: signed by itself, by a home-made maker, and not at all."""
    maker, forger, alliance = Authority("Maker"), Authority("Maker"), Alliance()
    trust = read_blob(alliance.blob(model(roots=[maker.root])), root=alliance.root, at=AT)
    member = somebody("s1", kind=PrincipalKind.STAFF)

    def enrol(**made: object) -> object:
        key = SoftAuthenticator(**{"aaguid": MODEL, "transports": ("usb",), **made})  # type: ignore[arg-type]
        return Browser(key).register(member.ref, profile=profile, finishing={"trust": trust})

    assert refusal(lambda: enrol(form="self")) is Reason.ATTESTATION_SELF
    assert refusal(lambda: enrol(form="packed", batch=forger.batch())) is Reason.ATTESTATION_UNTRUSTED
    assert refusal(lambda: enrol(form="none")) is Reason.ATTESTATION_MISSING
    assert authenticators_of(principal=member.ref) == ()
    assert noted_reasons("authentication:registration:refused") == [
        "attestation_self", "attestation_untrusted", "attestation_missing",
    ]  # fmt: skip
    assert enrol(form="packed", batch=maker.batch())


def test_a_customers_key_signed_by_itself_is_kept_as_unproven(fresh_database: str) -> None:
    """E-18, fake attestation: where any model is welcome, a claimed one proves nothing and is not marked as proven."""
    bound = Browser(SoftAuthenticator(aaguid=MODEL, form="self")).register(somebody().ref)

    assert not bound.authenticator.aaguid_proven


def test_a_copied_passkey_gives_itself_away_by_its_counter(victim: Browser) -> None:
    """E-18, counter regress: a clone signs with an old counter; it is told to the caller and to the journal."""
    clone = replace(victim, authenticator=SoftAuthenticator(passkeys=[replace(victim.authenticator.passkeys[0])]))
    victim.sign_in()
    victim.sign_in()

    login = clone.sign_in()

    assert Signal.COUNTER_REGRESS in login.signals
    assert [each["signals"] for each in told(ACCEPTED)] == [[], [], ["counter_regress"]]


def test_a_copied_hardware_key_of_the_staff_is_stopped_by_its_counter(fresh_database: str) -> None:
    """E-18, counter regress, where a hardware key cannot have been synchronised."""
    maker, member = Authority(), somebody("s1", kind=PrincipalKind.STAFF)
    alliance = Alliance()
    trust = read_blob(alliance.blob(model(roots=[maker.root])), root=alliance.root, at=AT)
    owner = Browser(SoftAuthenticator(form="packed", batch=maker.batch(), transports=("usb",)))
    owner.register(member.ref, profile=STAFF, finishing={"trust": trust})
    clone = replace(owner, authenticator=SoftAuthenticator(passkeys=[replace(owner.authenticator.passkeys[0])]))
    owner.sign_in(acr=Acr.PHRH)
    owner.sign_in(acr=Acr.PHRH)

    assert refusal(lambda: clone.sign_in(acr=Acr.PHRH)) is Reason.COUNTER_REGRESSED
    assert noted_reasons() == ["counter_regressed"]


def test_the_victims_passkey_cannot_be_registered_under_the_thiefs_account(victim: Browser) -> None:
    """E-18, enrolment by a thief: an id that belongs to somebody is nobody else's."""
    thief, attacker = Browser(session="se_thief"), somebody("a2")
    asked = thief.begin_registration(attacker.ref)
    made = thief.authenticator.create(asked.json, credential_id=victim.authenticator.passkeys[0].id)

    assert refusal(lambda: thief.finish_registration(asked.ceremony, made)) is Reason.CREDENTIAL_TAKEN
    assert authenticators_of(principal=attacker.ref) == ()


def test_a_registration_that_the_owner_began_is_not_finished_by_the_thief(victim: Browser) -> None:
    """E-18, enrolment by a thief: he slips his own authenticator into the victim's registration."""
    owner = "customer:a1"
    asked = victim.begin_registration(owner)
    thief = Browser(session="se_thief")
    made = thief.authenticator.create(asked.json)

    assert refusal(lambda: thief.finish_registration(asked.ceremony, made)) is Reason.CEREMONY_OF_ANOTHER_SESSION
    assert len(authenticators_of(principal=owner)) == 1
