"""Pages on which customers set up, and confirm with, what there is beside a passkey."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.test import Client
from tests.builders.beside import address_set_up, app_begun, app_set_up, field, sheet, telephone_set_up
from tests.builders.scenes import AGENT, Scene, a_customer
from tests.builders.web import client

from sekisho.authentication.types.assurance import Acr


def _after(*set_up: Callable[[Client], object], path: str, **form: str) -> Scene:
    def visit(language: str) -> HttpResponse:
        browser = a_customer(language, acr=Acr.MFA)[0]
        for each in set_up:
            each(browser)
        answer: HttpResponse = browser.post(path, form) if form else browser.get(path)
        return answer

    return visit


def _codes(language: str) -> HttpResponse:
    answer: HttpResponse = a_customer(language, acr=Acr.MFA)[0].post("/factors/codes")
    return answer


def _few_codes(browser: Client) -> None:
    for code in sheet(browser)[:9]:
        browser.post("/confirm/code", {"factor": "recovery_code", "code": code})


def _app_refused(language: str) -> HttpResponse:
    browser = a_customer(language, acr=Acr.MFA)[0]
    pending, _ = app_begun(browser)
    answer: HttpResponse = browser.post("/factors/app", {"pending": pending, "code": "000000"})
    return answer


def _device_waiting(language: str) -> HttpResponse:
    browser = a_customer(language, acr=Acr.MFA)[0]
    page = browser.get("/factors/device")
    form = {"pending": field(page, "pending"), "letters": field(page, "letters")}
    answer: HttpResponse = browser.post("/factors/device", form)
    return answer


def _app(language: str) -> HttpResponse:
    answer: HttpResponse = client(language=language, HTTP_USER_AGENT=AGENT).get("/app")
    return answer


FACTOR_SCENES: Mapping[str, Scene] = {
    "confirm, by what is typed": _after(app_set_up, telephone_set_up, sheet, path="/confirm?next=/enrol"),
    "confirm, a wrong code": _after(app_set_up, path="/confirm/code", factor="totp", code="000000"),
    "confirm, a code was sent": _after(address_set_up, path="/confirm/send", factor="email_otp"),
    "confirm, the app is asked": _after(telephone_set_up, path="/confirm/send", factor="push_number"),
    "factors, nothing": _after(path="/factors"),
    "factors": _after(app_set_up, address_set_up, telephone_set_up, sheet, path="/factors?done=device"),
    "factors, few codes": _after(_few_codes, path="/factors"),
    "factors, with a passkey": lambda language: a_customer(language, passkeys=1)[0].get("/factors"),
    "factors, not offered": lambda language: a_customer(language, passkeys=1)[0].get("/factors/app"),
    "authenticator app": _after(path="/factors/app"),
    "authenticator app, a wrong code": _app_refused,
    "recovery codes": _codes,
    "our app": _after(path="/factors/device"),
    "our app, not yet": _device_waiting,
    "mail for codes": _after(path="/factors/address?factor=email_otp"),
    "telephone for codes": _after(path="/factors/address?factor=sms_otp"),
    "telephone for codes, wrong": _after(path="/factors/address", factor="sms_otp", address="x"),
    "mail for codes, sent": _after(path="/factors/address", factor="email_otp", address="hanako@mail.example"),
    "the reference client": _app,
}
"""Each page in the situations in which somebody sees it."""
