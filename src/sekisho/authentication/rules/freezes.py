"""What a freeze forbids, and who may end it on what ground."""

from collections.abc import Collection, Sequence

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import (
    CustomerProof,
    Evidence,
    Freeze,
    FreezeScope,
    FreezeSource,
    FreezeState,
    RecoveryProof,
    ReleaseRefusal,
)
from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text

FRESH = 5 * MINUTE
"""How old a customer's proof may be when it releases a freeze, in milliseconds."""
MACHINE_CHANNELS = frozenset({"api", "tool"})
"""Where programs act by themselves."""

_S, _O = FreezeScope, OperationCode
_ALWAYS = frozenset({_O.RECOVERY, _O.ORDER_CANCEL, _O.STAFF_LOGIN, _O.STAFF_APPROVAL})
"""A freeze never stops what makes an account safer, nor the firm's own staff."""
_FORBIDDEN: dict[FreezeScope, frozenset[OperationCode]] = {
    _S.LOGIN: frozenset(OperationCode) - _ALWAYS,
    _S.ORDER: frozenset({_O.ORDER_PLACE, _O.ORDER_CHANGE, _O.MARGIN_OPEN}),
    _S.BUY: frozenset({_O.MARGIN_OPEN}),
    _S.WITHDRAWAL: frozenset({_O.WITHDRAW}),
    _S.TRANSFER: frozenset({_O.SECURITIES_TRANSFER_OUT}),
    _S.API: frozenset({_O.API_KEY_ISSUE}),
    _S.BANK_CHANGE: frozenset({_O.BANK_ACCOUNT_CHANGE}),
}
_BUYS = frozenset({_O.ORDER_PLACE, _O.ORDER_CHANGE})

_RELEASED_BY: dict[FreezeSource, frozenset[Evidence]] = {
    FreezeSource.CUSTOMER: frozenset({Evidence.STRONG_PROOF, Evidence.RECOVERY}),
    FreezeSource.NOTICE: frozenset({Evidence.STRONG_PROOF, Evidence.RECOVERY}),
    FreezeSource.AGENT: frozenset({Evidence.STRONG_PROOF, Evidence.RECOVERY}),
    FreezeSource.DESK: frozenset({Evidence.STRONG_PROOF, Evidence.RECOVERY}),
    FreezeSource.FRAUD: frozenset({Evidence.RECOVERY}),
}
"""After a freeze for fraud only a recovery, with a new identity check, opens the account."""

_NEXT_STEPS: dict[FreezeSource, Text] = {
    FreezeSource.CUSTOMER: Text(
        "ご本人による停止です。再開するときは、パスキーで確認してください。パスキーがない場合は、再登録の手続きへお進みください。",
        "You stopped the account. To open it again, confirm with your passkey; without one, go on to recovery.",
    ),
    FreezeSource.NOTICE: Text(
        "「自分ではない」とのお知らせで停止しました。お取引の記録を確かめてから、パスキーで確認して再開してください。"
        "心配な点があれば窓口にご相談ください。",
        "Stopped because you told us “this was not me”. Look through your records first, then confirm with your "
        "passkey to open it again. If anything worries you, talk to our desk.",
    ),
    FreezeSource.AGENT: Text(
        "代理人の申し出で停止しています。再開するときは、ご本人がパスキーで確認してください。",
        "Stopped at your delegate's request. To open it again, confirm with your own passkey.",
    ),
    FreezeSource.DESK: Text(
        "窓口で停止しています。担当者が確認しています。再開には、ご本人のパスキーでの確認が必要です。",
        "Stopped at our desk, and being looked at. To open it again your own passkey is needed.",
    ),
    FreezeSource.FRAUD: Text(
        "不正な取引のおそれがあるため停止しています。再登録の手続きで、あらためて本人確認をお願いします。",
        "Stopped because of possible fraud. Please go on to recovery, where your identity is checked anew.",
    ),
}
_STRICTEST_FIRST = (
    FreezeSource.FRAUD, FreezeSource.DESK, FreezeSource.NOTICE, FreezeSource.AGENT, FreezeSource.CUSTOMER,
)  # fmt: skip


