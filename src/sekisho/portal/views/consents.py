"""The services of other companies that the customer has let in: to read, and nothing more (C-25)."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.grants.consenting import revoke_consent
from sekisho.authentication.queries.grants.grants import consents_of, last_taken
from sekisho.authentication.types.grants.tokens import AccountConsent
from sekisho.firms.types.scopes import SCOPES
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in

_ENDED = Text("連携を終了しました。もう何も渡されません。", "Disconnected. Nothing is handed over any more.")
_GONE = Text("すでに終了していました。", "It had ended already.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def consents(request: HttpRequest) -> HttpResponseBase:
    """Every service that stands; POST ends one at once (``consent``)."""
    if request.method != "POST":
        return _shown(request)
    call = call_of(request)
    ended = revoke_consent(consent=request.POST.get("consent", "")[:40], principal=call.signed_in.ref, at=call.at)
    return _shown(request, done=_ENDED if ended else _GONE)


def _shown(request: HttpRequest, *, done: Text | None = None) -> HttpResponse:
    call = call_of(request)
    used = last_taken(principal=call.signed_in.ref)
    found = consents_of(principal=call.signed_in.ref)
    return screen(
        request,
        "portal/consents.html",
        done=done,
        standing=[_line(each, used) for each in found if each.consent.stands(call.at)],
        former=[_line(each, used) for each in found if not each.consent.stands(call.at)],
    )


def _line(found: AccountConsent, used: Mapping[str, int]) -> dict[str, object]:
    consent = found.consent
    return {
        "id": consent.id,
        "name": found.client,
        "may": [line.label for scope, line in SCOPES.items() if scope in consent.scopes],
        "given": consent.given,
        "expires": consent.expires,
        "ended": consent.ended,
        "used": used.get(consent.client_id),
    }
