"""Attestation profiles as plain data: in a firm's TOML file, and beside every ceremony."""

import tomllib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sekisho.authentication.types.attestation import (
    ALGORITHMS,
    ML_DSA,
    PROFILES,
    AttestationProfile,
    Certification,
    OnStatusChange,
)
from sekisho.kernel.texts import Text

HINTS = frozenset({"client-device", "security-key", "hybrid"})


class BadProfileError(ValueError):
    """A profile is not one; ``name`` says which, ``field`` where."""

    def __init__(self, name: str = "*", *, field: str = "*", problem: str) -> None:
        super().__init__(f"attestation profile {name!r}: {field}: {problem}")
        self.text = Text(
            f"認証器の条件「{name}」の「{field}」を直してください（{problem}）。",
            f"Please correct {field!r} of the attestation profile {name!r} ({problem}).",
        )


def read_profiles(toml: str) -> Mapping[str, AttestationProfile]:
    """The profiles that ship and those of a firm.

    A firm's file holds one table per profile::

        [staff]
        require_attestation = true
        allow_backup_eligible = false
        allowed_aaguids = ["ee882879-721c-4913-9775-3dfcce97072a"]
        on_status_change = "suspend"

    Raises:
        BadProfileError: the file is no TOML, or a profile is not one.

    """
    try:
        tables = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadProfileError(field="TOML", problem=str(error)) from error
    return {**PROFILES, **{code: from_plain(code, table) for code, table in tables.items()}}


def from_plain(code: str, plain: object) -> AttestationProfile:
    """A profile from plain data; what is not said keeps its default.

    Raises:
        BadProfileError: it is not one.

    """
    if not isinstance(plain, dict):
        raise BadProfileError(code, problem="a table is needed")
    read: dict[str, Any] = {}
    for field, value in plain.items():
        if field not in _READERS:
            raise BadProfileError(code, field=field, problem="unknown")
        try:
            read[field] = _READERS[field](value)
        except (ValueError, KeyError, TypeError) as error:
            raise BadProfileError(code, field=field, problem=str(error)) from error
    try:
        return AttestationProfile(code=code, **read)
    except ValueError as error:
        raise BadProfileError(code, problem=str(error)) from error


def to_plain(profile: AttestationProfile) -> dict[str, object]:
    """The profile as plain data, whole."""
    return {
        "require_attestation": profile.require_attestation,
        "mds_required": profile.mds_required,
        "allowed_aaguids": sorted(profile.allowed_aaguids),
        "denied_aaguids": sorted(profile.denied_aaguids),
        "allow_backup_eligible": profile.allow_backup_eligible,
        "min_certification": profile.min_certification.name,
        "denied_statuses": sorted(profile.denied_statuses),
        "algorithms": list(profile.algorithms),
        "on_status_change": profile.on_status_change.value,
        "counter_stops": profile.counter_stops,
        "hints": list(profile.hints),
    }


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        message = "true or false is needed"
        raise TypeError(message)
    return value


def _aaguids(value: Any) -> frozenset[str]:  # noqa: ANN401 - as the file has it
    return frozenset(str(UUID(str(each))) for each in _list(value))


def _among(known: frozenset[Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as the file has it
        if unknown := [each for each in _list(value) if each not in known]:
            message = f"unknown: {unknown}"
            raise ValueError(message)
        return tuple(value)

    return read


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        message = "a list is needed"
        raise TypeError(message)
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "require_attestation": _flag,
    "mds_required": _flag,
    "allowed_aaguids": _aaguids,
    "denied_aaguids": _aaguids,
    "allow_backup_eligible": _flag,
    "min_certification": Certification.__getitem__,
    "denied_statuses": lambda value: frozenset(map(str, _list(value))),
    "algorithms": _among(frozenset({*ALGORITHMS, *ML_DSA})),
    "on_status_change": OnStatusChange,
    "counter_stops": _flag,
    "hints": _among(HINTS),
}
