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
from sekisho.authentication.operations.delegations import grant_delegation
from sekisho.authentication.operations.grants.apikeys import issue_key
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.queries.grants.grants import proposed_key
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL, UnfitError
from sekisho.authentication.types.grants.provider import KEY_LIFE
from sekisho.authentication.types.sessions import EndReason
from sekisho.kernel.texts import Text
from sekisho.web.operations.minting import identifier
from sekisho.web.types.calls import Call
from sekisho.web.types.problems import Problem, RefusedError, Step

Deed = Callable[[Call, SignedOperation], str]
_KEYS = Step(label=Text("プログラムの一覧へ", "To the list of programs"), href="/api-keys")
_DELEGATES = Step(label=Text("代理の方の一覧へ", "To the delegates"), href="/delegates")
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


def issue(call: Call, operation: SignedOperation) -> str:
    """Let a program in, with the key that was proposed."""
    try:
        issue_key(
            operation=operation.id, principal=call.signed_in.ref, jwk=proposed_key(operation=operation.id),
            longest=KEY_LIFE, session=call.living.ref, key=identifier("key"), grant=identifier("gr"),
            evidence=identifier("ev"), at=call.at,
        )  # fmt: skip
    except UnfitError as error:
        raise _unfit(error, Text("許可できませんでした", "It was not allowed"), _KEYS) from error
    return "/api-keys?done=issued"


def let_act(call: Call, operation: SignedOperation) -> str:
    """Let a delegate act on the account."""
    try:
        grant_delegation(
            operation=operation.id, principal=call.signed_in.ref, delegation=identifier("dg"),
            evidence=identifier("ev"), at=call.at,
        )  # fmt: skip
    except UnfitError as error:
        raise _unfit(error, Text("登録できませんでした", "Nobody was registered"), _DELEGATES) from error
    return "/delegates?done=granted"


def _unfit(error: UnfitError, title: Text, step: Step) -> RefusedError:
    return RefusedError(
        Problem(status=409, code=error.unfit.value, title=title, detail=error.reason, steps=(step,))
    )  # fmt: skip


DEEDS: Mapping[OperationCode, Deed] = {
    OperationCode.AUTHENTICATOR_REMOVE: remove,
    OperationCode.API_KEY_ISSUE: issue,
    OperationCode.DELEGATE_ADD: let_act,
}
"""What our own pages carry out; whoever asks for more adds a line."""
