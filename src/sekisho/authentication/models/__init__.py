"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.authentication.models.apikeys import ApiKey, ProposedKey, Reserved, Spent
from sekisho.authentication.models.approvals import Evidence, EvidenceHead, SignedOperation
from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.ceremonies import Ceremony
from sekisho.authentication.models.codes import RecoveryCode, SentCode
from sekisho.authentication.models.delegations import Delegation
from sekisho.authentication.models.devices import Device, DevicePasskey, DeviceUse
from sekisho.authentication.models.enrolments import Enrolment, EnrolmentStep
from sekisho.authentication.models.factors import FactorState, PendingFactor, Tally
from sekisho.authentication.models.figures import FactorDeed
from sekisho.authentication.models.freezes import Freeze
from sekisho.authentication.models.grants import AccessToken, Code, Consent, Grant, RefreshToken, Seen
from sekisho.authentication.models.lockouts import AttemptTally, Lockout, SpentWork
from sekisho.authentication.models.locks import CustomerLock
from sekisho.authentication.models.logins import LoginAttempt
from sekisho.authentication.models.metadata import Metadata
from sekisho.authentication.models.oidc import AuthorizationRequest, BridgeAttempt, LogoutNotice
from sekisho.authentication.models.opt_outs import OptOut, OptOutEnd, OptOutProposal, OptOutReminder
from sekisho.authentication.models.policies import (
    EmergencyOverride,
    FactorSunset,
    PolicyHead,
    PolicyVersion,
    SchedulePublication,
)
from sekisho.authentication.models.policy_decisions import PolicyDecision
from sekisho.authentication.models.principals import Principal
from sekisho.authentication.models.push import PushPrompt
from sekisho.authentication.models.recoveries import Recovery, RecoveryProof
from sekisho.authentication.models.sessions import Session
from sekisho.authentication.models.waves import Wave, WaveMember

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
    "EmergencyOverride",
    "Enrolment",
    "EnrolmentStep",
    "Evidence",
    "EvidenceHead",
    "FactorDeed",
    "FactorState",
    "FactorSunset",
    "Freeze",
    "Grant",
    "Lockout",
    "LoginAttempt",
    "LogoutNotice",
    "Metadata",
    "OptOut",
    "OptOutEnd",
    "OptOutProposal",
    "OptOutReminder",
    "PendingFactor",
    "PolicyDecision",
    "PolicyHead",
    "PolicyVersion",
    "Principal",
    "ProposedKey",
    "PushPrompt",
    "Recovery",
    "RecoveryCode",
    "RecoveryProof",
    "RefreshToken",
    "Reserved",
    "SchedulePublication",
    "Seen",
    "SentCode",
    "Session",
    "SignedOperation",
    "Spent",
    "SpentWork",
    "Tally",
    "Wave",
    "WaveMember",
]
