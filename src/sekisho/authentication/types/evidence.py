"""Evidence of what was signed and executed, and what checking it finds (C-03, E-13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text

GENESIS = bytes(32)
"""What the very first link follows."""


class EvidenceKind(StrEnum):
    """What a link is evidence of."""

    APPROVAL = "approval"
    EXECUTION = "execution"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a day's chain.

    Attributes:
        id: its name.
        kind: what it is evidence of.
        account: whose.
        day: days since 1970-01-01 in Japan.
        number: within the day, from 1.
        previous: the digest of the link before it, on this day or an earlier one.
        digest: over day, number, ``previous`` and the digest of the body.
        body: RFC 8785 JSON.

    """

    id: str
    kind: EvidenceKind
    account: str
    day: int
    number: int
    previous: bytes
    digest: bytes
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of a day's chain.

    Attributes:
        day: days since 1970-01-01 in Japan.
        count: how many links the day has.
        first: what the day's first link follows.
        digest: of the day's last link.

    """

    day: int
    count: int
    first: bytes
    digest: bytes


class Flaw(StrEnum):
    """Every way in which a bundle can be found wrong. The words are stable."""

    UNREADABLE = "unreadable"
    MANIFEST_MISSING = "manifest_missing"
    MANIFEST_SIGNATURE = "manifest_signature"
    MANIFEST_CONTENT = "manifest_content"
    LINE_FIELD = "line_field"
    LINE_MISSING = "line_missing"
    LINE_SURPLUS = "line_surplus"
    ORDER = "order"
    CHAIN = "chain"
    DIGEST = "digest"
    HEAD = "head"
    BODY_DIGEST = "body_digest"
    FIELD = "field"
    DISPLAY = "display"
    CHALLENGE = "challenge"
    ORIGIN = "origin"
    RP_ID = "rp_id"
    FLAGS = "flags"
    SIGNATURE = "signature"
    OP_HASH = "op_hash"
    RECEIPT = "receipt"
    EXECUTION = "execution"
    FILE = "file"


_F, _T = Flaw, Text
FLAWS: Mapping[Flaw, Text] = MappingProxyType(
    {
        _F.UNREADABLE: _T("行が正規のJSONではありません", "the line is not canonical JSON"),
        _F.MANIFEST_MISSING: _T("先頭に目録がありません", "there is no manifest at the beginning"),
        _F.MANIFEST_SIGNATURE: _T("目録の署名が確認できません", "the manifest's signature does not hold"),
        _F.MANIFEST_CONTENT: _T("目録の項目が正しくありません", "the manifest's field is not as it should be"),
        _F.LINE_FIELD: _T("行の項目が正しくありません", "the line's field is not as it should be"),
        _F.LINE_MISSING: _T("行が足りません", "lines are missing"),
        _F.LINE_SURPLUS: _T("目録にない行があります", "there is a line that the manifest does not list"),
        _F.ORDER: _T("順番が違うか、行が抜けています", "the order differs, or a line is missing"),
        _F.CHAIN: _T("直前の行に続いていません", "it does not follow the line before it"),
        _F.DIGEST: _T("要約値が内容と合いません", "the digest does not fit"),
        _F.HEAD: _T("その日の署名済みの末尾と合いません", "it does not agree with the day's signed head"),
        _F.BODY_DIGEST: _T("内容が書き換えられています", "the content was changed"),
        _F.FIELD: _T("内容の項目が正しくありません", "the content's field is not as it should be"),
        _F.DISPLAY: _T("表示された文面が内容と合いません", "the text that was shown does not fit the content"),
        _F.CHALLENGE: _T("署名されたのは別の内容です", "something else was signed"),
        _F.ORIGIN: _T("当社の画面で署名されていません", "it was not signed on our own page"),
        _F.RP_ID: _T("別のサイトのための署名です", "it was signed for another site"),
        _F.FLAGS: _T("本人確認の印がないか、記録と合いません", "no user verification, or other flags than recorded"),
        _F.SIGNATURE: _T("お客さまの署名が確認できません", "the customer's signature does not hold"),
        _F.OP_HASH: _T("手続きの要約値が内容と合いません", "the operation's digest does not fit the content"),
        _F.RECEIPT: _T("受領証が内容と合いません", "the receipt does not fit the content"),
        _F.EXECUTION: _T("実行の記録が承認と合いません", "the execution does not fit the approval"),
        _F.FILE: _T("ファイルの要約値が目録と合いません", "the file's digest is not the manifest's"),
    }
)
"""The sentence of each flaw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong.

    Attributes:
        line: of the file, from 1.
        field: which, e.g. ``body.signature``; empty for the line as a whole.
        flaw: what.

    """

    line: int
    field: str
    flaw: Flaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What checking a bundle found.

    Attributes:
        lines: how many links were read.
        approvals: how many of them are approvals that were checked whole.
        executions: how many are executions.
        withheld: how many have no body: other accounts', left out on purpose.
        days: how many days have a signed head.
        own_keys: the signatures were checked with the keys inside the bundle itself, which proves that nothing was
            changed since it was made and not who made it.
        findings: what is wrong, in the order of the file.

    """

    lines: int
    approvals: int
    executions: int
    withheld: int
    days: int
    own_keys: bool
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Nothing is wrong."""
        return not self.findings
