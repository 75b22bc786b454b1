"""Who calls, when, from where, in which language: all that an entrance passes on to an operation."""

from dataclasses import dataclass

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.sessions import Session

BROWSER_COOKIE = "__Host-sekisho-browser"
"""Random; knows a browser again before and after sign-in. Its reference ties ceremonies and devices to it."""
SESSION_COOKIE = "__Host-sekisho-session"
"""The token of a customer's or delegate's session."""
STAFF_COOKIE = "__Host-sekisho-staff"
"""The token of a member of staff's session."""
LANGUAGE_COOKIE = "__Host-sekisho-language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, as the entrance saw it.

    Attributes:
        at: when it came in, in milliseconds; the one moment of everything it does.
        request: its id, for logs and for people who ask for help.
        language: ``ja`` or ``en``.
        visit: where it comes from.
        browser: the reference that ceremonies are tied to: the session's while somebody is signed in, else the
            browser's. Pass it as ``session`` to ``operations.ceremonies``.
        session: the living session; None where nobody is signed in.
        principal: who is signed in; None where nobody is.

    """

    at: int
    request: str
    language: str
    visit: Visit
    browser: str
    session: Session | None = None
    principal: Principal | None = None

    @property
    def acr(self) -> Acr:
        """How surely the caller has signed in."""
        return self.session.acr if self.session else Acr.NONE

    @property
    def signed_in(self) -> Principal:
        """Who is signed in; for views behind ``signed_in``.

        Raises:
            LookupError: nobody is.

        """
        if self.principal is None:
            message = "nobody is signed in"
            raise LookupError(message)
        return self.principal

    @property
    def living(self) -> Session:
        """The session; for views behind ``signed_in``.

        Raises:
            LookupError: there is none.

        """
        if self.session is None:
            message = "there is no session"
            raise LookupError(message)
        return self.session
