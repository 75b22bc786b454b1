from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from sekisho.project.commands.bench_auth_stuffing import measure_stuffing
from sekisho.project.tables import use


@pytest.fixture
def place(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An empty database; afterwards Django uses none."""
    with django_db_blocker.unblock():
        yield f"sqlite:///{tmp_path / 'bench.sqlite3'}"
    use("sqlite:///:memory:")


def test_honest_customers_come_in_while_passwords_are_tried(place: str) -> None:
    """A few of each; how fast they are on a quiet machine is what ``sekisho bench auth`` tells."""
    times = measure_stuffing(database=place, seconds=2, guesses_per_s=40, honest_per_s=3, lead=2)

    assert times.failed == ()
    assert times.logins == 6
    assert set(times.by_kind) == {"passkey", "password", "password_new_device"}
    assert times.p50_ms <= times.p99_ms
    assert set(times.answers) <= {"401", "429", "503"}
    assert times.answers["429"] > 0
