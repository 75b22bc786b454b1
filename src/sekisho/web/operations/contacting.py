"""Take over a contact that a customer signed: what counts is what was signed, and it counts once."""

from collections.abc import Mapping

from django.db import transaction

from sekisho.authentication.types.approvals import OperationState, SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.digests import sha256_hex
from sekisho.notices.operations.contacts import add_contact, end_contact
from sekisho.notices.queries.contacts import contact_at, contacts_of
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import Contact, EndReason
from sekisho.web.operations.outlets import house
from sekisho.web.operations.resources import safe

KINDS: Mapping[str, ContactKind] = {
    "email": ContactKind.EMAIL,
    "phone": ContactKind.PHONE,
    "address": ContactKind.POST,
}
"""What the signed field is called here."""


class NotSignedError(Exception):
    """The operation is no executed change of a contact, of this customer, by this program."""


@transaction.atomic
def take_over(*, operation: SignedOperation, account: str, caller: str, by: str, at: int) -> Contact | None:
    """Add, replace or remove a contact as the customer signed it. A second call for the same operation is refused.

    Args:
        operation: the executed operation.
        account: whose contact it must be.
        caller: the program that must have executed it.
        by: who does it, as the journal names it.
        at: in milliseconds.

    Returns:
        The new contact, not proven yet; None where one was removed.

    Raises:
        NotSignedError: the operation is another one, or not executed.
        sekisho.notices.types.faults.BadAddressError: what was signed is no address of its kind.
        sekisho.notices.operations.contacts.ContactKnownError: he has this contact, or it was taken over already.

    """
    wanted = (OperationCode.CONTACT_CHANGE, account, caller, OperationState.EXECUTED)
    if (operation.code, operation.account, operation.caller, operation.state) != wanted:
        raise NotSignedError
    content = {name: str(value) for name, value in operation.content.items()}
    kind, action = KINDS[content["field"]], content["action"]
    if action != "add":
        reason = EndReason.REMOVED if action == "remove" else EndReason.REPLACED
        for each in _meant(account, kind, content.get("replaces", ""), before=operation.ended or 0):
            end_contact(contact=each.id, reason=reason, by=by, house=house(), at=at)
    if action == "remove":
        return None
    name = f"ct_{sha256_hex(operation.id.encode())[:32]}"  # the same for the same signature, so it counts once
    return add_contact(
        contact=name, subject=account, kind=kind, address=content["value"], by=by, safe=safe(), at=at
    )  # fmt: skip


def _meant(account: str, kind: ContactKind, address: str, *, before: int) -> list[Contact]:
    """The contacts that the customer let go: the one he named, or all of the kind.

    What came after he signed is not meant, so that an old signature handed in once more ends nothing.
    """
    if address:
        found = contact_at(subject=account, kind=kind, address=address, safe=safe())
        named = [found] if found else []
    else:
        named = [each for each in contacts_of(subject=account) if each.kind is kind and each.ended is None]
    return [each for each in named if each.created < before]
