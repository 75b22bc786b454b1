"""Programs are let in by a key that the firm registered for them, and by nothing else (C-24, E-02)."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.builders.certificates import edwards_certificate
from tests.builders.grants import answered, program
from tests.builders.oauth import Program, provider
from tests.builders.signing_in import AT
from tests.harness.deciding import Certificate

from builders.firms import founded, registered, terms
from builders.live import in_a_loop
from sekisho.firms.operations.clients import suspend_client
from sekisho.firms.types.clients import Profile
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.live.admitting import Admission, NotAdmittedError, thumbprint_of
from sekisho.kernel.moments import DAY, SECOND

PATH = "/v1/decisions"
MACHINE: dict[str, Any] = {
    "profile": Profile.MACHINE, "redirect_uris": (), "scopes": frozenset({Scope.DECISIONS_ASK}),
}  # fmt: skip
Outcome = str | NotAdmittedError


def admission(clock: Callable[[], int] = lambda: AT, *, per_second: int = 100) -> Admission:
    return Admission(provider=provider(), clock=clock, per_second=per_second)


def knocked(door: Admission, *scopes: Mapping[str, Any], needed: Scope = Scope.DECISIONS_ASK) -> list[Outcome]:
    """What becomes of each that knocks, one after the other."""

    async def one(scope: Mapping[str, Any]) -> Outcome:
        try:
            return await door.admit(scope, needed)
        except NotAdmittedError as error:
            return error

    async def all_of_them() -> list[Outcome]:
        return [await one(scope) for scope in scopes]

    return in_a_loop(all_of_them)


def refusals(*outcomes: Outcome) -> list[tuple[int, str]]:
    assert all(isinstance(each, NotAdmittedError) for each in outcomes), outcomes
    return [(each.status, each.code) for each in outcomes if isinstance(each, NotAdmittedError)]


def with_certificate(der: bytes) -> dict[str, Any]:
    return {"headers": [], "method": "POST", "path": PATH, "extensions": {"sekisho.certificate": der}}


def with_headers(**headers: str) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": PATH,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def with_token(who: Program, token: str, *, scheme: str = "DPoP") -> dict[str, Any]:
    (proof,) = who.knock(AT, path=PATH, token=token).proofs
    return with_headers(authorization=f"{scheme} {token}", dpop=proof)


@pytest.fixture
def certificate(fresh_database: str, tmp_path: Path) -> tuple[bytes, int]:
    """A registered program's certificate, and a moment at which it is good."""
    made = Certificate.made(tmp_path / "broker.pem")
    at = int(time.time() * 1_000)
    founded(at=at - SECOND)
    registered("broker", terms({"keys": [made.jwk]}, **MACHINE), at=at - SECOND)
    return made.der, at


@pytest.fixture
def broker(fresh_database: str) -> Program:
    """A program that gets tokens."""
    founded()
    return program("broker", MACHINE)


def token_for(who: Program) -> str:
    return str(answered(who.form(AT, grant_type="client_credentials"), knock=who.knock(AT))["access_token"])


def test_a_registered_certificate_is_a_programs_name(certificate: tuple[bytes, int]) -> None:
    der, at = certificate

    assert knocked(admission(lambda: at), with_certificate(der), with_certificate(der)) == ["broker", "broker"]


def test_a_suspended_program_is_out_after_fifteen_seconds_at_most(certificate: tuple[bytes, int]) -> None:
    der, at = certificate
    moments = iter([at, at + 14 * SECOND, at + 15 * SECOND])
    door = admission(lambda: next(moments))

    before = knocked(door, with_certificate(der))
    suspend_client(client_id="broker", by="suzuki", reason="stolen", at=at)
    believed, out = knocked(door, with_certificate(der), with_certificate(der))

    assert [*before, believed] == ["broker", "broker"]
    assert refusals(out) == [(401, "unknown_certificate")]


def test_a_certificate_out_of_its_time_or_of_another_key_or_kind_is_nobodys(
    certificate: tuple[bytes, int], tmp_path: Path
) -> None:
    der, at = certificate
    other = Certificate.made(tmp_path / "other.pem").der
    edwards = edwards_certificate(at=at)

    strangers = (
        *knocked(admission(lambda: at + 30 * DAY), with_certificate(der)),
        *knocked(admission(lambda: at), *map(with_certificate, (other, edwards, b"no certificate"))),
    )

    assert refusals(*strangers) == [(401, "unknown_certificate")] * 4


def test_only_keys_of_the_kinds_that_are_registered_have_a_thumbprint(certificate: tuple[bytes, int]) -> None:
    der, at = certificate

    assert thumbprint_of(der, at=at)
    assert thumbprint_of(edwards_certificate(at=at), at=at) is None
    assert thumbprint_of(der, at=at - 30 * DAY) is None


def test_a_bound_token_with_a_fresh_proof_is_a_programs_name(broker: Program) -> None:
    token = token_for(broker)

    assert knocked(admission(), with_token(broker, token), with_token(broker, token)) == ["broker", "broker"]


def test_a_proof_is_good_once(broker: Program) -> None:
    once = with_token(broker, token_for(broker))

    first, again = knocked(admission(), once, once)

    assert first == "broker"
    assert refusals(again) == [(401, "invalid_dpop_proof")]


def test_a_token_that_somebody_else_holds_opens_nothing(broker: Program) -> None:
    token = token_for(broker)
    thief = Program("broker", key=broker.key)

    stolen = knocked(admission(), with_token(thief, token), with_token(broker, token, scheme="Bearer"))

    assert [status for status, _ in refusals(*stolen)] == [401, 401]
    assert all(each.headers["WWW-Authenticate"].startswith("DPoP error=") for each in stolen)  # type: ignore[union-attr]


def test_whoever_says_nothing_is_asked_for_a_token(broker: Program) -> None:
    (nobody,) = knocked(admission(), with_headers())

    assert refusals(nobody) == [(401, "not_signed_in")]
    assert nobody.headers == {"WWW-Authenticate": "DPoP"}  # type: ignore[union-attr]


def test_a_token_does_no_more_than_its_program_is_registered_for(broker: Program) -> None:
    outcomes = knocked(admission(), with_token(broker, token_for(broker)), needed=Scope.EVENTS_SEND)

    assert refusals(*outcomes) == [(403, "insufficient_scope")]


def test_a_certificate_does_no_more_than_its_program_is_registered_for(certificate: tuple[bytes, int]) -> None:
    der, at = certificate

    outcomes = knocked(admission(lambda: at), with_certificate(der), needed=Scope.EVENTS_SEND)

    assert refusals(*outcomes) == [(403, "insufficient_scope")]


def test_whoever_comes_too_often_is_told_when_to_come_again(certificate: tuple[bytes, int]) -> None:
    der, at = certificate
    door = admission(lambda: at, per_second=1)

    *let_in, too_many = knocked(door, *[with_certificate(der)] * 3)

    assert let_in == ["broker", "broker"]
    assert refusals(too_many) == [(429, "rate")]
    assert too_many.headers == {"Retry-After": "1"}  # type: ignore[union-attr]


def test_a_refusal_is_a_problem_document_in_both_languages(broker: Program) -> None:
    (nobody,) = knocked(admission(), with_headers())

    told = json.loads(nobody.document())  # type: ignore[union-attr]

    assert (told["type"], told["status"]) == ("urn:sekisho:problem:not_signed_in", 401)
    assert told["texts"]["ja"] != told["texts"]["en"] == told["detail"]
