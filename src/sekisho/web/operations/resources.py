"""What entrances hand to operations: the relying party, the vault of secrets. Made once for the process."""

from functools import cache

from django.conf import settings

from sekisho.authentication.types.vault import Vault, VaultKey
from sekisho.authentication.types.webauthn import RelyingParty
from sekisho.notices.types.safe import Safe
from sekisho.web.operations.keys import node_keys


@cache
def relying_party() -> RelyingParty:
    """The firm's site as passkeys know it, from the settings."""
    return RelyingParty(
        rp_id=settings.SEKISHO_RP_ID,
        name=settings.SEKISHO_FIRM_NAME,
        origins=settings.SEKISHO_ORIGINS,
    )


@cache
def vault() -> Vault:
    """The vault that seals factors' secrets under the node's master secret."""
    return Vault((VaultKey(number=1, key=node_keys().secret("vault:1")),))


@cache
def safe() -> Safe:
    """What keeps contacts unread at rest, and recognises answer codes."""
    return Safe((node_keys().secret("notices:1"),))
