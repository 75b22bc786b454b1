"""Customers over HTTP: the firm's back end registers them, keeps them up to date, and closes them.

Nothing here changes an authenticator or a contact that a customer has (C-24). A contact is changed by an operation that
he signs; once the back end has executed it, it tells us here, and what is taken over is what was signed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.authentication.operations.principals import AlreadyRegisteredError, close_principal
from sekisho.authentication.queries.approvals import NoOperationError, operation_of
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.freezes import status_of
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.proofs import BusyError
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.api_customers_answers import (
    BUSY,
    NOBODY,
    NOT_SIGNED,
    SIGNED_ALREADY,
    TAKEN,
    told,
    wrong_contact,
    wrong_fields,
)
from sekisho.gateway.types.callers import Caller
from sekisho.notices.operations.contacts import ContactEndedError, ContactKnownError, verify_contact
from sekisho.notices.queries.contacts import NoContactError, contact_of, contacts_of
from sekisho.notices.types.faults import BadAddressError
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.contacting import NotSignedError, take_over
from sekisho.web.operations.guards import caller_of, machine
from sekisho.web.operations.outlets import house
from sekisho.web.operations.pages import answer
from sekisho.web.operations.registering import AlreadyThereError, change, customer_in, register, registered
from sekisho.web.types.customers import WrongCustomerError
from sekisho.web.types.problems import Problem, RefusedError

P = ParamSpec("P")
R = TypeVar("R")
router = Router(tags=["customers"])
_PROBLEMS: dict[type[Exception], Problem] = {
    AlreadyRegisteredError: TAKEN,
    AlreadyThereError: NOT_SIGNED,
    NotSignedError: NOT_SIGNED,
    NoOperationError: NOT_SIGNED,
    ContactKnownError: SIGNED_ALREADY,
    ContactEndedError: SIGNED_ALREADY,
    NobodyError: NOBODY,
    NoContactError: NOBODY,
    BusyError: BUSY,
}


def _refusing(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
    """Refusals become problem documents."""

    @wraps(view)
    def around(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return view(request, *args, **kwargs)
        except WrongCustomerError as error:
            raise RefusedError(wrong_fields(error)) from error
        except BadAddressError as error:
            raise RefusedError(wrong_contact(error)) from error
        except tuple(_PROBLEMS) as error:
            raise RefusedError(_PROBLEMS[type(error)]) from error

    return cast("Callable[Concatenate[HttpRequest, P], R]", around)


@router.put("/customers/{account}", summary="Register a customer, or bring him up to date")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def put(request: HttpRequest, account: str) -> HttpResponse:
    """``login``, ``language``, ``facts``; on registering also ``contacts`` and ``password``. 201 if new, else 200."""
    call, customer = call_of(request), customer_in(json_object(request), account=account)
    if registered(account) is not None:
        change(customer=customer, at=call.at)
        return answer(_told(account, call.at))
    register(customer=customer, by=_caller(request).ref, visit=call.visit, at=call.at)
    return answer(_told(account, call.at), status=201)


@router.get("/customers/{account}", summary="What is known of a customer")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def show(request: HttpRequest, account: str) -> HttpResponse:
    """Registration, ways in by kind, contacts without their addresses, and whether the account is frozen."""
    return answer(_told(account, call_of(request).at))


@router.put("/agents/{number}", summary="Register a delegate, or bring him up to date")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def put_agent(request: HttpRequest, number: str) -> HttpResponse:
    """As for customers (C-23). He acts for nobody until a customer has signed it, naming this number."""
    call, agent = call_of(request), customer_in(json_object(request), account=number)
    known = registered(number, PrincipalKind.AGENT)
    if known is not None:
        change(customer=agent, at=call.at, kind=PrincipalKind.AGENT)
        return answer({"agent": known.ref})
    made = register(
        customer=agent, by=_caller(request).ref, visit=call.visit, at=call.at, kind=PrincipalKind.AGENT
    )  # fmt: skip
    return answer({"agent": made.ref}, status=201)


@router.post("/agents/{number}/close", summary="Close a delegate's registration for good")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def close_agent(request: HttpRequest, number: str) -> HttpResponse:
    """He is signed out everywhere, and acts for nobody any more. Closing twice changes nothing."""
    call, known = call_of(request), registered(number, PrincipalKind.AGENT)
    if known is None:
        raise NobodyError
    close_principal(ref=known.ref, by=_caller(request).ref, at=call.at)
    return answer({"agent": known.ref})


@router.post("/customers/{account}/close", summary="Close a customer's registration for good")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def close(request: HttpRequest, account: str) -> HttpResponse:
    """He and his delegates are signed out everywhere, and tokens and keys end. Closing twice changes nothing."""
    call, known = call_of(request), registered(account)
    if known is None:
        raise NobodyError
    close_principal(ref=known.ref, by=_caller(request).ref, at=call.at)
    return answer(_told(account, call.at))


@router.post("/customers/{account}/contacts", summary="Take over a contact that the customer signed")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def take(request: HttpRequest, account: str) -> HttpResponse:
    """``operation``: a ``contact_change`` of this customer that was signed and executed by the same program."""
    call, caller = call_of(request), _caller(request)
    operation = operation_of(operation=text_in(json_object(request), "operation", longest=40))
    take_over(operation=operation, account=account, caller=caller.client_id, by=caller.ref, at=call.at)
    return answer(_told(account, call.at))


@router.post("/customers/{account}/contacts/{contact}/proven", summary="He receives there: the firm has seen it")
@machine(Scope.CUSTOMERS_WRITE)
@_refusing
def prove(request: HttpRequest, account: str, contact: str) -> HttpResponse:
    """From now on notices go there, and the contact counts as fresh (E-05)."""
    call = call_of(request)
    if contact_of(contact=contact).subject != account:
        raise NoContactError
    verify_contact(contact=contact, house=house(), at=call.at)
    return answer(_told(account, call.at))


def _caller(request: HttpRequest) -> Caller:
    found: Caller = caller_of(request)
    return found


def _told(account: str, at: int) -> dict[str, object]:
    known = registered(account)
    if known is None:
        raise NobodyError
    return told(
        known, authenticators=authenticators_of(principal=known.ref), contacts=contacts_of(subject=account),
        frozen=status_of(account=account) is not None, at=at,
    )  # fmt: skip
