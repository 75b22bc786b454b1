"""Which recovery this browser goes on with, and how its steps read."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import Proof
from sekisho.authentication.types.recovery import Path, ProofKind, RecoveryCase, Trigger
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.recovering import AlreadyOpenError, case_behind, open_on_proof, pass_to
from sekisho.web.types.calls import Call
from sekisho.web.types.problems import Problem, RefusedError, Step
from sekisho.web.types.recoveries import TRIGGERS

COOKIE = "__Host-sekisho-recovery"
"""The pass to a recovery that was opened or taken up in this browser."""
_LIFE = 31 * 24 * 3_600
LOST: Mapping[Trigger, Text] = {trigger: text for trigger, text in TRIGGERS.items() if trigger is not Trigger.FROZEN}
"""Why somebody cannot get in, as he chooses it."""
JPKI = {FactorCode.JPKI_USER: ProofKind.JPKI_USER, FactorCode.JPKI_SIGN: ProofKind.JPKI_SIGN}
"""What the My Number card proves."""
_FREEZE = Step(label=Text("口座を止める", "Freeze my account"), href="/freeze")
ALREADY = Problem(
    status=409,
    code="already_open",
    title=Text("再登録の手続きが、すでに進んでいます", "A recovery is already under way"),
    detail=Text(
        "始めた端末か、お控えの番号で続けてください。始めたお心当たりがなければ、すぐに口座を止めてください。",
        "Go on with it on the device where it was begun, or with the number you noted. If you did not begin it, freeze "
        "your account at once.",
    ),
    steps=(Step(label=Text("番号で続ける", "Go on with the number"), href="/recovery/status"), _FREEZE),
)


def trigger_of(word: str) -> Trigger:
    """Why he cannot get in; the usual reason where nothing readable was said."""
    return Trigger(word) if word in set(Trigger) else Trigger.LOST


def opened(call: Call, proof: Proof, path: Path, kind: ProofKind, trigger: Trigger) -> RecoveryCase:
    """A recovery that rests on what was shown just now.

    Raises:
        RefusedError: another one goes on.

    """
    try:
        return open_on_proof(
            principal=proof.principal, path=path, trigger=trigger, kind=kind, evidence=proof.authenticator,
            visit=call.visit, at=call.at,
        )  # fmt: skip
    except AlreadyOpenError as error:
        raise RefusedError(ALREADY) from error


def own_case(request: HttpRequest) -> RecoveryCase | None:
    """The recovery whose pass this browser holds."""
    name, _, typed = request.COOKIES.get(COOKIE, "")[:200].partition(".")
    return case_behind(name, typed, at=call_of(request).at) if name and typed else None


def with_pass(response: HttpResponse, case: RecoveryCase) -> HttpResponse:
    """Let this browser go on with a recovery."""
    kept = f"{case.id}.{pass_to(case.id)}"
    response.set_cookie(COOKIE, kept, max_age=_LIFE, path="/", secure=True, httponly=True, samesite="Lax")
    return response


def without_pass(response: HttpResponse) -> HttpResponse:
    """This browser has nothing more to do with it."""
    response.set_cookie(COOKIE, "", max_age=0, path="/", secure=True, httponly=True, samesite="Lax")
    return response
