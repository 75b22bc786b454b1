"""Take a customer in from the firm: who he is, where he can be reached, and his first password, all or nothing.

Authentication and notices do not know each other; both entrances of the firm, the machine API and the command line,
come here. Nothing here changes an authenticator or a contact that is there already (C-24): what a registered customer
has is changed by operations that he signs.
"""

from django.db import transaction

from sekisho.authentication.operations.passwords import set_password
from sekisho.authentication.operations.principals import change_principal, register_principal
from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.proofs import BusyError, RefusedError
from sekisho.kernel.texts import Text
from sekisho.notices.operations.contacts import ContactKnownError, add_contact, verify_contact
from sekisho.notices.types.faults import BadAddressError
from sekisho.web.operations.minting import handle, identifier, salt
from sekisho.web.operations.outlets import house
from sekisho.web.operations.resources import password_tools, safe
from sekisho.web.rules.customers import customer_in
from sekisho.web.types.customers import NewContact, NewCustomer, WrongCustomerError, WrongField

TWICE = Text("同じ連絡先が二度あります。一つにしてください。", "This contact stands there twice. Keep one.")


class AlreadyThereError(Exception):
    """The customer is registered: contacts and passwords are changed by operations that he signs."""


def registered(account: str, kind: PrincipalKind = PrincipalKind.CUSTOMER) -> Principal | None:
    """The customer of an account, or the delegate of a number, if he is known."""
    try:
        return principal_of(ref=f"{kind.value}:{account}")
    except NobodyError:
        return None


@transaction.atomic
def register(
    *, customer: NewCustomer, by: str, visit: Visit, at: int, kind: PrincipalKind = PrincipalKind.CUSTOMER
) -> Principal:
    """Register somebody who is not known yet.

    Args:
        customer: who.
        by: who registers him, as the journal names it: ``client:<id>`` or ``system``.
        visit: where it came from.
        at: in milliseconds.
        kind: a customer, or a delegate (``AGENT``), whose number then stands for the account.

    Raises:
        WrongCustomerError: an address or the password does not do; every fault is named.
        sekisho.authentication.operations.principals.AlreadyRegisteredError: the account or the login is taken.
        sekisho.authentication.types.proofs.BusyError: too many passwords are being hashed; nothing was written.

    """
    made = register_principal(
        kind=kind, identifier=customer.account, login=customer.login, handle=handle(), at=at,
        language=customer.language, facts=customer.facts,
    )  # fmt: skip
    if customer.password is not None:
        _set(made.ref, customer, customer.password, visit, at)
    for place, contact in enumerate(customer.contacts):
        _add(contact, place, subject=made.subject, by=by, at=at)
    return made


def change(*, customer: NewCustomer, at: int, kind: PrincipalKind = PrincipalKind.CUSTOMER) -> Principal:
    """Bring what is known of a registered customer or delegate up to date: login, language, facts.

    Raises:
        AlreadyThereError: contacts or a password came too.
        sekisho.authentication.operations.principals.AlreadyRegisteredError: the login is somebody else's.
        sekisho.authentication.queries.principals.NobodyError: he is not registered.

    """
    if customer.contacts or customer.password is not None:
        raise AlreadyThereError
    return change_principal(
        ref=f"{kind.value}:{customer.account}", login=customer.login, language=customer.language,
        facts=customer.facts, at=at,
    )  # fmt: skip


def _set(ref: str, customer: NewCustomer, password: str, visit: Visit, at: int) -> None:
    try:
        set_password(
            tools=password_tools(), principal=ref, password=password, alone=False,
            words=(customer.login, customer.account, house().name.ja, house().name.en),
            authenticator=identifier("au"), salt=salt(), visit=visit, at=at,
        )  # fmt: skip
    except BusyError:
        raise
    except RefusedError as error:
        told = error.refused.details or (error.refused.text,)
        raise WrongCustomerError(*(WrongField(field="password", text=text) for text in told)) from error


def _add(contact: NewContact, place: int, *, subject: str, by: str, at: int) -> None:
    field = f"contacts[{place}].address"
    try:
        made = add_contact(
            contact=identifier("ct"), subject=subject, kind=contact.kind, address=contact.address, by=by, safe=safe(),
            at=at,
        )  # fmt: skip
    except BadAddressError as error:
        raise WrongCustomerError(WrongField(field=field, text=error.reason)) from error
    except ContactKnownError as error:
        raise WrongCustomerError(WrongField(field=field, text=TWICE)) from error
    if contact.proven:
        verify_contact(contact=made.id, house=house(), at=at)


__all__ = ["AlreadyThereError", "change", "customer_in", "register", "registered"]
