"""Whole step-ups over HTTP: begin, sign, finish, against a node on a database of its own.

A step-up here is the heaviest there is: a withdrawal that is shown, signed, judged by the policy, written into the
evidence and answered with a receipt. The node runs as in earnest (``sekisho serve``), the customers in a process of
their own (``bench_auth_customers``); both share the machine with the database.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.operations.devices import register_device, use_device
from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.operations.sessions import open_session
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.principals import PrincipalKind, Visit
from sekisho.authentication.types.sessions import browser_ref, token_digest
from sekisho.authentication.types.webauthn import RelyingParty
from sekisho.kernel.moments import DAY
from sekisho.project.commands.bench_auth_customers import Customer, Key, Plan, Told
from sekisho.project.commands.bench_auth_node import NodeFailedError, free_port, node
from sekisho.project.tables import migrate, use
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import challenge, handle, identifier, nonce, token

__all__ = ["NodeFailedError", "StepUpTimes", "measure_stepups"]
_WITHDRAWAL = {
    "amount": "120000", "currency": "JPY", "bank": "見本銀行", "branch": "本店", "account_number": "0123456",
    "payee": "ミホン　ハナコ",
}  # fmt: skip
_CUSTOMERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpTimes:
    """What was measured.

    Attributes:
        stepups: how many step-ups were done.
        seconds: in how long.
        p50_ms: the median of a whole step-up: begin, signature and finish.
        p99_ms: of a hundred, one took longer.
        begin_p99_ms: of the first request alone.
        finish_p99_ms: of the second one alone.

    """

    stepups: int
    seconds: float
    p50_ms: float
    p99_ms: float
    begin_p99_ms: float
    finish_p99_ms: float

    @property
    def per_second(self) -> float:
        """Whole step-ups in a second."""
        return self.stepups / self.seconds


def measure_stepups(
    *, database: str, stepups: int = 3_000, clients: int = 6, workers: int = 2, threads: int = 2
) -> StepUpTimes:
    """Do so many step-ups as fast as they go.

    Args:
        database: the address of an empty database; what is written there stays.
        stepups: how many.
        clients: customers at the same time, each on a connection that stays open.
        workers: processes of the node.
        threads: of each process.

    Raises:
        NodeFailedError: something did not start or was refused.

    """
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as home:
        port = free_port()
        origin = f"http://localhost:{port}"
        use(database)
        migrate()
        plan = _prepared(origin, port, stepups, clients)
        connections.close_all()
        place = Path(home)
        with node(place, database=database, origin=origin, port=port, workers=workers, threads=threads):
            return _figures(_customers(plan, place))


def _prepared(origin: str, port: int, stepups: int, clients: int) -> Plan:
    """Customers with passkeys and sessions, and the operations that they are going to sign."""
    party = RelyingParty(rp_id="localhost", name="bench", origins=(origin,))
    keys = [_customer(party, number) for number in range(_CUSTOMERS)]
    warm = clients * 10
    operations = [_operation(keys[number % _CUSTOMERS].principal) for number in range(stepups + warm)]
    return Plan(
        port=port, origin=origin, clients=clients, warm=warm,
        customers=tuple(
            Customer(key=key, operations=tuple(operations[place::_CUSTOMERS])) for place, key in enumerate(keys)
        ),
    )  # fmt: skip


def _customer(party: RelyingParty, number: int) -> Key:
    at, name = now() - 5 * DAY, f"bench-{number}-{identifier('a')}"
    owner = register_principal(
        kind=PrincipalKind.CUSTOMER, identifier=name, login=name, handle=handle(), at=at, facts={"residence": "JP"}
    )
    browser, secret = token(), token()
    device = register_device(fresh=FreshDevice(ref=identifier("dv"), digest=token_digest(browser)), at=at)
    visit = Visit(device=device, ip="127.0.0.1")
    use_device(principal=owner.ref, visit=visit, at=at)
    begun = begin_registration(
        party=party, principal=owner.ref, session=browser_ref(browser), profile=CUSTOMER, visit=visit,
        challenge=challenge(), ceremony=identifier("ce"), at=at,
    )  # fmt: skip
    key = Key.made(owner.ref, browser=browser, session=secret)
    finish_registration(
        party=party, ceremony=begun.ceremony, session=browser_ref(browser),
        response=key.registration(begun.json, party.origins[0]), name="bench", authenticator=identifier("au"),
        visit=visit, at=at,
    )  # fmt: skip
    open_session(
        principal=owner.ref, acr=Acr.PHR, amr=("pop", "user"), visit=visit, token_digest=token_digest(secret),
        session=identifier("se"), at=now(), factor="passkey_bound",
    )  # fmt: skip
    return key


def _operation(principal: str) -> str:
    return create_operation(
        operation=OperationCode.WITHDRAW, principal=principal, content=_WITHDRAWAL, caller="bench", visit=Visit(),
        identifier=identifier("op"), nonce=nonce(), at=now(),
    ).id  # fmt: skip


def _customers(plan: Plan, home: Path) -> Told:
    """Let the customers loose, in a process of their own."""
    place = home / "plan.json"
    place.write_text(plan.spelt())
    command = [sys.executable, "-m", "sekisho.project.commands.bench_auth_customers", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if done.returncode:
        raise NodeFailedError(done.stderr + (home / "node.log").read_text(errors="replace")[-2_000:])
    return Told(**json.loads(done.stdout))


def _figures(told: Told) -> StepUpTimes:
    begin, finish, whole = (sorted(times) for times in (told.begin, told.finish, told.whole))
    return StepUpTimes(
        stepups=len(whole), seconds=told.seconds, p50_ms=_at(whole, 0.5), p99_ms=_at(whole, 0.99),
        begin_p99_ms=_at(begin, 0.99), finish_p99_ms=_at(finish, 0.99),
    )  # fmt: skip


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]
