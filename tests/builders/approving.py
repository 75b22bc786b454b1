"""A customer with a passkey, the firm's back end, and operations between them, on a real database."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey
from tests.builders.approvals import CONTENTS, signing_key
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.passkeys import PARTY, VISIT, Browser, minted, unique

import sekisho.authentication
from sekisho.authentication.operations.approvals import (
    Notary,
    approve,
    begin_approval,
    consume,
    create_operation,
    operation_hash,
)
from sekisho.authentication.operations.principals import register_principal
from sekisho.authentication.rules.policy.loading import load_policy
from sekisho.authentication.types.approvals import Approved, Consumed, Prompt, SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.kernel.moments import DAY, from_rfc3339

AT = from_rfc3339("2026-12-07T09:30:00.000+09:00")
BROKER = "broker"
_SOURCE = Path(sekisho.authentication.__file__).parent / "data" / "policy.toml"


def shipped_policy() -> Policy:
    """The policy that comes with the product, as version 7."""
    loaded = load_policy(_SOURCE.read_text(), source="policy.toml").policy
    assert loaded is not None
    return replace(loaded, version=7)


POLICY = shipped_policy()


@dataclass
class Desk:
    """Everything between a customer's wish and its execution."""

    browser: Browser = field(default_factory=lambda: Browser(at=AT - 5 * DAY))
    account: str = "a1"
    policy: Policy = POLICY
    key: ECKey = field(default_factory=signing_key)
    at: int = AT
    visit: Visit = VISIT

    def open(self, *, kind: PrincipalKind = PrincipalKind.CUSTOMER) -> "Desk":
        """Register the customer with his passkey, some days ago."""
        self.principal = self.person(self.account, kind=kind)
        self.authenticator = self.browser.register(self.principal.ref).authenticator.id
        self.browser.at = self.at
        return self

    def person(self, name: str, *, kind: PrincipalKind = PrincipalKind.CUSTOMER) -> Principal:
        handle = f"{kind.value}:{name}".encode().ljust(32, b".")
        return register_principal(
            kind=kind, identifier=name, login=f"{kind.value}-{name}", handle=handle, at=AT - 9 * DAY
        )

    @property
    def notary(self) -> Notary:
        return Notary(issuer="https://id.example.jp", key=self.key, verifier="sekisho test")

    def create(self, code: OperationCode = OperationCode.WITHDRAW, **more: Any) -> SignedOperation:
        asked = {
            "content": CONTENTS.get(code, {}), "principal": self.principal.ref, "caller": BROKER, "visit": self.visit,
            "identifier": unique("op"), "nonce": minted()[-16:], "at": self.at,
        }  # fmt: skip
        return create_operation(operation=code, **{**asked, **more})

    def begin(self, operation: SignedOperation | str, **more: Any) -> Prompt:
        asked = {
            "signer": self.principal.ref, "session": self.browser.session, "party": PARTY, "visit": self.visit,
            "ceremony": unique("ce"), "nonce": minted()[-16:], "language": "ja", "policy": self.policy, "at": self.at,
        }  # fmt: skip
        return begin_approval(operation=_name(operation), **{**asked, **more})

    def answer(self, prompt: Prompt, authenticator: SoftAuthenticator | None = None) -> str:
        return (authenticator or self.browser.authenticator).get(prompt.options)

    def approve(self, prompt: Prompt, response: str = "", **more: Any) -> Approved:
        asked = {
            "operation": prompt.operation.id, "ceremony": prompt.ceremony, "session": self.browser.session,
            "party": PARTY, "visit": self.visit, "policy": self.policy, "notary": self.notary,
            "receipt": unique("rc"), "evidence": unique("ev"), "at": self.at,
        }  # fmt: skip
        return approve(response=response or self.answer(prompt), **{**asked, **more})

    def sign(self, code: OperationCode = OperationCode.WITHDRAW, **more: Any) -> Approved:
        """Ask, show and sign."""
        return self.approve(self.begin(self.create(code, **more)))

    def consume(self, approved: Approved, **more: Any) -> Consumed:
        asked = {
            "operation": approved.operation.id, "receipt": approved.operation.receipt_jws,
            "op_hash": hash_over(approved.operation), "caller": BROKER, "evidence": unique("ev"), "at": self.at,
        }  # fmt: skip
        return consume(**{**asked, **more})


def hash_over(operation: SignedOperation, **changes: Any) -> bytes:
    """What the back end computes; ``changes`` replace fields of the content, or the account."""
    account = changes.pop("account", operation.account)
    return operation_hash(
        operation=operation.code.value, version=operation.version, identifier=operation.id, account=account,
        content={**operation.content, **changes}, nonce=operation.nonce,
    )  # fmt: skip


def _name(operation: SignedOperation | str) -> str:
    return operation if isinstance(operation, str) else operation.id
