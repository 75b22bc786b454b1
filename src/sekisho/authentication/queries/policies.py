"""The policy in force at a moment, its versions, and what was said in public.

The policy in force is kept in memory and made anew when anything that changes it was committed: one small read tells.
"""

from functools import lru_cache

from django.db.models import QuerySet

from sekisho.authentication import models
from sekisho.authentication.queries.policy_files import default_paths, default_policy
from sekisho.authentication.queries.policy_values import change_of, override_of, publication_of, version_of
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.rules.policy.layering import layered
from sekisho.authentication.rules.policy.page import page
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.rules.policy.telling import interim_notice
from sekisho.authentication.rules.policy.versions import too_old
from sekisho.authentication.rules.policy.views import held_of, standing_of
from sekisho.authentication.types.policy import Override, Policy
from sekisho.authentication.types.policy_page import Page
from sekisho.authentication.types.policy_versions import PolicyState, PolicyVersion, Publication

__all__ = [
    "NoVersionError",
    "Snapshot",
    "current_publication",
    "default_paths",
    "default_policy",
    "effective",
    "held_of",
    "interim_notice",
    "publications",
    "published_versions",
    "schedule_page",
    "standing_of",
    "too_old",
    "version",
]

HEAD = 1
"""The id of the one row that tells whether anything has changed."""
IN_PUBLIC = (PolicyState.PUBLISHED.value, PolicyState.EFFECTIVE.value, PolicyState.SUPERSEDED.value)
"""States of versions that were published and not withdrawn."""
_STANDING = (PolicyState.APPROVED.value, PolicyState.ENDED.value, PolicyState.EXAMINED.value)

_HEAD_ROW = Prepared(lambda _slot: models.PolicyHead.objects.filter(id=HEAD))


class NoVersionError(LookupError):
    """There is no such version."""


class Snapshot:
    """Everything that makes a policy, read once: the policy in force at any moment follows without the database."""

    def __init__(self) -> None:
        rows = models.PolicyVersion.objects.filter(state__in=IN_PUBLIC).order_by("-effective_from")
        self.versions = tuple(version_of(row) for row in rows)
        changes = models.FactorSunset.objects.filter(state=PolicyState.PUBLISHED.value)
        self.changes = tuple(change_of(row) for row in changes.order_by("published", "id"))
        self.overrides = _overrides()
        self._layered = lru_cache(maxsize=16)(self._layer)

    def at(self, at: int) -> Policy:
        """The policy in force at a moment; before the first version, the product's defaults."""
        found = next((each for each in self.versions if each.effective_from <= at), None)
        changes = sum(each.published <= at for each in self.changes)
        return self._layered(found.id if found is not None else "", changes)

    def _layer(self, identifier: str, changes: int) -> Policy:
        """The version with the changes that had been published by then. Emergencies tell their own dates."""
        found = next((each for each in self.versions if each.id == identifier), None)
        policy = default_policy() if found is None else read_policy(found.document, version=found.number or 0).policy
        published = 0 if found is None else found.published or 0
        return layered(policy, published=published, changes=self.changes[:changes], overrides=self.overrides)


def effective(at: int) -> Policy:
    """The policy in force at ``at`` (milliseconds), with later ends of factors and emergencies.

    As long as nothing changes it is the same object. Before a first version is in force these are the defaults that
    come with the product, as version 0: there is never no policy.
    """
    return _snapshot(_head()).at(at)


def version(*, identifier: str) -> PolicyVersion:
    """One version, whatever its state.

    Raises:
        NoVersionError: there is none.

    """
    row = models.PolicyVersion.objects.filter(id=identifier).first()
    if row is None:
        raise NoVersionError(identifier)
    return version_of(row)


def published_versions() -> tuple[PolicyVersion, ...]:
    """All that were ever published, those withdrawn before they came into force too, the oldest first."""
    return tuple(version_of(row) for row in models.PolicyVersion.objects.exclude(number=None).order_by("number"))


def publications(*, language: str) -> tuple[Publication, ...]:
    """All that was said in public in a language, the oldest first."""
    return tuple(publication_of(row) for row in _said(language).order_by("number"))


def current_publication(*, language: str, at: int) -> Publication | None:
    """What was said last by ``at`` (milliseconds); None while nothing was said."""
    row = _said(language).filter(published__lte=at).order_by("-number").first()
    return None if row is None else publication_of(row)


def schedule_page(publication: Publication) -> Page:
    """A publication as a page to draw."""
    return page(publication.body)


def _said(language: str) -> QuerySet[models.SchedulePublication]:
    return models.SchedulePublication.objects.filter(language=language)


def _head() -> str:
    row = _HEAD_ROW.first()
    return "" if row is None else row.digest


@lru_cache(maxsize=4)
def _snapshot(_head: str) -> Snapshot:
    """The head's digest chains all changes, so equal heads mean equal content, in whatever database."""
    return Snapshot()


def _overrides() -> tuple[Override, ...]:
    rows = models.EmergencyOverride.objects.filter(state__in=_STANDING).order_by("starts", "id")
    return tuple(override_of(row) for row in rows)
