"""Bind a client certificate to somebody, and know him by it again.

Only a proxy that the firm has named may hand certificates over; the entrance says whether the request came through
it. A header that anybody could send proves nothing.
"""

from collections.abc import Sequence

from cryptography import x509
from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import bind, subject_of, told, use
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.certificates import read_header, verify_certificate
from sekisho.authentication.types.certificates import CertificateError, CertificateRefusal, ClientCertificate
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof
from sekisho.kernel.moments import to_rfc3339


def bind_certificate(
    *,
    header: str,
    through_proxy: bool,
    issuers: Sequence[x509.Certificate],
    principal: str,
    authenticator: str,
    visit: Visit,
    at: int,
) -> ClientCertificate:
    """Make the certificate at hand an authenticator of somebody whom the policy has let add one.

    Args:
        header: the ``Client-Cert`` header.
        through_proxy: the request came from a named proxy.
        issuers: the roots and intermediates that the firm has named.
        principal: whose it becomes.
        authenticator: a name for it.
        visit: from where.
        at: in milliseconds.

    Raises:
        CertificateError: it does not count, or is somebody's already.

    """
    shown = _look(header, through_proxy=through_proxy, issuers=issuers, visit=visit, at=at)
    detail = {"issuer": shown.issuer, "serial": shown.serial, "not_after": to_rfc3339(shown.not_after)}
    try:
        with transaction.atomic():
            bind(authenticator=authenticator, principal=principal, factor=FactorCode.CLIENT_CERT, visit=visit, at=at,
                 secret=None, detail=detail, name=shown.subject[:100])  # fmt: skip
            models.Authenticator.objects.filter(id=authenticator).update(credential_id=shown.fingerprint)
    except IntegrityError as error:
        raise _refused(CertificateRefusal.UNKNOWN, "bound already", visit, at) from error
    return shown


def prove_certificate(
    *, header: str, through_proxy: bool, issuers: Sequence[x509.Certificate], visit: Visit, at: int
) -> Proof:
    """Know somebody by his certificate.

    Args:
        header: the ``Client-Cert`` header.
        through_proxy: the request came from a named proxy.
        issuers: the roots and intermediates that the firm has named.
        visit: from where.
        at: in milliseconds.

    Raises:
        CertificateError: it does not count, or is nobody's.

    """
    shown = _look(header, through_proxy=through_proxy, issuers=issuers, visit=visit, at=at)
    row = models.Authenticator.objects.filter(
        credential_id=shown.fingerprint, factor=FactorCode.CLIENT_CERT.value, state="active"
    ).first()
    proof = use(row, visit=visit, at=at) if row is not None else None
    if not isinstance(proof, Proof):
        raise _refused(CertificateRefusal.UNKNOWN, shown.serial, visit, at)
    return proof


def _look(
    header: str, *, through_proxy: bool, issuers: Sequence[x509.Certificate], visit: Visit, at: int
) -> ClientCertificate:
    if not through_proxy:
        raise _refused(CertificateRefusal.UNTRUSTED_PROXY, "", visit, at)
    try:
        return verify_certificate(read_header(header), issuers=issuers, at=at)
    except CertificateError as error:
        raise _refused(error.refusal, str(error), visit, at) from error


def _refused(refusal: CertificateRefusal, detail: str, visit: Visit, at: int) -> CertificateError:
    """Write a refusal down, and give the error that tells it."""
    with transaction.atomic():
        note("authentication:certificate:refused", about=subject_of(""), at=at, refusal=refusal.value, **told(visit))
    return CertificateError(refusal, detail)
