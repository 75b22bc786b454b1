"""Decide with a signature: read what is to be decided, and sign exactly that with a hardware key.

``POST /staff/decide`` makes an operation of it (``staff_approval``), which lives for five minutes. The page shows it
together with how the thing stands now; the signature covers verdict, kind, reference, summary and the digest of the
thing. Only then is it carried out; the evidence is verified like a customer's (``sekisho verify-evidence``).
"""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.approvals import (
    approve,
    begin_approval,
    cancel_operation,
    create_operation,
    show_operation,
)
from sekisho.authentication.operations.carrying import consume_here
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.approvals import STATE_LABELS, OperationState, SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL
from sekisho.console.deciding import MATTERS
from sekisho.console.faults import told
from sekisho.console.guarding import actor_of, staff
from sekisho.console.matters import LONGEST_SUMMARY, Decision, Facts, Matter
from sekisho.console.menu import screen
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.types.faults import StateError
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import response_in
from sekisho.web.operations.faults import nowhere
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import notary, relying_party

_WAITING = frozenset({OperationState.CREATED, OperationState.BEGUN})


@require_POST
@staff()
def decide(request: HttpRequest) -> HttpResponseBase:
    """Somebody wants to decide: make an operation of it, and go to its page."""
    call, by = call_of(request), actor_of(request)
    matter, reference = _matter(request.POST.get("kind", "")), request.POST.get("reference", "")[:80]
    yes = request.POST.get("verdict") != "reject"
    with told(back=matter.place.format(reference)):
        access_staff(by=by, permission=matter.permission)
        if not (yes or matter.refusable):
            raise StateError
        facts = matter.facts(by, reference)
        made = create_operation(
            operation=OperationCode.STAFF_APPROVAL, principal=call.signed_in.ref,
            content={
                "verdict": "approve" if yes else "reject", "kind": matter.kind, "reference": reference,
                "summary": facts.summary.read(call.language)[:LONGEST_SUMMARY].strip(), "sha256": facts.digest,
            },
            caller=PORTAL, visit=call.visit, identifier=identifier("op"), nonce=nonce(), at=call.at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/staff/decide/{made.id}")


@require_safe
@staff()
def show(request: HttpRequest, operation: str) -> HttpResponse:
    """What is to be signed, or what became of it."""
    call, by = call_of(request), actor_of(request)
    with told():
        found, shown = show_operation(
            operation=operation, viewer=call.signed_in.ref, language=call.language, at=call.at
        )
    matter, reference = _about(found)
    waiting = found.state in _WAITING and call.at < found.expires
    back = matter.place.format(reference)
    facts = None
    if waiting:
        with told(back=back):
            facts = _unchanged(matter, found, by)
    return screen(
        request, "console/decide.html", operation=found, shown=shown, facts=facts, waiting=waiting, back=back,
        label=matter.label, state_label=STATE_LABELS[found.state if found.ended or waiting else OperationState.EXPIRED],
        approve=found.content["verdict"] == "approve",
    )  # fmt: skip


@require_POST
@staff()
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask his key to sign what the page shows."""
    call, body = call_of(request), json_object(request)
    language = text_in(body, "language", longest=2)
    with told():
        prompt = begin_approval(
            operation=text_in(body, "operation", longest=40), signer=call.signed_in.ref, session=call.browser,
            party=relying_party(), visit=call.visit, ceremony=identifier("ce"), nonce=nonce(),
            language=language if language in {"ja", "en"} else "ja", policy=effective(at=call.at), at=call.at,
        )  # fmt: skip
    return answer(
        {"ceremony": prompt.ceremony, "publicKey": json.loads(prompt.options), "expires": prompt.operation.expires}
    )


@require_POST
@staff()
def finish(request: HttpRequest) -> HttpResponseBase:
    """Check the signature, keep the evidence, and do what was decided."""
    call, body, by = call_of(request), json_object(request), actor_of(request)
    operation = text_in(body, "operation", longest=40)
    with told():
        found, _ = show_operation(operation=operation, viewer=call.signed_in.ref, language=call.language, at=call.at)
    matter, reference = _about(found)
    back = matter.place.format(reference)
    with told(back=back):
        _unchanged(matter, found, by)
        approved = approve(
            operation=operation, ceremony=text_in(body, "ceremony", longest=64), session=call.browser,
            response=response_in(body), party=relying_party(), visit=call.visit, policy=effective(at=call.at),
            notary=notary(), receipt=identifier("rc"), evidence=identifier("ev"), at=call.at,
        ).operation  # fmt: skip
        consume_here(approved, evidence=identifier("ev"), at=call.at)
        matter.carry_out(_signed(approved, reference, by, call.at))
    return answer({"next": f"{back}?done={found.content['verdict']}"})


@require_POST
@staff()
def cancel(request: HttpRequest, operation: str) -> HttpResponseBase:
    """Do not decide now."""
    call = call_of(request)
    with told():
        found = cancel_operation(operation=operation, by=call.signed_in.ref, reason="not now", at=call.at)
    matter, reference = _about(found)
    return HttpResponseRedirect(matter.place.format(reference))


def _signed(approved: SignedOperation, reference: str, by: str, at: int) -> Decision:
    yes = approved.content["verdict"] == "approve"
    return Decision(reference=reference, approve=yes, by=by, evidence=approved.evidence, at=at)


def _matter(kind: str) -> Matter:
    found = MATTERS.get(kind)
    if found is None:
        raise nowhere()
    return found


def _about(operation: SignedOperation) -> tuple[Matter, str]:
    return _matter(str(operation.content.get("kind", ""))), str(operation.content.get("reference", ""))


def _unchanged(matter: Matter, operation: SignedOperation, by: str) -> Facts:
    """How the thing stands, if it is still what was opened for the decision.

    Raises:
        StateError: it has changed, or was decided meanwhile.
        NotAllowedError: he may not decide it any more.

    """
    access_staff(by=by, permission=matter.permission)
    facts = matter.facts(by, str(operation.content["reference"]))
    if facts.digest != operation.content["sha256"]:
        raise StateError
    return facts
