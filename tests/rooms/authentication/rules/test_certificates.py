from typing import Any

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.certificates import AN_AUTHORITY, AT, FOR_CLIENTS, FOR_SERVERS, Authority, header

from sekisho.authentication.rules.certificates import LONGEST, read_header, verify_certificate
from sekisho.authentication.types.certificates import REFUSALS, CertificateError, CertificateRefusal
from sekisho.kernel.moments import DAY

ROOT = Authority()


def refusal(certificate: x509.Certificate, *, at: int = AT, root: Authority = ROOT) -> CertificateRefusal:
    with pytest.raises(CertificateError) as caught:
        verify_certificate(certificate, issuers=[root.certificate], at=at)
    assert caught.value.reason == REFUSALS[caught.value.refusal]
    return caught.value.refusal


@pytest.mark.parametrize("extensions", [(), (FOR_CLIENTS,)], ids=["uses not named", "for clients"])
def test_a_certificate_of_a_named_issuer_counts_even_without_a_subject_alternative_name(
    extensions: tuple[Any, ...],
) -> None:
    certificate = ROOT.issue("山田花子", extensions=extensions)

    shown = verify_certificate(read_header(header(certificate)), issuers=[ROOT.certificate], at=AT)

    assert (shown.subject, shown.issuer, len(shown.fingerprint)) == ("CN=山田花子", "CN=Test Root", 32)
    assert AT < shown.not_after < AT + 181 * DAY


def test_a_certificate_of_somebody_else_does_not_count() -> None:
    assert refusal(Authority().issue()) is CertificateRefusal.UNTRUSTED


def test_whoever_may_not_issue_issues_nothing() -> None:
    pretender = Authority(ca=False)

    assert refusal(pretender.issue(), root=pretender) is CertificateRefusal.UNTRUSTED


def test_an_issuer_out_of_time_issues_nothing() -> None:
    old = Authority(at=AT - 400 * DAY)

    assert refusal(old.issue(), root=old) is CertificateRefusal.UNTRUSTED


@pytest.mark.parametrize("at", [AT - 200 * DAY, AT + 200 * DAY])
def test_a_certificate_counts_in_its_time_only(at: int) -> None:
    root = Authority(at=at)

    assert refusal(root.issue(), at=at, root=root) is CertificateRefusal.EXPIRED


@pytest.mark.parametrize("extension", [FOR_SERVERS, AN_AUTHORITY])
def test_a_certificate_for_something_else_does_not_count(extension: Any) -> None:
    assert refusal(ROOT.issue(extensions=(extension,))) is CertificateRefusal.NOT_FOR_CLIENTS


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: f":{raw.hex()}:"))
def test_what_is_no_certificate_is_refused_and_breaks_nothing(value: str) -> None:
    with pytest.raises(CertificateError) as caught:
        read_header(value)

    assert caught.value.refusal is CertificateRefusal.MALFORMED


def test_an_endless_header_is_not_looked_at() -> None:
    with pytest.raises(CertificateError):
        read_header(":" + "A" * LONGEST + ":")
