"""What happens here once a customer has signed something that our own pages asked for, and where he goes on.

An operation that a firm's back end asked for is carried out there; our page then only says that it was approved.
"""

from collections.abc import Callable, Mapping

from django.db import transaction

from sekisho.authentication.operations.authenticators import (
    AuthenticatorUnchangedError,
    LastAuthenticatorError,
    remove_authenticator,
)
from sekisho.authentication.operations.carrying import consume_here
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL
from sekisho.authentication.types.sessions import EndReason
from sekisho.kernel.texts import Text
from sekisho.web.operations.minting import identifier
from sekisho.web.types.calls import Call
from sekisho.web.types.problems import Problem, RefusedError, Step

Deed = Callable[[Call, SignedOperation], str]
_LIST = Step(label=Text("一覧へ戻る", "Back to the list"), href="/security")


def carried_out(call: Call, operation: SignedOperation) -> str:
    """Do what was signed just now, if it is ours to do; the address where the customer goes on.

    Raises:
        RefusedError: it can no longer be done; the page says why and what to do.

    """
    deed = DEEDS.get(operation.code) if operation.caller == PORTAL else None
    return deed(call, operation) if deed else f"/approve/{operation.id}"


def remove(call: Call, operation: SignedOperation) -> str:
    """End an authenticator and every other session of its owner."""
    consume_here(operation, evidence=identifier("ev"), at=call.at)
    try:
        with transaction.atomic():
            remove_authenticator(
                authenticator=str(operation.content["authenticator"]), by=call.signed_in.ref,
                reason="removed by its owner", at=call.at,
            )  # fmt: skip
            end_all(
                principal=call.signed_in.ref, reason=EndReason.AUTHENTICATOR_REMOVED, at=call.at,
                except_=call.living.ref,
            )  # fmt: skip
    except (AuthenticatorUnchangedError, LastAuthenticatorError) as error:
        raise RefusedError(
            Problem(
                status=409,
                code="not_removed",
                title=Text("削除できませんでした", "It was not removed"),
                detail=error.text,
                steps=(_LIST,),
            )
        ) from error
    return "/security?done=removed"


DEEDS: Mapping[OperationCode, Deed] = {OperationCode.AUTHENTICATOR_REMOVE: remove}
"""What our own pages carry out; whoever asks for more adds a line."""
