"""Honest logins while lists of stolen passwords are tried, over HTTP, against a node on a database of its own.

Two hundred guesses come every second, each from another network, for names that exist and names that do not. Among
them honest customers log in: with passkeys, with password and app on a device that they used before, and with password
and app on a new device, whose browser first does its proof of work. The guessers do none, as that is what costs them.
The node runs as in earnest; both crowds and the database share the machine with it.
"""

import base64
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import connections

from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.operations.devices import register_device, use_device
from sekisho.authentication.operations.hashing import HashPool
from sekisho.authentication.operations.passwords import PasswordTools, set_password
from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.operations.totp import begin_totp, confirm_totp
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.interim import FreshSecret
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.proofs import Proof
from sekisho.authentication.types.sessions import browser_ref, token_digest
from sekisho.authentication.types.vault import Vault, VaultKey
from sekisho.authentication.types.webauthn import RelyingParty
from sekisho.kernel.moments import DAY, SECOND
from sekisho.project.commands.bench_auth_crowds import CrowdPlan, CrowdTold
from sekisho.project.commands.bench_auth_customers import Key
from sekisho.project.commands.bench_auth_node import NodeFailedError, free_port, node
from sekisho.project.commands.bench_auth_visitors import Honest, one_time_code
from sekisho.project.tables import migrate, use
from sekisho.web.operations.clock import now
from sekisho.web.operations.keys import keys_at
from sekisho.web.operations.minting import challenge, handle, identifier, token

_PASSWORD = "murasaki no sora wo aruku kaeru"  # noqa: S105 - made up, and known to every customer of the bench
_TARGETS = 200
"""Customers whose names are on the guessers' list."""
_SHARES = ("passkey", "passkey", "known", "known", "new")
"""How honest customers come, in turns."""
_SALT, _TOTP_SECRET, _NONCE = 16, 20, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StuffingTimes:
    """What was measured.

    Attributes:
        logins: how many honest logins worked.
        failed: how many did not, with the first reasons.
        p50_ms: the median of a whole honest login, from the customer's coming to his session.
        p99_ms: of a hundred, one took longer.
        by_kind: the same 99th percentile by how they logged in.
        guesses_per_s: how many guesses were answered in a second.
        answers: how many of them got which status.

    """

    logins: int
    failed: tuple[str, ...]
    p50_ms: float
    p99_ms: float
    by_kind: dict[str, float]
    guesses_per_s: float
    answers: dict[str, int]


def measure_stuffing(
    *,
    database: str,
    seconds: int = 30,
    guesses_per_s: int = 200,
    honest_per_s: float = 5.0,
    lead: float = 5.0,
    workers: int = 1,
    threads: int = 16,
) -> StuffingTimes:
    """Let both crowds come.

    Args:
        database: the address of an empty database; what is written there stays.
        seconds: for how long honest customers come.
        guesses_per_s: guesses in a second.
        honest_per_s: honest customers in a second.
        lead: seconds of guessing before the first of them.
        workers: processes of the node.
        threads: of each process.

    Raises:
        NodeFailedError: something did not start.

    """
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        home, port = Path(name), free_port()
        origin = f"http://localhost:{port}"
        use(database)
        migrate()
        plan = CrowdPlan(
            port=port, origin=origin, guesses_per_s=guesses_per_s, lead=lead, honest_per_s=honest_per_s,
            honest=honest_customers(vault=_vault(home), origin=origin, many=int(seconds * honest_per_s)),
            names=_targets(),
        )  # fmt: skip
        connections.close_all()
        with node(
            home, database=database, origin=origin, port=port, workers=workers, threads=threads, proxies="127.0.0.1/32"
        ):
            return _figures(_crowds(plan, home))


def _targets() -> tuple[str, ...]:
    """Customers whose names are known to guessers; their passwords are not, so that they need none here."""
    return tuple(_registered().login for _ in range(_TARGETS))


def _registered() -> Principal:
    name = identifier("st").lower()
    return register_principal(
        kind=PrincipalKind.CUSTOMER, identifier=name, login=name, handle=handle(), at=now() - 5 * DAY,
        facts={"residence": "JP"},
    )  # fmt: skip


def _vault(home: Path) -> Vault:
    return Vault((VaultKey(number=1, key=keys_at(home / "keys").secret("vault:1")),))


