"""``sekisho serve``: the web application and the reactions, until told to stop."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings
from django.db import DatabaseError, connections
from granian import Granian
from granian.constants import Interfaces
from granian.errors import ConfigurationError

from sekisho.decisions.operations.model import ModelFileError
from sekisho.decisions.operations.rulebook import RulebookError
from sekisho.gateway.operations.live.terms import BadTermsError
from sekisho.gateway.operations.live.warming import Warm
from sekisho.journal.types.faults import JournalError
from sekisho.kernel.texts import Text
from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.language import speak
from sekisho.project.live import start_live
from sekisho.project.logs import log_to_stderr
from sekisho.project.progress import bar
from sekisho.project.reactions.runner import Runner
from sekisho.project.tables import NotPreparedError, prepare
from sekisho.web.operations import places
from sekisho.web.operations.keys import BadKeyError, node_keys

ROLES = ("all", "web", "reactions", "decisions")
_PATIENCE = 15
"""Seconds that a process gets to finish what it is doing."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受ける住所 / address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="ポート / port.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="プロセスの数 / processes.")
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=16,
    show_default=True,
    help="プロセスごとのスレッドの数 / threads of each process.",
)
@click.option("--role", type=click.Choice(ROLES), default="all", show_default=True,
              help="画面とAPI、後続処理、判定、すべて / pages and API, reactions, decisions, or all.")  # fmt: skip
@click.option("--decision-port", type=click.IntRange(1, 65_535), default=8100, show_default=True,
              help="判定のポート / port of the decision service.")  # fmt: skip
def serve(host: str, port: int, workers: int, threads: int, role: str, decision_port: int) -> None:
    """画面とAPI、判定を開き、記録への後続処理を行います / Serve pages, API and decisions, and react to the journal.

    Ctrl-Cで終わります。処理中のものを終えてから止まります。 Ends with Ctrl-C, after what is under way.
    """
    log_to_stderr()
    _make_ready()
    if role == "reactions":
        Runner().run()
        return
    if role == "decisions":
        _decide(host, decision_port)
        return
    places.prepare()  # before workers are forked, so that they share it
    _announce(host, port)
    if role == "web":
        _listen(host, port, workers, threads)
        return
    with _beside("reactions"), _beside("decisions", "--host", host, "--decision-port", str(decision_port)):
        _listen(host, port, workers, threads)


def _make_ready() -> None:
    try:
        prepare()
        node_keys().secret("check")
        for algorithm in ("ES256", "RS256"):
            node_keys().signing(algorithm)
        connections.close_all()  # workers are forked from here and open their own
    except NotPreparedError as error:
        raise click.ClickException(speak(error.reason)) from error
    except (BadDatabaseUrlError, BadKeyError, DatabaseError, OSError) as error:
        raise click.ClickException(" ".join(str(error).split())) from error


def _announce(host: str, port: int) -> None:
    told = Text(f"待ち受けています: {host}:{port}", f"Listening on {host}:{port}")
    click.echo(speak(told))
    for origin in settings.SEKISHO_ORIGINS:
        click.echo(speak(Text(f"  お客様の画面: {origin}/", f"  Customers: {origin}/")))
        click.echo(speak(Text(f"  職員の画面: {origin}/staff/", f"  Staff: {origin}/staff/")))


def _listen(host: str, port: int, workers: int, threads: int) -> None:
    """Answer requests until SIGINT or SIGTERM, then finish what is under way."""
    server = Granian(
        "sekisho.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE,
        websockets=False,
        log_enabled=False,
    )
    try:
        server.serve()
    except (ConfigurationError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _decide(host: str, port: int) -> None:
    """Warm up, then answer until SIGINT or SIGTERM."""

    def told(found: Warm) -> None:
        click.echo(
            speak(
                Text(
                    f"判定を始めます: {host}:{port}（記録から{found.folded:,}件を読み直しました）",
                    f"Deciding on {host}:{port}; {found.folded:,} events were folded again from the journal",
                )
            )
        )

    try:
        with bar(Text("状態の復元", "Warming up"), Text("件", "entries")) as tell:
            start_live(host=host, port=port, progress=lambda done, whole: tell(done, whole, done), told=told)
    except (BadTermsError, JournalError) as error:
        raise click.ClickException(speak(error.reason)) from error
    except (RulebookError, ModelFileError, OSError) as error:
        raise click.ClickException(" ".join(str(error).split())) from error


@contextmanager
def _beside(role: str, *options: str) -> Iterator[None]:
    """A process beside this one, for as long as this one serves."""
    command = [sys.executable, "-m", "sekisho", "serve", "--role", role, *options]
    process = subprocess.Popen(command, env=os.environ)  # noqa: S603 - our own program
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
