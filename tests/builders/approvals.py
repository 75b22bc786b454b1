"""Contents of every kind that can be signed, and approvals and bundles made by real keys without a database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fido2 import cbor
from joserfc.jwk import ECKey
from tests.builders.authenticator import SoftAuthenticator, _cose, b64, part

from sekisho.authentication.rules.approvals.catalogue import schema_of
from sekisho.authentication.rules.approvals.document import challenge, display, document, hash_of_checked
from sekisho.authentication.rules.approvals.receipts import sign
from sekisho.authentication.rules.approvals.schemas import checked
from sekisho.authentication.rules.evidence.bodies import approval_body, execution_body
from sekisho.authentication.rules.evidence.bundle import HEAD_KIND, day_of, line_of, manifest_line
from sekisho.authentication.rules.evidence.chain import body_digest, head_payload, link_digest, signed
from sekisho.authentication.types.approvals import Receipt
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.evidence import GENESIS, EvidenceKind, Head, Link
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.webauthn import Assertion, Purpose
from sekisho.kernel import jcs
from sekisho.kernel.moments import DAY, from_rfc3339, jst_day

AT = from_rfc3339("2026-12-01T09:30:00.000+09:00")
ORIGIN = "http://localhost:8000"
RP_ID = "localhost"
_SHA = "0123456789abcdef" * 4
_BANK = {"bank": "みずほ銀行", "branch": "丸の内支店", "account_number": "0123456", "payee": "ヤマダ　ハナコ"}
_ISSUE = {"symbol": "7203", "name": "トヨタ自動車"}
CONTENTS: dict[OperationCode, dict[str, Any]] = {
    OperationCode.WITHDRAW: {"amount": "1200000", "currency": "JPY", **_BANK, "account_type": "ordinary"},
    OperationCode.BANK_ACCOUNT_CHANGE: {**_BANK, "bank_code": "0001", "branch_code": "005", "replaces": "4321"},
    OperationCode.CONTACT_CHANGE: {"action": "change", "field": "email", "value": "hanako@example.jp"},
    OperationCode.ORDER_PLACE: {
        "side": "buy", **_ISSUE, "market": "TSE", "position": "cash", "quantity": "100", "kind": "limit",
        "price": "2850.5", "currency": "USD", "notional": "285050", "valid_until": "2026-12-31",
    },
    OperationCode.ORDER_CHANGE: {"order": "o-1", **_ISSUE, "quantity": "200", "kind": "market", "currency": "JPY"},
    OperationCode.ORDER_CANCEL: {"order": "o-1", **_ISSUE},
    OperationCode.MARGIN_OPEN: {"limit": "3000000", "currency": "JPY", "agreement_sha256": _SHA},
    OperationCode.SECURITIES_TRANSFER_OUT: {
        **_ISSUE, "quantity": "1000", "institution": "別の証券", "branch": "本店", "account_number": "98765432",
        "holder": "山田 花子",
    },
    OperationCode.LIMIT_CHANGE: {"limit": "withdrawal_day", "old": "0", "new": "5000000", "currency": "JPY"},
    OperationCode.API_KEY_ISSUE: {
        "client": "my tool", "scopes": ["orders:place", "accounts:read"], "key": "thumb-1", "expires": "2027-03-31",
        "order_limit": "100000", "currency": "JPY",
    },
    OperationCode.DELEGATE_ADD: {
        "delegate": "agent:7", "name": "山田 太郎", "relation": "長男", "operations": ["order_place"],
        "valid_until": "2027-12-01",
    },
    OperationCode.AUTHENTICATOR_ADD: {"factor": "passkey_synced", "name": "スマートフォン"},
    OperationCode.AUTHENTICATOR_REMOVE: {"authenticator": "au_1", "factor": "totp", "name": "古い電話"},
    OperationCode.LOCK_RELEASE: {"lock": "withdrawal", "lock_id": "lk_1"},
    OperationCode.OPT_OUT: {
        "operations": ["login"], "declined": ["passkey_synced"], "reason": "no_device", "valid_until": "2027-05-30",
        "text_sha256": _SHA,
    },
    OperationCode.STAFF_APPROVAL: {
        "verdict": "approve", "kind": "policy", "reference": "policy-8", "summary": "出金の条件を厳しくする",
        "sha256": _SHA,
    },
}  # fmt: skip
"""One content of each kind."""


def signing_key() -> ECKey:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"})
    key.ensure_kid()
    return key


def public_jwks(*keys: ECKey) -> dict[str, Any]:
    return {"keys": [key.as_dict(private=False) for key in keys]}


def passkey(authenticator: SoftAuthenticator, handle: bytes = b"h" * 32) -> bytes:
    """Make a passkey without a server; gives its public key (COSE)."""
    options = {"rp": {"id": RP_ID}, "user": {"id": b64(handle)}, "challenge": b64(b"c" * 32)}
    authenticator.create(json.dumps(options))
    made = authenticator.passkeys[-1]
    return bytes(cbor.encode(_cose(made.key, made.algorithm)))


def assertion(authenticator: SoftAuthenticator, public_key: bytes, challenged: bytes, *, at: int = AT) -> Assertion:
    """What ``ceremonies.finish_assertion`` would give."""
    answer = authenticator.get(json.dumps({"rpId": RP_ID, "challenge": b64(challenged)}))
    made = authenticator.passkeys[-1]
    return Assertion(
        ceremony="ce_1", purpose=Purpose.APPROVE, operation="op_1", principal="customer:a1", authenticator="au_1",
        factor=FactorCode.PASSKEY_SYNCED, acr=Acr.PHR, amr=("pop", "swk", "user", "mfa"), user_verified=True,
        backup_eligible=authenticator.backup_eligible, backed_up=authenticator.backed_up, aaguid=authenticator.aaguid,
        aaguid_proven=False, confirmed=True, signals=(), credential_id=made.id,
        client_data=part(answer, "clientDataJSON"), authenticator_data=part(answer, "authenticatorData"),
        signature=part(answer, "signature"), public_key=public_key, algorithm=made.algorithm,
        challenge=challenged, at=at,
    )  # fmt: skip


@dataclass
class Story:
    """Approvals and executions in a chain, as they would stand in the database."""

    key: ECKey = field(default_factory=signing_key)
    authenticator: SoftAuthenticator = field(default_factory=lambda: SoftAuthenticator(origin=ORIGIN))
    links: list[Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.public_key = passkey(self.authenticator)

    def approve(
        self,
        code: OperationCode = OperationCode.WITHDRAW,
        *,
        at: int = AT,
        language: str = "ja",
        account: str = "a1",
        **overrides: Any,
    ) -> dict[str, Any]:
        """One approval; ``overrides`` replace fields of its body before it is chained."""
        name = f"op_{len(self.links) + 1}"
        content = checked(schema_of(code), CONTENTS[code])
        done = hash_of_checked(code=code, version=1, identifier=name, account=account, content=content, nonce=b"s" * 16)
        shown = display(code, 1, content, language)
        told = document(
            code=code, version=1, identifier=name, account=account, content=content, salt=b"s" * 16,
            handle=b"h" * 32, rp_id=RP_ID, shown_as=shown, policy=7, nonce=b"n" * 16, expires=at + 300_000,
        )  # fmt: skip
        made = assertion(self.authenticator, self.public_key, challenge(told), at=at)
        receipt = Receipt(
            id=f"rc_{name}", issuer="https://id.example.jp", audience="broker", operation=name, code=code,
            account=account, op_hash=done, acr=made.acr, amr=made.amr, auth_time=at, policy=7,
            authenticator=made.authenticator, signer=made.principal, issued=at, expires=at + 300_000,
        )  # fmt: skip
        body = approval_body(
            identifier=f"ev_{name}", document=told, displayed=shown.text, assertion=made, origins=(ORIGIN,),
            receipt=receipt, receipt_jws=sign(receipt, self.key), verifier="sekisho 0.1.0", at=at,
        )  # fmt: skip
        return self.chain({**body, **overrides}, at=at, account=account)

    def execute(
        self, approval: dict[str, Any], *, at: int = AT, account: str = "a1", **overrides: Any
    ) -> dict[str, Any]:
        """Its execution."""
        body = execution_body(
            identifier=f"ev_{len(self.links) + 1}", operation=approval["document"]["operation_id"],
            approval=approval["id"], receipt=approval["receipt_id"], op_hash=b"", caller="broker", at=at,
        )  # fmt: skip
        return self.chain({**body, "op_hash": approval["op_hash"], **overrides}, at=at, account=account)

    def chain(self, body: dict[str, Any], *, at: int, account: str) -> dict[str, Any]:
        """Put a body at the end of the chain."""
        day, last = jst_day(at), self.links[-1] if self.links else None
        spelt = jcs.encode(body)
        number = last.number + 1 if last and last.day == day else 1
        previous = last.digest if last else GENESIS
        digest = link_digest(day=day, number=number, previous=previous, body_digest=body_digest(spelt))
        self.links.append(
            Link(
                id=body["id"],
                kind=EvidenceKind(body["kind"]),
                account=account,
                day=day,
                number=number,
                previous=previous,
                digest=digest,
                body=spelt,
            )
        )
        return body

    def heads(self) -> list[Head]:
        """The end of each day."""
        days = sorted({link.day for link in self.links})
        return [_head([link for link in self.links if link.day == day]) for day in days]

    def bundle(
        self, *, account: str = "", open_days: Iterable[int] = (), jwks: dict[str, Any] | None = None
    ) -> list[bytes]:
        """The lines of a bundle."""
        lines = [line_of(link, withheld=bool(account) and link.account != account) for link in self.links]
        days = [
            day_of(
                head,
                ""
                if head.day in open_days
                else signed(head_payload(head, at=(head.day + 1) * DAY), self.key, kind=HEAD_KIND),
            )
            for head in self.heads()
        ]
        first = manifest_line(
            lines=lines, days=days, account=account, keys=jwks or public_jwks(self.key), key=self.key, at=AT
        )
        return [first, *lines]


def _head(links: Sequence[Link]) -> Head:
    return Head(day=links[0].day, count=len(links), first=links[0].previous, digest=links[-1].digest)


def short_story() -> Story:
    """Two days, two accounts, three approvals, one of them executed."""
    story = Story()
    first = story.approve()
    story.approve(OperationCode.ORDER_PLACE, account="b2", language="en")
    story.execute(first, at=AT + 1_000)
    story.approve(OperationCode.CONTACT_CHANGE, at=AT + DAY)
    return story
