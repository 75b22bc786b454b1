"""FIDO metadata from the command line (D8, 5.7: which models, any revoked)."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.builders.authenticator import MODEL
from tests.builders.console import AUTHORITY, FIRST, Desk, founded
from tests.builders.metadata import Alliance, model

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.metadata import latest_number
from sekisho.project.cli import main


def run(*words: object, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["mds", *map(str, words)], env={"SEKISHO_LANG": language})


class Files:
    """A metadata file and its root certificate on disk."""

    def __init__(self, place: Path) -> None:
        self.alliance, self.place, self.root = Alliance(), place, place / "root.pem"
        self.root.write_bytes(x509.load_der_x509_certificate(self.alliance.root).public_bytes(Encoding.PEM))

    def blob(self, number: int, *, status: str = "FIDO_CERTIFIED_L1") -> Path:
        path = self.place / f"blob{number}.jwt"
        listed = model(MODEL, roots=[AUTHORITY.root], statuses=((status, "2024-01-01"),))
        path.write_bytes(self.alliance.blob(listed, number=number))
        return path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_a_file_is_loaded_and_listed(database: str, files: Files) -> None:
    assert "Nothing was loaded yet" in run("list").output

    done = run("load", files.blob(7), "--root", files.root)

    assert done.exit_code == 0, done.output
    assert "Number 7 is loaded (1 models, next update 2026-12-01)" in done.output
    assert "第7号 1機種" in run("list", language="ja").output


def test_a_der_root_will_do_too(database: str, files: Files) -> None:
    files.root.write_bytes(files.alliance.root)

    assert run("load", files.blob(1), "--root", files.root).exit_code == 0


def test_what_is_old_forged_or_no_certificate_is_refused_with_what_to_do(database: str, files: Files) -> None:
    run("load", files.blob(7), "--root", files.root)

    old = run("load", files.blob(6), "--root", files.root)
    forged = files.blob(8)
    forged.write_bytes(forged.read_bytes()[:-4])
    stranger = Alliance()
    other = files.place / "other.der"
    other.write_bytes(stranger.root)

    assert (old.exit_code, "not newer" in old.output) == (1, True)
    assert "could not be verified" in run("load", forged, "--root", files.root).output
    assert "could not be verified" in run("load", files.blob(9), "--root", other).output
    assert "no certificate" in run("load", files.blob(9), "--root", forged).output
    assert latest_number() == 7


def test_a_key_whose_model_was_broken_is_suspended_and_named(fresh_database: str, files: Files) -> None:
    founded()
    Desk(FIRST)

    done = run("load", files.blob(2, status="REVOKED"), "--root", files.root)

    assert "Keys with news about their model: 1" in done.output
    assert f"staff:{FIRST} au_" in done.output
    assert "suspend" in done.output
    (held,) = authenticators_of(principal=f"staff:{FIRST}")
    assert not held.active
