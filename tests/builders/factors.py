"""Tools, secrets and devices for factors that are typed: everything works, nothing leaves the machine."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Barrier
from typing import Any, TypeVar

import pyotp
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connections
from tests.builders.signing_in import AT, visit

from sekisho.authentication.operations.code_addresses import begin_address, confirm_address
from sekisho.authentication.operations.code_sending import CodeTools
from sekisho.authentication.operations.hashing import HashPool
from sekisho.authentication.operations.leaks import Leaks, NoLeaks
from sekisho.authentication.operations.passwords import PasswordTools, set_password
from sekisho.authentication.operations.push import PushTools, begin_prompt
from sekisho.authentication.operations.push_device import answer_prompt, deny_prompt, open_prompts
from sekisho.authentication.operations.push_pairing import DeviceClaim, begin_pairing, finish_pairing
from sekisho.authentication.operations.senders import Outbox, SimRegister
from sekisho.authentication.operations.totp import begin_totp, confirm_totp
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import FreshCode, FreshSecret
from sekisho.authentication.types.passwords import Cost
from sekisho.authentication.types.proofs import Proof, Refused
from sekisho.authentication.types.push import (
    FreshPrompt,
    Prompt,
    answer_bytes,
    denial_bytes,
    listing_bytes,
    pairing_bytes,
    shown_digest,
)
from sekisho.authentication.types.vault import Vault, VaultKey
from sekisho.journal.queries.reading import read
from sekisho.kernel.texts import Text

CHEAP = Cost(memory_kib=7_168, passes=1)
"""The least that is allowed, for tests that hash often."""
GOOD = "murasaki no sora wo aruku kaeru"
"""A sentence that nobody uses."""
KEY = bytes(range(32))
VAULT = Vault((VaultKey(number=1, key=bytes(32)),))
SESSION = "se_page"
CONTENT = Text("ログイン（東京の Chrome から）", "Login (from Chrome in Tokyo)")
_numbers = count(1)
_T = TypeVar("_T")


def fresh_id(kind: str = "au") -> str:
    """An id that nobody has."""
    return f"{kind}_{next(_numbers)}"


def nonce() -> bytes:
    """A nonce that nobody has."""
    return next(_numbers).to_bytes(12)


@contextmanager
def password_tools(*, leaks: Leaks | None = None, cost: Cost = CHEAP, **pool: int) -> Iterator[PasswordTools]:
    """Tools with a pool of their own."""
    with HashPool(**pool) as hashes:
        yield PasswordTools(pool=hashes, cost=cost, leaks=leaks or NoLeaks())


def with_password(tools: PasswordTools, principal: str, password: str = GOOD, **changes: Any) -> str:
    """The id of somebody's new password."""
    authenticator = fresh_id()
    set_password(
        **{
            "tools": tools,
            "principal": principal,
            "password": password,
            "alone": True,
            "words": (),
            "authenticator": authenticator,
            "salt": next(_numbers).to_bytes(16),
            "visit": visit(),
            "at": AT,
            **changes,
        }
    )
    return authenticator


def totp_secret() -> bytes:
    """A secret of 20 bytes."""
    return next(_numbers).to_bytes(20)


