"""Evidence of what customers and staff signed: one by its number, or whole days to hand over (C-03, E-13).

Each look and each hand-over is in the journal. A bundle is checked by anybody, without us: ``sekisho verify-evidence``.
"""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.evidence import disclose, export
from sekisho.authentication.queries.evidence import NoEvidenceError
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.evidence import EvidenceKind
from sekisho.console.dates import BadDateError, day_in
from sekisho.console.guarding import actor_of, staff
from sekisho.console.menu import screen
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import jst_day
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.resources import notary

KINDS = {
    EvidenceKind.APPROVAL.value: Text("承認", "Approval"),
    EvidenceKind.EXECUTION.value: Text("実行", "Execution"),
    EvidenceKind.VOID.value: Text("無効", "Void"),
}
_NONE = Text(
    "この番号の証拠はありません。番号を確かめてください。", "There is no evidence of this number. Please check it."
)
_NO_DAYS = Text("日付を正しく入れてください。長さは366日までです。", "Please give two days, at most 366 days apart.")
_LONGEST = 366


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.EVIDENCE_READ)
def evidence(request: HttpRequest) -> HttpResponse:
    """GET asks for a number or for days; POST shows one."""
    if request.method != "POST":
        return screen(request, "console/evidence.html")
    name, call = request.POST.get("evidence", "").strip()[:64], call_of(request)
    try:
        line, head = disclose(evidence=name, by=f"staff:{actor_of(request)}", at=call.at)
    except NoEvidenceError:
        return screen(request, "console/evidence.html", status=404, refused=_NONE, name=name)
    told = json.loads(line)
    return screen(
        request, "console/evidence.html", name=name, found=told, kind=KINDS.get(str(told.get("kind")), Text("–", "–")),
        head=bool(head), body=json.dumps(told.get("body"), ensure_ascii=False, indent=2, sort_keys=True),
    )  # fmt: skip


@require_POST
@staff(Permission.EVIDENCE_READ, acr=Acr.PHRH)
def bundle(request: HttpRequest) -> HttpResponseBase:
    """Whole days as one file, of everybody or of one account."""
    call, account = call_of(request), request.POST.get("account", "").strip()[:64]
    try:
        first, last = (jst_day(day_in(request.POST.get(name, ""))) for name in ("first", "last"))
    except BadDateError as error:
        return screen(request, "console/evidence.html", status=400, refused=error.text)
    if not 0 <= last - first < _LONGEST:
        return screen(request, "console/evidence.html", status=400, refused=_NO_DAYS)
    lines: Iterator[bytes] = export(
        first=first, last=last, key=notary().key, keys=_public_keys(), by=f"staff:{actor_of(request)}", at=call.at,
        account=account,
    )  # fmt: skip
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{first}-{last}.ndjson"'
    return response


def _public_keys() -> dict[str, object]:
    keys = [node_keys().signing("ES256"), node_keys().signing("RS256")]
    return {"keys": [{**key.as_dict(private=False), "kid": key.kid} for key in keys]}
