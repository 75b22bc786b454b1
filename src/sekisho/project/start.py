"""Where the program begins; commands that hold millions of accounts in memory begin anew with large pages.

An account's state is a few kilobytes, touched at a few places for each event. With a million accounts nearly each touch
misses the processor's table of pages, which is costly, most of all in a virtual machine. glibc's allocator can ask the
kernel for pages of 2 MB instead of 4 kB, but only from the process's beginning (``glibc.malloc.hugetlb=1``).
"""

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sekisho.project.cli import main

TUNABLES = "GLIBC_TUNABLES"
LARGE = "glibc.malloc.hugetlb"
_KERNEL = Path("/sys/kernel/mm/transparent_hugepage/enabled")
_JUDGING = frozenset({"replay", "evaluate", "demo"})


def judges(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for something that keeps the state of many accounts."""
    first = arguments[0] if arguments else ""
    named = "decisions" in arguments if first == "serve" else "replay" in arguments if first == "bench" else False
    return first in _JUDGING or named


def with_large_pages(
    arguments: Sequence[str], *, environment: Mapping[str, str], kernel: str, library: str
) -> dict[str, str] | None:
    """The environment to begin anew with; None where that would change nothing.

    Args:
        arguments: the command line behind the program's name.
        environment: as it is. Whoever sets the tunable himself is left alone.
        kernel: what the kernel says of large pages, e.g. ``always [madvise] never``.
        library: the C library's name, e.g. ``glibc``.

    """
    known = environment.get(TUNABLES, "")
    if not judges(arguments) or LARGE in known or library != "glibc" or "[madvise]" not in kernel:
        return None
    return {**environment, TUNABLES: ":".join(filter(None, (known, f"{LARGE}=1")))}


def start() -> None:
    """The program."""
    kernel = _KERNEL.read_text(encoding="ascii") if _KERNEL.exists() else ""
    anew = with_large_pages(
        sys.argv[1:], environment=os.environ, kernel=kernel, library=platform.libc_ver()[0]
    )  # fmt: skip
    if anew is not None:
        os.execve(sys.executable, [sys.executable, "-m", "sekisho", *sys.argv[1:]], anew)  # noqa: S606 - ourselves
    main(prog_name="sekisho")
