"""Programs that speak OAuth: their keys, their statements and their proofs."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from sekisho.authentication.types.grants.provider import KeyRing, Provider
from sekisho.authentication.types.grants.tokens import Knock, Minted

ISSUER = "https://login.broker.example"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
_numbers = count(1)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def s256(verifier: str = VERIFIER) -> str:
    return b64(sha256(verifier.encode()).digest())


def ec_key() -> ECKey:
    key = ECKey.generate_key("P-256")
    key.ensure_kid()
    return key


_ES256, _RS256 = ec_key(), RSAKey.generate_key(2048)
_RS256.ensure_kid()


def provider(**changes: Any) -> Provider:
    """We ourselves; without the need for nonces unless said otherwise."""
    ring = KeyRing(es256=_ES256, rs256=_RS256)
    return Provider(**{"issuer": ISSUER, "keys": ring, "secret": b"s" * 32, "nonce_needed": False, **changes})


def minted() -> Minted:
    """Names for what the token endpoint makes."""
    number = next(_numbers)
    return Minted(access=f"at_{number}", refresh=f"refresh-{number}")


def signed(claims: Mapping[str, Any], key: Any, *, alg: str = "ES256", **header: Any) -> str:
    """Any signed token."""
    return jwt.encode({"alg": alg, **header}, dict(claims), key, algorithms=[alg], default_type=None)


def unsigned(claims: Mapping[str, Any], **header: Any) -> str:
    """A token with ``alg`` none, or anything else in its header, and no signature."""
    parts = (json.dumps({"alg": "none", **header}), json.dumps(dict(claims)))
    return ".".join([*(b64(part.encode()) for part in parts), ""])


def changed(token: str, **claims: Any) -> str:
    """A token whose claims were changed and whose signature was left."""
    header, payload, signature = token.split(".")
    known = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return ".".join((header, b64(json.dumps({**known, **claims}).encode()), signature))


def claims_in(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


@dataclass
class Program:
    """A program with a key for statements and a key for proofs."""

    client_id: str
    key: ECKey = field(default_factory=ec_key)
    proof_key: Any = field(default_factory=ec_key)
    issuer: str = ISSUER

    @property
    def jwks(self) -> dict[str, Any]:
        """Its public key, as it is registered."""
        return {"keys": [{**self.key.as_dict(private=False), "kid": self.key.kid}]}

    @property
    def thumbprint(self) -> str:
        """Of the key that it proves to hold."""
        return str(self.proof_key.thumbprint())

    def statement(self, at: int, **changes: Any) -> str:
        """A fresh client assertion; None takes a claim away."""
        claims = {
            "iss": self.client_id, "sub": self.client_id, "aud": self.issuer, "jti": f"jti-{next(_numbers)}",
            "iat": at // 1_000, "exp": at // 1_000 + 60, **changes,
        }  # fmt: skip
        return signed({name: value for name, value in claims.items() if value is not None}, self.key, kid=self.key.kid)

    def form(self, at: int, **fields: str) -> dict[str, str]:
        """A form with its statement."""
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": self.statement(at), **fields}

    def proof(self, at: int, *, url: str, method: str = "POST", token: str = "", **changes: Any) -> str:
        """A fresh DPoP proof; None takes a claim away."""
        claims: dict[str, Any] = {
            "jti": f"proof-{next(_numbers)}", "htm": method, "htu": url, "iat": at // 1_000,
            "ath": b64(sha256(token.encode()).digest()) if token else None, **changes,
        }  # fmt: skip
        known = {name: value for name, value in claims.items() if value is not None}
        alg = "ES256" if isinstance(self.proof_key, ECKey) else "PS256"
        return signed(known, self.proof_key, alg=alg, typ="dpop+jwt", jwk=self.proof_key.as_dict(private=False))

    def knock(
        self, at: int, *, path: str = "/oidc/token", method: str = "POST", token: str = "", **changes: Any
    ) -> Knock:
        """A knock with a fresh proof."""
        url = self.issuer + path
        return Knock(
            method=method, url=url, proofs=(self.proof(at, url=url, method=method, token=token, **changes),), at=at
        )


def bare(at: int, *, path: str = "/oidc/token") -> Knock:
    """A knock without any proof."""
    return Knock(method="POST", url=ISSUER + path, at=at)
