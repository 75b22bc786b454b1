import json

import pytest
from tests.builders.opt_outs import LATER, declined, with_app
from tests.builders.rollout import with_passkey
from tests.builders.signing_in import AT, customer, staff

from sekisho.authentication import models
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.authentication.types.enrolment import EnrolmentState
from sekisho.authentication.types.kinds import KINDS
from sekisho.journal.types.entry import Entry
from sekisho.project.reactions.rolling_out import CHANGES, COUNTED, count_again, grow_figures

ADDED = "authentication:authenticator:added"


def told(kind: str, **payload: object) -> Entry:
    return Entry(7, 1, kind, "a-1", AT, json.dumps(payload).encode(), None, bytes(32))


def test_a_new_passkey_moves_the_enrolment(database: str) -> None:
    who = customer()
    authenticator = with_passkey(who.ref)

    count_again(told(ADDED, principal=who.ref, factor="passkey_synced", authenticator=authenticator), AT)

    assert enrolment_of(principal=who.ref).state is EnrolmentState.ENROLLED


def test_a_new_passkey_ends_an_opt_out_and_a_code_does_not(database: str) -> None:
    who = with_app(customer().ref)
    declined(who)
    entry = {"principal": who, "authenticator": "au_x"}

    count_again(told("authentication:factor:enrolled", factor="totp", **entry), LATER)
    assert not models.OptOutEnd.objects.exists()
    count_again(told(ADDED, factor="passkey_bound", **entry), LATER)
    assert models.OptOutEnd.objects.count() == 1


def test_a_removal_is_counted_and_staff_is_not(database: str) -> None:
    who = customer()

    count_again(told("authentication:authenticator:removed", principal=who.ref, authenticator="au_x"), AT)
    count_again(told(ADDED, principal=staff().ref, factor="security_key_attested", authenticator="au_y"), AT)

    assert models.Enrolment.objects.filter(principal="staff:s-1").count() == 0


def test_a_deed_is_kept_for_the_figures_once(database: str) -> None:
    entry = told("authentication:factor:used", principal="customer:a-1", factor="totp", authenticator="au_1")

    for _ in range(2):
        grow_figures(entry, AT + 1)

    assert models.FactorDeed.objects.count() == 1


@pytest.mark.parametrize("kind", [*CHANGES, *COUNTED])
def test_what_is_heard_is_written_by_somebody(kind: str) -> None:
    assert kind in KINDS
