"""Figures of a small sample for the pages."""

import pytest
from tests.builders.evaluation import NOON, buy, columns, deed, hijack, sample

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.operations.evaluate.measuring import Settings, measure
from sekisho.simulation.types.figures import Figures, InputFile
from sekisho.simulation.types.sample import HONEST, LOGIN, ORDER, AlertSeen, Firing


@pytest.fixture(scope="session")
def figures() -> Figures:
    """A ring of three accounts, one of which is stopped; honest logins and orders; a rule in shadow."""
    hijacks = tuple(hijack(n, account=f"V{n}", campaign="case-a", symbols=("7992",)) for n in range(3))
    deeds = [deed(minutes=n, incident=n, cluster=n) for n in range(3)]
    deeds += [
        buy(minutes=5 + n, incident=n, cluster=n, verdict=Verdict(2 * (n == 1)), rules=("thin@1",)) for n in range(3)
    ]
    rows = [(n % 9, LOGIN, n % 40 == 0, n / 1000, HONEST) for n in range(200)]
    rows += [(n % 9, ORDER, 0, 0.0, HONEST) for n in range(150)]
    rows += [(n, LOGIN, 0, 0.5, n) for n in range(3)] + [(n, ORDER, 2 * (n == 1), 0.9, n) for n in range(3)]
    alert = AlertSeen(series="x", shape="ring", at=NOON + 6 * MINUTE, accounts=frozenset({"V0"}), symbol=None)
    made = sample(
        incidents=hijacks, deeds=tuple(sorted(deeds, key=lambda one: one.at)), columns=columns(rows), accounts=9,
        alerts=(alert,), shadow={"trial@1": (1, 2)},
        bad={Firing(ORDER, Verdict.HOLD, ("thin@1",), undisturbed=True): 1},
    )  # fmt: skip
    return measure(
        made, [InputFile(name="d.ndjson", lines=9, refused=1, reasons={"<odd> & end": 1})], Settings(replicates=20)
    )
