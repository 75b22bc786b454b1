import pytest
from tests.builders.factors import at_once, noted, totp_code, totp_secret, why, with_totp
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.factors import (
    bind,
    clear_failures,
    fail,
    fail_unknown,
    held,
    locked,
    seen,
    subject_of,
    use,
)
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import Proof, Why

TOTP = FactorCode.TOTP


def _app(account: str = "a-1") -> models.Authenticator:
    ref = customer(account).ref
    return models.Authenticator.objects.get(pk=with_totp(ref, secret=totp_secret()))


def test_a_hundred_failures_in_a_row_stop_an_authenticator_and_no_more_are_counted(database: str) -> None:
    """NIST SP 800-63B-4, 3.2.2."""
    row = _app()
    models.FactorState.objects.filter(pk=row.pk).update(failures=98)

    answers = [why(fail(row, why=Why.WRONG, visit=visit(), at=AT)) for _ in range(4)]

    assert answers == ["wrong", "wrong", "locked", "locked"]
    assert locked(row)
    assert [kind for kind, _ in noted()][-3:] == [
        "authentication:factor:failed",
        "authentication:factor:failed",
        "authentication:factor:locked",
    ]


def test_of_many_failures_at_once_none_passes_the_limit(fresh_database: str) -> None:
    row = _app()
    models.FactorState.objects.filter(pk=row.pk).update(failures=97)

    answers = at_once(6, lambda _: why(fail(row, why=Why.WRONG, visit=visit(), at=AT)))

    assert sorted(answers) == ["locked"] * 3 + ["wrong"] * 3
    assert models.FactorState.objects.get(pk=row.pk).failures == 100


def test_a_success_starts_the_count_anew(database: str) -> None:
    row = _app()
    fail(row, why=Why.WRONG, visit=visit(), at=AT)

    assert isinstance(use(row, visit=visit(), at=AT), Proof)
    assert models.FactorState.objects.get(pk=row.pk).failures == 0
    row.refresh_from_db()
    assert row.last_used == AT


def test_a_stopped_authenticator_proves_nothing_even_with_the_right_answer(database: str) -> None:
    row = _app()
    models.FactorState.objects.filter(pk=row.pk).update(failures=100)

    assert why(use(row, visit=visit(), at=AT)) == "locked"


def test_an_authenticator_that_ended_meanwhile_proves_nothing(database: str) -> None:
    row = _app()
    models.Authenticator.objects.filter(pk=row.pk).update(state="revoked", ended=AT)

    assert why(use(row, visit=visit(), at=AT)) == "none_held"


def test_a_time_step_counts_once(database: str) -> None:
    row = _app()
    step = AT // 30_000 + 1

    assert isinstance(use(row, visit=visit(), at=AT, step=step), Proof)
    assert why(use(row, visit=visit(), at=AT, step=step)) == "replayed"
    assert noted()[-1][1]["reason"] == "replayed"
    assert why(use(row, visit=visit(), at=AT, step=step - 1)) == "replayed"


def test_failures_are_cleared_by_who_proved_himself(database: str) -> None:
    row = _app()
    fail(row, why=Why.WRONG, visit=visit(), at=AT)

    assert clear_failures(principal="customer:a-1", because="au_passkey", at=AT) == 1
    assert noted()[-1][1] == {"because": "au_passkey", "factors": 1, "principal": "customer:a-1"}
    assert clear_failures(principal="customer:a-1", because="au_passkey", at=AT) == 0
    assert noted()[-1][0] == "authentication:factor:cleared"


def test_a_failure_of_nobody_is_written_down_and_reads_like_any_other(database: str) -> None:
    assert why(fail_unknown(factor=TOTP, visit=visit(), at=AT)) == "wrong"
    assert noted()[-1][1]["reason"] == "none_held"


def test_every_entry_about_a_factor_names_it_and_no_secret(database: str) -> None:
    secret = totp_secret()
    row = models.Authenticator.objects.get(pk=with_totp(customer().ref, secret=secret))
    use(row, visit=visit(), at=AT)
    kind, payload = noted()[-1]

    assert kind == "authentication:factor:used"
    assert payload == {
        "authenticator": row.pk,
        "channel": "web",
        "device": "",
        "factor": "totp",
        "principal": "customer:a-1",
        "session": "br_1",
    }
    assert totp_code(secret, AT) not in repr(noted())


def test_the_source_of_a_binding_is_kept(database: str) -> None:
    assert _app().created_visit == seen(visit())


def test_the_one_before_a_sole_one_is_replaced_and_kept(database: str) -> None:
    old = _app()
    new = with_totp("customer:a-1", secret=totp_secret(), at=AT + 60_000)
    old.refresh_from_db()

    assert (old.state, old.ended, old.ended_reason) == ("replaced", AT + 60_000, "replaced")
    found = held("customer:a-1", TOTP)
    assert found is not None
    assert found.pk == new
    assert ("authentication:factor:removed", old.pk) in [(kind, told.get("authenticator")) for kind, told in noted()]


def test_a_sole_one_that_was_removed_by_hand_is_not_replaced_again(database: str) -> None:
    old = _app()
    models.Authenticator.objects.filter(pk=old.pk).update(state="revoked", ended=AT, ended_reason="lost")
    bind(
        authenticator="au_new", principal="customer:a-1", factor=TOTP, visit=visit(), at=AT, secret=None, detail={},
        sole=True,
    )  # fmt: skip
    old.refresh_from_db()

    assert old.ended_reason == "lost"


@pytest.mark.parametrize(("ref", "subject"), [("customer:a-1", "a-1"), ("staff:s-1", "staff:s-1")])
def test_the_journal_files_customers_under_their_account(ref: str, subject: str) -> None:
    assert subject_of(ref) == subject
