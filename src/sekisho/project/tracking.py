"""A file's lines with a progress bar, once reading them takes long."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from sekisho.activity.operations.reading import Lines
from sekisho.kernel.texts import Text
from sekisho.project.progress import bar

PATIENCE = 2.0
"""Seconds of silence before a bar appears."""
_EVERY = 1_024
_LINES = Text("行", "lines")


def tracked(lines: Lines, *, title: Text, patience: float = PATIENCE) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, with a bar on standard error once it takes longer than ``patience`` seconds.

    Args:
        lines: the open file.
        title: what is being done, shown beside the bar.
        patience: seconds before the bar appears.

    """
    began = time.monotonic()
    tell: Callable[[int, int, int], None] | None = None
    with ExitStack() as screen:
        for number, line in lines:
            if number % _EVERY == 0:
                if tell is None and time.monotonic() - began > patience:
                    tell = screen.enter_context(bar(title, _LINES))
                if tell:
                    tell(lines.consumed, lines.size, number)
            yield number, line
