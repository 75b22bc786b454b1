"""Start the decision service, serve until told to stop, and leave a snapshot."""

import asyncio
import signal
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sekisho.authentication.types.grants.provider import Provider
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.live.admitting import Admission
from sekisho.gateway.operations.live.following import Events, follow
from sekisho.gateway.operations.live.keeping import Keeper
from sekisho.gateway.operations.live.service import Service
from sekisho.gateway.operations.live.warming import save
from sekisho.gateway.operations.live.wire import Application
from sekisho.gateway.types.live import LiveTerms
from sekisho.journal.queries.reading import head

_BACKLOG = 4_096
_KEEP_ALIVE = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePlan:
    """What a decision service is started with.

    Attributes:
        host: address to listen on.
        port: port to listen on.
        terms: modes, fallbacks, bounds.
        provider: who we are, for tokens.
        clock: in milliseconds.
        snapshot: where the state is left at the end.
        version: of program and rulebook.
        events: what entries of the journal amount to events.
        certificate: PEM file of our certificate and key; None serves without TLS, behind a proxy or on this machine.
        authorities: PEM file of those who issue client certificates; a self-signed one is its own.
        ready: called once, just before connections are taken.

    """

    host: str
    port: int
    terms: LiveTerms
    provider: Provider
    clock: Callable[[], int]
    snapshot: Path
    version: str
    events: Events
    certificate: Path | None = None
    authorities: Path | None = None
    ready: Callable[[], None] = field(default=lambda: None)


class Certified(HttpToolsProtocol):
    """HTTP/1.1 that hands the client's certificate on, once for each connection."""

    _certificate: bytes | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base
        """See the certificate."""
        super().connection_made(transport)
        secure = transport.get_extra_info("ssl_object")
        self._certificate = secure.getpeercert(binary_form=True) if secure else None

    def on_message_begin(self) -> None:
        """Put it beside the request."""
        super().on_message_begin()
        if self._certificate:
            extensions: dict[str, Any] = {"sekisho.certificate": self._certificate}
            self.scope["extensions"] = extensions


class _Server(uvicorn.Server):
    """Ends when told, and leaves the process alive to bring everything home."""

    def stop(self) -> None:
        """Take no more connections, and finish what is under way."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The loop hears the signals; the base would raise them again once it is done."""
        yield


def serve_decisions(*, answerer: Answerer, plan: LivePlan) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        answerer: warm; see ``warming.warm``.
        plan: how.

    """
    config = _config(plan)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(answerer, plan, config))


async def _serve(answerer: Answerer, plan: LivePlan, config: uvicorn.Config) -> None:
    keeper = Keeper(clock=plan.clock)
    service = Service(answerer=answerer, keeper=keeper, terms=plan.terms)
    admission = Admission(provider=plan.provider, clock=plan.clock, per_second=plan.terms.per_second)
    config.app = Application(admission=admission, service=service)
    following = asyncio.create_task(follow(service=service, events=plan.events, after=await _position()))
    server = _Server(config)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.stop)
    plan.ready()
    await server.serve()
    following.cancel()
    await service.close()
    await asyncio.to_thread(keeper.close)
    if not keeper.away:
        save(answerer=answerer, snapshot=plan.snapshot, version=plan.version, position=await _position())


async def _position() -> int:
    return (await asyncio.to_thread(head)).last


def _config(plan: LivePlan) -> uvicorn.Config:
    secure: Mapping[str, Any] = {}
    if plan.certificate is not None:
        secure = {
            "ssl_certfile": str(plan.certificate),
            "ssl_ca_certs": str(plan.authorities) if plan.authorities else None,
            "ssl_cert_reqs": ssl.CERT_OPTIONAL if plan.authorities else ssl.CERT_NONE,
        }
    return uvicorn.Config(
        app="", interface="asgi3", host=plan.host, port=plan.port, http=Certified, ws="none", lifespan="off",
        loop="uvloop", access_log=False, log_config=None, server_header=False, date_header=False, proxy_headers=False,
        backlog=_BACKLOG, timeout_keep_alive=_KEEP_ALIVE, **secure,
    )  # fmt: skip
