from typing import Any

import pytest
from tests.builders.rollout import ENFORCE, wave
from tests.builders.signing_in import AT

from sekisho.authentication.types.rollout import (
    LACKS,
    GateClosedError,
    GateReport,
    Lack,
    Missing,
    WaveError,
)
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text


@pytest.mark.parametrize(
    "changes",
    [
        {"low": -1},
        {"low": 500, "high": 500},
        {"high": 10_001},
        {"enforce_at": AT, "reminders": ()},
        {"reminders": (0,)},
        {"reminders": (ENFORCE - AT,)},
        {"reminders": (2 * DAY, DAY)},
        {"reminders": (DAY, DAY)},
    ],
)
def test_a_wave_in_disorder_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a wave"):
        wave(**changes)


def test_the_gate_says_who_is_missing_and_what_to_do() -> None:
    report = GateReport(ready=3, missing=(Missing(principal="customer:a", lacks=(Lack.CONTACT, Lack.METHOD)),))
    error = GateClosedError(report)

    assert not report.open
    assert GateReport(ready=3, missing=()).open
    assert report.missing[0].advice == (LACKS[Lack.CONTACT], LACKS[Lack.METHOD])
    assert "1人" in error.text.ja
    assert "1 customers" in str(error)


def test_a_wave_that_cannot_says_why() -> None:
    assert str(WaveError(Text("まだです。", "Not yet."))) == "Not yet."
