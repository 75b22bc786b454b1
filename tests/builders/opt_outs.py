"""People who decline, and policies that let them or do not."""

from typing import Any

from tests.builders.factors import fresh_id, totp_secret, with_totp
from tests.builders.signing_in import AT

from sekisho.authentication.operations.opt_outs import decline
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.opt_out import Decline, OptOut, OptOutRequest
from sekisho.authentication.types.policy import Mode, OptOutTerms, Policy, Rule, Segment
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

LOGIN, WITHDRAW = OperationCode.LOGIN, OperationCode.WITHDRAW
TOTP = FactorCode.TOTP
OFFERED = OptOutTerms(alternatives=frozenset({TOTP, FactorCode.PUSH_NUMBER}), controls=frozenset({"lower_limits"}))
TERMS = {LOGIN: OFFERED}
LATER = AT + DAY
EVERYBODY = Segment(code="all", label=Text("すべて", "All"))


def request(principal: str = "customer:a-1", *, at: int = LATER, **changes: Any) -> OptOutRequest:
    """A whole request: everything read, everything ticked a minute ago."""
    text = RISK_TEXTS[NEWEST]
    fields = {
        "principal": principal,
        "operations": frozenset({LOGIN}),
        "declined": frozenset({FactorCode.PASSKEY_SYNCED}),
        "reason": Decline.NO_DEVICE,
        "risk_version": NEWEST,
        "language": "ja",
        "shown": text.shown("ja"),
        "ticked": dict.fromkeys(text.acknowledgements, at - 60_000),
        "alternative": TOTP,
        "evidence": "as_1",
        "channel": "web",
    }
    return OptOutRequest(**{**fields, **changes})


def with_app(principal: str) -> str:
    """Somebody who can use an authenticator app instead; his name."""
    with_totp(principal, secret=totp_secret())
    return principal


def declined(principal: str = "customer:a-1", *, at: int = LATER, **changes: Any) -> OptOut:
    """An opt-out of somebody who has an app."""
    fields = {"opt_out": fresh_id("oo"), "terms": TERMS, "policy": 3, "request": request(principal, at=at)}
    return decline(**{**fields, "at": at, **changes})


def rule(**changes: Any) -> Rule:
    """A rule about logins from which people may decline."""
    fields = {"id": "login", "operation": LOGIN, "acr": Acr.PHR, "mode": Mode.ENFORCE_ALL, "enforce_from": AT}
    return Rule(**{**fields, "opt_out": OFFERED, **changes})


def policy(*rules: Rule, segments: tuple[Segment, ...] = (), **changes: Any) -> Policy:
    """A policy with these rules."""
    fields = {"title": Text("方針", "Policy"), "effective_from": AT, "rules": rules, "version": 4}
    return Policy(**{**fields, "segments": (EVERYBODY, *segments), **changes})
