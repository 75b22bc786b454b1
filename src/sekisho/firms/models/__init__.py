"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.firms.models.clients import Client, ClientVersion
from sekisho.firms.models.invitations import Invitation
from sekisho.firms.models.staff import RoleGrant, Staff

__all__ = ["Client", "ClientVersion", "Invitation", "RoleGrant", "Staff"]