_LOOKED_AT_WITHIN: dict[FreezeSource, int] = {
    FreezeSource.NOTICE: 24 * HOUR,
    FreezeSource.DESK: 24 * HOUR,
    FreezeSource.FRAUD: 48 * HOUR,
}
"""How soon the firm means to have looked at it; the other freezes wait for the customer."""


def expected_after(source: FreezeSource, at: int) -> int | None:
    """By when the firm means to have looked at a freeze placed at ``at``; None where it waits for the customer."""
    within = _LOOKED_AT_WITHIN.get(source)
    return None if within is None else at + within


def obligations_of(scopes: frozenset[FreezeScope]) -> list[dict[str, object]]:
    """What others must do because of a freeze, in the words of a decision's obligations."""
    found: list[dict[str, object]] = [{"do": "freeze", "scope": sorted(scope.value for scope in scopes)}]
    if FreezeScope.LOGIN in scopes:
        found.append({"do": "revoke_sessions"})
    if scopes & {FreezeScope.LOGIN, FreezeScope.API}:
        found.append({"do": "revoke_tokens"})
    if FreezeScope.ORDER in scopes:
        found.append({"do": "cancel_orders", "side": "all"})
    elif FreezeScope.BUY in scopes:
        found.append({"do": "cancel_orders", "side": "buy"})
    return [*found, {"do": "notify", "template": "freeze_placed"}]


def forbids(scopes: Collection[FreezeScope], operation: OperationCode, *, buys: bool = False) -> bool:
    """Whether these scopes stop an operation; ``buys`` says that an order buys."""
    if FreezeScope.BUY in scopes and buys and operation in _BUYS:
        return True
    return any(operation in _FORBIDDEN[scope] for scope in scopes)


def stops_access(scopes: Collection[FreezeScope], channel: str) -> bool:
    """Whether these scopes stop every use of the account on a channel."""
    return FreezeScope.LOGIN in scopes or (FreezeScope.API in scopes and channel in MACHINE_CHANNELS)


def next_step_of(freezes: Sequence[Freeze]) -> Text:
    """What the customer does next: what the strictest of the freezes asks."""
    sources = {freeze.source for freeze in freezes}
    return next(_NEXT_STEPS[source] for source in _STRICTEST_FIRST if source in sources)


def expected_of(freezes: Sequence[Freeze]) -> int | None:
    """By when the firm means to have looked at all of them, in milliseconds; None where it waits for the customer."""
    return max((freeze.expected for freeze in freezes if freeze.expected is not None), default=None)


def refusal_of_release(
    freeze: Freeze, *, by: str, holder: str, proof: CustomerProof | RecoveryProof, at: int
) -> ReleaseRefusal | None:
    """Why ``by`` may not release a freeze on this ground; None where he may.

    Args:
        freeze: the freeze.
        by: the ref of who releases it.
        holder: the ref of the account's holder.
        proof: what the holder has shown.
        at: in milliseconds.

    """
    if freeze.state is not FreezeState.IN_FORCE:
        return ReleaseRefusal.NOT_IN_FORCE
    if by != holder and by == freeze.placed_by:
        return ReleaseRefusal.SAME_PERSON
    if isinstance(proof, RecoveryProof):
        return _refusal_of_recovery(freeze, proof)
    return _refusal_of_proof(freeze, proof, holder=holder, at=at)


def _refusal_of_recovery(freeze: Freeze, proof: RecoveryProof) -> ReleaseRefusal | None:
    """A recovery counts for its own account, and only one that ended after the freeze was placed."""
    if proof.account != freeze.account:
        return ReleaseRefusal.NOT_THE_HOLDER
    return ReleaseRefusal.TOO_OLD if proof.completed < freeze.placed else None


def _refusal_of_proof(freeze: Freeze, proof: CustomerProof, *, holder: str, at: int) -> ReleaseRefusal | None:
    if Evidence.STRONG_PROOF not in _RELEASED_BY[freeze.source]:
        return ReleaseRefusal.RECOVERY_NEEDED
    if proof.principal != holder:
        return ReleaseRefusal.NOT_THE_HOLDER
    if proof.acr < Acr.PHR:
        return ReleaseRefusal.TOO_WEAK
    if not freeze.placed <= proof.auth_time <= at < proof.auth_time + FRESH:
        return ReleaseRefusal.TOO_OLD
    return None
