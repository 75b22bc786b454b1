"""Client certificates that a proxy in front has asked the browser for (RFC 9440)."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.texts import Text


class CertificateRefusal(StrEnum):
    """Why a certificate does not count. The words are stable."""

    UNTRUSTED_PROXY = "untrusted_proxy"
    MALFORMED = "malformed"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    NOT_FOR_CLIENTS = "not_for_clients"
    UNKNOWN = "unknown"


_OTHER = Text(
    "この電子証明書では確認できません。別の電子証明書を選ぶか、パスキーをお使いください。",
    "This certificate does not count. Please choose another one, or use a passkey.",
)
REFUSALS = {
    CertificateRefusal.UNTRUSTED_PROXY: Text(
        "この入口では電子証明書を使えません。パスキーをお使いください。",
        "Certificates cannot be used at this entrance. Please use a passkey.",
    ),
    CertificateRefusal.MALFORMED: _OTHER,
    CertificateRefusal.UNTRUSTED: _OTHER,
    CertificateRefusal.EXPIRED: Text(
        "電子証明書の期限が切れているか、まだ始まっていません。新しい電子証明書を選んでください。",
        "This certificate has run out, or does not count yet. Please choose a current one.",
    ),
    CertificateRefusal.NOT_FOR_CLIENTS: _OTHER,
    CertificateRefusal.UNKNOWN: Text(
        "この電子証明書は、まだ口座に登録されていません。別の方法でログインし、「認証手段」から登録してください。",
        "This certificate is not set up for your account yet. Log in another way and add it under “Authenticators”.",
    ),
}
"""What people read; each says what to do next."""


class CertificateError(Exception):
    """A certificate was not accepted. Attributes: ``refusal``, ``reason`` for people."""

    def __init__(self, refusal: CertificateRefusal, detail: str = "") -> None:
        self.refusal = refusal
        self.reason = REFUSALS[refusal]
        super().__init__(detail or refusal.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """A certificate that was shown and verified.

    Attributes:
        fingerprint: SHA-256 of its DER form; 32 bytes.
        subject: RFC 4514 spelling, for the record of whoever owns it.
        issuer: RFC 4514 spelling.
        serial: hexadecimal.
        not_after: its end, in milliseconds.

    """

    fingerprint: bytes
    subject: str
    issuer: str
    serial: str
    not_after: int
