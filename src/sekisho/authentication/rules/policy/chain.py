"""Hashes that chain versions and publications, so that no one of them can be changed later unnoticed."""

from collections.abc import Mapping, Sequence

from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.types.policy_findings import Fault
from sekisho.authentication.types.policy_versions import GENESIS, PolicyVersion, Publication
from sekisho.kernel.digests import canonical, sha256_hex


def version_hash(version: PolicyVersion) -> str:
    """SHA-256 over everything that made a version what it is, its place in the chain included."""
    return sha256_hex(
        canonical(
            {
                "number": version.number,
                "prev": version.prev_hash,
                "title": [version.title.ja, version.title.en],
                "document": dict(version.document),
                "effective_from": version.effective_from,
                "author": version.author,
                "reviewer": version.reviewer,
                "signatures": [[each.by, each.evidence, each.at] for each in version.signatures],
                "reason": [version.reason.ja, version.reason.en],
                "impact": dict(version.impact),
                "published": version.published,
            }
        )
    )


def publication_hash(body: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of a publication, without its own ``sha256``."""
    return sha256_hex(canonical({name: value for name, value in body.items() if name != "sha256"}))


def version_faults(versions: Sequence[PolicyVersion]) -> tuple[Fault, ...]:
    """What does not fit in a chain of published versions, the oldest first."""
    found, prev = [], GENESIS
    for place, version in enumerate(versions, start=1):
        if (version.number, version.prev_hash) != (place, prev):
            found.append(fault(f"version.{place}", "chain:link:broken"))
        if version.digest != sha256_hex(canonical(dict(version.document))) or version.hash != version_hash(version):
            found.append(fault(f"version.{place}", "chain:content:changed"))
        prev = version.hash
    return tuple(found)


def publication_faults(publications: Sequence[Publication]) -> tuple[Fault, ...]:
    """What does not fit in the chain of publications of one language, the oldest first."""
    found, prev = [], GENESIS
    for place, each in enumerate(publications, start=1):
        key = f"publication.{each.language}.{place}"
        if (each.number, each.prev_sha256, each.body.get("prev_sha256")) != (place, prev, prev):
            found.append(fault(key, "chain:link:broken"))
        if each.sha256 != each.body.get("sha256") or each.sha256 != publication_hash(each.body):
            found.append(fault(key, "chain:content:changed"))
        prev = each.sha256
    return tuple(found)
