"""A bundle's first line is signed by us, or it is no bundle (E-13)."""

from typing import Any

import pytest
from tests.builders.approvals import public_jwks, short_story, signing_key

from sekisho.authentication.rules.evidence.bundle import KIND
from sekisho.authentication.rules.evidence.chain import decoded, signed
from sekisho.authentication.rules.evidence.manifest import BadManifestError, keys_from, read_manifest
from sekisho.authentication.types.evidence import Flaw
from sekisho.kernel import jcs

STORY = short_story()
KEYS = keys_from(public_jwks(STORY.key))
LINE = STORY.bundle()[0]
TOLD: Any = decoded(str(jcs.decode(LINE.rstrip())["manifest"]))  # type: ignore[index, call-overload]


def _refused(line: bytes, *, trusted: bool = True) -> tuple[str, Flaw]:
    with pytest.raises(BadManifestError) as caught:
        read_manifest(line, KEYS if trusted else None)
    assert caught.value.finding.line == 1
    return caught.value.finding.field, caught.value.finding.flaw


def _line(payload: object, *, kind: str = KIND) -> bytes:
    compact = signed(payload, STORY.key, kind=kind)  # type: ignore[arg-type]
    return jcs.encode({"manifest": compact}) + b"\n"


def test_a_manifest_is_read() -> None:
    manifest, findings = read_manifest(LINE, KEYS)

    assert findings == []
    assert (manifest.lines, manifest.signed, len(manifest.days)) == (4, 2, 2)


@pytest.mark.parametrize(
    ("line", "field", "flaw"),
    [
        (b"", "", Flaw.UNREADABLE),
        (b"[]\n", "", Flaw.MANIFEST_MISSING),
        (b'{"manifest":1}\n', "", Flaw.MANIFEST_MISSING),
        (b'{"manifest":"a"}\n', "manifest", Flaw.MANIFEST_SIGNATURE),
        (b'{"manifest":"a.b.c"}\n', "manifest", Flaw.MANIFEST_SIGNATURE),
        (LINE.rstrip(), "", Flaw.UNREADABLE),
        (_line(TOLD, kind="JWT"), "manifest", Flaw.MANIFEST_SIGNATURE),
        (_line([]), "manifest", Flaw.MANIFEST_SIGNATURE),
        (_line({**TOLD, "lines": -1}), "manifest.lines", Flaw.MANIFEST_CONTENT),
        (_line({**TOLD, "days": 7}), "manifest.days", Flaw.MANIFEST_CONTENT),
        (_line({**TOLD, "days": [{}]}), "manifest.days[0].count", Flaw.MANIFEST_CONTENT),
        (_line({**TOLD, "more": 1}), "manifest.more", Flaw.MANIFEST_CONTENT),
    ],
)
def test_anything_else_is_no_manifest(line: bytes, field: str, flaw: Flaw) -> None:
    assert _refused(line) == (field, flaw)


@pytest.mark.parametrize("keys", [None, {}, {"keys": []}, {"keys": [{}]}, {"keys": ["x"]}, "keys", 7])
def test_a_manifest_with_no_keys_of_its_own_needs_some_from_outside(keys: object) -> None:
    assert _refused(_line({**TOLD, "keys": keys}), trusted=False) == ("manifest", Flaw.MANIFEST_SIGNATURE)


def test_a_manifest_signed_by_others_is_refused() -> None:
    other = short_story()

    assert _refused(other.bundle()[0]) == ("manifest", Flaw.MANIFEST_SIGNATURE)
    assert read_manifest(other.bundle()[0], None)[1] == []


@pytest.mark.parametrize("change", [{"head": "a.b.c"}, {"count": 9}])
def test_a_day_that_its_signed_head_does_not_fit_is_named(change: dict[str, Any]) -> None:
    days = [{**TOLD["days"][0], **change}, TOLD["days"][1]]

    findings = read_manifest(_line({**TOLD, "days": days}), KEYS)[1]

    assert [(finding.field, finding.flaw) for finding in findings] == [("manifest.days[0].head", Flaw.HEAD)]


def test_keys_are_read_from_a_jwks() -> None:
    assert len(keys_from(public_jwks(signing_key(), signing_key())).keys) == 2
