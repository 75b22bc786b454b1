"""People on the login page: what they bring, what is asked of them, and how long they may take."""

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.builders.factors import GOOD, VAULT
from tests.builders.signing_in import AT, visit

from sekisho.authentication import models
from sekisho.authentication.operations.login import accept_proof, present, sign_in
from sekisho.authentication.operations.passwords import PasswordTools, verify_password
from sekisho.authentication.operations.totp import verify_totp
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.login import Arrival, Check, LoginTools, Step
from sekisho.authentication.types.policy import Mode, OnMissing, OptOutTerms, Policy, Rule, Segment
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.proofs import Proof, Refused, Why
from sekisho.authentication.types.sessions import FreshToken, token_digest
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

PASSWORD, TOTP, PASSKEY = FactorCode.PASSWORD, FactorCode.TOTP, FactorCode.PASSKEY_SYNCED
_APP = frozenset({TOTP, FactorCode.PUSH_NUMBER})
_EVERYBODY = Segment(code="all", label=Text("すべて", "All"))
_numbers = count(1)


def login_rule(operation: OperationCode, **changes: Any) -> Rule:
    """Everybody logs in with a passkey; a code of an app will do for a while, and people may decline."""
    fields = {
        "id": operation.value,
        "operation": operation,
        "acr": Acr.PHR,
        "mode": Mode.ENFORCE_ALL,
        "enforce_from": AT - DAY,
        "interim": _APP,
        "interim_until": AT + 365 * DAY,
        "opt_out": OptOutTerms(alternatives=_APP),
        "on_missing": OnMissing.ENROL,
    }
    return Rule(**{**fields, **changes})


def login_policy(*, changes: dict[str, Any] | None = None, **whole: Any) -> Policy:
    """The rules of logins; ``changes`` are made to each rule."""
    operations = (OperationCode.LOGIN, OperationCode.LOGIN_NEW_DEVICE, OperationCode.STAFF_LOGIN)
    rules = tuple(login_rule(operation, **(changes or {})) for operation in operations)
    fields = {"title": Text("方針", "Policy"), "effective_from": 0, "rules": rules, "segments": (_EVERYBODY,)}
    return Policy(**{**fields, "version": 3, "digest": "d" * 64, **whole})


def login_tools(policy: Policy | None = None, **changes: Any) -> LoginTools:
    """What an entrance keeps ready."""
    return LoginTools(**{"policy": policy or login_policy(), "key": bytes(32), **changes})


TOOLS = login_tools()


def arrival(*, at: int = AT, **changes: Any) -> Arrival:
    """One request, with everything minted anew; fields of the visit may be given beside those of the arrival.

    ``device`` is what the browser would be registered as, ``at_device`` what it was registered as before.
    """
    number = next(_numbers)
    before = changes.pop("at_device", "")
    own = {name: changes.pop(name) for name in ("device", "solution", "facts", "acting") if name in changes}
    return Arrival(
        **{
            "visit": visit(device=before, **changes),
            "at": at,
            "attempt": f"lg_{number}",
            "fresh": FreshToken(session=f"se_l{number}", digest=token_digest(f"login-{number}")),
            **own,
        }
    )


def known_device(principal: str, device: str = "dv_known") -> str:
    """A device on which somebody signed in yesterday."""
    models.Device.objects.get_or_create(
        ref=device, defaults={"token_digest": token_digest(device), "first_seen": AT - DAY}
    )
    models.DeviceUse.objects.create(
        principal_id=principal, device_id=device, first_seen=AT - DAY, last_seen=AT - DAY, logins=1
    )
    return device


def fresh_device(number: int = 1) -> FreshDevice:
    """What a browser without a device is registered as."""
    return FreshDevice(ref=f"dv_{number}", digest=token_digest(f"device-{number}"))


def passkey_of(principal: str, *, name: str = "", factor: FactorCode = PASSKEY, at: int = AT - DAY) -> Proof:
    """A passkey that somebody holds, and the proof that he just used it."""
    held = models.Authenticator.objects.create(
        id=name or f"pk_{next(_numbers)}", principal_id=principal, factor=factor.value, created=at,
        created_by=principal, credential_id=f"{principal}-{name or next(_numbers)}".encode(), public_key=b"k",
        algorithm=-7,
    )  # fmt: skip
    return Proof.by(factor, authenticator=held.pk, principal=principal, at=AT)


def password_of(principal: str) -> str:
    """A password that somebody holds; the checks here do not hash."""
    held = models.Authenticator.objects.create(
        id=f"pw_{next(_numbers)}", principal_id=principal, factor=PASSWORD.value, created=AT - DAY,
        created_by=principal,
    )  # fmt: skip
    return held.pk


def app_of(principal: str) -> str:
    """An authenticator app that somebody holds; the checks here do not compute."""
    held = models.Authenticator.objects.create(
        id=f"ta_{next(_numbers)}", principal_id=principal, factor=TOTP.value, created=AT - DAY, created_by=principal
    )
    return held.pk


def right(authenticator: str, factor: FactorCode = PASSWORD, *, at: int = AT) -> Check:
    """A check that says yes."""

    def check(principal: str | None, known: bool) -> Proof | Refused:  # noqa: FBT001 - the form of a check
        assert principal is not None
        return Proof.by(factor, authenticator=authenticator, principal=principal, at=at)

    return check


def wrong(why: Why = Why.WRONG) -> Check:
    """A check that says no."""

    def check(principal: str | None, known: bool) -> Proof | Refused:  # noqa: FBT001 - the form of a check
        return Refused.because(why)

    return check


def named(who: Principal | str, check: Check, *, tools: LoginTools = TOOLS, **changes: Any) -> Step:
    """Somebody types a name and a password."""
    login = who if isinstance(who, str) else who.login
    staff = bool(changes.pop("staff", False))
    return sign_in(tools=tools, arrival=arrival(**changes), login=login, factor=PASSWORD, check=check, staff=staff)


def further(
    attempt: str, check: Check, *, tools: LoginTools = TOOLS, factor: FactorCode = TOTP, **changes: Any
) -> Step:
    """He goes on with something else."""
    return present(tools=tools, arrival=arrival(**changes), attempt=attempt, factor=factor, check=check)


def proved(proof: Proof, *, tools: LoginTools = TOOLS, attempt: str = "", **changes: Any) -> Step:
    """He uses what was proved elsewhere, e.g. a passkey."""
    staff = bool(changes.pop("staff", False))
    return accept_proof(tools=tools, arrival=arrival(**changes), proof=proof, attempt=attempt, staff=staff)


def real_password(tools: PasswordTools, typed: str = GOOD, *, at: int = AT) -> Check:
    """The real check of a password."""

    def check(principal: str | None, known: bool) -> Proof | Refused:  # noqa: FBT001 - the form of a check
        return verify_password(
            tools=tools, principal=principal, password=typed, salt=bytes(16), known_device=known, visit=visit(), at=at
        )

    return check


def real_code(code: Callable[[int], str], *, at: int = AT) -> Check:
    """The real check of an app's code."""

    def check(principal: str | None, known: bool) -> Proof | Refused:  # noqa: FBT001 - the form of a check
        return verify_totp(principal=principal or "", typed=code(at), vault=VAULT, stop_use=None, visit=visit(), at=at)

    return check
