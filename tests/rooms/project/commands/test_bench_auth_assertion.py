import pytest

from sekisho.project.commands.bench_auth_assertion import measure_assertions


def test_an_assertion_is_measured_against_its_bare_signature() -> None:
    """How large the ratio is, the benchmark tells; a busy machine would stretch it here."""
    times = measure_assertions(runs=50)

    assert 0 < times.bare < times.verified
    assert times.ratio == pytest.approx(times.verified / times.bare)
