"""A decision service in this process, on a real journal."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import msgspec
from django.db import connection

from builders.gateway import RULEBOOK
from sekisho.activity.types.events import Event
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.crew import Bench, bench_of
from sekisho.gateway.operations.live.keeping import Keeper
from sekisho.gateway.operations.live.service import Service
from sekisho.gateway.rules.live import OPERATIONS
from sekisho.gateway.types.live import LiveMode, LiveTerms, NoDecisionError, Stance, Told
from sekisho.gateway.types.replay import ReplayPlan
from sekisho.kernel.verdicts import Verdict

AT = 1_742_169_600_000
_Made = TypeVar("_Made")


def terms(mode: LiveMode = LiveMode.ENFORCE, *, fallback: Verdict = Verdict.HOLD, **bounds: int) -> LiveTerms:
    """The same for every operation."""
    stance = Stance(mode={"*": mode}, fallback=fallback)
    return LiveTerms(stances=dict.fromkeys(OPERATIONS, stance), **bounds)


def bench() -> Bench:
    """The default rulebook without a model; budgets begin anew with each."""
    return bench_of(ReplayPlan(source=Path(), out=Path(), rulebook=RULEBOOK, with_model=False))


@cache
def line(event: Event) -> bytes:
    """The event as a firm sends it."""
    return msgspec.json.encode(event)


def in_a_loop(deed: Callable[[], Coroutine[Any, Any, _Made]]) -> _Made:
    """Run it in a loop of its own thread: a browser that other tests have opened keeps one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(deed())).result()


def serving(
    deed: Callable[[Service], Awaitable[Any]],
    *,
    answerer: Answerer | None = None,
    wanted: LiveTerms | None = None,
    keeper: Keeper | None = None,
) -> Any:
    """Do something with a running service; its journal is the test's database."""
    keeper = keeper or Keeper(clock=lambda: AT, retry=0.02)

    async def run() -> Any:
        service = Service(answerer=answerer or Answerer(bench()), keeper=keeper, terms=wanted or terms())
        try:
            return await deed(service)
        finally:
            await service.close()

    try:
        return in_a_loop(run)
    finally:
        keeper.close()


async def ask(service: Service, events: Sequence[Event], **how: Any) -> list[Told | Exception]:
    """Ask about events in their order, all at once."""
    asked = (service.ask(line(event), event, **how) for event in events)
    return list(await asyncio.gather(*asked, return_exceptions=True))  # type: ignore[arg-type]


def trouble(told: object) -> str:
    """Why there is no decision."""
    assert isinstance(told, NoDecisionError)
    return told.trouble.value


@contextmanager
def journal_away(table: str = "journal_batch") -> Iterator[None]:
    """Nobody can write into the journal, or read ``journal_entry``, for as long as this lasts."""
    _rename(table, f"{table}_away")
    try:
        yield
    finally:
        _rename(f"{table}_away", table)


async def back(service: Service) -> None:
    """Wait until the service judges again; ten seconds at most."""
    for _ in range(1_000):
        if service.trouble is None:
            return
        await asyncio.sleep(0.01)


def _rename(name: str, other: str) -> None:
    def rename() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {name} RENAME TO {other}")
        connection.close()

    elsewhere = Thread(target=rename)  # a loop's own thread must not wait for a database
    elsewhere.start()
    elsewhere.join()
