"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.principals import Principal

__all__ = ["Authenticator", "Principal"]
