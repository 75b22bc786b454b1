"""The baselines behind their door, and the reference notebook's own 24 scores."""

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Literal

import pytest
from tests.builders.freeman import attempt, taught

from sekisho.activity.operations.freeman import freeman_baseline
from sekisho.activity.types.attempts import Chain, LoginAttempt

REFERENCE = Path(__file__).parents[3] / "data" / "freeman_reference_scores.csv"
ADDRESS = ("IP Address", "ASN", "Country")
AGENT = ("User Agent String", "Browser Name and Version", "OS Name and Version", "Device Type")
USED = ("Login Timestamp", "User ID", *ADDRESS, *AGENT, "Login Successful")
# The spellings that the notebook's CSV reader takes for a missing value; Namibia's "NA" is among them.
MISSING = frozenset({
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>",
    "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
})  # fmt: skip
ROWS, START, SLICE = 1_000_000, 50_000, 50


@pytest.mark.parametrize("variant", ["notebook", "paper"])
def test_each_variant_scores_an_account_it_knows(variant: Literal["notebook", "paper"]) -> None:
    assert taught(freeman_baseline(variant=variant)).score(attempt()) > 0


def test_the_variants_differ() -> None:
    notebook, paper = (taught(freeman_baseline(variant=variant)) for variant in ("notebook", "paper"))

    assert notebook.score(attempt()) != pytest.approx(paper.score(attempt()))


def read_successes(path: str) -> list[LoginAttempt]:
    """The notebook's log: the first million rows, complete and successful, in order of time."""
    with Path(path).open(newline="", encoding="utf-8") as file:
        rows = [
            (row["Login Timestamp"], as_attempt(row))
            for row in islice(csv.DictReader(file), ROWS)
            if row["Login Successful"] == "True" and not any(row[name] in MISSING for name in USED)
        ]
    return [login for _, login in sorted(rows, key=lambda row: row[0])]


def as_attempt(row: dict[str, str]) -> LoginAttempt:
    """One row as an attempt."""
    return LoginAttempt(row["User ID"], tuple(row[name] for name in ADDRESS), tuple(row[name] for name in AGENT))


def foresight_over(logins: list[LoginAttempt]) -> Callable[[int, Chain], tuple[int, int]]:
    """How often each finest value occurs in the whole log and how many coarser values stand beside it."""
    times, kins = Counter(), defaultdict(set)
    for login in logins:
        for feature, chain in enumerate(login.chains):
            times[feature, chain[0]] += 1
            kins[feature, chain[0]].add(chain[1:])

    def foresight(feature: int, chain: Chain) -> tuple[int, int]:
        beside = zip(*kins[feature, chain[0]], strict=True)
        return times[feature, chain[0]], 1 + sum(len(set(values)) for values in beside)

    return foresight


@pytest.mark.skipif("SEKISHO_RBA_CSV" not in os.environ, reason="SEKISHO_RBA_CSV does not name the RBA data set's CSV")
def test_the_notebook_variant_gives_the_references_24_printed_scores() -> None:
    logins = read_successes(os.environ["SEKISHO_RBA_CSV"])
    model = freeman_baseline(variant="notebook", foresight=foresight_over(logins))
    for login in logins[:START]:
        model.learn(login)
    scores = []
    for login in logins[START : START + SLICE]:
        score = model.score(login)
        if score is not None:
            scores.append((login.account, score))
        model.learn(login)

    with REFERENCE.open(newline="", encoding="utf-8") as file:
        expected = [(row["user_id"], float(row["expected_score"])) for row in csv.DictReader(file)]
    assert scores == [(account, pytest.approx(score, rel=1e-9)) for account, score in expected]
