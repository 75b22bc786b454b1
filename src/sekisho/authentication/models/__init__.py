"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.authentication.models.approvals import Evidence, EvidenceHead, SignedOperation
from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.ceremonies import Ceremony
from sekisho.authentication.models.codes import RecoveryCode, SentCode
from sekisho.authentication.models.devices import Device, DevicePasskey, DeviceUse
from sekisho.authentication.models.factors import FactorState, PendingFactor, Tally
from sekisho.authentication.models.freezes import Freeze
from sekisho.authentication.models.lockouts import AttemptTally, Lockout, SpentWork
from sekisho.authentication.models.locks import CustomerLock
from sekisho.authentication.models.logins import LoginAttempt
from sekisho.authentication.models.metadata import Metadata
from sekisho.authentication.models.principals import Principal
from sekisho.authentication.models.push import PushPrompt
from sekisho.authentication.models.sessions import Session

__all__ = [
    "AttemptTally",
    "Authenticator",
    "Ceremony",
    "CustomerLock",
    "Device",
    "DevicePasskey",
    "DeviceUse",
    "Evidence",
    "EvidenceHead",
    "FactorState",
    "Freeze",
    "Lockout",
    "LoginAttempt",
    "Metadata",
    "PendingFactor",
    "Principal",
    "PushPrompt",
    "RecoveryCode",
    "SentCode",
    "Session",
    "SignedOperation",
    "SpentWork",
    "Tally",
]
