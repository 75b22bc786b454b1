"""Does a chain of certificates lead to somebody who is trusted?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from cryptography import x509

LONGEST = 6
"""Certificates of a chain."""


class BrokenChainError(Exception):
    """The chain leads nowhere: a signature, a name, a date or an authority is wrong, or nobody trusts its end."""


def anchor_of(chain: Sequence[bytes], *, anchors: Iterable[bytes], moment: datetime) -> bytes:
    """The anchor (DER) to which the chain leads.

    Each certificate is signed by the next, bears its name as issuer, and is valid at ``moment``; all but the first are
    authorities. An anchor counts whatever its dates (RFC 5280, 6.1.1), and may be the first certificate itself: the
    metadata pins single certificates so.

    Args:
        chain: DER, leaf first.
        anchors: DER.
        moment: for the dates, with time zone.

    Raises:
        BrokenChainError: it leads to none.

    """
    try:
        certificates = [x509.load_der_x509_certificate(der) for der in chain]
        _check_links(certificates, moment)
        return _found(certificates, anchors)
    except BrokenChainError:
        raise
    except Exception as error:  # certificates of strangers: whatever the reader stumbles over
        raise BrokenChainError(type(error).__name__) from error


def _check_links(certificates: Sequence[x509.Certificate], moment: datetime) -> None:
    if not 1 <= len(certificates) <= LONGEST:
        raise BrokenChainError(len(certificates))
    for certificate in certificates:
        if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
            raise BrokenChainError(certificate.subject)
    for child, parent in pairwise(certificates):
        _check_authority(parent)
        child.verify_directly_issued_by(parent)


def _check_authority(certificate: x509.Certificate) -> None:
    if not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
        raise BrokenChainError(certificate.subject)


def _found(certificates: Sequence[x509.Certificate], anchors: Iterable[bytes]) -> bytes:
    """The first anchor that is the last certificate, or signed it."""
    last = certificates[-1]
    for der in anchors:
        anchor = x509.load_der_x509_certificate(der)
        if anchor == last or _signed(last, anchor):
            return der
    raise BrokenChainError(last.issuer)


def _signed(certificate: x509.Certificate, anchor: x509.Certificate) -> bool:
    if certificate.issuer != anchor.subject:
        return False
    certificate.verify_directly_issued_by(anchor)
    return True
