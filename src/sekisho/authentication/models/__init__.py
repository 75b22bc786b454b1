"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.authentication.models.apikeys import ApiKey, Reserved, Spent
from sekisho.authentication.models.approvals import Evidence, EvidenceHead, SignedOperation
from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.ceremonies import Ceremony
from sekisho.authentication.models.codes import RecoveryCode, SentCode
from sekisho.authentication.models.delegations import Delegation
from sekisho.authentication.models.devices import Device, DevicePasskey, DeviceUse
from sekisho.authentication.models.factors import FactorState, PendingFactor, Tally
from sekisho.authentication.models.freezes import Freeze
from sekisho.authentication.models.grants import AccessToken, Code, Consent, Grant, RefreshToken, Seen
from sekisho.authentication.models.lockouts import AttemptTally, Lockout, SpentWork
from sekisho.authentication.models.locks import CustomerLock
from sekisho.authentication.models.logins import LoginAttempt
from sekisho.authentication.models.metadata import Metadata
from sekisho.authentication.models.oidc import AuthorizationRequest, BridgeAttempt, LogoutNotice
from sekisho.authentication.models.opt_outs import OptOut, OptOutEnd, OptOutReminder
from sekisho.authentication.models.principals import Principal
from sekisho.authentication.models.push import PushPrompt
from sekisho.authentication.models.recoveries import Recovery, RecoveryProof
from sekisho.authentication.models.sessions import Session

__all__ = [
    "AccessToken",
    "ApiKey",
    "AttemptTally",
    "Authenticator",
    "AuthorizationRequest",
    "BridgeAttempt",
    "Ceremony",
    "Code",
    "Consent",
    "CustomerLock",
    "Delegation",
    "Device",
    "DevicePasskey",
    "DeviceUse",
    "Evidence",
    "EvidenceHead",
    "FactorState",
    "Freeze",
    "Grant",
    "Lockout",
    "LoginAttempt",
    "LogoutNotice",
    "Metadata",
    "OptOut",
    "OptOutEnd",
    "OptOutReminder",
    "PendingFactor",
    "Principal",
    "PushPrompt",
    "Recovery",
    "RecoveryCode",
    "RecoveryProof",
    "RefreshToken",
    "Reserved",
    "Seen",
    "SentCode",
    "Session",
    "SignedOperation",
    "Spent",
    "SpentWork",
    "Tally",
]
