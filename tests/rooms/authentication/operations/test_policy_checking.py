"""Files are checked, each mistake with file and line."""

from pathlib import Path

import pytest
from tests.builders.policies import AT, FIRM, paths_text, policy_text

from sekisho.authentication.operations.policy_checking import (
    check_files,
    coverage,
    old_clients,
    page_of,
    schedule_of,
)
from sekisho.authentication.queries.policy_files import DEFAULT_PATHS, DEFAULT_POLICY, default_paths, default_policy
from sekisho.kernel.moments import from_rfc3339

START = from_rfc3339("2026-12-01T00:00:00+09:00")


def test_the_shipped_files_are_sound_on_every_date() -> None:
    checked = check_files(policy=DEFAULT_POLICY, paths=DEFAULT_PATHS, at=START)

    assert checked.faults == ()
    assert checked.policy is not None


@pytest.mark.parametrize(("ahead", "found"), [(True, True), (False, False)])
def test_an_old_app_that_was_forgotten_is_found_on_its_date(tmp_path: Path, *, ahead: bool, found: bool) -> None:
    """E-03: the side door is named with file and line."""
    paths = tmp_path / "paths.toml"
    paths.write_text(paths_text().replace("until = 2027-06-01\n", ""), encoding="utf-8")
    line = next(n for n, text in enumerate(paths.read_text().splitlines(), 1) if 'methods = ["totp", "sms_otp"' in text)

    faults = check_files(policy=DEFAULT_POLICY, paths=paths, at=START, ahead=ahead).faults

    assert bool(faults) is found
    assert {(fault.source, fault.line, fault.code) for fault in faults} <= {
        (paths.as_posix(), line, "path:method:missing")
    }


def test_mistakes_in_both_files_are_told_together(tmp_path: Path) -> None:
    policy, paths = tmp_path / "policy.toml", tmp_path / "paths.toml"
    policy.write_text(policy_text() + "\n[[risk]]\nscore = 7\n", encoding="utf-8")
    paths.write_text("", encoding="utf-8")

    codes = {fault.code for fault in check_files(policy=policy, paths=paths, at=START).faults}

    assert codes == {"document:value:wrong", "path:channel:missing"}


def test_a_file_that_is_no_policy_at_all_is_told(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("= 3", encoding="utf-8")

    checked = check_files(policy=policy, paths=DEFAULT_PATHS, at=START)

    assert checked.policy is None
    assert [fault.line for fault in checked.faults] == [1]


def test_what_the_files_say_can_be_shown() -> None:
    cells = coverage(policy=default_policy(), paths=default_paths(), at=AT)
    body = schedule_of(policy=default_policy(), firm=FIRM, language="en", at=AT)

    assert cells
    assert page_of(body).title == "Sample Securities Schedule of authentication"
    assert [path.code for path in old_clients(policy=default_policy(), paths=default_paths(), at=START)] == ["app-old"]
