import pytest
from tests.builders.factors import KEY, at_once, fresh_id, noted, why
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.recovery_codes import codes_left, print_codes, verify_recovery_code
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.interim import Printed
from sekisho.authentication.types.proofs import Proof, RefusedError

REF = "customer:a-1"


def _random(seed: int = 0) -> list[bytes]:
    return [bytes([seed, number]) + bytes(8) for number in range(10)]


def _print(seed: int = 0, *, at: int = AT, stop_enrol: int | None = None, authenticator: str = "") -> Printed:
    return print_codes(
        principal=REF, authenticator=authenticator or fresh_id(), random=_random(seed), key=KEY,
        stop_enrol=stop_enrol, visit=visit(), at=at,
    )  # fmt: skip


def _verify(typed: str, *, stop_use: int | None = None) -> object:
    return verify_recovery_code(principal=REF, typed=typed, key=KEY, stop_use=stop_use, visit=visit(), at=AT)


def test_each_code_of_a_sheet_is_good_once(database: str) -> None:
    customer()
    sheet = _print()

    proof = _verify(sheet.codes[3])

    assert isinstance(proof, Proof)
    assert (proof.authenticator, proof.acr) == (sheet.authenticator, Acr.MFA)
    assert why(_verify(sheet.codes[3])) == "wrong"
    assert codes_left(principal=REF) == 9


def test_a_code_may_be_typed_in_small_letters_with_spaces(database: str) -> None:
    customer()

    assert isinstance(_verify(_print().codes[1].lower().replace("-", " ")), Proof)


def test_of_several_at_once_one_has_the_code(fresh_database: str) -> None:
    customer()
    sheet = _print()

    answers = at_once(4, lambda _: _verify(sheet.codes[0]))

    assert sum(isinstance(answer, Proof) for answer in answers) == 1


def test_a_new_sheet_replaces_the_old_one_whole(database: str) -> None:
    customer()
    old, new = _print(), _print(1, at=AT + 1)

    assert why(_verify(old.codes[0])) == "wrong"
    assert isinstance(_verify(new.codes[0]), Proof)


def test_codes_stand_nowhere(database: str) -> None:
    customer()
    sheet = _print()
    kept = repr(list(models.RecoveryCode.objects.values())) + repr(noted())

    assert not any(code in kept or code.replace("-", "") in kept for code in sheet.codes)


def test_without_a_sheet_an_answer_reads_like_a_wrong_code(database: str) -> None:
    customer()

    assert why(_verify("AAAA-AAAA-AAAA-AAAA")) == "wrong"
    assert codes_left(principal=REF) == 0


def test_a_stopped_sheet_and_dates_are_told(database: str) -> None:
    customer()
    sheet = _print()

    assert why(_verify(sheet.codes[0], stop_use=AT)) == "retired"
    models.FactorState.objects.filter(pk=sheet.authenticator).update(failures=100)
    assert why(_verify(sheet.codes[0])) == "locked"
    with pytest.raises(RefusedError):
        _print(stop_enrol=AT)


@pytest.mark.parametrize("random", [[], [bytes(10)] * 10, [bytes([number]) * 7 for number in range(10)]])
def test_a_sheet_takes_enough_chance(database: str, random: list[bytes]) -> None:
    with pytest.raises(ValueError, match="random bytes"):
        print_codes(principal=REF, authenticator="au_1", random=random, key=KEY, stop_enrol=None, visit=visit(), at=AT)


def test_an_id_that_is_taken_is_a_conflict(database: str) -> None:
    customer()
    sheet = _print()

    with pytest.raises(RefusedError) as caught:
        _print(1, authenticator=sheet.authenticator)
    assert caught.value.refused.why.value == "conflict"
