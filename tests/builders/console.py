"""Members of staff at their desks: people of the firm who can sign in, and browsers in which they have."""

from django.test import Client
from tests.builders.firms import FIRST, SECOND, founded
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.firms.operations.staff import approve_staff, register_staff
from sekisho.firms.types.permissions import Role
from sekisho.web.operations.clock import now


def employed(name: str, *roles: Role) -> str:
    """A third member of staff with these roles, registered by one founder and approved by the other; his id."""
    register_staff(staff=name, name=name.title(), roles=roles, by=FIRST, at=now())
    approve_staff(staff=name, by=SECOND, at=now())
    return name


def person(staff: str) -> Principal:
    """The one who signs in as this member of staff."""
    try:
        return principal_of(ref=f"staff:{staff}")
    except NobodyError:
        return somebody(PrincipalKind.STAFF, login=f"staff:{staff}", identifier_=staff)


def desk(staff: str = FIRST, *, language: str = "ja", acr: Acr = Acr.PHRH, age: int = 0) -> Client:
    """A browser in which this member of staff has signed in, ``age`` milliseconds ago."""
    browser = client(language=language)
    signed_in(browser, person(staff), acr=acr, age=age)
    return browser


__all__ = ["FIRST", "SECOND", "desk", "employed", "founded", "person"]
