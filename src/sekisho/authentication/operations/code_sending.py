"""Send a code: within the limits, with what the carrier knows of the SIM, and with the outcome written down."""

from dataclasses import dataclass, field

from django.db import transaction

from sekisho.authentication.operations.factors import subject_of, told
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.senders import CodeSender, SimRegister, SimUnknownError, UndeliveredError
from sekisho.authentication.operations.tallies import take
from sekisho.authentication.rules.sources import source_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import (
    CODE_LIFE,
    SENDS_EACH,
    SENDS_SOURCE,
    SENDS_WINDOW,
    SIM_FRESH,
    CodeMessage,
    Sent,
)
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import RefusedError, Why
from sekisho.authentication.types.vault import Vault
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text

SIM_CHANGED = "sim_changed"
SIM_UNKNOWN = "sim_unknown"
_SUBJECT = Text("確認番号のお知らせ", "Your code")
_LIFE = CODE_LIFE // MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTools:
    """What an entrance keeps ready for codes.

    Attributes:
        vault: keeps the addresses.
        key: makes the digests of codes; at least 32 random bytes that nothing else uses.
        sender: delivers them.
        sims: knows of changed SIMs; None where no carrier can be asked.

    """

    vault: Vault
    key: bytes = field(repr=False)
    sender: CodeSender
    sims: SimRegister | None


def limit_sends(*, places: tuple[str, ...], visit: Visit, at: int) -> None:
    """Take a place for a code to each of ``places`` and from this source.

    Raises:
        RefusedError: one of them had enough within the hour.

    """
    limits = [(f"code:{place}", SENDS_EACH) for place in places]
    for key, limit in (*limits, (f"code-source:{source_of(visit)}"[:128], SENDS_SOURCE)):
        later = take(key=key, limit=limit, window=SENDS_WINDOW, at=at)
        if later is not None:
            raise RefusedError.because(Why.TOO_OFTEN, retry_at=later)


def signals_of(*, factor: FactorCode, address: str, sims: SimRegister | None, at: int) -> tuple[str, ...]:
    """What the carrier says about the number (NIST SP 800-63B-4, 3.1.3.3): a sign of risk, no refusal."""
    if factor is not FactorCode.SMS_OTP or sims is None:
        return ()
    try:
        changed = sims.changed(address)
    except SimUnknownError:
        return (SIM_UNKNOWN,)
    return (SIM_CHANGED,) if changed is not None and at - changed < SIM_FRESH else ()


def message_of(*, factor: FactorCode, address: str, code: str, language: str) -> CodeMessage:
    """The words around a code."""
    return CodeMessage(
        factor=factor,
        address=address,
        language=language,
        subject=_SUBJECT,
        text=Text(
            f"確認番号は {code} です。{_LIFE}分間、一度だけ使えます。"
            "当社の職員がこの番号をお尋ねすることはありません。だれにも教えないでください。",
            f"Your code is {code}. It works once, within {_LIFE} minutes. "
            "Our staff never ask for it. Do not tell it to anybody.",
        ),
    )


def deliver(*, tools: CodeTools, message: CodeMessage, sent: Sent, principal: str, visit: Visit, at: int) -> Sent:
    """Hand the code to the sender, outside of any transaction, and write down where that fails.

    Raises:
        RefusedError: it could not be sent.

    """
    try:
        tools.sender.send_code(message)
    except UndeliveredError as error:
        with transaction.atomic():
            note(
                "authentication:code:undelivered", about=subject_of(principal), at=at, principal=principal,
                authenticator=sent.authenticator, factor=sent.factor.value, trouble=str(error), **told(visit),
            )  # fmt: skip
        raise RefusedError.because(Why.UNDELIVERED) from error
    return sent
