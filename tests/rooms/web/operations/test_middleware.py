import logging

import pytest
from tests.builders.web import client, host

from sekisho.web.types.calls import BROWSER_COOKIE, LANGUAGE_COOKIE


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_answer_carries_the_standing_orders(database: str, language: str) -> None:
    answer = client(language=language).get("/there-is-none")

    assert answer.status_code == 404
    assert "require-trusted-types-for 'script'" in answer["Content-Security-Policy"]
    assert answer["Permissions-Policy"].startswith("publickey-credentials-get=(self)")
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Language"] == language
    assert answer["X-Request-Id"] in answer.content.decode()
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "Strict-Transport-Security" not in answer


def test_strict_transport_is_demanded_where_the_site_is_secure(database: str, settings: object) -> None:
    settings.SEKISHO_ORIGINS = ("https://login.broker.example",)

    assert client().get("/there-is-none")["Strict-Transport-Security"].startswith("max-age=63072000")


def test_another_host_is_refused_and_told_to_type_the_address(database: str) -> None:
    answer = client().get("/login", HTTP_HOST="login.broker.example.evil.example")

    assert answer.status_code == 421
    assert "直接入力" in answer.content.decode()


def test_the_health_check_answers_under_any_name_and_sets_no_cookie(database: str) -> None:
    answer = client().get("/healthz", HTTP_HOST="10.0.0.7:8000")

    assert (answer.status_code, answer.content, answer.cookies) == (200, b"ok", {})


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://localhost"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_other_sites_cannot_send_anything_here(database: str, headers: dict[str, str]) -> None:
    answer = client().post("/freeze", headers={}, **headers)

    assert answer.status_code == 403
    assert "別のサイト" in answer.content.decode()


def test_our_own_pages_can(database: str) -> None:
    answer = client().post("/there-is-none", HTTP_ORIGIN=f"http://{host()}", HTTP_SEC_FETCH_SITE="same-origin")

    assert answer.status_code == 404


def test_a_form_without_its_token_is_told_to_reload(database: str) -> None:
    answer = client(csrf=True).post("/freeze", HTTP_ORIGIN=f"http://{host()}")

    assert answer.status_code == 403
    assert "開き直し" in answer.content.decode()


@pytest.mark.parametrize("length", ["1048577", "99999999999", "-1", "many"])
def test_too_much_is_refused_before_it_is_read(database: str, length: str) -> None:
    answer = client().post("/there-is-none", CONTENT_LENGTH=length)

    assert answer.status_code == 413


def test_a_method_that_a_page_does_not_know_gets_a_page(database: str) -> None:
    answer = client().put("/freeze")

    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert "前の画面" in answer.content.decode()


def test_a_program_gets_a_problem_document_in_both_languages(database: str) -> None:
    answer = client(language="en").get("/v1/there-is-none")

    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (told["status"], told["code"], told["title"]) == (404, "not_found", "There is no such page")
    assert told["texts"]["ja"]["title"] == "ページが見つかりません"
    assert told["request"] == answer["X-Request-Id"]
    assert BROWSER_COOKIE not in answer.cookies


def test_a_chosen_language_is_kept(database: str) -> None:
    browser = client(language="ja")

    assert browser.get("/there-is-none?lang=en").cookies[LANGUAGE_COOKIE].value == "en"
    assert "There is no such page" in browser.get("/there-is-none").content.decode()
    assert LANGUAGE_COOKIE not in browser.get("/there-is-none?lang=en").cookies


def test_the_log_holds_no_address_no_query_and_no_cookie(database: str, caplog: pytest.LogCaptureFixture) -> None:
    browser = client()
    browser.get("/first")
    with caplog.at_level(logging.INFO, "sekisho.access"):
        browser.get("/second?code=123456", HTTP_USER_AGENT="browser-name", REMOTE_ADDR="203.0.113.9")

    line = caplog.records[-1].getMessage() if caplog.records[-1].name == "sekisho.access" else caplog.text
    assert "GET /second 404" in line
    for secret in ("123456", "browser-name", "203.0.113.9", browser.cookies[BROWSER_COOKIE].value):
        assert secret not in caplog.text
