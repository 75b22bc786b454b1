"""A progress bar on standard error, for people only: nothing is drawn when nobody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from sekisho.kernel.texts import Text
from sekisho.project.language import speak


@contextmanager
def bar(title: Text, unit: Text) -> Iterator[Callable[[int, int, int], None]]:
    """Gives a function that is told (done, of how much, count shown beside the bar)."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[shown]}"),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(speak(title), total=None, shown="")

        def tell(done: int, whole: int, count: int) -> None:
            progress.update(task, completed=done, total=whole or None, shown=f"{count:,} {speak(unit)}")

        yield tell
