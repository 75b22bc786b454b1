"""What entrances hand to operations: the relying party, the vault of secrets. Made once for the process."""

from functools import cache
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from joserfc.jwk import ECKey

from sekisho import __version__
from sekisho.authentication.operations.approvals import Notary
from sekisho.authentication.operations.code_sending import CodeTools
from sekisho.authentication.operations.hashing import HashPool
from sekisho.authentication.operations.passwords import PasswordTools
from sekisho.authentication.operations.push import PushTools
from sekisho.authentication.queries.metadata import latest_trust
from sekisho.authentication.types.attestation import Trust
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


def notary() -> Notary:
    """This node, as it signs receipts of approvals."""
    return Notary(
        issuer=settings.SEKISHO_ORIGINS[0],
        key=cast("ECKey", node_keys().signing("ES256")),
        verifier=f"sekisho {__version__}",
    )


def staff_trust() -> Trust:
    """Whose attestation is believed of the staff's keys: the FIDO metadata, and the firm's own anchors.

    Raises:
        ValueError: a file of ``SEKISHO_STAFF_ANCHORS`` is no certificate.

    """
    files = [Path(name).read_bytes() for name in settings.SEKISHO_STAFF_ANCHORS]
    anchors = [each.public_bytes(Encoding.DER) for file in files for each in load_pem_x509_certificates(file)]
    return latest_trust(anchors=anchors)


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
