"""Decide about API clients: what they may do, and whether one that was stopped works again."""

from sekisho.console.client_terms import LABELS, facts_of
from sekisho.console.matters import Decision, Facts, Matter
from sekisho.firms.operations.clients import approve_client, refuse_client, resume_client
from sekisho.firms.queries.clients import access_client, access_proposal, suspender_of
from sekisho.firms.types.clients import ClientState
from sekisho.firms.types.faults import SamePersonError, StateError
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text

_ID = Text("クライアントID", "Client id")


def _proposed(by: str, reference: str) -> Facts:
    found = access_proposal(by=by, client_id=reference)
    if found.proposed_by == by:
        raise SamePersonError
    name, changed = found.terms.name, [LABELS[field] for field in found.changed]
    what = Text("、".join(each.ja for each in changed), ", ".join(each.en for each in changed))
    return Facts(
        summary=Text(f"「{name.ja}」の変更: {what.ja}", f"{name.en}, changed: {what.en}")
        if changed
        else Text(f"「{name.ja}」の登録", f"{name.en} is registered"),
        lines=(
            (_ID, reference),
            *((label, value) for _, label, value in facts_of(found.terms)),
            (Text("変わるところ", "What changes"), what if changed else Text("新しい登録", "it is new")),
            (Text("申請した人", "Asked for by"), found.proposed_by),
        ),
        content={
            "client": reference, "version": found.number, "terms": dict(found.plain), "proposed_by": found.proposed_by,
        },
    )  # fmt: skip


def _decide(decision: Decision) -> None:
    if decision.approve:
        approve_client(client_id=decision.reference, by=decision.by, at=decision.at, evidence=decision.evidence)
    else:
        refuse_client(
            client_id=decision.reference, by=decision.by, reason="refused", at=decision.at, evidence=decision.evidence
        )


def _stopped(by: str, reference: str) -> Facts:
    found, stopper = access_client(by=by, client_id=reference), suspender_of(by=by, client_id=reference)
    if found.state is not ClientState.SUSPENDED:
        raise StateError
    if stopper == by:
        raise SamePersonError
    name = found.terms.name
    return Facts(
        summary=Text(f"「{name.ja}」の停止を解除", f"{name.en} works again"),
        lines=((_ID, reference), (LABELS["name"], name), (Text("停止した人", "Stopped by"), stopper)),
        content={"client": reference, "suspended_by": stopper},
    )


def _resume(decision: Decision) -> None:
    resume_client(
        client_id=decision.reference, by=decision.by, reason="approved", at=decision.at, evidence=decision.evidence
    )


CLIENT = Matter(
    kind="client", label=Text("APIクライアントの登録・変更", "An API client"), permission=Permission.CLIENT_APPROVE,
    facts=_proposed, carry_out=_decide, place="/staff/clients/{}",
)  # fmt: skip
CLIENT_RESUMPTION = Matter(
    kind="client-resumption", label=Text("APIクライアントの停止の解除", "An API client works again"),
    permission=Permission.CLIENT_APPROVE, facts=_stopped, carry_out=_resume, place="/staff/clients/{}", refusable=False,
)  # fmt: skip
