"""The policy and the list of ways in that come with the product, and those in a firm's own files. No database."""

from functools import lru_cache
from pathlib import Path as File

import sekisho.authentication
from sekisho.authentication.rules.policy.loading import Loaded, load_policy, unreadable
from sekisho.authentication.rules.policy.paths import Paths, load_paths
from sekisho.authentication.types.paths import Path
from sekisho.authentication.types.policy import Policy

_DATA = File(sekisho.authentication.__file__).parent / "data"
DEFAULT_POLICY = _DATA / "policy.toml"
DEFAULT_PATHS = _DATA / "paths.toml"


class DamagedError(RuntimeError):
    """A file that comes with the product has mistakes; install the product again."""


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The defaults that come with the product.

    Raises:
        DamagedError: the file has mistakes.

    """
    return whole_policy(DEFAULT_POLICY)


@lru_cache(maxsize=1)
def default_paths() -> tuple[Path, ...]:
    """The ways in that come with the product; a firm keeps its own list."""
    return read_paths_file(DEFAULT_PATHS).paths


def whole_policy(file: File) -> Policy:
    """The policy in a file that has no mistakes.

    Raises:
        DamagedError: it has.

    """
    loaded = read_policy_file(file)
    if loaded.policy is None or loaded.faults:
        raise DamagedError("\n".join(fault.say("en") for fault in loaded.faults))
    return loaded.policy


def read_policy_file(file: File) -> Loaded:
    """A policy's file: what is in it, and what is wrong.

    Raises:
        OSError: the file cannot be read.

    """
    try:
        return load_policy(file.read_text(encoding="utf-8"), source=_name(file))
    except UnicodeDecodeError as error:
        return Loaded({}, None, (unreadable(str(error), source=_name(file)),))


def read_paths_file(file: File) -> Paths:
    """A file of ways in: what is in it, and what is wrong.

    Raises:
        OSError: the file cannot be read.

    """
    try:
        return load_paths(file.read_text(encoding="utf-8"), source=_name(file))
    except UnicodeDecodeError as error:
        return Paths((), (unreadable(str(error), source=_name(file)),), "", _name(file))


def _name(file: File) -> str:
    """The file as spelt from here, where it lies below."""
    here = File.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
