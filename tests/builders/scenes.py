"""Every page, in the situation in which somebody sees it: name → how to come there. Batteries render them all."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.builders.approvals import CONTENTS
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.interim import PASSWORD, give_app, give_password, long_standing
from tests.builders.notices import HOUSE
from tests.builders.passkeys import VISIT
from tests.builders.recovering import begun, granted_to, with_codes
from tests.builders.web import client, opened, request, signed_in, somebody

from sekisho.authentication.models import Authenticator, SignedOperation
from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.operations.policy_publishing import say
from sekisho.authentication.operations.recoveries import complete
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import HOUR
from sekisho.kernel.texts import Text
from sekisho.notices.operations.announcing import announce, codes_for
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.notices import News
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.operations.pages import page
from sekisho.web.operations.resources import safe

Scene = Callable[[str], HttpResponse]
REPORT = '{"supported": true, "platform": true, "told": {"hybridTransport": false}}'
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)


def stored_passkey(who: Principal, name: str = "my phone", **fields: object) -> str:
    """A passkey in the table, for pages that only show it."""
    values = {
        "factor": "passkey_synced", "name": name, "created": now(), "created_by": who.ref, "public_key": b"key",
        "credential_id": f"{who.ref}{name}".encode(), "algorithm": -7, "rp_id": "localhost",
        "hold_until": now() + HOUR, **fields,
    }  # fmt: skip
    return str(Authenticator.objects.create(id=f"au_{who.ref[-12:]}_{len(name)}", principal_id=who.ref, **values).pk)


def a_customer(language: str, *, passkeys: int = 0, acr: Acr = Acr.PHR) -> tuple[Client, Principal, list[str]]:
    """Somebody signed in on a desktop, with so many passkeys."""
    browser, who = client(language=language, HTTP_USER_AGENT=AGENT), somebody(language=language)
    held = [stored_passkey(who, name) for name in ("my phone", "the computer", "a key")[:passkeys]]
    signed_in(browser, who, acr=acr, user_agent=AGENT)
    return browser, who, held


def _get(path: str, *, passkeys: int = 0, acr: Acr = Acr.PHR) -> Scene:
    return lambda language: a_customer(language, passkeys=passkeys, acr=acr)[0].get(path)


def _stranger(path: str, **form: str) -> Scene:
    def visit(language: str) -> HttpResponse:
        browser = client(language=language, HTTP_USER_AGENT=AGENT)
        answer: HttpResponse = browser.post(path, form) if form else browser.get(path)
        return answer

    return visit


def _remove(language: str) -> HttpResponse:
    browser, _, held = a_customer(language, passkeys=2)
    return browser.get(f"/security/remove/{held[0]}")


def _remove_last(language: str) -> HttpResponse:
    browser, _, held = a_customer(language, passkeys=1)
    return browser.post(f"/security/remove/{held[0]}")


def _two_sessions(language: str) -> HttpResponse:
    browser, who, _ = a_customer(language)
    opened(who, user_agent=AGENT)
    return browser.post("/sessions", {"session": "none of his"})


_IN_LETTERS = {"bank": "Sample Bank", "branch": "Main", "payee": "YAMADA HANAKO"}
RECEIPTED = {"approved", "executed", "voided"}
"""States in which an operation has a receipt."""


def _approval(**fields: object) -> Scene:
    """An operation to approve, in whatever state."""

    def visit(language: str) -> HttpResponse:
        browser, who, _ = a_customer(language, passkeys=1)
        made = create_operation(
            operation=OperationCode.WITHDRAW, principal=who.ref,
            content={**CONTENTS[OperationCode.WITHDRAW], **_IN_LETTERS}, caller="broker", visit=VISIT,
            identifier=identifier("op"), nonce=nonce(), at=now(),
        )  # fmt: skip
        receipt = {"receipt": f"rc_{made.id[-12:]}"} if fields.get("state") in RECEIPTED else {}
        SignedOperation.objects.filter(id=made.id).update(**{"state": "begun", **fields, **receipt})
        answer: HttpResponse = browser.get(f"/approve/{made.id}")
        return answer

    return visit


def _freeze(language: str) -> HttpResponse:
    browser, _, _ = a_customer(language)
    return browser.post("/freeze")


def _post(path: str) -> Scene:
    return lambda language: a_customer(language)[0].post(path)


def _login_stopped(language: str) -> HttpResponse:
    browser = client(language=language, HTTP_USER_AGENT=AGENT)
    return browser.post("/login", {"login": "nobody at all", "password": "wrong"})


def _asked_for_code(language: str) -> HttpResponse:
    browser, who = client(language=language, HTTP_USER_AGENT=AGENT), long_standing(language=language)
    give_password(who)
    give_app(who)
    return browser.post("/login", {"login": who.login, "password": PASSWORD})


def _code_refused(language: str) -> HttpResponse:
    browser, who = client(language=language, HTTP_USER_AGENT=AGENT), long_standing(language=language)
    give_password(who)
    give_app(who)
    asked = browser.post("/login", {"login": who.login, "password": PASSWORD}).content.decode()
    attempt = asked.partition('name="attempt" value="')[2].partition('"')[0]
    return browser.post("/login/factor", {"attempt": attempt, "factor": "totp", "code": "000000"})


def _told(path: str) -> Scene:
    """The inbox of somebody who was told of a login."""

    def visit(language: str) -> HttpResponse:
        browser, who, _ = a_customer(language)
        _contact(who)
        news = News(source=1, template="login", subject=who.account, language=language, facts={"time": now()})
        notice = announce(news=news, house=HOUSE, safe=safe(), at=now())
        assert notice is not None
        answer: HttpResponse = browser.get(f"/inbox/{notice.id}" if path else "/inbox")
        return answer

    return visit


def _contact(who: Principal) -> None:
    name = identifier("ct")
    add_contact(
        contact=name, subject=who.account, kind=ContactKind.EMAIL, address="hanako@example.jp", by="x", safe=safe(),
        at=now(),
    )  # fmt: skip
    verify_contact(contact=name, house=HOUSE, at=now())


def _contacts(language: str) -> HttpResponse:
    browser, who, _ = a_customer(language)
    _contact(who)
    answer: HttpResponse = browser.get("/contacts")
    return answer


def _silenced(language: str) -> HttpResponse:
    browser, _, _ = a_customer(language)
    browser.post("/inbox/executions", {"do": "silence", "accepted": "yes"})
    answer: HttpResponse = browser.get("/inbox/executions")
    return answer


def _recovering(how: str) -> Scene:
    """Somebody with saved codes who lost his phone."""

    def visit(language: str) -> HttpResponse:
        who, codes = with_codes(identifier("a"), language=language)
        if how in {"granted", "done"}:
            browser, case = granted_to(who, language=language)
        else:
            browser, _ = begun(who, codes[0], language=language)
        if how == "done":
            complete(case=case.id, authenticator=stored_passkey(who, created=now() + 1), at=now() + 2)
        if how == "sent":
            return _posted(browser, "/recovery/send", contact=f"ct-{who.account}")
        if how == "stopped":
            return _posted(browser, "/recovery/stop")
        answer: HttpResponse = browser.get("/recovery/done" if how == "done" else "/recovery/status")
        return answer

    return visit


def _posted(browser: Client, path: str, **form: str) -> HttpResponse:
    answer: HttpResponse = browser.post(path, form)
    return answer


def _no_method(language: str) -> HttpResponse:
    browser, who = client(language=language, HTTP_USER_AGENT=AGENT), somebody(language=language)
    give_password(who)
    return browser.post("/login", {"login": who.login, "password": PASSWORD}, follow=True)


def _history(language: str) -> HttpResponse:
    browser, who, _ = a_customer(language)
    give_password(who)
    client(language=language).post("/login", {"login": who.login, "password": "wrong"})
    return browser.get("/history")


def _schedule(language: str) -> HttpResponse:
    say(firm=Text("見本証券", "Sample Securities"), cause="version", at=now() - HOUR)
    return client(language=language).get("/schedule")


def _freeze_told(language: str, *, release: bool = False) -> HttpResponse:
    """Somebody who has frozen his account comes back with his passkey."""
    browser, _, _ = a_customer(language)
    held = SoftAuthenticator(origin=settings.SEKISHO_ORIGINS[0])
    options = browser.post("/ceremonies/enrol/begin", {}, content_type="application/json").json()
    made = held.create(json.dumps(options["publicKey"]))
    browser.post(
        "/ceremonies/enrol/finish", {"ceremony": options["ceremony"], "response": made},
        content_type="application/json",
    )  # fmt: skip
    browser.post("/freeze")
    options = browser.post("/ceremonies/login/begin", {}, content_type="application/json").json()
    answer = browser.post(
        "/ceremonies/login/finish",
        {"ceremony": options["ceremony"], "response": held.get(json.dumps(options["publicKey"]))},
        content_type="application/json",
    ).json()  # fmt: skip
    if release:
        return browser.post("/freeze/release", {"attempt": answer["next"].partition("attempt=")[2]})
    return browser.get(answer["next"])


def _code_taken(language: str) -> HttpResponse:
    who = somebody(language=language)
    facts = {"time": now(), "device": "x", "place": "y", "factor": "z"}
    news = News(source=1, template="login", subject=who.account, language="ja", facts=facts)
    notice = announce(news=news, house=HOUSE, safe=safe(), at=now())
    assert notice is not None
    return client(language=language).post("/not-me", {"code": codes_for(notice.id, 0, safe=safe())[0]})


def _drawn(template: str, **context: object) -> Scene:
    """A page whose way there is told by other tests."""

    def draw(language: str) -> HttpResponse:
        return page(request("/", headers={"accept-language": language}), template, **context)

    return draw


SCENES: Mapping[str, Scene] = {
    "login": _stranger("/login"),
    "login, stopped": _login_stopped,
    "login, one more check": _asked_for_code,
    "login, a wrong code": _code_refused,
    "login, over": _stranger("/login/factor?attempt=none"),
    "login, no method yet": _no_method,
    "login, a passkey is needed": _drawn(
        "portal/login_enrol.html", attempt="lo_1", next="/", may=True, suggestion=Text("電話", "phone")
    ),
    "login, a passkey is needed and a password is not enough": _drawn("portal/login_enrol.html", may=False),
    "login, the app is asked": _drawn(
        "portal/login_factor.html", push={"id": "pu_1", "number": "123456"}, lead="", passkey=True, factors=()
    ),
    "asked for a passkey": _get("/enrol/ask?next=/security", acr=Acr.MFA),
    "history": _history,
    "schedule, nothing": _stranger("/schedule"),
    "schedule": _schedule,
    "freeze, status": _stranger("/freeze/status"),
    "freeze, told": _freeze_told,
    "released": partial(_freeze_told, release=True),
    "not me, taken": _code_taken,
    "log out from a client": lambda language: a_customer(language)[0].get("/oidc/logout"),
    "back to a client": _drawn("gateway/return.html", target="https://rp.example/back"),
    "consent": _drawn(
        "gateway/consent.html", client_name="Sample", request_id="rq_1", consent={"language": "ja", "text": "文"}
    ),
    "home": _stranger("/"),
    "overview without a passkey": _get("/", acr=Acr.MFA),
    "overview with one": _get("/", passkeys=1),
    "overview with two": _get("/", passkeys=2),
    "check, before": _stranger("/check"),
    "check, after": _stranger("/check", report=REPORT),
    "check, an old browser": _stranger("/check", report="nonsense"),
    "enrol, the first": _get("/enrol", acr=Acr.MFA),
    "enrol, another": _get("/enrol", passkeys=1),
    "enrolled, one": _get("/enrolled", passkeys=1),
    "enrolled, two": _get("/enrolled", passkeys=2),
    "confirm": _get("/confirm?next=/security", passkeys=1),
    "confirm without a passkey": _get("/confirm"),
    "security, nothing": _get("/security"),
    "security, several": _get("/security?done=renamed", passkeys=3),
    "security, the last one": _remove_last,
    "remove": _remove,
    "sessions": _two_sessions,
    "approve": _approval(),
    "approve, too late": _approval(expires=1),
    "approve, approved": _approval(state="approved"),
    "approve, carried out": _approval(state="executed", execution="ev_1", ended=1),
    "approve, cancelled": _approval(state="cancelled", ended=1),
    "approve, void": _approval(state="voided", ended=1),
    "freeze, a stranger": _stranger("/freeze"),
    "freeze": _get("/freeze"),
    "frozen": _freeze,
    "not me": _stranger("/not-me"),
    "not me, wrong": _stranger("/not-me", code="AAAA-BBBB"),
    "inbox, nothing": _get("/inbox"),
    "inbox": _told(""),
    "notice": _told("one"),
    "executions": _get("/inbox/executions"),
    "executions, off": _silenced,
    "contacts, none": _get("/contacts"),
    "contacts": _contacts,
    "recovery": _stranger("/recovery"),
    "recovery, a code": _stranger("/recovery/code"),
    "recovery, a wrong code": _stranger("/recovery/code", login="nobody", code="x"),
    "recovery, number": _stranger("/recovery/status"),
    "recovery, wrong number": _stranger("/recovery/status", number="rc_x y"),
    "recovery, begun": _recovering("begun"),
    "recovery, number sent": _recovering("sent"),
    "recovery, granted": _recovering("granted"),
    "recovery, done": _recovering("done"),
    "recovery, stopped": _recovering("stopped"),
    "logged out": _post("/logout"),
    "no such page": _stranger("/there-is-none"),
}
"""Add the pages of your part: the battery fails for a template that no scene shows."""
