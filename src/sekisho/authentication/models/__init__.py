"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.codes import RecoveryCode, SentCode
from sekisho.authentication.models.factors import FactorState, PendingFactor, Tally
from sekisho.authentication.models.principals import Principal
from sekisho.authentication.models.push import PushPrompt

__all__ = [
    "Authenticator",
    "FactorState",
    "PendingFactor",
    "Principal",
    "PushPrompt",
    "RecoveryCode",
    "SentCode",
    "Tally",
]
