"""How sure a login is: the authentication context classes, from nothing to hardware-protected.

``phr`` and ``phrh`` are the names of OpenID's Extended Authentication Profile ACR Values 1.0. What lies below them has
no registered name and gets URNs of our own. Requirement E-17.
"""

from enum import IntEnum


class Acr(IntEnum):
    """Ordered: a higher class satisfies every lower demand."""

    NONE = 0
    PASSWORD = 1
    MFA = 2
    PHR = 3
    PHRH = 4

    @property
    def uri(self) -> str:
        """The value of an ``acr`` claim."""
        return _URIS[self]

    @classmethod
    def of(cls, uri: str) -> "Acr":
        """The class of an ``acr`` value.

        Raises:
            ValueError: no such class is known.

        """
        for acr, known in _URIS.items():
            if known == uri:
                return acr
        message = f"unknown acr {uri!r}"
        raise ValueError(message)


_URIS = {
    Acr.NONE: "urn:sekisho:acr:none",
    Acr.PASSWORD: "urn:sekisho:acr:pwd",
    Acr.MFA: "urn:sekisho:acr:mfa",
    Acr.PHR: "phr",
    Acr.PHRH: "phrh",
}
