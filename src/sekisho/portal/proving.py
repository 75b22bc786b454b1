"""What a new way in rests on: as sure a proof as the customer can give, and a fresh one (C-09)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.kernel.moments import SECOND
from sekisho.portal.showing import STRONG
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import refuse_weak
from sekisho.web.types.calls import Call

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
FRESH = OPERATIONS[OperationCode.AUTHENTICATOR_ADD].max_age_s * SECOND
"""How fresh the proof must be that a new authenticator rests on, in milliseconds."""


def demanded(call: Call) -> Acr:
    """What a new authenticator rests on: a strong one where there is one, else two factors (C-09)."""
    held = authenticators_of(principal=call.signed_in.ref)
    return Acr.PHR if any(each.active and each.factor in STRONG for each in held) else Acr.MFA


def freshly_proved(view: View[P]) -> View[P]:
    """Only with such a proof; otherwise the way to give it. Stands below ``signed_in``."""

    @wraps(view)
    def proved(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        missing = refuse_weak(request, acr=demanded(call_of(request)), within=FRESH)
        return view(request, *args, **kwargs) if missing is None else missing

    return cast("View[P]", proved)
