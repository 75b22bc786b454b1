"""What entrances hand to operations: the relying party, the vault of secrets. Made once for the process."""

from functools import cache

from django.conf import settings

from sekisho.authentication.operations.code_sending import CodeTools
from sekisho.authentication.operations.hashing import HashPool
from sekisho.authentication.operations.passwords import PasswordTools
from sekisho.authentication.operations.push import PushTools
from sekisho.authentication.types.vault import Vault, VaultKey
from sekisho.authentication.types.webauthn import RelyingParty
from sekisho.notices.types.safe import Safe
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.outlets import senders


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


@cache
def hash_pool() -> HashPool:
    """Does the process's password hashing; smaller than the server's own threads, so that a flood cannot hold all."""
    return HashPool()


@cache
def password_tools() -> PasswordTools:
    """For ``operations.passwords``."""
    return PasswordTools(pool=hash_pool())


@cache
def code_tools() -> CodeTools:
    """For ``operations.codes``."""
    return CodeTools(vault=vault(), key=node_keys().secret("codes:1"), sender=senders(), sims=None)


@cache
def push_tools() -> PushTools:
    """For ``operations.push``."""
    return PushTools(vault=vault(), sender=senders())
