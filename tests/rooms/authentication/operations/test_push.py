import pytest
from tests.builders.factors import (
    CONTENT,
    SESSION,
    SoftDevice,
    at_once,
    fresh_id,
    nonce,
    noted,
    prompted,
    push_tools,
    why,
)
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.push import collect_prompt, prompt_again
from sekisho.authentication.operations.senders import Outbox
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.proofs import Proof, RefusedError
from sekisho.authentication.types.push import FreshPrompt, PromptState

NUMBER = "731904"


def _device() -> SoftDevice:
    return SoftDevice().pair(customer().ref)


def _collect(prompt: str, *, session: str = SESSION, at: int = AT) -> object:
    return collect_prompt(prompt=prompt, session=session, visit=visit(), at=at)


def _refused(**changes: object) -> str:
    with pytest.raises(RefusedError) as caught:
        prompted("customer:a-1", **changes)
    return caught.value.refused.why.value


def test_the_number_on_the_page_typed_into_the_app_proves_the_device_once(database: str) -> None:
    device = _device()
    prompt = prompted("customer:a-1")

    assert why(_collect(prompt.id)) == "waiting"
    assert device.answer(prompt.id, NUMBER) is PromptState.ANSWERED
    proof = _collect(prompt.id)

    assert isinstance(proof, Proof)
    assert (proof.authenticator, proof.acr, proof.amr) == (device.authenticator, Acr.MFA, ("mca", "mfa"))
    assert why(_collect(prompt.id)) == "spent"


def test_only_the_page_that_asked_takes_the_proof(database: str) -> None:
    device = _device()
    prompt = prompted("customer:a-1")
    device.answer(prompt.id, NUMBER)

    assert why(_collect(prompt.id, session="se_other")) == "expired"


def test_of_several_that_collect_at_once_one_has_the_proof(fresh_database: str) -> None:
    device = _device()
    prompt = prompted("customer:a-1")
    device.answer(prompt.id, NUMBER)

    answers = at_once(4, lambda _: _collect(prompt.id))

    assert sum(isinstance(answer, Proof) for answer in answers) == 1


def test_after_ten_minutes_it_is_over_even_where_it_was_answered(database: str) -> None:
    device = _device()
    prompt = prompted("customer:a-1")
    device.answer(prompt.id, NUMBER)

    assert why(_collect(prompt.id, at=AT + 600_000)) == "expired"


def test_a_page_that_is_loaded_again_shows_the_same_number(database: str) -> None:
    _device()
    prompt = prompted("customer:a-1")

    assert prompt_again(tools=push_tools(), prompt=prompt.id, session=SESSION, at=AT) == prompt
    assert prompt_again(tools=push_tools(), prompt=prompt.id, session="se_other", at=AT) is None
    assert prompt_again(tools=push_tools(), prompt=prompt.id, session=SESSION, at=AT + 600_000) is None


def test_a_new_prompt_of_a_page_voids_the_one_before(database: str) -> None:
    device = _device()
    old, new = prompted("customer:a-1"), prompted("customer:a-1", number="111222")

    assert why(_collect(old.id)) == "spent"
    assert device.answer(new.id, "111222") is PromptState.ANSWERED


def test_at_most_three_prompts_are_open_at_a_time(database: str) -> None:
    _device()
    for number in range(3):
        prompted("customer:a-1", session=f"se_{number}")

    assert _refused(session="se_more") == "too_often"
    prompted("customer:a-1", session="se_more", at=AT + 600_000)


def test_at_most_six_prompts_in_ten_minutes(database: str) -> None:
    """Against prompts that wear people down (MFA fatigue)."""
    _device()
    for _ in range(6):
        prompted("customer:a-1")

    assert _refused() == "too_often"


def test_one_source_asks_for_twenty_prompts_at_most(database: str) -> None:
    for number in range(20):
        ref = customer(f"b-{number}").ref
        SoftDevice().pair(ref)
        prompted(ref, session=f"se_{number}")
    _device()

    assert _refused() == "too_often"
    prompted("customer:a-1", visit=visit(ip="198.51.100.1"))


def test_many_at_once_never_hold_more_than_the_places(fresh_database: str) -> None:
    _device()

    def one(number: int) -> object:
        try:
            return prompted("customer:a-1", session=f"se_{number}")
        except RefusedError as error:
            return error.refused.why.value

    at_once(5, one)

    assert models.PushPrompt.objects.filter(state="open").count() <= 3


def test_who_has_no_device_or_comes_after_the_date_is_refused(database: str) -> None:
    customer()
    assert _refused() == "none_held"
    assert _refused(stop_use=AT) == "retired"


def test_an_id_that_is_taken_is_a_conflict(database: str) -> None:
    _device()
    fresh = FreshPrompt(id=fresh_id("pp"), number=NUMBER, nonce=nonce())
    prompted("customer:a-1", fresh=fresh)

    assert _refused(fresh=fresh, session="se_other") == "conflict"


def test_every_device_is_called_with_nothing_to_read_on_a_locked_screen(database: str) -> None:
    outbox = Outbox()
    _device()
    SoftDevice().pair("customer:a-1")
    prompted("customer:a-1", tools=push_tools(outbox))

    assert len(outbox.calls) == 2
    assert NUMBER not in repr(outbox.calls)
    assert CONTENT.ja not in repr(outbox.calls)


def test_a_call_that_does_not_go_out_stops_nobody(database: str) -> None:
    device = _device()
    prompt = prompted("customer:a-1", tools=push_tools(Outbox(broken=frozenset({"w-1"}))))

    assert noted()[-1][0] == "authentication:push:undelivered"
    assert [asked.id for asked in device.prompts()] == [prompt.id]


def test_the_number_stands_nowhere(database: str) -> None:
    device = _device()
    prompt = prompted("customer:a-1")

    assert NUMBER not in repr(noted()) + repr(device.prompts())
    assert NUMBER.encode() not in bytes(models.PushPrompt.objects.get(pk=prompt.id).number)
