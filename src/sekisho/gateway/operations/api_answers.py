"""What the machine API answers about operations, and how it refuses."""

from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings

from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import OperationState, SignedOperation
from sekisho.kernel.bytes64 import b64
from sekisho.kernel.moments import to_rfc3339
from sekisho.kernel.texts import Text
from sekisho.web.types.problems import Problem

_R = ApprovalRefusal
_STATUSES: Mapping[ApprovalRefusal, int] = MappingProxyType(
    {
        _R.UNKNOWN: 404,
        _R.BAD_CONTENT: 422,
        _R.NOT_SIGNABLE: 422,
        _R.KEY_REUSED: 409,
        _R.NOT_YOURS: 403,
        _R.BLOCKED: 403,
        _R.EXPIRED: 410,
        _R.ALREADY: 409,
        _R.NOT_APPROVED: 409,
        _R.OTHER_CALLER: 404,
        _R.OTHER_RECEIPT: 422,
        _R.TAMPERED: 409,
    }
)
_TITLES: Mapping[ApprovalRefusal, Text] = MappingProxyType(
    {
        _R.BAD_CONTENT: Text("内容に誤りがあります", "The content is wrong"),
        _R.EXPIRED: Text("時間切れです", "Out of time"),
        _R.TAMPERED: Text("承認された内容と違います", "This is not what was approved"),
        _R.NOT_APPROVED: Text("まだ承認されていません", "Not approved yet"),
    }
)
_TITLE = Text("受け付けられませんでした", "This was not accepted")


def told(found: SignedOperation) -> dict[str, object]:
    """An operation as its client sees it; with the receipt once there is one."""
    answer: dict[str, object] = {
        "id": found.id,
        "operation": found.code.value,
        "version": found.version,
        "account": found.account,
        "state": found.state.value,
        "nonce": b64(found.nonce),
        "op_hash": b64(found.op_hash),
        "created": to_rfc3339(found.created),
        "expires": to_rfc3339(found.expires),
        "approval_url": f"{settings.SEKISHO_ORIGINS[0]}/approve/{found.id}",
    }
    if found.state is OperationState.APPROVED:
        answer["receipt"] = found.receipt_jws
    if found.evidence:
        answer["evidence"] = found.evidence
    return answer


def problem_of(error: ApprovalRefusedError) -> Problem:
    """A refusal as a problem; another client's operation looks like one that is not there."""
    code = _R.UNKNOWN if error.code is _R.OTHER_CALLER else error.code
    return Problem(
        status=_STATUSES.get(code, 403),
        code=code.value,
        title=_TITLES.get(code, _TITLE),
        detail=ApprovalRefusedError(code).text,
        extra={
            "fields": [{"field": each.field, "ja": each.text.ja, "en": each.text.en} for each in error.wrong],
        }
        if error.wrong
        else {},
    )


NO_EVIDENCE = Problem(
    status=404,
    code="unknown",
    title=Text("この証拠は見つかりません", "There is no such evidence"),
    detail=Text("番号を確かめてください。", "Check its name."),
)
BAD_KEY = Problem(
    status=400,
    code="idempotency_key",
    title=Text("冪等キーが必要です", "An idempotency key is needed"),
    detail=Text(
        "Idempotency-Key ヘッダーに、要求ごとに新しい1～128文字の英数字を入れてください。"
        "送り直すときは同じ値にします。",
        "Put 1 to 128 letters and digits into the Idempotency-Key header, new for each request and the same when you "
        "send it again.",
    ),
)
BAD_HASH = Problem(
    status=422,
    code="op_hash",
    title=Text("op_hash が正しくありません", "op_hash is wrong"),
    detail=Text(
        "op_hash には、実行しようとしている内容から計算した32バイトの要約値を、base64url（=なし）で入れてください。",
        "Give op_hash as the 32-byte digest of what you are about to execute, in base64url without “=”.",
    ),
)
BAD_DAYS = Problem(
    status=422,
    code="days",
    title=Text("期間が正しくありません", "The days are wrong"),
    detail=Text(
        "from と to に、2026-12-01 の形で、366日以内の期間を指定してください。",
        "Give from and to as in 2026-12-01, at most 366 days apart.",
    ),
)
