"""The decision service as this node runs it: its settings, its state on disk, its start."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

import sekisho
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.crew import bench_of
from sekisho.gateway.operations.live.serving import LivePlan, serve_decisions
from sekisho.gateway.operations.live.terms import read_terms
from sekisho.gateway.operations.live.warming import Progress, Warm, warm
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.gateway.types.replay import ReplayPlan
from sekisho.project.places import default_rulebook
from sekisho.project.reactions.events import events_of

SNAPSHOT = "live.snapshot"


def start_live(*, host: str, port: int, progress: Progress, told: Callable[[Warm], None]) -> None:
    """Warm up and serve until told to stop.

    Args:
        host: address to listen on.
        port: port to listen on.
        progress: told how the warming goes.
        told: told once, when connections are taken.

    Raises:
        BadTermsError: the file of terms is wrong.
        OSError: a file cannot be read.
        RulebookError: the rulebook has errors.

    """
    rulebook = default_rulebook()
    bench = bench_of(ReplayPlan(source=Path(), out=Path(), rulebook=rulebook))
    terms = read_terms(settings.SEKISHO_LIVE_TERMS or rulebook / "live.toml")
    answerer = Answerer(bench)
    snapshot = Path(settings.HOME) / SNAPSHOT
    version = f"{sekisho.__version__} {bench.judge.version} {sys.implementation.cache_tag}"
    found = warm(answerer=answerer, snapshot=snapshot, version=version, progress=progress)
    plan = LivePlan(
        host=host, port=port, terms=terms, provider=provider(), clock=_now, snapshot=snapshot, version=version,
        events=events_of, certificate=_path(settings.SEKISHO_LIVE_CERTIFICATE),
        authorities=_path(settings.SEKISHO_LIVE_AUTHORITIES), ready=lambda: told(found),
    )  # fmt: skip
    serve_decisions(answerer=answerer, plan=plan)


def _now() -> int:
    return time.time_ns() // 1_000_000


def _path(word: str) -> Path | None:
    return Path(word) if word else None
