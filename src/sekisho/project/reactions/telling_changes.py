"""What customers hear of signed operations, contacts, delegates, tools, opt-outs and campaigns (C-11, C-13, C-16).

A withdrawal is told when the customer has signed it and again when the broker has carried it out. What has a message of
its own (a key, a delegate, an authenticator) is told by that and not by the operation behind it.
"""

from collections.abc import Mapping
from decimal import Decimal

from sekisho.authentication.queries.approvals import NoOperationError, operation_of
from sekisho.authentication.queries.delegations import delegations_of
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.enrolment import Step
from sekisho.authentication.types.kinds_approvals import APPROVED, CANCELLED, EXECUTED, TAMPERED
from sekisho.authentication.types.opt_out import EndCause
from sekisho.firms.queries.clients import client_name
from sekisho.firms.types.scopes import SCOPES, Scope
from sekisho.kernel.texts import Text
from sekisho.notices.queries.contacts import contact_of, contacts_of
from sekisho.notices.types.channels import LABELS, ContactKind
from sekisho.notices.types.kinds import (
    CONTACT_ADDED,
    CONTACT_REMOVED,
    CONTACT_REPLACED,
    CONTACT_STALE,
    EXECUTIONS_RESUMED,
    EXECUTIONS_SILENCED,
)
from sekisho.notices.types.notices import FactValue
from sekisho.project.reactions.lines import Facts, Payload, Telling

_O = OperationCode
_EXECUTED: Mapping[OperationCode, str] = {
    _O.WITHDRAW: "withdrawal_made",
    _O.BANK_ACCOUNT_CHANGE: "bank_account_change",
    _O.CONTACT_CHANGE: "contact_change",
    _O.LIMIT_CHANGE: "change_made",
    _O.MARGIN_OPEN: "change_made",
    _O.SECURITIES_TRANSFER_OUT: "transfer_made",
}
_TAMPERED: Mapping[OperationCode, str] = {
    _O.WITHDRAW: "withdrawal_refused",
    _O.ORDER_PLACE: "order_refused",
    _O.ORDER_CHANGE: "order_refused",
    _O.ORDER_CANCEL: "order_refused",
}
_ITEMS = {
    "email": LABELS[ContactKind.EMAIL],
    "phone": LABELS[ContactKind.PHONE],
    "address": LABELS[ContactKind.POST],
    "post": LABELS[ContactKind.POST],
    "app": LABELS[ContactKind.APP],
}
_SEVERAL = Text("複数の範囲", "several things")


def _code(payload: Payload) -> OperationCode:
    return OperationCode(str(payload["code"]))


def _operation(payload: Payload) -> SignedOperation | None:
    try:
        return operation_of(operation=str(payload.get("operation", "")))
    except NoOperationError:
        return None


def _content(payload: Payload) -> Facts:
    """What of an operation's content may stand in a message; no name, no account number."""
    found = _operation(payload)
    content: Mapping[str, object] = found.content if found else {}
    facts: dict[str, FactValue] = {}
    if content.get("currency") == "JPY":
        facts["amount"] = int(Decimal(str(content.get("amount", 0))))
    if content.get("field") in _ITEMS:
        facts["item"] = _ITEMS[str(content["field"])]
    if content.get("symbol"):
        facts["instrument"] = str(content["symbol"])
    return facts


def _approved(payload: Payload) -> Facts | None:
    return _content(payload) if _code(payload) is _O.WITHDRAW else None


def _executed(payload: Payload) -> Facts | None:
    template = _EXECUTED.get(_code(payload))
    return None if template is None else {"template": template, **_content(payload)}


def _tampered(payload: Payload) -> Facts:
    return {"template": _TAMPERED.get(_code(payload), "change_refused"), **_content(payload)}


def _cancelled(payload: Payload) -> Facts | None:
    """Only what had been signed: a page that was left is no news."""
    found = _operation(payload)
    signed = found is not None and found.approved is not None and found.code is _O.WITHDRAW
    return _content(payload) if signed else None


