"""The firm's app speaks with its key alone: what it is asked, the number, or that it was not the customer (C-14)."""

import pytest
from django.test import Client
from tests.builders.beside import Telephone, field, number_on, telephone_set_up, text_of
from tests.builders.interim import long_standing
from tests.builders.web import client, signed_in

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.web.operations.clock import now


@pytest.fixture
def who(database: str) -> Principal:
    return long_standing(language="en")


@pytest.fixture
def browser(who: Principal) -> Client:
    made = client(language="en")
    signed_in(made, who, acr=Acr.MFA)
    return made


def code_of(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]  # type: ignore[attr-defined]


def test_a_device_is_asked_word_for_word_what_the_page_is_about(browser: Client) -> None:
    device = telephone_set_up(browser)
    browser.post("/confirm/send", {"factor": "push_number"})

    asked = device.prompt()

    assert set(asked) == {"id", "content", "shown", "begun", "expires"}
    assert asked["content"]["ja"].startswith("ご本人の確認: ")
    assert asked["expires"] - asked["begun"] == 10 * MINUTE


def test_the_number_is_not_in_what_the_device_is_told(browser: Client) -> None:
    device = telephone_set_up(browser)
    page = browser.post("/confirm/send", {"factor": "push_number"})

    assert number_on(page) not in text_of(device.asked())


def test_three_wrong_numbers_end_the_question(browser: Client) -> None:
    device = telephone_set_up(browser)
    page = browser.post("/confirm/send", {"factor": "push_number"})
    asked, wrong = device.prompt(), str((int(number_on(page)) + 1) % 1_000_000).zfill(6)

    answers = [code_of(device.type(asked, wrong)) for _ in range(3)]

    assert answers == [(422, "wrong")] * 3
    assert code_of(device.type(asked, number_on(page))) == (410, "expired")
    assert device.asked().json()["prompts"] == []  # type: ignore[attr-defined]


def test_a_denial_ends_the_question(browser: Client) -> None:
    device = telephone_set_up(browser)
    browser.post("/confirm/send", {"factor": "push_number"})
    asked = device.prompt()

    assert device.refuse(asked).json() == {"state": "denied"}  # type: ignore[attr-defined]
    assert code_of(device.refuse(asked)) == (410, "expired")


def test_a_strange_key_hears_and_moves_nothing(browser: Client) -> None:
    device, thief = telephone_set_up(browser), Telephone()
    browser.post("/confirm/send", {"factor": "push_number"})
    asked = device.prompt()
    thief.authenticator = device.authenticator

    assert code_of(thief.asked()) == (403, "none_held")
    assert code_of(thief.type(asked, "000000")) == (403, "none_held")
    assert code_of(thief.refuse(asked)) == (403, "none_held")
    assert device.prompt() == asked


def test_an_old_list_cannot_be_asked_for_again(browser: Client) -> None:
    device = telephone_set_up(browser)

    assert code_of(device.asked(at=now() - HOUR)) == (403, "none_held")
    assert code_of(device.asked(at="soon")) == (403, "none_held")  # type: ignore[arg-type]


def test_letters_bind_one_device_and_only_with_the_key_that_signed_them(browser: Client) -> None:
    letters = field(browser.get("/factors/device"), "letters")
    first, second = Telephone(), Telephone()

    assert code_of(first.bind("guessed")) == (410, "expired")
    assert code_of(first.bind(letters, public_key="no key")) == (400, "malformed")
    assert code_of(first.bind(letters, public_key=second.public_key)) == (422, "wrong")
    assert first.bind(letters).status_code == 200
    assert second.bind(letters).status_code in {400, 410}


@pytest.mark.parametrize("what", ["pair", "prompts", "answer", "deny"])
def test_what_is_no_message_is_refused_with_a_problem_document(database: str, what: str) -> None:
    for body in ("[]", "{}", "no json", '{"authenticator": 7}'):
        answer = client().post(f"/push/{what}", body, content_type="application/json")
        assert answer.status_code == 400
        assert answer["Content-Type"].startswith("application/problem+json")
    assert client().get(f"/push/{what}").status_code == 405


def test_the_reference_client_is_there_for_anybody(database: str) -> None:
    page = text_of(client(language="en").get("/app"))

    assert "sekisho/push.js" in page
    assert "This is not me" in page
