"""The public schedule as a page: titles, rows and sentences, which an entrance draws without knowing what they mean."""

from collections.abc import Mapping, Sequence

from sekisho.authentication.types.policy_page import Page, Table
from sekisho.kernel.texts import Text


def page(body: Mapping[str, object]) -> Page:
    """A publication's body as a page in the body's language."""
    language = str(body["lang"])
    return Page(
        title=f"{body['firm']} {_TITLE.read(language)}",
        lead=_lead(body, language),
        tables=tuple(
            table
            for table in (_operations(body, language), _interim(body, language), _opt_out(body, language),
                          _clients(body, language), _emergencies(body, language))
            if table.rows
        ),
        foot=(
            _HASH.read(language).format(value=body["sha256"]),
            _BEFORE.read(language).format(value=body["prev_sha256"]),
        ),
    )  # fmt: skip


_T = Text
_TITLE = _T("認証方法の予定", "Schedule of authentication")
_LEAD = _T(
    "この予定は、実際に動いている認証方針（第{policy}版）から作られています。{start}から有効です。",
    "This schedule is made from the policy that is in force (version {policy}), from {start}.",
)
_TRIAL = _T(
    "いまは試行中で、記録だけをしています。",
    "This is a trial: at present the policy only records and asks for nothing.",
)
_HASH = _T("この予定の指紋（SHA-256）: {value}", "Fingerprint of this schedule (SHA-256): {value}")
_BEFORE = _T("一つ前の予定の指紋: {value}", "Fingerprint of the one before: {value}")
_NEW = {"new": _T("新しいお客さま", "new customers"), "all": _T("", "")}


def _lead(body: Mapping[str, object], language: str) -> tuple[str, ...]:
    first = _LEAD.read(language).format(policy=body["policy"], start=body["from"])
    return (first, _TRIAL.read(language)) if body["trial"] else (first,)


def _operations(body: Mapping[str, object], language: str) -> Table:
    return Table(
        title=_T("手続きごとの認証", "What each operation needs").read(language),
        lead="",
        head=_head(language, _T("手続き", "operation"), _T("対象", "for"), _T("いつから", "from"),
                   _T("必要な認証", "needs"), _T("使える手段", "with")),
        rows=tuple(
            (
                _joined(line["operation_label"], line["condition_label"]),
                _joined(line["segment_label"], _NEW[str(line["customers"])].read(language), *line["channels"]),
                str(line["from"]),
                _joined(line["acr_label"], line["binding_label"]),
                _listed(line["factor_labels"], language),
            )
            for line in _lines(body, "operations")
        ),
    )  # fmt: skip


def _interim(body: Mapping[str, object], language: str) -> Table:
    return Table(
        title=_T("期限のある認証手段", "Methods that end").read(language),
        lead=_T(
            "「利用終了」の日の0時（日本時間）から使えません。それまでにパスキーなどを登録してください。",
            "From 00:00 (Japan time) of the day “ends” it no longer works. Please set up a passkey or the like before.",
        ).read(language),
        head=_head(language, _T("手段", "method"), _T("対象の手続き", "for"), _T("新規登録の終了", "no new ones from"),
                   _T("利用終了", "ends"), _T("理由", "why")),
        rows=tuple(
            (
                str(line["factor_label"]),
                _operation_names(line["operations"], body, language),
                str(line.get("stop_enrol", "")),
                str(line["stop_use"]),
                str(line.get("reason", "")),
            )
            for line in _lines(body, "interim")
        ),
    )  # fmt: skip


def _opt_out(body: Mapping[str, object], language: str) -> Table:
    terms = body["opt_out"]
    known = terms if isinstance(terms, Mapping) else {}
    yes, no = (_operation_names(known[name], body, language, "") for name in ("allowed", "not_allowed"))
    rows = (
        (_T("辞退できる手続き", "may be declined").read(language), yes),
        (_T("辞退できない手続き", "may not be declined").read(language), no),
        (_T("条件", "on these terms").read(language), _listed(known["conditions"], language)),
        (_T("有効な日数", "valid for days").read(language), str(known["valid_days"])),
    )
    return Table(
        title=_T("必須化の辞退", "Declining").read(language),
        lead="",
        head=_head(language, _T("項目", "subject"), _T("内容", "what")),
        rows=rows if known["allowed"] else rows[1:2],
    )


def _clients(body: Mapping[str, object], language: str) -> Table:
    return Table(
        title=_T("使えるアプリの版", "Oldest programs accepted").read(language),
        lead="",
        head=_head(language, _T("プログラム", "program"), _T("最も古い版", "version"), _T("いつから", "from"),
                   _T("ご案内", "advice")),
        rows=tuple(
            (str(line["program"]), str(line["version"]), str(line["from"]), str(line["advice"]))
            for line in _lines(body, "clients")
        ),
    )  # fmt: skip


def _emergencies(body: Mapping[str, object], language: str) -> Table:
    return Table(
        title=_T("一時的な取り扱い", "Temporary arrangements").read(language),
        lead="",
        head=_head(
            language, _T("いつから", "from"), _T("いつまで", "until"), _T("理由", "why"), _T("代わりの措置", "instead")
        ),
        rows=tuple(
            (str(line["from"]), str(line["until"]), str(line["reason"]), _listed(line["compensations"], language))
            for line in _lines(body, "emergencies")
        ),
    )


def _head(language: str, *titles: Text) -> tuple[str, ...]:
    return tuple(title.read(language) for title in titles)


def _lines(body: Mapping[str, object], name: str) -> Sequence[Mapping[str, list[str]]]:
    lines = body[name]
    return lines if isinstance(lines, list) else []


def _joined(*parts: object) -> str:
    return " / ".join(str(part) for part in parts if part)


def _listed(words: object, language: str) -> str:
    return ("、" if language == "ja" else ", ").join(words) if isinstance(words, list) else ""


def _operation_names(codes: object, body: Mapping[str, object], language: str, fallback: str | None = None) -> str:
    everything = _T("すべて", "everything").read(language) if fallback is None else fallback
    names = {str(line["operation"]): str(line["operation_label"]) for line in _lines(body, "operations")}
    listed = codes if isinstance(codes, list) else []
    return _listed([names.get(code, code) for code in listed], language) or everything
