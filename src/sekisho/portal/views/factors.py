"""Set up what confirms beside a passkey: an authenticator app, our app, an address for codes, a sheet of codes (C-14).

Each rests on as fresh and as sure a proof as a new passkey does (C-09), and is offered only where it helps.
"""

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.code_addresses import begin_address, confirm_address
from sekisho.authentication.operations.push_pairing import begin_pairing, pairing_done
from sekisho.authentication.operations.recovery_codes import codes_left, print_codes
from sekisho.authentication.operations.totp import begin_totp, confirm_totp
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.offering import closes_to_new, factors_offered
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import BESIDE, FACTORS, FactorCode
from sekisho.authentication.types.interim import RECOVERY_COUNT, FreshCode, FreshSecret
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why
from sekisho.kernel.texts import Text
from sekisho.portal.further import DIGITS, SENT
from sekisho.portal.menu import screen
from sekisho.portal.proving import freshly_proved
from sekisho.portal.showing import authenticator_line
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import digits, identifier, recovery_bytes, token, totp_secret, vault_nonce
from sekisho.web.operations.resources import code_tools, vault
from sekisho.web.types.calls import Call

_LONGEST_NAME = 100
_DONE = {
    "app": Text("認証アプリを登録しました。", "Your authenticator app is set up."),
    "device": Text("アプリの端末を登録しました。", "The device with our app is set up."),
    "address": Text("番号の届け先を登録しました。", "The address for codes is set up."),
}
_WAITING = Text(
    "まだアプリから届いていません。アプリに登録用の文字を入力してから、もう一度押してください。",
    "Your app has not come yet. Enter the letters into the app, then press once more.",
)


