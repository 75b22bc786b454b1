import pytest
from django.db import transaction
from tests.builders.passkeys import AT, VISIT, Browser, somebody, told

from sekisho.authentication.operations.claims import claim, give_up, refuse, take
from sekisho.authentication.queries.ceremonies import NoSuchCeremonyError, ceremony_of
from sekisho.authentication.types.ceremonies import CeremonyState
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, CeremonyRefusedError, Reason
from sekisho.authentication.types.webauthn import BROWSER_ERRORS, CeremonyKind

LONGEST_CODE = 40


def test_a_claim_is_committed_before_anything_is_looked_at(fresh_database: str) -> None:
    ceremony = Browser().begin_assertion().ceremony

    claimed = claim(ceremony=ceremony, kind=CeremonyKind.ASSERTION, session="se_1", visit=VISIT, at=AT)

    assert (claimed.id, ceremony_of(ceremony=ceremony).state) == (ceremony, CeremonyState.CLAIMED)


def test_neither_claim_nor_refusal_runs_within_a_callers_transaction(fresh_database: str) -> None:
    ceremony = Browser().begin_assertion().ceremony
    refusal = CeremonyRefusedError(Reason.SIGNATURE_INVALID)

    with transaction.atomic():
        with pytest.raises(RuntimeError, match="durable"):
            claim(ceremony=ceremony, kind=CeremonyKind.ASSERTION, session="se_1", visit=VISIT, at=AT)
        with pytest.raises(RuntimeError, match="durable"):
            refuse(refusal=refusal, ceremony=ceremony_of(ceremony=ceremony), visit=VISIT, at=AT)

    assert told("authentication:assertion:refused") == []


def test_where_the_browser_gave_up_the_challenge_is_spent_and_the_reason_is_kept(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    options = browser.begin_registration(owner.ref)

    give_up(ceremony=options.ceremony, session="se_1", error="NotAllowedError", visit=VISIT, at=AT)

    assert ceremony_of(ceremony=options.ceremony).state is CeremonyState.REFUSED
    told_ = told("authentication:registration:refused")[0]
    assert (told_["about"], told_["reason"], told_["channel"]) == ("a1", "browser_NotAllowedError", "web")
    with pytest.raises(CeremonyGoneError):
        browser.finish_registration(options.ceremony, browser.authenticator.create(options.json))


def test_what_no_browser_says_is_not_kept(fresh_database: str) -> None:
    ceremony = Browser().begin_assertion().ceremony

    give_up(ceremony=ceremony, session="se_1", error="<script>" * 100, visit=VISIT, at=AT)

    assert told("authentication:assertion:refused")[0]["reason"] == "browser_Other"


@pytest.mark.parametrize(("name", "session"), [("", "se_1"), ("nothing", "se_1"), (None, "se_2")])
def test_nobody_gives_up_for_somebody_else(fresh_database: str, name: str | None, session: str) -> None:
    ceremony = Browser().begin_assertion().ceremony

    with pytest.raises(CeremonyGoneError):
        give_up(ceremony=ceremony if name is None else name, session=session, error="x", visit=VISIT, at=AT)

    assert ceremony_of(ceremony=ceremony).state is CeremonyState.OPEN


def test_there_is_no_other_ceremony(fresh_database: str) -> None:
    with pytest.raises(NoSuchCeremonyError):
        ceremony_of(ceremony="nothing")


def test_every_reason_fits_its_column() -> None:
    codes = [*(reason.value for reason in Reason), *(f"browser_{error}" for error in BROWSER_ERRORS)]

    assert max(map(len, codes)) <= LONGEST_CODE


def test_of_two_who_read_a_ceremony_as_open_one_gets_it(fresh_database: str) -> None:
    read = ceremony_of(ceremony=Browser().begin_assertion().ceremony)
    take(read, at=AT)

    with pytest.raises(CeremonyGoneError) as refused:
        take(read, at=AT)

    assert refused.value.reason is Reason.CEREMONY_USED
