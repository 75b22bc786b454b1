"""Name, suspend, resume and remove authenticators of every factor. They are never deleted, only ended."""

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.applying import name_of
from sekisho.authentication.operations.factors import subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.authenticators import authenticator_of, authenticators_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.kernel.texts import Text

LONGEST_REASON = 200


class AuthenticatorUnchangedError(Exception):
    """It was not in a state from which this leads, e.g. removed meanwhile."""

    text = Text(
        "この認証手段は、すでに状態が変わっています。画面を開き直して、一覧を確かめてください。",
        "This authenticator has changed meanwhile. Please reopen the page and look at the list.",
    )


class LastAuthenticatorError(Exception):
    """It is the last one of its strength; without it its owner could not come in as safely, or not at all."""

    text = Text(
        "最後の一つは削除できません。先に別のものを登録してください。なくした場合は「再登録」の手続きへお進みください。",
        "The last one cannot be removed. Please add another one first. If it is lost, please go to account recovery.",
    )


class NamelessError(ValueError):
    """A name without a sign that can be seen."""

    text = Text("名前を1文字以上入れてください。", "Please enter a name.")


@transaction.atomic
def rename_authenticator(*, authenticator: str, name: str, by: str, at: int) -> Authenticator:
    """Call it something else.

    Args:
        authenticator: its id.
        name: the new name; what cannot be seen is left out, and so is what follows the hundredth sign.
        by: who does it.
        at: in milliseconds.

    Raises:
        AuthenticatorUnchangedError: it has ended.
        NamelessError: there is no name.
        NoSuchAuthenticatorError: there is no such authenticator.

    """
    held = authenticator_of(authenticator=authenticator)
    if not (shown := name_of(name)):
        raise NamelessError
    rows = models.Authenticator.objects.filter(pk=authenticator, state__in=("active", "suspended"))
    if not rows.update(name=shown):
        raise AuthenticatorUnchangedError
    _note("renamed", held, by=by, at=at)
    return authenticator_of(authenticator=authenticator)


def suspend_authenticator(*, authenticator: str, by: str, reason: str, at: int) -> Authenticator:
    """Let it not count for a while. The last one may be suspended too: safety goes first.

    Args:
        authenticator: its id.
        by: who does it.
        reason: why.
        at: in milliseconds.

    Raises:
        AuthenticatorUnchangedError: it is not active.
        NoSuchAuthenticatorError: there is no such authenticator.

    """
    return _move(authenticator, "active", "suspended", by=by, reason=reason, at=at)


def resume_authenticator(*, authenticator: str, by: str, reason: str, at: int) -> Authenticator:
    """Let it count again.

    Args:
        authenticator: its id.
        by: who does it.
        reason: why.
        at: in milliseconds.

    Raises:
        AuthenticatorUnchangedError: it is not suspended.
        NoSuchAuthenticatorError: there is no such authenticator.

    """
    return _move(authenticator, "suspended", "active", by=by, reason=reason, at=at, told="resumed")


@transaction.atomic
def remove_authenticator(*, authenticator: str, by: str, reason: str, at: int, recovery: str = "") -> Authenticator:
    """End it for good; the row stays.

    Args:
        authenticator: its id.
        by: who does it.
        reason: why.
        at: in milliseconds.
        recovery: the recovery case under which even the last one may go.

    Raises:
        AuthenticatorUnchangedError: it has ended already.
        LastAuthenticatorError: it is the last one of its strength, and there is no recovery case.
        NoSuchAuthenticatorError: there is no such authenticator.

    """
    held = authenticator_of(authenticator=authenticator)
    # two removals at once would each see the other's authenticator; on SQLite they wait for each other anyway
    models.Principal.objects.select_for_update().get(pk=held.principal)
    held = authenticator_of(authenticator=authenticator)
    if not recovery and held.active and not _others_as_strong(held):
        raise LastAuthenticatorError
    rows = models.Authenticator.objects.filter(pk=authenticator, state__in=("active", "suspended"))
    if not rows.update(
        state=AuthenticatorState.REVOKED.value, ended=at, ended_by=by, ended_reason=reason[:LONGEST_REASON]
    ):
        raise AuthenticatorUnchangedError
    _note("removed", held, by=by, at=at, reason=reason, recovery=recovery)
    return authenticator_of(authenticator=authenticator)


def _others_as_strong(held: Authenticator) -> bool:
    """Another one counts that is phishing-resistant too, or as strong as this one."""
    least = min(held.acr, Acr.PHR)
    others = authenticators_of(principal=held.principal)
    return any(each.id != held.id and each.active and each.acr >= least for each in others)


@transaction.atomic
def _move(
    authenticator: str, before: str, after: str, *, by: str, reason: str, at: int, told: str = ""
) -> Authenticator:
    held = authenticator_of(authenticator=authenticator)
    if not models.Authenticator.objects.filter(pk=authenticator, state=before).update(state=after):
        raise AuthenticatorUnchangedError
    _note(told or after, held, by=by, at=at, reason=reason)
    return authenticator_of(authenticator=authenticator)


def _note(happened: str, held: Authenticator, *, by: str, at: int, **more: str) -> None:
    note(
        f"authentication:authenticator:{happened}", about=subject_of(held.principal), at=at,
        principal=held.principal, authenticator=held.id, factor=held.factor.value, by=by, **more,
    )  # fmt: skip
