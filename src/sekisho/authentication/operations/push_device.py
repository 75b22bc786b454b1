"""Push with a number typed into the app, seen from the device: what is asked, the number back, or "this is not me".

Every request of a device is signed with the key that was bound. A wrong signature is written down, but counts against
nobody: otherwise strangers could stop a customer's device.
"""

from django.db import transaction
from django.db.models import F, QuerySet

from sekisho.authentication import models
from sekisho.authentication.operations.factors import fail, subject_of, told
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.device_keys import device_key, signed_by
from sekisho.authentication.rules.typed import digits_of, same
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import WRONG_NUMBERS
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Refused, Why
from sekisho.authentication.types.push import (
    LISTING_LIFE,
    Asked,
    PromptState,
    answer_bytes,
    denial_bytes,
    listing_bytes,
    shown_digest,
)
from sekisho.authentication.types.vault import Vault
from sekisho.kernel.texts import Text


def open_prompts(*, authenticator: str, signed_at: int, signature: str, at: int) -> tuple[Asked, ...] | Refused:
    """What a device is asked, the newest first.

    Args:
        authenticator: the device.
        signed_at: its clock, in milliseconds; at most a minute off.
        signature: over ``listing_bytes``.
        at: now, in milliseconds.

    """
    row = _device(authenticator)
    message = listing_bytes(authenticator=authenticator, signed_at=signed_at)
    if row is None or abs(at - signed_at) > LISTING_LIFE or not _signed(row, signature, message):
        return Refused.because(Why.NONE_HELD)
    prompts = models.PushPrompt.objects.filter(principal_id=row.principal_id, state="open", expires__gt=at)
    return tuple(_asked(prompt) for prompt in prompts.order_by("-begun", "-pk"))


def answer_prompt(
    *,
    authenticator: str,
    prompt: str,
    typed: str,
    shown: str,
    signature: str,
    vault: Vault,
    visit: Visit,
    at: int,
) -> PromptState | Refused:
    """Take the number that was typed. The page then collects its proof.

    Args:
        authenticator: the device.
        prompt: which.
        typed: the number, exactly as it was signed.
        shown: ``shown_digest`` of what the app showed.
        signature: over ``answer_bytes``.
        vault: keeps the number.
        visit: where the device is.
        at: now, in milliseconds.

    Returns:
        ``ANSWERED``, or why not. After three wrong numbers the prompt is void.

    """
    message = answer_bytes(authenticator=authenticator, prompt=prompt, shown=shown, number=typed)
    with transaction.atomic():
        row = _signer(authenticator, signature, message, visit, at)
        if row is None:
            return Refused.because(Why.NONE_HELD)
        asked = _charged(row, prompt, at)
        if isinstance(asked, Refused):
            return asked
        if not _right(asked, typed, shown, vault):
            models.PushPrompt.objects.filter(pk=prompt, wrong__gte=WRONG_NUMBERS).update(state=PromptState.VOID.value)
            return fail(row, why=Why.WRONG, visit=visit, at=at)
        _close(asked, row, PromptState.ANSWERED, at)
    return PromptState.ANSWERED


def deny_prompt(*, authenticator: str, prompt: str, signature: str, visit: Visit, at: int) -> PromptState | Refused:
    """The customer says that it was not he; the prompt ends, and the journal says so for whoever reacts.

    Args:
        authenticator: the device.
        prompt: which.
        signature: over ``denial_bytes``.
        visit: where the device is.
        at: now, in milliseconds.

    """
    with transaction.atomic():
        row = _signer(authenticator, signature, denial_bytes(authenticator=authenticator, prompt=prompt), visit, at)
        if row is None:
            return Refused.because(Why.NONE_HELD)
        asked = _open(row, prompt, at).first()
        if asked is None or not _close(asked, row, PromptState.DENIED, at):
            return Refused.because(Why.EXPIRED)
        note(
            "authentication:push:denied", about=subject_of(row.principal_id), at=at, principal=row.principal_id,
            authenticator=row.pk, prompt=prompt, asked_by=asked.session, **told(visit),
        )  # fmt: skip
    return PromptState.DENIED


def _device(authenticator: str) -> models.Authenticator | None:
    return models.Authenticator.objects.filter(
        pk=authenticator, factor=FactorCode.PUSH_NUMBER.value, state="active"
    ).first()


def _signed(row: models.Authenticator, signature: str, message: bytes) -> bool:
    return signed_by(device_key(row.detail["key"]), signature=signature, message=message)


def _signer(authenticator: str, signature: str, message: bytes, visit: Visit, at: int) -> models.Authenticator | None:
    row = _device(authenticator)
    if row is None or _signed(row, signature, message):
        return row
    note(
        "authentication:factor:failed", about=subject_of(row.principal_id), at=at, principal=row.principal_id,
        authenticator=row.pk, factor=row.factor, reason="bad_signature", **told(visit),
    )  # fmt: skip
    return None


def _open(row: models.Authenticator, prompt: str, at: int) -> QuerySet[models.PushPrompt]:
    return models.PushPrompt.objects.filter(pk=prompt, principal_id=row.principal_id, state="open", expires__gt=at)


def _charged(row: models.Authenticator, prompt: str, at: int) -> models.PushPrompt | Refused:
    """Take one of the few tries before anything is compared."""
    open_one = _open(row, prompt, at)
    if not open_one.filter(wrong__lt=WRONG_NUMBERS).update(wrong=F("wrong") + 1):
        return Refused.because(Why.EXPIRED)
    return open_one.get()


def _right(asked: models.PushPrompt, typed: str, shown: str, vault: Vault) -> bool:
    number = vault.open(bytes(asked.number), principal=asked.principal_id, authenticator=asked.pk)
    right = same(number, digits_of(typed).encode())
    return same(shown.encode(), shown_digest(Text(**asked.content)).encode()) and right


def _close(asked: models.PushPrompt, row: models.Authenticator, state: PromptState, at: int) -> bool:
    still = models.PushPrompt.objects.filter(pk=asked.pk, state="open")
    return still.update(state=state.value, authenticator=row, answered=at) == 1


def _asked(row: models.PushPrompt) -> Asked:
    content = Text(**row.content)
    return Asked(id=row.pk, content=content, shown=shown_digest(content), begun=row.begun, expires=row.expires)
