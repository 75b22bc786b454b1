import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import DjangoDbBlocker

from sekisho.project.commands.bench_auth import bench_auth
from sekisho.project.tables import use


@pytest.fixture
def place(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An empty database; afterwards Django uses none."""
    with django_db_blocker.unblock():
        yield f"sqlite:///{tmp_path / 'bench.sqlite3'}"
    use("sqlite:///:memory:")


def test_it_prints_every_figure_and_says_on_which_database(place: str) -> None:
    little = ["--stepups", "12", "--clients", "2", "--seconds", "1", "--guesses", "20"]

    done = CliRunner().invoke(bench_auth, ["--database", place, *little, "--json"])

    assert done.exit_code == 0, done.output
    figures = json.loads(done.output)
    assert figures["database"] == "sqlite, named"
    for name in ("assertion_ratio", "policy_per_s", "stepups_per_s", "stepup_p99_ms", "stuffing_login_p99_ms"):
        assert figures[name] > 0
    assert figures["stuffing_logins"] == 5
    assert figures["stuffing_logins_failed"] == 0


def test_an_address_of_no_database_is_an_error_that_says_so() -> None:
    done = CliRunner().invoke(bench_auth, ["--database", "mysql://x", "--stepups", "1"])

    assert done.exit_code == 1
    assert "'mysql' is not sqlite or postgresql" in done.output
