"""Read the first line of a bundle."""

from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sekisho.authentication.rules.evidence import shapes
from sekisho.authentication.rules.evidence.bundle import HEAD_KIND, KIND
from sekisho.authentication.rules.evidence.chain import BadSignatureError, decoded, verified
from sekisho.authentication.types.evidence import Finding, Flaw
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import from_b64


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle says of itself.

    Attributes:
        lines: how many links follow.
        sha256: of everything behind the first line.
        days: count, first and last digest of each day, by day.
        signed: the days whose head has a signature of its own.
        keys: the keys that everything is checked with.

    """

    lines: int
    sha256: bytes
    days: dict[int, tuple[int, bytes, bytes]]
    signed: int
    keys: KeySet


class BadManifestError(ValueError):
    """The first line cannot be used; ``finding`` says why."""

    def __init__(self, flaw: Flaw, field: str = "") -> None:
        self.finding = Finding(line=1, field=field, flaw=flaw)
        super().__init__(flaw.value)


def keys_from(jwks: object) -> KeySet:
    """A JWKS as keys.

    Raises:
        ValueError: it is none, or has no key.

    """
    try:
        return KeySet.import_key_set(jwks)  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        message = "no JWKS, or one without keys"
        raise ValueError(message) from error


def read_manifest(line: bytes, keys: KeySet | None) -> tuple[Manifest, list[Finding]]:
    """The manifest, and what is wrong with it although it can be used.

    Args:
        line: the first line, with its line end.
        keys: the keys that are trusted; None takes those in the manifest itself.

    Raises:
        BadManifestError: it cannot be used.

    """
    compact = _compact(line)
    keys = keys or _own_keys(compact)
    try:
        payload: dict[str, Any] = verified(compact, keys, kind=KIND)
    except BadSignatureError:
        raise BadManifestError(Flaw.MANIFEST_SIGNATURE, "manifest") from None
    wrong = shapes.misfits(payload, shapes.MANIFEST)
    if not wrong:
        days = enumerate(payload["days"])
        wrong = [f"days[{at}].{name}" for at, day in days for name in shapes.misfits(day, shapes.DAY)]
    if wrong:
        raise BadManifestError(Flaw.MANIFEST_CONTENT, f"manifest.{wrong[0]}")
    findings = [
        Finding(line=1, field=f"manifest.days[{at}].head", flaw=Flaw.HEAD)
        for at, day in enumerate(payload["days"])
        if not _head_holds(day, keys)
    ]
    return _manifest(payload, keys), findings


def _compact(line: bytes) -> str:
    try:
        told = jcs.decode(line.removesuffix(b"\n"))
    except jcs.NotCanonicalError:
        raise BadManifestError(Flaw.UNREADABLE) from None
    if not isinstance(told, dict) or set(told) != {"manifest"} or not isinstance(told["manifest"], str):
        raise BadManifestError(Flaw.MANIFEST_MISSING)
    if not line.endswith(b"\n"):
        raise BadManifestError(Flaw.UNREADABLE)
    return told["manifest"]


def _own_keys(compact: str) -> KeySet:
    try:
        return keys_from(decoded(compact).get("keys"))
    except ValueError:
        raise BadManifestError(Flaw.MANIFEST_SIGNATURE, "manifest") from None


def _head_holds(day: dict[str, Any], keys: KeySet) -> bool:
    """The head's own signature, for days that were over: it was made on its day and not when the bundle was."""
    if not day["head"]:
        return True
    try:
        told = verified(day["head"], keys, kind=HEAD_KIND)
    except BadSignatureError:
        return False
    same = all(told.get(name) == day[name] for name in ("count", "day", "digest", "first"))
    return same and not shapes.misfits(told, shapes.HEAD)


def _manifest(payload: dict[str, Any], keys: KeySet) -> Manifest:
    days = payload["days"]
    return Manifest(
        lines=payload["lines"],
        sha256=from_b64(payload["sha256"]),
        days={day["day"]: (day["count"], from_b64(day["first"]), from_b64(day["digest"])) for day in days},
        signed=sum(bool(day["head"]) for day in days),
        keys=keys,
    )
