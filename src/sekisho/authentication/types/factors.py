"""The catalogue of factors: what each can prove, and how it is named elsewhere.

``amr`` holds RFC 8176 values. WebAuthn does not tell a finger from a PIN, so user verification is ``user``. A synced
key is ``swk``, a bound one ``hwk``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.texts import Text


class FactorCode(StrEnum):
    """Every factor that a firm can know."""

    PASSKEY_SYNCED = "passkey_synced"
    PASSKEY_BOUND = "passkey_bound"
    SECURITY_KEY = "security_key_attested"
    CLIENT_CERT = "client_cert"
    JPKI_USER = "jpki_user_auth"
    JPKI_SIGN = "jpki_sign"
    APP_KEY = "app_key"
    PUSH_NUMBER = "push_number"
    TOTP = "totp"
    SMS_OTP = "sms_otp"
    EMAIL_OTP = "email_otp"
    RECOVERY_CODE = "recovery_code"
    PASSWORD = "password"  # noqa: S105 - the factor's name
    UPSTREAM = "upstream_login"
    PHONE_DESK = "phone_desk"
    BRANCH_VISIT = "branch_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One line of the catalogue.

    Attributes:
        code: its name.
        label: what people call it.
        acr: the class that a login with it (and the password, where it is no factor of its own) reaches.
        amr: RFC 8176 values.
        rank: strength within a class; larger is stronger.
        bindable: it can sign what was shown.
        restricted: allowed only until a date that is announced.
        event_kind: ``kind`` of a ``factor`` event; empty where there is none.

    """

    code: FactorCode
    label: Text
    acr: Acr
    amr: tuple[str, ...]
    rank: int
    bindable: bool = False
    restricted: bool = False
    event_kind: str = ""

    @property
    def phishing_resistant(self) -> bool:
        """Nothing that the customer types could be relayed (NIST SP 800-63B-4, 3.2.5)."""
        return self.acr >= Acr.PHR


_C, _T = FactorCode, Text
_LINES = (
    Factor(code=_C.PASSKEY_SYNCED, label=_T("パスキー（同期）", "Passkey (synced)"), acr=Acr.PHR,
           amr=("pop", "swk", "user", "mfa"), rank=80, bindable=True, event_kind="passkey_synced"),
    Factor(code=_C.PASSKEY_BOUND, label=_T("パスキー（この端末だけ）", "Passkey (this device only)"), acr=Acr.PHR,
           amr=("pop", "hwk", "user", "mfa"), rank=85, bindable=True, event_kind="passkey_bound"),
    Factor(code=_C.SECURITY_KEY, label=_T("セキュリティキー", "Security key"), acr=Acr.PHRH,
           amr=("pop", "hwk", "user", "mfa"), rank=95, bindable=True, event_kind="security_key"),
    Factor(code=_C.CLIENT_CERT, label=_T("電子証明書", "Client certificate"), acr=Acr.PHR,
           amr=("pop", "swk"), rank=75, event_kind="client_cert"),
    Factor(code=_C.JPKI_USER, label=_T("マイナンバーカード（利用者証明）", "My Number card (user authentication)"),
           acr=Acr.PHRH, amr=("pop", "sc", "pin", "mfa"), rank=90, event_kind="jpki"),
    Factor(code=_C.JPKI_SIGN, label=_T("マイナンバーカード（署名）", "My Number card (signature)"),
           acr=Acr.PHRH, amr=("pop", "sc", "pin", "mfa"), rank=99, event_kind="jpki"),
    Factor(code=_C.APP_KEY, label=_T("アプリの鍵", "Key of the firm's app"), acr=Acr.PHR,
           amr=("pop", "hwk", "user", "mfa"), rank=84, bindable=True, event_kind="passkey_bound"),
    Factor(code=_C.PUSH_NUMBER, label=_T("アプリへの番号入力", "Number typed into the app"), acr=Acr.MFA,
           amr=("mca", "mfa"), rank=50, restricted=True, event_kind="app_push"),
    Factor(code=_C.TOTP, label=_T("認証アプリの数字", "Code of an authenticator app"), acr=Acr.MFA,
           amr=("otp", "mfa"), rank=40, restricted=True, event_kind="totp"),
    Factor(code=_C.SMS_OTP, label=_T("SMSの数字", "Code by SMS"), acr=Acr.MFA,
           amr=("sms", "otp", "mfa"), rank=25, restricted=True, event_kind="sms_otp"),
    Factor(code=_C.EMAIL_OTP, label=_T("メールの数字", "Code by e-mail"), acr=Acr.MFA,
           amr=("otp", "mfa"), rank=20, restricted=True, event_kind="email_otp"),
    Factor(code=_C.RECOVERY_CODE, label=_T("控えの回復コード", "Saved recovery code"), acr=Acr.MFA,
           amr=("otp",), rank=15, restricted=True, event_kind="recovery_code"),
    Factor(code=_C.PASSWORD, label=_T("パスワード", "Password"), acr=Acr.PASSWORD,
           amr=("pwd",), rank=10, event_kind="password"),
    Factor(code=_C.UPSTREAM, label=_T("当社の別サイトでのログイン", "Login at another site of the firm"),
           acr=Acr.PASSWORD, amr=("pwd",), rank=11, event_kind="password"),
    Factor(code=_C.PHONE_DESK, label=_T("電話窓口での本人確認", "Identity check by telephone"), acr=Acr.NONE,
           amr=("tel", "kba"), rank=5),
    Factor(code=_C.BRANCH_VISIT, label=_T("窓口での本人確認", "Identity check at a branch"), acr=Acr.NONE,
           amr=(), rank=6),
)  # fmt: skip
FACTORS: Mapping[FactorCode, Factor] = MappingProxyType({line.code: line for line in _LINES})
"""The catalogue, whole."""
WEBAUTHN = frozenset({_C.PASSKEY_SYNCED, _C.PASSKEY_BOUND, _C.SECURITY_KEY, _C.APP_KEY})
"""Factors that are WebAuthn credentials."""
BESIDE = frozenset({_C.TOTP, _C.PUSH_NUMBER, _C.EMAIL_OTP, _C.SMS_OTP, _C.RECOVERY_CODE})
"""Factors that customers set up by themselves beside passkeys."""
