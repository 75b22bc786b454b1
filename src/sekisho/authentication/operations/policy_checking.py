"""Check a policy and the list of ways in as they stand in files, and show what they say. No database."""

from pathlib import Path as File
from typing import NamedTuple

from sekisho.authentication.queries.policy_files import read_paths_file, read_policy_file
from sekisho.authentication.rules.policy.coverage import leaving, matrix, turning_points, uncovered
from sekisho.authentication.rules.policy.loading import placed
from sekisho.authentication.rules.policy.page import page
from sekisho.authentication.rules.policy.schedule import schedule
from sekisho.authentication.types.paths import Cell, Path
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.policy_findings import Fault
from sekisho.authentication.types.policy_page import Page
from sekisho.authentication.types.policy_versions import GENESIS
from sekisho.kernel.texts import Text


class Checked(NamedTuple):
    """A policy and its ways in as far as they could be read, and everything wrong, each with file and line."""

    policy: Policy | None
    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]


def check_files(*, policy: File, paths: File, at: int, ahead: bool = True) -> Checked:
    """Check both files and whether each way in can do what is required.

    Args:
        policy: TOML.
        paths: TOML.
        at: on which date, in milliseconds.
        ahead: on every later date too on which something changes.

    Raises:
        OSError: a file cannot be read.

    """
    loaded, ways = read_policy_file(policy), read_paths_file(paths)
    faults = (*loaded.faults, *ways.faults)
    if loaded.policy is None or faults:
        return Checked(loaded.policy, ways.paths, faults)
    dates = turning_points(loaded.policy, ways.paths, at=at) if ahead else (at,)
    found = tuple(fault for date in dates for fault in uncovered(loaded.policy, ways.paths, at=date))
    return Checked(loaded.policy, ways.paths, placed(found, ways.text, source=ways.source))


def coverage(*, policy: Policy, paths: tuple[Path, ...], at: int) -> tuple[Cell, ...]:
    """The matrix operation × path × method on a date (E-03)."""
    return matrix(policy, paths, at=at)


def old_clients(*, policy: Policy, paths: tuple[Path, ...], at: int) -> tuple[Path, ...]:
    """Old clients that cannot do what will be required, each with the date on which it closes (E-04)."""
    return leaving(policy, paths, at=at)


def schedule_of(*, policy: Policy, firm: Text, language: str, at: int) -> dict[str, object]:
    """The public schedule as it would be published first."""
    return schedule(policy, firm=firm, language=language, published=at, prev_sha256=GENESIS)


def page_of(body: dict[str, object]) -> Page:
    """A schedule as a page."""
    return page(body)
