"""The journal for auditors: what happened, about whom, newest first. Only read, never changed."""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.authentication.types.kinds import KINDS as AUTHENTICATION
from sekisho.console.guarding import staff
from sekisho.console.menu import screen
from sekisho.firms.types.kinds import KINDS as FIRMS
from sekisho.firms.types.permissions import Permission
from sekisho.journal.queries.reading import latest
from sekisho.journal.types.entry import Entry
from sekisho.kernel.texts import Text
from sekisho.notices.types.kinds import KINDS as NOTICES

SENTENCES = {
    **AUTHENTICATION,
    **FIRMS,
    **NOTICES,
    "activity:event:received": Text("出来事を受け取りました", "An event was received"),
    "decisions:decision:made": Text("判定しました", "A decision was made"),
}
"""What each kind says."""
_NO_WORDS = Text("（説明のない記録）", "(no words for it)")
_LONGEST = 128
_AT_ONCE = 50


@require_safe
@staff(Permission.JOURNAL_READ)
def journal(request: HttpRequest) -> HttpResponse:
    """A page of entries, by kind (or its beginning) and by whom they are about."""
    asked = request.GET
    kind, about = asked.get("kind", "").strip()[:_LONGEST], asked.get("about", "").strip()[:_LONGEST]
    before = asked.get("before", "")
    found = latest(
        kind=kind, subject=about, before=int(before) if before.isdecimal() and len(before) < 19 else None,  # noqa: PLR2004 - 64 bits
        limit=_AT_ONCE,
    )  # fmt: skip
    older = (
        f"/staff/journal?{urlencode({'kind': kind, 'about': about, 'before': found.before})}" if found.before else ""
    )
    return screen(
        request, "console/journal.html", entries=[_line(each) for each in found.entries], kind=kind, about=about,
        older=older, kinds=sorted(SENTENCES),
    )  # fmt: skip


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position, "at": entry.at, "kind": entry.kind, "about": entry.about,
        "sentence": SENTENCES.get(entry.kind, _NO_WORDS), "parts": _parts(entry.payload),
    }  # fmt: skip


def _parts(payload: bytes) -> list[tuple[str, str]]:
    """What the entry holds, name by name; what is no JSON object is shown by its length."""
    try:
        told = json.loads(payload)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return [("bytes", str(len(payload)))]
    return [(name, _spelled(value)) for name, value in sorted(told.items())]


def _spelled(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
