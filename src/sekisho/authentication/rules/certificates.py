"""Read and verify a client certificate handed over by a proxy: RFC 9440 for the header, RFC 5280 for the path.

The path is one step: certificates for customers are issued directly under a root or an intermediate that the firm has
named. ``cryptography``'s own path builder refuses certificates without a subject alternative name, as some issuers of
customers' certificates still make them, so the one step is checked here.
"""

import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Sequence
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID

from sekisho.authentication.types.certificates import CertificateError, CertificateRefusal, ClientCertificate
from sekisho.kernel.moments import from_milliseconds, to_milliseconds

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)
_BYTES = re.compile(r":([A-Za-z0-9+/]*={0,2}):")
LONGEST = 16_384
"""Characters of a header that are looked at."""


def read_header(value: str) -> x509.Certificate:
    """The certificate in a ``Client-Cert`` header (a byte sequence of RFC 8941).

    Raises:
        CertificateError: it is none.

    """
    found = _BYTES.fullmatch(value.strip()) if len(value) <= LONGEST else None
    if found is None:
        raise CertificateError(CertificateRefusal.MALFORMED, "no byte sequence")
    try:
        return x509.load_der_x509_certificate(b64decode(found[1], validate=True))
    except (NoBase64, ValueError) as error:
        raise CertificateError(CertificateRefusal.MALFORMED, "no certificate") from error


def verify_certificate(
    certificate: x509.Certificate, *, issuers: Sequence[x509.Certificate], at: int
) -> ClientCertificate:
    """Check who issued it, its time, and that it is for clients.

    Args:
        certificate: as the proxy handed it over; the proxy has seen the proof that its key is there.
        issuers: the roots and intermediates that the firm has named.
        at: in milliseconds.

    Raises:
        CertificateError: it does not count.

    """
    if not any(_issued(certificate, issuer, at) for issuer in issuers):
        raise CertificateError(CertificateRefusal.UNTRUSTED, certificate.issuer.rfc4514_string())
    if not _current(certificate, at):
        raise CertificateError(CertificateRefusal.EXPIRED)
    if not _for_clients(certificate):
        raise CertificateError(CertificateRefusal.NOT_FOR_CLIENTS)
    return ClientCertificate(
        fingerprint=certificate.fingerprint(SHA256()),
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        not_after=to_milliseconds(certificate.not_valid_after_utc),
    )


def _issued(certificate: x509.Certificate, issuer: x509.Certificate, at: int) -> bool:
    """The issuer may issue, is current, and signed it."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    constraints = _extension(issuer, x509.BasicConstraints)
    return constraints is not None and constraints.ca and _current(issuer, at)


def _current(certificate: x509.Certificate, at: int) -> bool:
    return certificate.not_valid_before_utc <= from_milliseconds(at) <= certificate.not_valid_after_utc


def _for_clients(certificate: x509.Certificate) -> bool:
    """No authority's own, and for client authentication where its uses are named."""
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.ExtendedKeyUsage)
    if constraints is not None and constraints.ca:
        return False
    return usage is None or ExtendedKeyUsageOID.CLIENT_AUTH in usage


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
