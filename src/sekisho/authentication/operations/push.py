"""Push with a number typed into the app, seen from the web page: ask, show the number, wait, and take the proof.

The device's side is in ``push_device``. "Compare and approve" does not exist here, since people approve what they did
not begin (NIST SP 800-63B-4, 3.1.3.1): what counts is a number that only the page knows.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import subject_of, told, use
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.senders import PushSender, UndeliveredError
from sekisho.authentication.operations.tallies import take
from sekisho.authentication.rules.sources import source_of
from sekisho.authentication.rules.terms import no_use
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CODE_LIFE
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why
from sekisho.authentication.types.push import (
    MOST_OPEN,
    PROMPTS_EACH,
    PROMPTS_SOURCE,
    FreshPrompt,
    Prompt,
    PromptState,
    PushMessage,
)
from sekisho.authentication.types.vault import Vault
from sekisho.kernel.texts import Text

_CALL = Text(
    "確認のお願いがあります。アプリを開いてください。", "You are asked to confirm something. Please open the app."
)
_ENDED = {
    PromptState.DENIED.value: Why.DENIED,
    PromptState.VOID.value: Why.SPENT,
    PromptState.COLLECTED.value: Why.SPENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PushTools:
    """What an entrance keeps ready for push: the vault for numbers, and what wakes the app."""

    vault: Vault
    sender: PushSender


def begin_prompt(
    *,
    tools: PushTools,
    principal: str,
    fresh: FreshPrompt,
    content: Text,
    stop_use: int | None,
    session: str,
    visit: Visit,
    at: int,
) -> Prompt:
    """Ask somebody's devices; a prompt that this session had before is void.

    Args:
        tools: vault and sender.
        principal: who is asked.
        fresh: id, number, nonce.
        content: what the app shows: for what, from where, in words that the customer can check.
        stop_use: from when on it is not used any more, in milliseconds; None where no date is set.
        session: shows the number, and alone may take the proof.
        visit: where it was asked for.
        at: now, in milliseconds.

    Raises:
        RefusedError: retired, no device, too often, or too many prompts open.

    """
    if refused := no_use(stop_use=stop_use, at=at):
        raise RefusedError(refused)
    devices = models.Authenticator.objects.filter(
        principal_id=principal, factor=FactorCode.PUSH_NUMBER.value, state="active"
    )
    rows = list(devices.order_by("created", "pk"))
    if not rows:
        raise RefusedError.because(Why.NONE_HELD)
    _limit(principal, visit, at)
    prompt = Prompt(id=fresh.id, principal=principal, number=fresh.number, content=content, expires=at + CODE_LIFE)
    _keep(tools, prompt, fresh.nonce, session, visit, at)
    for row in rows:
        _wake(tools, row, prompt, visit, at)
    return prompt


def prompt_again(*, tools: PushTools, prompt: str, session: str, at: int) -> Prompt | None:
    """An open prompt with its number, for a page that is loaded once more; None where it is over."""
    row = models.PushPrompt.objects.filter(pk=prompt, session=session, state="open", expires__gt=at).first()
    if row is None:
        return None
    number = tools.vault.open(bytes(row.number), principal=row.principal_id, authenticator=row.pk).decode()
    return Prompt(
        id=row.pk, principal=row.principal_id, number=number, content=Text(**row.content), expires=row.expires
    )


def collect_prompt(*, prompt: str, session: str, visit: Visit, at: int) -> Proof | Refused:
    """Take the proof, once; the page asks until it is there. ``WAITING`` means: ask again in a second or two."""
    row = models.PushPrompt.objects.filter(pk=prompt, session=session).select_related("authenticator").first()
    if row is None:
        return Refused.because(Why.EXPIRED)
    if why := _ENDED.get(row.state):
        return Refused.because(why)
    if at >= row.expires:
        return Refused.because(Why.EXPIRED)
    if row.authenticator is None:
        return Refused.because(Why.WAITING)
    with transaction.atomic():
        answered = models.PushPrompt.objects.filter(pk=prompt, state=PromptState.ANSWERED.value)
        if not answered.update(state=PromptState.COLLECTED.value):
            return Refused.because(Why.SPENT)
        return use(row.authenticator, visit=visit, at=at)


def _limit(principal: str, visit: Visit, at: int) -> None:
    limits = ((f"push:{principal}", PROMPTS_EACH), (f"push-source:{source_of(visit)}"[:128], PROMPTS_SOURCE))
    for key, limit in limits:
        later = take(key=key, limit=limit, window=CODE_LIFE, at=at)
        if later is not None:
            raise RefusedError.because(Why.TOO_OFTEN, retry_at=later)


def _keep(tools: PushTools, prompt: Prompt, nonce: bytes, session: str, visit: Visit, at: int) -> None:
    sealed = tools.vault.seal(prompt.number.encode(), principal=prompt.principal, authenticator=prompt.id, nonce=nonce)
    try:
        with transaction.atomic():
            models.PushPrompt.objects.create(
                id=prompt.id, principal_id=prompt.principal, session=session, number=sealed, begun=at,
                content={"ja": prompt.content.ja, "en": prompt.content.en}, expires=prompt.expires,
                place=_free_place(prompt.principal, session, at),
            )  # fmt: skip
            note(
                "authentication:push:asked", about=subject_of(prompt.principal), at=at, principal=prompt.principal,
                prompt=prompt.id, **told(visit),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError.because(Why.CONFLICT) from error


def _free_place(principal: str, session: str, at: int) -> int:
    """A place that no open prompt takes; the constraint decides where two take the same one at once."""
    open_ones = models.PushPrompt.objects.filter(state=PromptState.OPEN.value)
    open_ones.filter(principal_id=principal, expires__lte=at).update(state=PromptState.VOID.value)
    open_ones.filter(session=session).update(state=PromptState.VOID.value)
    taken = set(open_ones.filter(principal_id=principal).values_list("place", flat=True))
    free = [place for place in range(MOST_OPEN) if place not in taken]
    if not free:
        raise RefusedError.because(Why.TOO_OFTEN, retry_at=at + CODE_LIFE)
    return free[0]


def _wake(tools: PushTools, row: models.Authenticator, prompt: Prompt, visit: Visit, at: int) -> None:
    """A call that does not go out is written down; the app finds the prompt when it is opened."""
    token = tools.vault.open(bytes(row.secret or b""), principal=prompt.principal, authenticator=row.pk).decode()
    message = PushMessage(authenticator=row.pk, prompt=prompt.id, token=token, expires=prompt.expires, text=_CALL)
    try:
        tools.sender.wake(message)
    except UndeliveredError as error:
        with transaction.atomic():
            note(
                "authentication:push:undelivered", about=subject_of(prompt.principal), at=at,
                principal=prompt.principal, authenticator=row.pk, prompt=prompt.id, trouble=str(error), **told(visit),
            )  # fmt: skip
