import pytest
from tests.builders.factors import CONTENT, SESSION, SoftDevice, at_once, noted, prompted, why
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.push import collect_prompt
from sekisho.authentication.types.push import PromptState, shown_digest
from sekisho.kernel.texts import Text

NUMBER = "731904"


@pytest.fixture
def device(database: str) -> SoftDevice:
    return SoftDevice().pair(customer().ref)


def test_the_app_shows_what_is_asked_and_no_number(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")

    (asked,) = device.prompts()

    assert (asked.id, asked.content, asked.shown) == (prompt.id, CONTENT, shown_digest(CONTENT))


def test_a_device_learns_only_of_its_own_customers_prompts(device: SoftDevice) -> None:
    prompted("customer:a-1")
    other = SoftDevice().pair(customer("a-2").ref)

    assert other.prompts() == ()


def test_a_listing_is_signed_and_fresh(device: SoftDevice) -> None:
    stranger = SoftDevice()
    stranger.authenticator = device.authenticator

    assert why(stranger.prompts()) == "none_held"
    assert why(device.prompts(signed_at=AT - 60_001)) == "none_held"
    device.authenticator = "au_unknown"
    assert why(device.prompts()) == "none_held"


def test_three_wrong_numbers_void_a_prompt_and_are_counted(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")

    assert [why(device.answer(prompt.id, "000000")) for _ in range(3)] == ["wrong"] * 3
    assert why(device.answer(prompt.id, NUMBER)) == "expired"
    assert models.FactorState.objects.get(pk=device.authenticator).failures == 3
    assert why(collect_prompt(prompt=prompt.id, session=SESSION, visit=visit(), at=AT)) == "spent"


@pytest.mark.parametrize("typed", ["７３１ ９０４", "731-904"])
def test_the_number_counts_however_it_is_typed(device: SoftDevice, typed: str) -> None:
    assert device.answer(prompted("customer:a-1").id, typed) is PromptState.ANSWERED


def test_there_is_no_approval_without_the_number(device: SoftDevice) -> None:
    """NIST SP 800-63B-4, 3.1.3: "compare and approve" is gone."""
    prompt = prompted("customer:a-1")

    assert why(device.answer(prompt.id, "")) == "wrong"


def test_an_app_that_showed_something_else_is_refused(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")

    assert why(device.answer(prompt.id, NUMBER, shown=Text("くじ引き", "A lottery"))) == "wrong"


def test_a_number_signed_by_another_key_is_refused_and_stops_nobody(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")
    thief = SoftDevice()
    thief.authenticator = device.authenticator

    assert why(thief.answer(prompt.id, NUMBER)) == "none_held"
    assert noted()[-1][1]["reason"] == "bad_signature"
    assert models.FactorState.objects.get(pk=device.authenticator).failures == 0
    assert device.answer(prompt.id, NUMBER) is PromptState.ANSWERED


def test_a_signature_over_another_number_is_refused(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")

    assert why(device.answer(prompt.id, "000000", signed=NUMBER)) == "none_held"


def test_another_customers_device_cannot_answer(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")

    assert why(SoftDevice().pair(customer("a-2").ref).answer(prompt.id, NUMBER)) == "expired"


def test_a_removed_device_answers_and_denies_nothing(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")
    models.Authenticator.objects.filter(pk=device.authenticator).update(state="revoked", ended=AT)

    assert why(device.answer(prompt.id, NUMBER)) == "none_held"
    assert why(device.deny(prompt.id)) == "none_held"


def test_a_prompt_is_answered_once_within_ten_minutes(device: SoftDevice) -> None:
    prompt = prompted("customer:a-1")

    assert why(device.answer(prompt.id, NUMBER, at=AT + 600_000)) == "expired"
    assert device.answer(prompt.id, NUMBER) is PromptState.ANSWERED
    assert why(device.answer(prompt.id, NUMBER)) == "expired"


def test_of_several_answers_at_once_one_counts(fresh_database: str) -> None:
    device = SoftDevice().pair(customer().ref)
    prompt = prompted("customer:a-1")

    answers = at_once(4, lambda _: device.answer(prompt.id, NUMBER))

    assert answers.count(PromptState.ANSWERED) == 1


def test_whoever_did_not_ask_says_so_and_the_page_is_told(device: SoftDevice) -> None:
    """C-19: an answer without a link."""
    prompt = prompted("customer:a-1")

    assert device.deny(prompt.id) is PromptState.DENIED
    kind, payload = noted()[-1]
    assert (kind, payload["prompt"], payload["asked_by"]) == ("authentication:push:denied", prompt.id, SESSION)
    assert why(collect_prompt(prompt=prompt.id, session=SESSION, visit=visit(), at=AT)) == "denied"
    assert why(device.answer(prompt.id, NUMBER)) == "expired"
    assert why(device.deny(prompt.id)) == "expired"
