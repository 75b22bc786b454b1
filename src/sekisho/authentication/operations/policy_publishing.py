"""Say in public what the policy says: the schedule in both languages, each chained to the one before."""

from collections.abc import Iterable

from sekisho.authentication import models
from sekisho.authentication.queries.policies import (
    IN_PUBLIC,
    default_policy,
    publications,
    published_versions,
)
from sekisho.authentication.queries.policy_values import change_of, override_of, version_of
from sekisho.authentication.rules.policy.chain import publication_faults, version_faults
from sekisho.authentication.rules.policy.layering import layered
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.rules.policy.schedule import LANGUAGES, schedule
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.policy_findings import Fault
from sekisho.authentication.types.policy_versions import GENESIS, PolicyState
from sekisho.kernel.digests import canonical
from sekisho.kernel.texts import Text

_STANDING = (PolicyState.APPROVED.value, PolicyState.ENDED.value, PolicyState.EXAMINED.value)


def say(*, firm: Text, cause: str, at: int, channels: Iterable[str] = ()) -> list[str]:
    """Publish the schedule of the last published version, with all changes; in the caller's transaction.

    Args:
        firm: the firm's name.
        cause: why it is published.
        at: in milliseconds.
        channels: where else customers are told.

    Returns:
        The SHA-256 of each, in the order of ``LANGUAGES``.

    """
    policy = _last(at)
    return [_say(policy, firm, language, cause, at, list(channels)) for language in LANGUAGES]


def verify_policies() -> tuple[Fault, ...]:
    """What was changed in versions or publications since they were published; nothing when all is well."""
    said = tuple(fault for language in LANGUAGES for fault in publication_faults(publications(language=language)))
    return (*version_faults(published_versions()), *said)


def _say(policy: Policy, firm: Text, language: str, cause: str, at: int, channels: list[str]) -> str:
    last = models.SchedulePublication.objects.filter(language=language).order_by("-number").first()
    prev = GENESIS if last is None else last.sha256
    body = schedule(policy, firm=firm, language=language, published=at, prev_sha256=prev)
    models.SchedulePublication.objects.create(
        language=language,
        number=1 if last is None else last.number + 1,
        version=policy.version,
        cause=cause,
        body=canonical(body).decode(),
        sha256=str(body["sha256"]),
        prev_sha256=prev,
        published=at,
        channels=channels,
    )
    return str(body["sha256"])


def _last(at: int) -> Policy:
    """The version that was published last, with the changes since and the public emergencies that are not over."""
    row = models.PolicyVersion.objects.filter(state__in=IN_PUBLIC).order_by("-effective_from").first()
    found = None if row is None else version_of(row)
    policy = default_policy() if found is None else read_policy(found.document, version=found.number or 0).policy
    changes = models.FactorSunset.objects.filter(state=PolicyState.PUBLISHED.value).order_by("published", "id")
    emergencies = models.EmergencyOverride.objects.filter(state__in=_STANDING, public=True).order_by("starts", "id")
    overrides = [override for override in map(override_of, emergencies) if override.ends > at]
    return layered(
        policy,
        published=0 if found is None else found.published or 0,
        changes=[change_of(each) for each in changes],
        overrides=overrides,
    )
