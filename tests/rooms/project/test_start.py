"""Commands that keep many accounts in memory begin with large pages, where the machine can; nothing else does."""

import os
import subprocess
import sys

import pytest

from sekisho.project.start import LARGE, TUNABLES, judges, with_large_pages

KERNEL = "always [madvise] never\n"


def anew(*arguments: str, kernel: str = KERNEL, library: str = "glibc", **environment: str) -> dict[str, str] | None:
    return with_large_pages(arguments, environment=environment, kernel=kernel, library=library)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("replay events.ndjson", True),
        ("demo", True),
        ("evaluate run", True),
        ("bench replay --json", True),
        ("bench auth", False),
        ("serve --role decisions", True),
        ("serve", False),
        ("migrate", False),
        ("", False),
    ],
)
def test_what_judges_many_accounts_asks_for_large_pages(line: str, expected: bool) -> None:  # noqa: FBT001
    assert judges(line.split()) is expected
    assert (anew(*line.split()) is not None) is expected


def test_what_was_set_before_is_kept_and_left_alone() -> None:
    assert anew("demo", PATH="/bin") == {"PATH": "/bin", TUNABLES: f"{LARGE}=1"}
    assert anew("demo", **{TUNABLES: "glibc.malloc.arena_max=1"}) == {
        TUNABLES: f"glibc.malloc.arena_max=1:{LARGE}=1"
    }  # fmt: skip
    assert anew("demo", **{TUNABLES: f"{LARGE}=0"}) is None


@pytest.mark.parametrize("kernel", ["", "[always] madvise never", "always madvise [never]"])
def test_where_the_kernel_decides_by_itself_nothing_is_begun_anew(kernel: str) -> None:
    assert anew("demo", kernel=kernel) is None


def test_another_c_library_knows_no_such_thing() -> None:
    assert anew("demo", library="musl") is None


def test_the_command_is_the_same_command_after_it_has_begun_anew() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sekisho", "replay", "--help"], capture_output=True, text=True, check=True,
        env={**os.environ, TUNABLES: ""},
    )  # fmt: skip

    assert done.stdout.startswith("Usage: sekisho replay")
