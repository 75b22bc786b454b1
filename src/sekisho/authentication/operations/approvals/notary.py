"""Who makes receipts out."""

from dataclasses import dataclass

from joserfc.jwk import ECKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Notary:
    """The node that checks signatures and signs receipts.

    Attributes:
        issuer: our address, ``iss`` of receipts.
        key: ES256; its public half is in our JWKS.
        verifier: the program and its version, for the evidence, e.g. ``sekisho 0.1.0``.

    """

    issuer: str
    key: ECKey
    verifier: str
