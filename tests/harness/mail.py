"""A real mail server for the tests: a private Exim on a high port of this machine, gone afterwards.

Its own customers' mailboxes behave as their names say: ``gone…`` does not exist, ``full…`` is full, ``busy…`` asks to
come later, ``policy…`` refuses the mail itself, ``vanished…`` is accepted and then returned. All others take mail.
"""

import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CUSTOMERS = "customer.test"
"""The domain of the customers' mailboxes."""
FIRM = "firm.test"
"""The domain of the firm, where mail is returned to."""
_PLACES = ("/usr/sbin/exim4", "/usr/sbin/exim", "/usr/local/sbin/exim")
_PATIENCE = 20.0
_CONFIGURATION = """
exim_path = {directory}/exim
exim_user = {user}
exim_group = {group}
primary_hostname = mail.firm.test
qualify_domain = firm.test
spool_directory = {directory}/spool
log_file_path = {directory}/log/%slog
pid_file_path = {directory}/pid
local_interfaces = 127.0.0.1
tls_certificate = {directory}/certificate.pem
tls_privatekey = {directory}/key.pem
tls_advertise_hosts = {tls}
dsn_advertise_hosts = {dsn}
deliver_drop_privilege = true
keep_environment =
never_users =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
domainlist ours = customer.test : firm.test
begin acl
rcpt:
  deny message = 5.1.1 no such mailbox here
       condition = ${{if match{{$local_part}}{{^gone}}}}
  deny message = 5.2.2 the mailbox is full
       condition = ${{if match{{$local_part}}{{^full}}}}
  defer message = 4.2.1 come again later
       condition = ${{if match{{$local_part}}{{^busy}}}}
  accept domains = +ours
  deny message = 5.7.1 we do not relay
data:
  deny message = 5.7.1 we do not like this mail
       condition = ${{if match{{$recipients}}{{^policy}}}}
  accept
begin routers
vanished:
  driver = redirect
  domains = +ours
  condition = ${{if match{{$local_part}}{{^vanished}}}}
  allow_fail
  data = :fail: 550 5.1.1 this mailbox is closed
box:
  driver = accept
  domains = +ours
  local_part_suffix = +*
  local_part_suffix_optional
  transport = box
begin transports
box:
  driver = appendfile
  directory = {directory}/mail
  maildir_format
  create_directory
  envelope_to_add
  return_path_add
  user = {user}
begin retry
* * F,1h,1m
"""


class MailServer:
    """A private Exim in a directory of its own."""

    def __init__(self, directory: Path, *, tls: bool = True, reports: bool = True) -> None:
        self.directory = directory
        self._tls, self._reports = tls, reports
        self._owner = _owner()
        self._process: subprocess.Popen[bytes] | None = None
        self.host, self.port = "localhost", 0

    @property
    def trust(self) -> ssl.SSLContext:
        """A context that trusts this server's certificate and no other."""
        return ssl.create_default_context(cafile=str(self.directory / "certificate.pem"))

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        for name in ("spool", "log", "mail"):
            (self.directory / name).mkdir()
        # a copy is not setuid, so it stays whoever starts it
        shutil.copyfile(program(), self.directory / "exim")
        (self.directory / "exim").chmod(0o755)
        _certify(self.directory)
        self.port = _free_port()
        text = _CONFIGURATION.format(
            directory=self.directory,
            user=self._owner.pw_name,
            group=self._owner.pw_gid,
            tls="*" if self._tls else "",
            dsn="*" if self._reports else "",
        )
        configuration = self.directory / "configuration"
        configuration.write_text(text)
        if os.geteuid() == 0:
            for path in (self.directory, *self.directory.rglob("*")):
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        command = [self.directory / "exim", "-C", configuration, "-bdf", "-oX", f"127.0.0.1:{self.port}"]
        user = (
            {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        self._process = subprocess.Popen(command, cwd=self.directory, start_new_session=True, **user)  # type: ignore[call-overload]
        _wait(self._answers, lambda: f"Exim does not answer: {self.log()}")

    def hang_up(self) -> None:
        """End every connection there is, as a server does that is kept waiting; it goes on listening."""
        children = self._children()
        for child in children:
            os.kill(child, signal.SIGTERM)
        _wait(lambda: not children & self._children(), lambda: f"Exim does not hang up: {self.log()}")

    def stop(self) -> None:
        """End the server and what it started."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(_PATIENCE)
            self._process = None

    def mails(self, address: str, *, least: int = 1, patience: float = _PATIENCE) -> list[EmailMessage]:
        """The mails in a mailbox, oldest first, once there are at least so many."""
        _wait(
            lambda: len(self._raw(address)) >= least, lambda: f"no {least} mails for {address}: {self.log()}", patience
        )
        return [cast("EmailMessage", message_from_bytes(raw, policy=default)) for raw in self._raw(address)]

    def returned(self, address: str, *, least: int = 1) -> list[bytes]:
        """The mails in a mailbox as bytes."""
        self.mails(address, least=least)
        return self._raw(address)

    def log(self) -> str:
        """What the server wrote about its work."""
        return "\n".join(path.read_text(errors="replace") for path in (self.directory / "log").glob("*log"))

    def _children(self) -> set[int]:
        parent = str(self._process.pid if self._process else 0)
        done = subprocess.run(["ps", "-o", "pid=", "--ppid", parent], stdout=subprocess.PIPE, check=False)
        return set(map(int, done.stdout.split()))

    def _raw(self, address: str) -> list[bytes]:
        files = sorted((self.directory / "mail" / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        found = [file.read_bytes() for file in files]
        wanted = f"Envelope-to: {address}".encode().lower()
        return [
            raw for raw in found if any(line.strip().lower() == wanted for line in raw.split(b"\n\n")[0].split(b"\n"))
        ]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                return line.recv(3) == b"220"
        except OSError:
            return False


@contextmanager
def mail_server(*, tls: bool = True, reports: bool = True) -> Iterator[MailServer]:
    """A running mail server. A missing installation fails the test with the package's name; it is never skipped."""
    directory = Path(tempfile.mkdtemp(prefix="sekisho-mail-"))
    server = MailServer(directory, tls=tls, reports=reports)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def program() -> str:
    """Where Exim lies."""
    found = shutil.which("exim4") or next((place for place in _PLACES if Path(place).exists()), None)
    if found:
        return found
    pytest.fail(
        "exim4 is not installed. The tests of notices run a real mail server: install the package `exim4-daemon-light` "
        "(Debian, Ubuntu) or `exim` (Fedora, Homebrew)."
    )


def _owner() -> pwd.struct_passwd:
    """Exim does not deliver as root: give it another user then."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("Debian-exim", "exim", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.fail("Exim does not deliver as root, and there is no user `Debian-exim`, `exim` or `nobody`.")


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def _wait(done: Callable[[], bool], trouble: Callable[[], str], patience: float = _PATIENCE) -> None:
    end = time.monotonic() + patience
    while not done():
        if time.monotonic() > end:
            pytest.fail(trouble())
        time.sleep(0.02)


def _certify(directory: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (directory / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (directory / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