def _delegation(payload: Payload) -> Facts:
    agent, wanted = str(payload.get("agent", "")), payload.get("delegation")
    account = str(payload.get("about", ""))
    found = next((each for each in delegations_of(account=account) if each.id == wanted), None)
    return {"who": found.name if found else agent.partition(":")[2], "scope": _labels(payload.get("operations", ()))}


def _labels(codes: object) -> Text:
    named = [OPERATIONS[OperationCode(code)].label for code in codes] if isinstance(codes, list) else []
    return _joined(named)


def _joined(named: list[Text]) -> Text:
    if not named or len(named) > 2:  # noqa: PLR2004 - more do not fit
        return _SEVERAL
    return Text("、".join(each.ja for each in named), ", ".join(each.en for each in named))


def _tool(payload: Payload) -> Facts:
    known = {scope.value for scope in Scope}
    scopes = [SCOPES[Scope(scope)].label for scope in payload.get("scopes", ()) if scope in known]
    client = str(payload.get("client", ""))
    name = client_name(client_id=client) if client else Text("取引ツール", "trading tool")
    return {"name": name, "scope": _joined(scopes)}


def _until(payload: Payload) -> Facts:
    return {"last_day": int(payload["until"])}


def _opt_out_ended(payload: Payload) -> Facts | None:
    """One that a newer one replaced goes on for the customer; one that ends later is told as ending."""
    if payload.get("cause") == EndCause.REPLACED:
        return None
    ends, at = int(payload["ends"]), int(payload["at"])
    return {"template": "opt_out_ending", "last_day": ends} if ends > at else {}


def _campaign(payload: Payload) -> Facts | None:
    asked = payload.get("step") == Step.NOTIFIED and payload.get("due_at") is not None
    return {"day": int(payload["due_at"])} if asked else None


def _reminder(payload: Payload) -> Facts:
    return {"day": int(payload["due_at"]), "count": int(payload["reminder"])}


def _contact(payload: Payload) -> Facts:
    return {"item": _ITEMS[str(payload["form"])]}


def _contact_added(payload: Payload) -> Facts | None:
    """The first contact of all is no change, and there is nobody to tell it."""
    subject = contact_of(contact=str(payload["contact"])).subject
    before = [
        each
        for each in contacts_of(subject=subject)
        if each.verified is not None and each.verified <= payload["at"] and each.id != payload["contact"]
    ]
    return _contact(payload) if before else None


def _contact_stale(payload: Payload) -> Facts | None:
    return _contact(payload) if payload.get("current") else None


_A = "authentication"
CHANGES: Mapping[str, Telling] = {
    APPROVED: Telling("withdrawal_requested", _approved),
    EXECUTED: Telling("change_made", _executed),
    TAMPERED: Telling("change_refused", _tampered),
    CANCELLED: Telling("withdrawal_cancelled", _cancelled),
    f"{_A}:delegation:granted": Telling("delegate_added", _delegation),
    f"{_A}:delegation:revoked": Telling("delegate_removed", _delegation),
    f"{_A}:apikey:issued": Telling("api_token_issued", _tool),
    f"{_A}:apikey:revoked": Telling("api_token_revoked", _tool),
    f"{_A}:consent:given": Telling("api_token_issued", _tool),
    f"{_A}:consent:revoked": Telling("api_token_revoked", _tool),
    f"{_A}:opt_out:made": Telling("opt_out_made", _until),
    f"{_A}:opt_out:reminded": Telling("opt_out_ending", _until),
    f"{_A}:opt_out:ended": Telling("opt_out_ended", _opt_out_ended),
    f"{_A}:enrolment:moved": Telling("setup_campaign", _campaign),
    f"{_A}:enrolment:reminded": Telling("setup_reminder", _reminder),
    CONTACT_ADDED: Telling("contact_change", _contact_added),
    CONTACT_REPLACED: Telling("contact_change", _contact),
    CONTACT_REMOVED: Telling("contact_change", _contact),
    CONTACT_STALE: Telling("contact_stale", _contact_stale),
    EXECUTIONS_SILENCED: Telling("executions_silenced"),
    EXECUTIONS_RESUMED: Telling("executions_resumed"),
}
"""Every kind that is told here, and how."""
