"""Certificates that a made-up authority issues to customers."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sekisho.kernel.moments import from_milliseconds

AT = 1_796_000_400_000


class Authority:
    """Issues certificates; ``certificate`` is its own."""

    def __init__(self, name: str = "Test Root", *, ca: bool = True, at: int = AT) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        constraints = x509.BasicConstraints(ca=ca, path_length=None)
        self.certificate = self._sign(_builder(self._name, self._key, at).add_extension(constraints, critical=True))

    def issue(self, name: str = "Customer", *, at: int = AT, extensions: tuple[Any, ...] = ()) -> x509.Certificate:
        """A certificate without a subject alternative name, good for a year around ``at`` (ms)."""
        builder = _builder(_name(name), ec.generate_private_key(ec.SECP256R1()), at)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return self._sign(builder)

    def _sign(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        return builder.issuer_name(self._name).sign(self._key, SHA256())


FOR_SERVERS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
FOR_CLIENTS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
AN_AUTHORITY = x509.BasicConstraints(ca=True, path_length=None)


def header(certificate: x509.Certificate) -> str:
    """As a proxy hands it over (RFC 9440)."""
    return f":{b64encode(certificate.public_bytes(Encoding.DER)).decode()}:"


def edwards_certificate(*, at: int = AT) -> bytes:
    """A certificate in DER with a key of a kind that nobody registers, good for a year around ``at`` (ms)."""
    key = ed25519.Ed25519PrivateKey.generate()
    return _builder(_name("Edwards"), key, at).issuer_name(_name("Edwards")).sign(key, None).public_bytes(Encoding.DER)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    name: x509.Name, key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, at: int
) -> x509.CertificateBuilder:
    around = from_milliseconds(at)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(around - timedelta(days=180))
        .not_valid_after(around + timedelta(days=180))
    )
