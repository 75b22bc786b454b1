"""API clients: the list, one of them, new ones, other terms or keys, and what one person alone may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.console.client_terms import MistypedError, facts_of, read_terms, typed_of
from sekisho.console.deciding_clients import CLIENT, CLIENT_RESUMPTION
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, member_of, staff
from sekisho.console.matters import DECIDED
from sekisho.console.menu import screen
from sekisho.firms.operations.clients import close_client, register_client, revise_client, suspend_client
from sekisho.firms.queries.clients import (
    access_client,
    access_clients,
    access_proposal,
    clients_proposed,
    suspender_of,
)
from sekisho.firms.types.clients import Client, ClientKind, ClientState, Profile, Proposal
from sekisho.firms.types.faults import BadTermsError, UnknownError
from sekisho.firms.types.permissions import Permission
from sekisho.firms.types.scopes import SCOPES
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier

_STATES = {
    ClientState.PROPOSED: Text("承認待ち", "Proposed"),
    ClientState.ACTIVE: Text("利用中", "Active"),
    ClientState.SUSPENDED: Text("停止中", "Stopped"),
    ClientState.REFUSED: Text("却下", "Refused"),
    ClientState.CLOSED: Text("廃止", "Closed"),
}
_KINDS = {
    ClientKind.CONFIDENTIAL: Text("鍵を保てるサーバー", "A server that keeps a key"),
    ClientKind.NATIVE: Text("鍵を保てないアプリ", "An app that keeps no key"),
}
_PROFILES = {
    Profile.FAPI2: Text("FAPI 2.0（他社のサービスはこちら）", "FAPI 2.0 (also for other companies)"),
    Profile.OIDC_BASIC: Text("OpenID Connect（自社の画面やアプリ）", "OpenID Connect (our own sites and apps)"),
    Profile.MACHINE: Text("お客さまを介さない機械どうし", "Machine to machine, without customers"),
}
_DONE = {
    **DECIDED,
    "suspend": Text("停止しました。トークンはもう使えません。", "Stopped. Its tokens mean nothing now."),
    "close": Text("廃止しました。", "Closed for good."),
}
_DEEDS = {"suspend": suspend_client, "close": close_client}
_LONGEST_REASON = 200


@require_safe
@staff(Permission.CLIENT_READ)
def clients(request: HttpRequest) -> HttpResponse:
    """Every client."""
    by = actor_of(request)
    waiting = set(clients_proposed(by=by))
    lines = [{**_line(each), "waits": each.client_id in waiting} for each in access_clients(by=by)]
    return screen(
        request, "console/clients.html", clients=lines, may_register=member_of(request).may(Permission.CLIENT_REGISTER)
    )


@require_safe
@staff(Permission.CLIENT_READ)
def client(request: HttpRequest, name: str) -> HttpResponse:
    """One of them: its terms, what waits, what can be done."""
    by, member = actor_of(request), member_of(request)
    with told(back="/staff/clients"):
        found = access_client(by=by, client_id=name)
    proposal = _proposal(by, name)
    working = found.state in {ClientState.ACTIVE, ClientState.SUSPENDED}
    return screen(
        request, "console/client.html", client=_line(found), found=found, facts=facts_of(found.terms),
        proposal=proposal, decisions=_decisions(found, proposal, by) if member.may(Permission.CLIENT_APPROVE) else (),
        done=_DONE.get(request.GET.get("done", "")), working=working,
        may_revise=working and proposal is None and member.may(Permission.CLIENT_REGISTER),
        may_suspend=working and member.may(Permission.CLIENT_SUSPEND),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.CLIENT_REGISTER)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks for a new client's terms; POST proposes them."""
    if request.method != "POST":
        return _form(request, typed={"kind": ClientKind.CONFIDENTIAL.value, "profile": Profile.FAPI2.value})
    client_id = identifier("cl")
    try:
        terms = read_terms(request.POST)
        register_client(client_id=client_id, terms=terms, by=actor_of(request), at=call_of(request).at)
    except MistypedError as error:
        return _form(request, refused=[error.text], status=400)
    except BadTermsError as error:
        return _form(request, refused=[each.text for each in error.findings], status=400)
    return HttpResponseRedirect(f"/staff/clients/{client_id}?done=proposed")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.CLIENT_REGISTER)
def revise(request: HttpRequest, name: str) -> HttpResponseBase:
    """GET shows the terms in force; POST proposes others, e.g. a new key. Until somebody decides they stay."""
    by = actor_of(request)
    with told(back="/staff/clients"):
        found = access_client(by=by, client_id=name)
    if request.method != "POST":
        return _form(request, client=name, typed=typed_of(found.terms))
    try:
        terms = read_terms(request.POST)
        with told(back=f"/staff/clients/{name}"):
            revise_client(client_id=name, terms=terms, by=by, at=call_of(request).at)
    except MistypedError as error:
        return _form(request, client=name, refused=[error.text], status=400)
    return HttpResponseRedirect(f"/staff/clients/{name}?done=proposed")


@require_POST
@staff(Permission.CLIENT_SUSPEND)
def stop(request: HttpRequest, name: str) -> HttpResponseBase:
    """Stop a client at once, or close it for good."""
    deed = "close" if request.POST.get("do") == "close" else "suspend"
    reason = " ".join(request.POST.get("reason", "").split())[:_LONGEST_REASON] or "-"
    with told(back=f"/staff/clients/{name}"):
        _DEEDS[deed](client_id=name, by=actor_of(request), reason=reason, at=call_of(request).at)
    return HttpResponseRedirect(f"/staff/clients/{name}?done={deed}")


def _proposal(by: str, name: str) -> Proposal | None:
    try:
        return access_proposal(by=by, client_id=name)
    except UnknownError:
        return None


def _line(found: Client) -> dict[str, Any]:
    return {
        "id": found.client_id, "name": found.terms.name, "state": _STATES[found.state],
        "profile": found.terms.profile.value, "third_party": found.terms.third_party,
        "active": found.state is ClientState.ACTIVE, "bad": found.state is ClientState.SUSPENDED,
        "off": found.state is not ClientState.ACTIVE,
    }  # fmt: skip


def _decisions(found: Client, proposal: Proposal | None, by: str) -> list[dict[str, Any]]:
    made = []
    if proposal is not None:
        made.append({"matter": CLIENT, "mine": proposal.proposed_by == by})
    if found.state is ClientState.SUSPENDED:
        made.append({"matter": CLIENT_RESUMPTION, "mine": suspender_of(by=by, client_id=found.client_id) == by})
    return made


def _form(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401
    """The form, as it was typed where something is wrong."""
    if "typed" not in context:
        context["typed"] = {**request.POST.dict(), "scopes": set(request.POST.getlist("scope"))}
    return screen(
        request, "console/client_form.html", status=status, kinds=_options(_KINDS), profiles=_options(_PROFILES),
        scopes=[{"value": line.scope.value, "label": line.label} for line in SCOPES.values()], **context,
    )  # fmt: skip


def _options(labels: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - an enum's labels
    return [{"value": each.value, "label": label} for each, label in labels.items()]
