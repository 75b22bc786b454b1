import pytest
from tests.builders.certificates import Authority, header
from tests.builders.signing_in import AT, customer, kinds, visit

from sekisho.authentication import models
from sekisho.authentication.operations.certificates import bind_certificate, prove_certificate
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.certificates import CertificateError, CertificateRefusal, ClientCertificate
from sekisho.authentication.types.proofs import Proof

ROOT = Authority()
CERTIFICATE = ROOT.issue()


def bound(principal: str, *, name: str = "au_1") -> ClientCertificate:
    return bind_certificate(
        header=header(CERTIFICATE), through_proxy=True, issuers=[ROOT.certificate], principal=principal,
        authenticator=name, visit=visit(), at=AT,
    )  # fmt: skip


def proved(value: str, *, proxy: bool = True) -> Proof:
    return prove_certificate(header=value, through_proxy=proxy, issuers=[ROOT.certificate], visit=visit(), at=AT)


def refusal(value: str, *, proxy: bool = True) -> CertificateRefusal:
    with pytest.raises(CertificateError) as caught:
        proved(value, proxy=proxy)
    return caught.value.refusal


def test_a_customer_is_known_by_his_certificate_c26(database: str) -> None:
    who = customer()
    bound(who.ref)

    proof = proved(header(CERTIFICATE))

    assert (proof.principal, proof.authenticator, proof.acr) == (who.ref, "au_1", Acr.PHR)
    assert kinds()[-1] == "authentication:factor:used"


def test_a_certificate_is_bound_to_one_person_only(database: str) -> None:
    bound(customer().ref)

    with pytest.raises(CertificateError):
        bound(customer("a-2").ref, name="au_2")


@pytest.mark.parametrize(
    ("value", "proxy", "expected"),
    [
        (header(CERTIFICATE), False, CertificateRefusal.UNTRUSTED_PROXY),
        ("forged", True, CertificateRefusal.MALFORMED),
        (header(Authority().issue()), True, CertificateRefusal.UNTRUSTED),
        (header(ROOT.issue()), True, CertificateRefusal.UNKNOWN),
    ],
)
def test_what_does_not_count_is_refused_and_written_down(
    value: str, expected: CertificateRefusal, database: str, *, proxy: bool
) -> None:
    bound(customer().ref)

    assert refusal(value, proxy=proxy) is expected
    assert kinds()[-1] == "authentication:certificate:refused"


def test_a_certificate_that_was_revoked_here_counts_no_more(database: str) -> None:
    bound(customer().ref)
    models.Authenticator.objects.update(state="revoked", ended=AT)

    assert refusal(header(CERTIFICATE)) is CertificateRefusal.UNKNOWN
