"""A real decision service for the tests: ``sekisho serve --role decisions``, with TLS and a client that it knows."""

import datetime as dt
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Self

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey
from tests.harness.node import free_port
from tests.servers import MEMORY

_PATIENCE = 60.0


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate with its key, in one PEM file."""

    path: Path
    jwk: dict[str, object]

    @property
    def der(self) -> bytes:
        """The certificate alone, in DER."""
        return x509.load_pem_x509_certificate(self.path.read_bytes()).public_bytes(Encoding.DER)

    @classmethod
    def made(cls, path: Path, *, days: int = 1) -> "Certificate":
        """A new one for this machine; ``days`` may be negative."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, path.stem)])
        now = dt.datetime.now(dt.UTC)
        begin = now - dt.timedelta(days=1 + abs(days))
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(now + dt.timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(built.public_bytes(Encoding.PEM) + secret)
        jwk = ECKey.import_key(secret)
        jwk.ensure_kid()
        return cls(path, dict(jwk.as_dict(private=False), kid=jwk.kid))


class Deciding:
    """One decision service; a context manager. ``kill`` and ``start`` may be called in between."""

    def __init__(
        self, database: str, *, clients: tuple[Certificate, ...] = (), terms: Path | None = None, tls: bool = True
    ) -> None:
        """Take a database's address; nothing runs yet. Without ``tls`` it is one that stands behind a proxy."""
        self.port = free_port()
        self._home = tempfile.TemporaryDirectory(prefix="sekisho-deciding-", dir=MEMORY)
        self.home = Path(self._home.name)
        self._tls = tls
        self.server = Certificate.made(self.home / "server.pem")
        authorities = self.home / "authorities.pem"
        authorities.write_bytes(b"".join(each.path.read_bytes().partition(b"-----BEGIN PRIV")[0] for each in clients))
        self._settings = {
            "SEKISHO_HOME": str(self.home),
            "SEKISHO_DATABASE_URL": database,
            "SEKISHO_LIVE_CERTIFICATE": str(self.server.path) if tls else "",
            "SEKISHO_LIVE_AUTHORITIES": str(authorities) if clients else "",
            "SEKISHO_LIVE_TERMS": str(terms or ""),
            "SEKISHO_LANG": "en",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._home.cleanup()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._home.cleanup()

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        command = [sys.executable, "-m", "sekisho", "serve", "--role", "decisions", "--decision-port", str(self.port)]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env={**os.environ, **self._settings}, stdout=log, stderr=subprocess.STDOUT
            )
        end = time.monotonic() + _PATIENCE
        while not self._alive():
            if time.monotonic() > end or self._process.poll() is not None:
                pytest.fail(self.said())
            time.sleep(0.05)

    def stop(self) -> None:
        """Let it end by itself."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            assert self._process.wait(_PATIENCE) == 0, self.said()
            self._process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_PATIENCE)
        self._process = None

    def said(self) -> str:
        """What it wrote."""
        return (self.home / "log").read_text(errors="replace")

    def pictures(self) -> list[str]:
        """The snapshots that it left, by name."""
        return sorted(each.name for each in self.home.glob("*.snapshot"))

    def client(self, certificate: Certificate | None = None) -> httpx.Client:
        """A program; with a certificate of its own, or a stranger."""
        secure = ssl.create_default_context(cafile=str(self.server.path))
        if certificate is not None:
            secure.load_cert_chain(str(certificate.path))
        scheme = "https" if self._tls else "http"
        return httpx.Client(base_url=f"{scheme}://127.0.0.1:{self.port}", verify=secure, trust_env=False)

    def _alive(self) -> bool:
        try:
            with self.client() as client:
                return client.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False