def totp_code(secret: bytes, at: int) -> str:
    """What an app shows at a moment."""
    return pyotp.TOTP(base64.b32encode(secret).decode()).at(at // 1_000)


def with_totp(principal: str, *, secret: bytes, at: int = AT) -> str:
    """The id of somebody's app, confirmed at ``at``."""
    fresh = FreshSecret(id=fresh_id(), secret=secret, nonce=nonce())
    begin_totp(
        principal=principal, fresh=fresh, issuer="関所証券", label="••••-12", vault=VAULT, stop_enrol=None,
        session=SESSION, visit=visit(), at=at,
    )  # fmt: skip
    proof = confirm_totp(
        pending=fresh.id, typed=totp_code(secret, at), name="電話", vault=VAULT, session=SESSION, visit=visit(), at=at
    )
    assert isinstance(proof, Proof)
    return proof.authenticator


def code_tools(outbox: Outbox | None = None, sims: SimRegister | None = None) -> CodeTools:
    """Tools with an outbox."""
    return CodeTools(vault=VAULT, key=KEY, sender=outbox or Outbox(), sims=sims)


def fresh_code(code: str = "482915") -> FreshCode:
    """A code with a new id."""
    return FreshCode(id=fresh_id("co"), code=code, nonce=nonce())


def with_address(
    tools: CodeTools,
    principal: str,
    address: str = "hana@example.jp",
    factor: FactorCode = FactorCode.EMAIL_OTP,
    *,
    at: int = AT - 7_200_000,
) -> str:
    """The id of somebody's address."""
    fresh = fresh_code()
    begin_address(
        tools=tools, principal=principal, factor=factor, address=address, fresh=fresh, stop_enrol=None,
        session=SESSION, visit=visit(), at=at,
    )  # fmt: skip
    proof = confirm_address(
        tools=tools, pending=fresh.id, typed=fresh.code, name="", session=SESSION, visit=visit(), at=at
    )
    assert isinstance(proof, Proof)
    return proof.authenticator


class SoftDevice:
    """A device with the firm's app: it makes its key, signs as WebCrypto does, and shows what it is asked."""

    def __init__(self) -> None:
        self._key = generate_private_key(SECP256R1())
        der = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.public_key = packed(der)
        self.authenticator = ""

    def sign(self, message: bytes) -> str:
        """ES256, r then s, in base64url."""
        r, s = decode_dss_signature(self._key.sign(message, ECDSA(SHA256())))
        return packed(r.to_bytes(32) + s.to_bytes(32))

    def claim(self, token: str, **changes: Any) -> DeviceClaim:
        """What it sends to be bound."""
        signature = self.sign(pairing_bytes(token=token, public_key=self.public_key))
        fields = {"token": token, "public_key": self.public_key, "signature": signature, "name": "電話", "wake": "w-1"}
        return DeviceClaim(**{**fields, **changes})

    def pair(self, principal: str, *, at: int = AT) -> "SoftDevice":
        """Bind it to somebody."""
        token = f"token-{next(_numbers)}"
        self.authenticator = fresh_id()
        begin_pairing(
            principal=principal, authenticator=self.authenticator, token=token, stop_enrol=None, session=SESSION,
            visit=visit(), at=at,
        )  # fmt: skip
        assert isinstance(
            finish_pairing(claim=self.claim(token), vault=VAULT, nonce=nonce(), visit=visit(), at=at), Proof
        )
        return self

    def prompts(self, *, at: int = AT, signed_at: int | None = None) -> Any:
        """What it is asked."""
        moment = at if signed_at is None else signed_at
        message = listing_bytes(authenticator=self.authenticator, signed_at=moment)
        return open_prompts(authenticator=self.authenticator, signed_at=moment, signature=self.sign(message), at=at)

    def answer(self, prompt: str, typed: str, *, shown: Text = CONTENT, at: int = AT, signed: str = "") -> Any:
        """Send a number."""
        digest = shown_digest(shown)
        message = answer_bytes(authenticator=self.authenticator, prompt=prompt, shown=digest, number=signed or typed)
        fields = {"authenticator": self.authenticator, "prompt": prompt, "typed": typed, "shown": digest}
        return answer_prompt(**{**fields, "signature": self.sign(message), "vault": VAULT, "visit": visit(), "at": at})

    def deny(self, prompt: str, *, at: int = AT, **changes: Any) -> Any:
        """Say that it was not the customer."""
        signature = self.sign(denial_bytes(authenticator=self.authenticator, prompt=prompt))
        fields = {"authenticator": self.authenticator, "prompt": prompt, "signature": signature}
        return deny_prompt(**{**fields, "visit": visit(), "at": at, **changes})


def packed(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def push_tools(outbox: Outbox | None = None) -> PushTools:
    """Tools with an outbox."""
    return PushTools(vault=VAULT, sender=outbox or Outbox())


def prompted(principal: str, *, number: str = "731904", at: int = AT, **changes: Any) -> Prompt:
    """A prompt on somebody's page."""
    fresh = FreshPrompt(id=fresh_id("pp"), number=number, nonce=nonce())
    fields = {"tools": push_tools(), "principal": principal, "fresh": fresh, "content": CONTENT, "stop_use": None}
    return begin_prompt(**{**fields, "session": SESSION, "visit": visit(), "at": at, **changes})


def noted() -> list[tuple[str, Mapping[str, Any]]]:
    """Kind and payload of everything in the journal."""
    return [(entry.kind, json.loads(entry.payload)) for entry in read(limit=1_000)]


def why(answer: object) -> str:
    """The reason of a refusal."""
    assert isinstance(answer, Refused), answer
    assert answer.text.ja
    assert answer.text.en
    return answer.why.value


def at_once(times: int, work: Callable[[int], _T]) -> list[_T]:
    """The answers of several threads that begin together."""
    barrier = Barrier(times)

    def one(number: int) -> _T:
        barrier.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))
