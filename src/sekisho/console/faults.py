"""What a room refused, as a page with a way on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.opt_out import OptOutRefusedError
from sekisho.authentication.types.policy_refusals import PolicyRefusedError
from sekisho.authentication.types.proofs import RefusedError as FactorRefusedError
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.rollout import GateClosedError, WaveError
from sekisho.console.dates import BadDateError
from sekisho.console.guarding import lacking
from sekisho.firms.types.faults import BadTermsError, FirmsError, NotAllowedError, UnknownError
from sekisho.kernel.texts import Text
from sekisho.web.operations.ceremonies import refused
from sekisho.web.types.problems import Problem, RefusedError, Step

HOME = Step(label=Text("職員のホームへ", "To the staff home"), href="/staff/")
KEYS = Step(label=Text("自分の鍵を確かめる", "Look at my keys"), href="/staff/me")
LOGIN = Step(label=Text("ログインの画面へ", "To the login page"), href="/staff/login")
_TITLE = Text("この操作はできませんでした", "This could not be done")
_NOT_APPROVED = Text("承認できませんでした", "This was not approved")
_BOTH = ("ja", "en")
_R = ApprovalRefusal
_STATUSES = {_R.UNKNOWN: 404, _R.ALREADY: 409, _R.CHANGED: 409, _R.EXPIRED: 410}


@contextmanager
def told(*, back: str = "/staff/") -> Iterator[None]:
    """Tell what a room refused, with the way back.

    Raises:
        RefusedError: something was refused.

    """
    try:
        yield
    except NotAllowedError as error:
        raise RefusedError(lacking(error.permission)) from error
    except FirmsError as error:
        raise RefusedError(_refusal(error, back)) from error
    except (BadDateError, GateClosedError, OptOutRefusedError, WaveError) as error:
        raise RefusedError(_told(_worded(error), back)) from error
    except FactorRefusedError as error:
        raise RefusedError(_told(error.refused.text, back)) from error
    except PolicyRefusedError as error:
        raise RefusedError(_policy(error, back)) from error
    except ApprovalRefusedError as error:
        raise RefusedError(_unsigned(error)) from error
    except WebauthnRefusedError as error:
        raise refused(error, steps=(KEYS, HOME)) from error


def _refusal(error: FirmsError, back: str) -> Problem:
    status = 404 if isinstance(error, UnknownError) else 400 if isinstance(error, BadTermsError) else 409
    step = Step(label=Text("いまの状態を見る", "See how it stands"), href=back)
    return Problem(status=status, code="refused", title=_TITLE, detail=error.reason, steps=(step, HOME))


def _worded(error: BadDateError | GateClosedError | OptOutRefusedError | WaveError) -> Text:
    if not isinstance(error, OptOutRefusedError):
        return error.text
    return Text("\n".join(each.ja for each in error.texts), "\n".join(each.en for each in error.texts))


def _told(text: Text, back: str) -> Problem:
    step = Step(label=Text("いまの状態を見る", "See how it stands"), href=back)
    return Problem(status=409, code="refused", title=_TITLE, detail=text, steps=(step, HOME))


def _policy(error: PolicyRefusedError, back: str) -> Problem:
    detail = Text(*("\n".join([error.text.read(each), *(fault.say(each) for fault in error.faults)]) for each in _BOTH))
    step = Step(label=Text("いまの状態を見る", "See how it stands"), href=back)
    return Problem(status=409, code=error.why.value, title=_TITLE, detail=detail, steps=(step, HOME))


def _unsigned(error: ApprovalRefusedError) -> Problem:
    code = _R.UNKNOWN if error.code is _R.NOT_YOURS else error.code
    detail = error.details[0] if error.details else ApprovalRefusedError(code).text
    steps = (KEYS, HOME) if code in {_R.WEAK, _R.HELD} else (HOME,)
    return Problem(
        status=_STATUSES.get(code, 403), code=code.value, title=_NOT_APPROVED, detail=detail, steps=steps
    )  # fmt: skip
