"""Check a bundle line by line; needs no database and no network, and keeps almost nothing in memory."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from joserfc.jwk import KeySet

from sekisho.authentication.rules.evidence import shapes
from sekisho.authentication.rules.evidence.chain import body_digest, link_digest
from sekisho.authentication.rules.evidence.manifest import BadManifestError, Manifest, read_manifest
from sekisho.authentication.rules.evidence.signatures import check_approval
from sekisho.authentication.types.evidence import Finding, Flaw, Inspection
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64, from_b64
from sekisho.kernel.moments import jst_day

MOST_FINDINGS = 1_000
"""Beyond these nothing more is written down."""


@dataclass
class Inspector:
    """Feed it the lines of a bundle in their order, each with its line end; then ``finish``.

    ``keys`` are the keys that are trusted; without them the bundle's own are taken.
    """

    keys: KeySet | None = None
    _manifest: Manifest | None = None
    _line: int = 0
    _links: int = 0
    _approvals: int = 0
    _executions: int = 0
    _withheld: int = 0
    _day: int = -1
    _number: int = 0
    _digest: bytes = b""
    _seen_days: set[int] = field(default_factory=set)
    _findings: list[Finding] = field(default_factory=list)
    _signed: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    _ended: set[str] = field(default_factory=set)
    _whole: Any = field(default_factory=sha256)

    def feed(self, line: bytes) -> None:
        """Look at the next line."""
        self._line += 1
        if self._line == 1:
            self._begin(line)
            return
        self._whole.update(line)
        if self._manifest is not None:
            self._links += 1
            self._link(line, self._manifest)

    def finish(self) -> Inspection:
        """Say what was found, once every line was fed."""
        if self._line == 0:
            self._note("", Flaw.MANIFEST_MISSING, line=1)
        if self._manifest is not None:
            self._close_day(self._manifest)
            self._totals(self._manifest)
        return Inspection(
            lines=self._links,
            approvals=self._approvals,
            executions=self._executions,
            withheld=self._withheld,
            days=self._manifest.signed if self._manifest else 0,
            own_keys=self.keys is None,
            findings=tuple(self._findings),
        )

    def _begin(self, line: bytes) -> None:
        try:
            self._manifest, findings = read_manifest(line, self.keys)
        except BadManifestError as error:
            findings = [error.finding]
        self._findings += findings

    def _link(self, line: bytes, manifest: Manifest) -> None:
        try:
            told = jcs.decode(line.removesuffix(b"\n"))
        except jcs.NotCanonicalError:
            told = None
        if not isinstance(told, dict) or not line.endswith(b"\n"):
            self._note("", Flaw.UNREADABLE)
            return
        shape = shapes.LINE if "body" in told else shapes.WITHHELD
        wrong = shapes.misfits(told, shape)
        for name in wrong:
            self._note(name, Flaw.LINE_FIELD)
        if not wrong:
            self._follow(told, manifest)
            self._say(told, manifest)

    def _follow(self, told: dict[str, Any], manifest: Manifest) -> None:
        """The link's place in the chain; the walk then goes on from what the link says of itself."""
        previous, digest = from_b64(told["previous"]), from_b64(told["digest"])
        if told["day"] != self._day:
            self._open_day(told["day"], previous, manifest)
        if told["number"] != self._number + 1:
            self._note("number", Flaw.ORDER)
        if self._digest and previous != self._digest:
            self._note("previous", Flaw.CHAIN)
        expected = link_digest(
            day=told["day"], number=told["number"], previous=previous, body_digest=from_b64(told["body_sha256"])
        )
        if digest != expected:
            self._note("digest", Flaw.DIGEST)
        self._number, self._digest = told["number"], digest

    def _open_day(self, day: int, previous: bytes, manifest: Manifest) -> None:
        self._close_day(manifest)
        listed = manifest.days.get(day)
        if day < self._day or listed is None:
            self._note("day", Flaw.ORDER)
        elif listed[1] != previous:
            self._note("previous", Flaw.HEAD)
        self._day, self._number = day, 0
        self._seen_days.add(day)

    def _close_day(self, manifest: Manifest) -> None:
        """The day ends where its head says."""
        listed = manifest.days.get(self._day)
        if listed is not None and (listed[0], listed[2]) != (self._number, self._digest):
            self._note("digest", Flaw.HEAD, line=max(1, self._line - 1))

    def _totals(self, manifest: Manifest) -> None:
        if self._links < manifest.lines or set(manifest.days) - self._seen_days:
            self._note("manifest.lines", Flaw.LINE_MISSING, line=self._line + 1)
        if self._links > manifest.lines:
            self._note("", Flaw.LINE_SURPLUS, line=manifest.lines + 2)
        if self._whole.digest() != manifest.sha256:
            self._note("manifest.sha256", Flaw.FILE, line=1)

    def _say(self, told: dict[str, Any], manifest: Manifest) -> None:
        """What the link says."""
        if "body" not in told:
            self._withheld += 1
            return
        body = told["body"]
        if b64(body_digest(jcs.encode(body))) != told["body_sha256"]:
            self._note("body", Flaw.BODY_DIGEST)
        kind = body.get("kind")
        shape = {"approval": shapes.APPROVAL, "execution": shapes.EXECUTION, "void": shapes.VOID}.get(str(kind))
        wrong = ["kind"] if shape is None else shapes.misfits(body, shape)
        for name in wrong:
            self._note(f"body.{name}", Flaw.FIELD)
        if not wrong:
            self._approval(body, told, manifest) if kind == "approval" else self._end(body, told)

    def _approval(self, body: dict[str, Any], told: dict[str, Any], manifest: Manifest) -> None:
        self._approvals += 1
        for name, flaw in check_approval(body, manifest.keys):
            self._note(f"body.{name}", flaw)
        if not _of_day(body["verified_at"], told["day"]):
            self._note("body.verified_at", Flaw.FIELD)
        self._signed[body["id"]] = (str(body["document"].get("operation_id")), body["op_hash"], body["receipt_id"])

    def _end(self, body: dict[str, Any], told: dict[str, Any]) -> None:
        """An execution, or its refusal: of what was signed, and once."""
        self._executions += body["kind"] == "execution"
        signed = self._signed.get(body["approval"])  # it may have been signed on a day before the bundle's first
        names = ("operation_id", "op_hash", "receipt_id")
        for name, value in zip(names, signed or (), strict=False):
            if body[name] != value:
                self._note(f"body.{name}", Flaw.EXECUTION)
        if body["approval"] in self._ended:
            self._note("body.approval", Flaw.EXECUTION)
        self._ended.add(body["approval"])
        if not _of_day(body["at"], told["day"]):
            self._note("body.at", Flaw.FIELD)

    def _note(self, name: str, flaw: Flaw, *, line: int = 0) -> None:
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(Finding(line=line or self._line, field=name, flaw=flaw))


def _of_day(at: int, day: int) -> bool:
    """What began before midnight may have come into the chain after it."""
    return jst_day(at) in {day, day - 1}
