"""Who we are as a provider, from the node's settings and keys."""

from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from joserfc.jwk import ECKey, RSAKey

from sekisho.authentication.types.grants.provider import KeyRing, Provider
from sekisho.web.operations.keys import keys_at


def provider() -> Provider:
    """Our name is the first origin; our keys are the node's."""
    return _provider(settings.SEKISHO_ORIGINS[0], Path(settings.SEKISHO_KEYS), settings.MASTER_SECRET)


@lru_cache(maxsize=4)
def _provider(issuer: str, directory: Path, given: str) -> Provider:
    keys = keys_at(directory, given=given)
    ring = KeyRing(es256=cast("ECKey", keys.signing("ES256")), rs256=cast("RSAKey", keys.signing("RS256")))
    return Provider(issuer=issuer, keys=ring, secret=keys.secret("oidc"))