def honest_customers(*, vault: Vault, origin: str, many: int) -> tuple[Honest, ...]:
    """Register customers who will log in: of five two with a passkey, two with a password on a device that they used.

    Args:
        vault: of the node at which they will.
        origin: of that node.
        many: how many.

    """
    party = RelyingParty(rp_id="localhost", name="bench", origins=(origin,))
    with HashPool() as pool:
        tools = PasswordTools(pool=pool)
        makers = {
            "passkey": partial(_with_passkey, party),
            "known": partial(_with_password, tools, vault, known=True),
            "new": partial(_with_password, tools, vault, known=False),
        }
        return tuple(makers[_SHARES[number % len(_SHARES)]](number) for number in range(many))


def _with_passkey(party: RelyingParty, number: int) -> Honest:
    owner, browser, at = _registered(), token(), now() - 5 * DAY
    visit = _device(owner, browser, at)
    begun = begin_registration(
        party=party, principal=owner.ref, session=browser_ref(browser), profile=CUSTOMER, visit=visit,
        challenge=challenge(), ceremony=identifier("ce"), at=at,
    )  # fmt: skip
    key = Key.made(owner.ref, browser=browser, session="")
    finish_registration(
        party=party, ceremony=begun.ceremony, session=browser_ref(browser),
        response=key.registration(begun.json, party.origins[0]), name="bench", authenticator=identifier("au"),
        visit=visit, at=at,
    )  # fmt: skip
    return Honest(
        name=owner.login, browser=browser, address=_address(number), pem=key.pem, credential=key.credential,
        handle=base64.urlsafe_b64encode(owner.handle).rstrip(b"=").decode(),
    )  # fmt: skip


def _with_password(tools: PasswordTools, vault: Vault, number: int, *, known: bool) -> Honest:
    owner, browser, at = _registered(), token(), now() - 5 * DAY
    visit = _device(owner, browser, at) if known else Visit()
    set_password(
        tools=tools, principal=owner.ref, password=_PASSWORD, alone=False, words=(), authenticator=identifier("au"),
        salt=handle()[:_SALT], visit=visit, at=at,
    )  # fmt: skip
    secret = handle()[:_TOTP_SECRET]
    fresh = FreshSecret(id=identifier("au"), secret=secret, nonce=handle()[:_NONCE])
    begin_totp(
        principal=owner.ref, fresh=fresh, issuer="bench", label="bench", vault=vault, stop_enrol=None,
        session=browser_ref(browser), visit=visit, at=at,
    )  # fmt: skip
    spelt = base64.b32encode(secret).decode()
    proof = confirm_totp(
        pending=fresh.id, typed=one_time_code(spelt, at // SECOND), name="bench", vault=vault,
        session=browser_ref(browser), visit=visit, at=at,
    )  # fmt: skip
    if not isinstance(proof, Proof):
        raise NodeFailedError(proof.text.en)
    return Honest(
        name=owner.login, browser=browser, address=_address(number), password=_PASSWORD, secret=spelt, known=known
    )


def _device(owner: Principal, browser: str, at: int) -> Visit:
    ref = register_device(fresh=FreshDevice(ref=identifier("dv"), digest=token_digest(browser)), at=at)
    visit = Visit(device=ref, ip="127.0.0.1")
    use_device(principal=owner.ref, visit=visit, at=at)
    return visit


def _address(number: int) -> str:
    """Every honest customer is at home somewhere else."""
    return f"203.{number // 250 % 250}.{number % 250}.7"


def _crowds(plan: CrowdPlan, home: Path) -> CrowdTold:
    """Let both crowds loose, in a process of their own."""
    place = home / "plan.json"
    place.write_text(plan.spelt())
    command = [sys.executable, "-m", "sekisho.project.commands.bench_auth_crowds", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if done.returncode:
        raise NodeFailedError(done.stderr + (home / "node.log").read_text(errors="replace")[-2_000:])
    return CrowdTold(**json.loads(done.stdout))


def _figures(told: CrowdTold) -> StuffingTimes:
    every = sorted(spent for times in told.times.values() for spent in times)
    return StuffingTimes(
        logins=len(every),
        failed=tuple(told.failed),
        p50_ms=_at(every, 0.5),
        p99_ms=_at(every, 0.99),
        by_kind={kind: round(_at(sorted(times), 0.99), 1) for kind, times in told.times.items()},
        guesses_per_s=sum(told.guesses.values()) / told.seconds,
        answers=told.guesses,
    )


def _at(times: list[float], share: float) -> float:
    """The time within which this share was done; endless where none was."""
    return times[min(len(times) - 1, int(len(times) * share))] if times else float("inf")
