"""What a look at the FIDO metadata brought."""

from dataclasses import dataclass

from sekisho.authentication.types.attestation import OnStatusChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """An authenticator about whose model there is news.

    Attributes:
        authenticator: its id.
        principal: whose it is.
        status: the model's latest status in the metadata.
        reason: why its profile does not want it any more; empty where it still does.
        done: what was done.

    """

    authenticator: str
    principal: str
    status: str
    reason: str
    done: OnStatusChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A metadata file that was loaded.

    Attributes:
        number: its serial number.
        next_update: the day by which it is renewed, ``YYYY-MM-DD``.
        sha256: of the file.
        models: how many it lists.
        at: when it was loaded, in milliseconds.
        by: who loaded it.

    """

    number: int
    next_update: str
    sha256: str
    models: int
    at: int
    by: str
