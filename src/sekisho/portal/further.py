"""Factors that are typed or sent, for a login or a confirmation: send a code, ask the app, check what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from sekisho.authentication.operations.codes import send_code, verify_code
from sekisho.authentication.operations.push import begin_prompt
from sekisho.authentication.operations.recovery_codes import verify_recovery_code
from sekisho.authentication.operations.totp import verify_totp
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.types.factors import FACTORS, WEBAUTHN, FactorCode
from sekisho.authentication.types.interim import FreshCode, Sent
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused, RefusedError, Why
from sekisho.authentication.types.push import NUMBER, FreshPrompt, Prompt
from sekisho.kernel.texts import Text
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import digits, identifier, vault_nonce
from sekisho.web.operations.places import browser_of, place_of
from sekisho.web.operations.resources import code_tools, push_tools, vault

DIGITS = 6
"""Digits of a code that is sent."""
TYPED = frozenset({FactorCode.TOTP, FactorCode.RECOVERY_CODE})
"""Factors that are typed as they are."""
SENT = frozenset({FactorCode.EMAIL_OTP, FactorCode.SMS_OTP})
"""Factors that are sent first."""
_HINTS = {
    FactorCode.TOTP: Text("認証アプリに出ている6桁の数字", "The six digits that your authenticator app shows"),
    FactorCode.RECOVERY_CODE: Text("控えておいた回復コードを一つ", "One of the recovery codes that you saved"),
    FactorCode.EMAIL_OTP: Text("メールで届いた数字", "The digits that we sent by e-mail"),
    FactorCode.SMS_OTP: Text("SMSで届いた数字", "The digits that we sent by text message"),
}
_SENDS = {
    FactorCode.EMAIL_OTP: Text("登録のメールアドレスへ送る", "Send it to my e-mail address"),
    FactorCode.SMS_OTP: Text("登録の携帯電話へ送る", "Send it to my mobile phone"),
    FactorCode.PUSH_NUMBER: Text("アプリに確認を送る", "Ask my app"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who is asked for a further factor.

    Which factors he may use has been judged before: dates are not asked here.

    Attributes:
        principal: who.
        session: what codes and prompts are tied to.
        visit: where he is.
        at: in milliseconds.

    """

    principal: str
    session: str
    visit: Visit
    at: int

    def send(self, wanted: FactorCode) -> Sent:
        """Send a code to his newest address of a kind.

        Raises:
            RefusedError: he has none, asked too often, or it was not delivered.

        """
        mine = authenticators_of(principal=self.principal)
        held = [each for each in mine if each.active and each.factor is wanted]
        if not held:
            raise RefusedError.because(Why.NONE_HELD)
        return send_code(
            tools=code_tools(), principal=self.principal, authenticator=held[-1].id,
            fresh=FreshCode(id=identifier("co"), code=digits(DIGITS), nonce=vault_nonce()), stop_use=None,
            session=self.session, visit=self.visit, at=self.at,
        )  # fmt: skip

    def ask_app(self, what: Text) -> Prompt:
        """Ask his devices; the app shows what it is about, from which browser, from where.

        Raises:
            RefusedError: he has none, or too many questions are open.

        """
        browser, place = browser_of(self.visit.user_agent), place_of(self.visit.ip)
        content = Text(f"{what.ja}: {browser.ja}、{place.ja}", f"{what.en}: {browser.en}, {place.en}")
        return begin_prompt(
            tools=push_tools(), principal=self.principal,
            fresh=FreshPrompt(id=identifier("pu"), number=digits(NUMBER), nonce=vault_nonce()), content=content,
            stop_use=None, session=self.session, visit=self.visit, at=self.at,
        )  # fmt: skip

    def check(self, wanted: FactorCode, *, typed: str, sent: str) -> Proof | Refused:
        """Whether what he typed is right.

        Args:
            wanted: the factor.
            typed: the code.
            sent: which code it answers; empty for those that are not sent.

        """
        if wanted is FactorCode.RECOVERY_CODE:
            return verify_recovery_code(
                principal=self.principal, typed=typed, key=node_keys().secret("recovery-codes:1"), stop_use=None,
                visit=self.visit, at=self.at,
            )  # fmt: skip
        if wanted in SENT:
            return self._check_sent(wanted, typed, sent)
        return verify_totp(
            principal=self.principal, typed=typed, vault=vault(), stop_use=None, visit=self.visit, at=self.at
        )

    def _check_sent(self, wanted: FactorCode, typed: str, sent: str) -> Proof | Refused:
        found = verify_code(
            tools=code_tools(), code=sent, typed=typed, stop_use=None, session=self.session, visit=self.visit,
            at=self.at,
        )  # fmt: skip
        other = isinstance(found, Proof) and (found.principal, found.factor) != (self.principal, wanted)
        return Refused.because(Why.WRONG) if other else found  # a code for somebody else in this browser


def factor_cards(factors: Sequence[FactorCode], sent: Mapping[FactorCode, Sent]) -> list[dict[str, Any]]:
    """What ``portal/factors.html`` shows of the factors that are not passkeys."""
    return [_shown(factor, sent.get(factor)) for factor in factors if factor not in WEBAUTHN]


def _shown(factor: FactorCode, sent: Sent | None) -> dict[str, Any]:
    return {
        "code": factor.value,
        "label": FACTORS[factor].label,
        "hint": _HINTS.get(factor, FACTORS[factor].label),
        "typed": factor in TYPED or (factor in SENT and sent is not None),
        "sendable": factor in _SENDS,
        "send": _SENDS.get(factor),
        "sent": sent,
        "inputmode": "text" if factor is FactorCode.RECOVERY_CODE else "numeric",
    }


def wanted_in(request: HttpRequest) -> FactorCode:
    """The factor that a form names; the app's code where it names none."""
    word = request.POST.get("factor", "")
    return FactorCode(word) if word in set(FactorCode) else FactorCode.TOTP