@require_safe
@signed_in()
def factors(request: HttpRequest) -> HttpResponseBase:
    """What he has set up, and what he may set up."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(acr=Acr.MFA)
@freshly_proved
def app(request: HttpRequest) -> HttpResponseBase:
    """An authenticator app. GET shows the secret once; POST takes the first code."""
    if request.method != "POST":
        return _secret(request)
    call = call_of(request)
    found = confirm_totp(
        pending=request.POST.get("pending", "")[:64], typed=request.POST.get("code", "").strip()[:16],
        name=_named(request, FactorCode.TOTP), vault=vault(), session=call.browser, visit=call.visit, at=call.at,
    )  # fmt: skip
    return _bound(request, found, "app", again="/factors/app")


@require_POST
@signed_in(acr=Acr.MFA)
@freshly_proved
def codes(request: HttpRequest) -> HttpResponseBase:
    """A new sheet of recovery codes, shown once; the old sheet ends."""
    call = call_of(request)
    try:
        _check_offered(call, FactorCode.RECOVERY_CODE)
        made = print_codes(
            principal=call.signed_in.ref, authenticator=identifier("au"), random=recovery_bytes(),
            key=node_keys().secret("recovery-codes:1"), stop_enrol=_stop(call, FactorCode.RECOVERY_CODE),
            visit=call.visit, at=call.at,
        )  # fmt: skip
    except RefusedError as error:
        return _list(request, refused=error.refused.text)
    return screen(request, "portal/factor_codes.html", codes=made.codes, at=call.at, count=RECOVERY_COUNT)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(acr=Acr.MFA)
@freshly_proved
def device(request: HttpRequest) -> HttpResponseBase:
    """Our app. GET shows the letters for it; POST looks whether it has come."""
    if request.method != "POST":
        return _pairing(request)
    pending = request.POST.get("pending", "")[:64]
    if pairing_done(pending=pending, session=call_of(request).browser):
        return HttpResponseRedirect("/factors?done=device")
    letters = request.POST.get("letters", "")[:64]
    return screen(
        request, "portal/factor_device.html", pending=pending, letters=letters, refused=_WAITING, app=_app(letters)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(acr=Acr.MFA)
@freshly_proved
def address(request: HttpRequest) -> HttpResponseBase:
    """An address for codes. GET asks for it; POST sends a code there."""
    call = call_of(request)
    factor = _sent_factor(request)
    if request.method != "POST":
        return screen(request, "portal/factor_address.html", **_address_page(call, factor))
    typed = request.POST.get("address", "").strip()[:254]
    try:
        _check_offered(call, factor)
        sent = begin_address(
            tools=code_tools(), principal=call.signed_in.ref, factor=factor, address=typed,
            fresh=FreshCode(id=identifier("au"), code=digits(DIGITS), nonce=vault_nonce()),
            stop_enrol=_stop(call, factor), session=call.browser, visit=call.visit, at=call.at,
        )  # fmt: skip
    except RefusedError as error:
        shown = _address_page(call, factor)
        return screen(
            request, "portal/factor_address.html", status=409, refused=error.refused.text, typed=typed, **shown
        )
    return screen(request, "portal/factor_address.html", sent=sent, **_address_page(call, factor))


@require_POST
@signed_in(acr=Acr.MFA)
def address_code(request: HttpRequest) -> HttpResponseBase:
    """Take the code that was sent to the new address."""
    call = call_of(request)
    factor = _sent_factor(request)
    found = confirm_address(
        tools=code_tools(), pending=request.POST.get("pending", "")[:64],
        typed=request.POST.get("code", "").strip()[:16], name=_named(request, factor), session=call.browser,
        visit=call.visit, at=call.at,
    )  # fmt: skip
    return _bound(request, found, "address", again=f"/factors/address?factor={factor.value}")


def _list(request: HttpRequest, *, refused: Text | None = None) -> HttpResponse:
    call = call_of(request)
    held = [each for each in authenticators_of(principal=call.signed_in.ref) if each.factor in BESIDE and each.active]
    return screen(
        request, "portal/factors_list.html", status=409 if refused else 200, refused=refused,
        held=[authenticator_line(each, language=call.language, at=call.at, last=False) for each in held],
        left=codes_left(principal=call.signed_in.ref), offered={each.value for each in _offered(call)},
        done=_DONE.get(request.GET.get("done", "")), count=RECOVERY_COUNT,
    )  # fmt: skip


def _offered(call: Call) -> tuple[FactorCode, ...]:
    return factors_offered(principal=call.signed_in.ref, policy=effective(call.at), at=call.at)


def _check_offered(call: Call, factor: FactorCode) -> None:
    if factor not in _offered(call):
        raise RefusedError.because(Why.CLOSED_TO_NEW)


def _stop(call: Call, factor: FactorCode) -> int | None:
    return closes_to_new(factor=factor, policy=effective(call.at))


def _secret(request: HttpRequest) -> HttpResponse:
    call = call_of(request)
    try:
        _check_offered(call, FactorCode.TOTP)
        setup = begin_totp(
            principal=call.signed_in.ref,
            fresh=FreshSecret(id=identifier("au"), secret=totp_secret(), nonce=vault_nonce()),
            issuer=settings.SEKISHO_FIRM_NAME, label=_label(call), vault=vault(),
            stop_enrol=_stop(call, FactorCode.TOTP), session=call.browser, visit=call.visit, at=call.at,
        )  # fmt: skip
    except RefusedError as error:
        return _list(request, refused=error.refused.text)
    return screen(request, "portal/factor_app.html", setup=setup)


def _label(call: Call) -> str:
    """Which account, mostly hidden: apps show it to whoever looks at the telephone."""
    return "••••" + (call.signed_in.account or call.signed_in.ref)[-2:]


def _pairing(request: HttpRequest) -> HttpResponse:
    call = call_of(request)
    try:
        _check_offered(call, FactorCode.PUSH_NUMBER)
        begun = begin_pairing(
            principal=call.signed_in.ref, authenticator=identifier("au"), token=token(),
            stop_enrol=_stop(call, FactorCode.PUSH_NUMBER), session=call.browser, visit=call.visit, at=call.at,
        )  # fmt: skip
    except RefusedError as error:
        return _list(request, refused=error.refused.text)
    return screen(
        request, "portal/factor_device.html", pending=begun.pending, letters=begun.token, app=_app(begun.token)
    )


def _app(letters: str) -> dict[str, str]:
    """Where the app's page is and a picture of it; what follows the # is sent nowhere (NIST SP 800-63B-4, 4.1.2)."""
    place = f"{settings.SEKISHO_ORIGINS[0]}/app#{letters}"
    return {
        "place": place,
        "svg": segno.make(place, error="m", micro=False).svg_inline(scale=4, border=4, light="#fff"),
    }


def _sent_factor(request: HttpRequest) -> FactorCode:
    word = request.POST.get("factor") or request.GET.get("factor", "")
    return FactorCode(word) if word in SENT else FactorCode.EMAIL_OTP


def _address_page(call: Call, factor: FactorCode) -> dict[str, Any]:
    return {"factor": factor.value, "label": FACTORS[factor].label, "stop": _stop(call, factor)}


def _named(request: HttpRequest, factor: FactorCode) -> str:
    name = request.POST.get("name", "").strip()[:_LONGEST_NAME]
    return name or FACTORS[factor].label.read(call_of(request).language)


def _bound(request: HttpRequest, found: Proof | Refused, what: str, *, again: str) -> HttpResponse:
    """Done, or back to the beginning of it: what was shown once is not shown again."""
    if isinstance(found, Proof):
        return HttpResponseRedirect(f"/factors?done={what}")
    return screen(
        request, "portal/factor_refused.html", status=403, refused=found.text, again=again,
        tries=found.why is Why.WRONG, pending=request.POST.get("pending", "")[:64],
        factor=request.POST.get("factor", ""), place=request.path, name=request.POST.get("name", "")[:_LONGEST_NAME],
    )  # fmt: skip
