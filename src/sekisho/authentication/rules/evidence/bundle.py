"""A bundle: evidence as a file of lines (NDJSON) that checks itself, offline, years later.

The first line is ``{"manifest":"<JWS>"}``; each further line is one link, in the order of the chain, as RFC 8785 JSON::

    {"body":{…},"body_sha256":…,"day":…,"digest":…,"number":…,"previous":…}

A bundle holds whole days. Where it was made for one account, links of others lack ``body``: their place in the chain
can be checked, and nothing of them can be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from joserfc.jwk import ECKey

from sekisho.authentication.rules.evidence.chain import body_digest, signed
from sekisho.authentication.types.evidence import Head, Link
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64

FORMAT = "sekisho-evidence-bundle/1"
KIND = "sekisho-evidence-bundle"
HEAD_KIND = "sekisho-evidence-head"


def line_of(link: Link, *, withheld: bool = False) -> bytes:
    """One line, with its line end."""
    line: dict[str, object] = {
        "body_sha256": b64(body_digest(link.body)),
        "day": link.day,
        "digest": b64(link.digest),
        "number": link.number,
        "previous": b64(link.previous),
    }
    if not withheld:
        line["body"] = jcs.decode(link.body)
    return jcs.encode(line) + b"\n"


def day_of(head: Head, jws: str) -> dict[str, object]:
    """A day in the manifest; ``jws`` is its signed head, empty while the day is not over."""
    return {
        "count": head.count,
        "day": head.day,
        "digest": b64(head.digest),
        "first": b64(head.first),
        "head": jws,
    }


def manifest_line(
    *, lines: Iterable[bytes], days: Sequence[Mapping[str, object]], account: str, keys: Mapping[str, object],
    key: ECKey, at: int
) -> bytes:  # fmt: skip
    """The first line of a bundle.

    Args:
        lines: the other lines.
        days: each as ``day_of`` has it.
        account: whose links are open; empty for everybody's.
        keys: our public keys (JWKS), old ones too.
        key: the key that signs.
        at: when the bundle is made, in milliseconds.

    """
    whole, count = sha256(), 0
    for line in lines:
        whole.update(line)
        count += 1
    payload: dict[str, object] = {
        "account": account,
        "days": list(days),
        "format": FORMAT,
        "keys": keys,
        "lines": count,
        "made_at": at,
        "sha256": b64(whole.digest()),
    }
    return jcs.encode({"manifest": signed(payload, key, kind=KIND)}) + b"\n"
