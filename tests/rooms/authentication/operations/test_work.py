import json
from base64 import b64encode

import pytest
from tests.builders.work import solved

from sekisho.authentication.operations.work import challenge_of, spend, sweep_work, worked
from sekisho.authentication.types.work import LIFE

AT = 1_796_000_400_000
KEY = b"k" * 32


def made(*, browser: str = "br_1", hashes: int = 50, chance: int = 77) -> str:
    return challenge_of(key=KEY, browser=browser, hashes=hashes, chance=chance, at=AT)


def test_a_solution_says_how_much_work_is_behind_it() -> None:
    found = worked(solution=solved(made()), key=KEY, browser="br_1", at=AT + 1)

    assert found is not None
    assert (found.hashes, found.expires) == (50, AT + LIFE)


def test_a_solution_counts_for_its_browser_its_time_and_its_key_only() -> None:
    solution = solved(made())

    assert worked(solution=solution, key=KEY, browser="br_2", at=AT) is None
    assert worked(solution=solution, key=KEY, browser="br_1", at=AT + LIFE) is None
    assert worked(solution=solution, key=b"o" * 32, browser="br_1", at=AT) is None


def test_a_challenge_that_was_made_easier_is_none_of_ours() -> None:
    easier = json.loads(made(hashes=1_000))
    easier["parameters"]["keyPrefix"] = "00"

    assert worked(solution=solved(json.dumps(easier)), key=KEY, browser="br_1", at=AT) is None


@pytest.mark.parametrize(
    "solution",
    ["", "x" * 5_000, "?", b64encode(b"[]").decode(), b64encode(b"{}").decode(), b64encode(b"[" * 3_000).decode(),
     b64encode(b'{"challenge":{"parameters":[]},"solution":1}').decode(), b64encode(b"\xff").decode()],
)  # fmt: skip
def test_nonsense_is_worth_nothing(solution: str) -> None:
    assert worked(solution=solution, key=KEY, browser="br_1", at=AT) is None


def test_a_proof_of_work_counts_once_and_is_forgotten_after_its_time(database: str) -> None:
    found = worked(solution=solved(made()), key=KEY, browser="br_1", at=AT)
    assert found is not None

    assert [spend(found), spend(found)] == [True, False]
    assert sweep_work(at=AT + LIFE - 1) == 0
    assert sweep_work(at=AT + LIFE) == 1
