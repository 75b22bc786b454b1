"""Home-made FIDO metadata (MDS3), signed under a test's own root, with RS256 as the real file is."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from tests.builders.authenticator import MODEL, b64

SIGNER = "mds.fidoalliance.org"
AFTER, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
CERTIFIED = (("FIDO_CERTIFIED_L1", "2024-01-01"),)


def model(
    aaguid: str = MODEL,
    *,
    roots: Sequence[bytes] = (),
    statuses: Sequence[tuple[str, str]] = CERTIFIED,
    hardware: bool = True,
    external: bool = True,
    statement: bool = True,
    compromised: bytes = b"",
) -> dict[str, Any]:
    """One entry of the payload."""
    reports = [{"status": status, **({"effectiveDate": day} if day else {})} for status, day in statuses]
    if compromised:
        reports[-1]["batchCertificate"] = b64encode(compromised).decode()
    entry: dict[str, Any] = {"aaguid": aaguid, "statusReports": reports, "timeOfLastStatusChange": "2026-01-01"}
    if statement:
        entry["metadataStatement"] = _statement(aaguid, roots, hardware=hardware, external=external)
    return entry


def _statement(aaguid: str, roots: Sequence[bytes], *, hardware: bool, external: bool) -> dict[str, Any]:
    return {
        "description": "Test Key",
        "aaguid": aaguid,
        "authenticatorVersion": 1,
        "schema": 3,
        "upv": [{"major": 1, "minor": 1}],
        "attestationTypes": ["basic_full"],
        "userVerificationDetails": [[{"userVerificationMethod": "passcode_internal"}]],
        "keyProtection": ["hardware", "secure_element"] if hardware else ["software"],
        "matcherProtection": ["on_chip"],
        "attachmentHint": ["external", "wired"] if external else ["internal"],
        "tcDisplay": [],
        "attestationRootCertificates": [b64encode(root).decode() for root in roots],
    }


@dataclass
class Alliance:
    """Who signs metadata; ``root`` (DER) is what a test trusts."""

    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    signer: str = SIGNER
    until: datetime = UNTIL

    def __post_init__(self) -> None:
        self._leaf_key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self.root = self._certificate("Test Alliance", self.key.public_key(), authority=True)
        self.leaf = self._certificate("Test Signer", self._leaf_key.public_key(), authority=False)

    def blob(self, *models: dict[str, Any], number: int = 1, next_update: str = "2026-12-01") -> bytes:
        """A signed metadata file."""
        payload = {"legalHeader": "test", "no": number, "nextUpdate": next_update, "entries": list(models)}
        return self.signed(payload)

    def signed(self, payload: object) -> bytes:
        """Any payload, signed."""
        header = {"alg": "RS256", "typ": "JWT", "x5c": [b64encode(self.leaf).decode()]}
        message = ".".join(b64(json.dumps(each).encode()) for each in (header, payload)).encode()
        return message + b"." + b64(self._leaf_key.sign(message, padding.PKCS1v15(), hashes.SHA256())).encode()

    def _certificate(self, name: str, public: Any, *, authority: bool) -> bytes:
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Alliance")])
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(AFTER)
            .not_valid_after(self.until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            names = x509.SubjectAlternativeName([x509.DNSName(self.signer)])
            builder = builder.add_extension(names, critical=False)
        return bytes(builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER))
