"""The scorer gives calibrated scores, the same bits alone or in a batch, and says what raised them."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from builders.history import row
from builders.model import forest, group, made_up_rows, model
from sekisho.decisions.operations.model import SHIPPED, NoModelError, Scorer, load_scorer
from sekisho.decisions.rules.trees_file import Calibration, Group, ModelFileError, encode_model
from sekisho.kernel.digests import sha256_hex

DEVICE, LOGINS, CHANNEL = 0, 1, 2
STUMPS = forest((DEVICE, 0.5, -0.5, 0.5), (LOGINS, 3.0, 0.3, -0.3), (CHANNEL, 1.5, 0.0, 0.1))
LINE = Calibration([-1.0, 1.0], [0.0, 1.0])


def scorer(own: Group | None = None) -> Scorer:
    return Scorer(encode_model(model(access=own or group(STUMPS, calibration=LINE))))


def test_a_score_is_the_calibrated_sum_of_the_trees() -> None:
    found = scorer()

    assert found.score(row("login", new_device=True, device_logins=1, channel="tool")) == 0.95
    assert found.score(row("login", new_device=False, device_logins=9, channel="app")) == 0.1


def test_missing_facts_and_unknown_words_go_where_the_trees_send_missing_values() -> None:
    found = scorer()

    assert found.raw(row("profile", channel="telegraph")) == found.raw(row("factor", channel=None)) == -0.2


def test_rows_together_have_the_same_bits_as_alone_whatever_their_types() -> None:
    found = scorer()
    rows = [facts for facts, _ in made_up_rows(600, seed=3)]
    logins = [facts for facts in rows if facts[0] == "login"]

    assert found.score_rows(rows) == [found.score(facts) for facts in rows]
    assert found.score_rows(logins) == [found.score(facts) for facts in logins]
    assert found.score_rows([]) == []


@pytest.mark.parametrize(("numbers", "words"), [(["new_device"], {}), ([], {"channel": ["app", "web", "tool"]})])
def test_a_forest_may_ask_a_single_fact(numbers: list[str], words: dict[str, list[str]]) -> None:
    own = group(forest((0, 0.5, -0.5, 0.5)), numbers=numbers, words=words, calibration=LINE)
    rows = [row("login", new_device=True, channel="tool"), row("login", new_device=False, channel="app")]

    assert scorer(own).score_rows(rows) == [0.75, 0.25] == [scorer(own).score(facts) for facts in rows]


def test_without_the_compiler_the_bits_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(encode_model(model(access=group(STUMPS, calibration=LINE))))
    asked = (
        "from pathlib import Path; from builders.model import made_up_rows; "
        "from sekisho.decisions.operations.model import load_scorer; "
        f"scorer = load_scorer(Path({str(path)!r})); rows = [facts for facts, _ in made_up_rows(60, 5)]; "
        "print([score.hex() for score in scorer.score_rows(rows)], scorer.contributions(rows[0]))"
    )
    places = os.pathsep.join([str(Path(__file__).parents[3]), *sys.path])
    told = [
        subprocess.run(
            [sys.executable, "-c", asked],
            env=os.environ | {"NUMBA_DISABLE_JIT": switch, "PYTHONPATH": places},
            capture_output=True, text=True, check=True,
        ).stdout
        for switch in ("0", "1")
    ]  # fmt: skip

    assert told[0] == told[1] != ""


def test_the_facts_that_raised_the_score_are_told_highest_first() -> None:
    found = scorer()

    told = found.contributions(row("login", new_device=True, device_logins=1, channel="tool"))
    assert [name for name, _ in told] == ["new_device", "device_logins", "channel"]
    assert [weight for _, weight in told] == pytest.approx([0.5, 0.3, 0.05])
    assert [name for name, _ in found.contributions(row("login", new_device=True, device_logins=9), top=2)] == [
        "new_device"
    ]


def test_the_version_is_the_digest_of_the_file_and_names_the_model() -> None:
    data = encode_model(model(access=group(STUMPS)))

    assert Scorer(data).version == sha256_hex(data)[:12]
    assert Scorer(data).name == f"trees@{sha256_hex(data)[:12]}"


def test_a_row_that_is_never_decided_has_no_score() -> None:
    with pytest.raises(KeyError):
        scorer().score(row("quote"))
    with pytest.raises(KeyError):
        scorer().score_rows([row("quote")])


def test_a_model_is_loaded_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(encode_model(model(access=group(STUMPS))))

    assert load_scorer(path).score(row("login")) == scorer(group(STUMPS)).score(row("login"))


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoModelError, match="sekisho train"):
        load_scorer(tmp_path / "nowhere.json")


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text("{}", encoding="utf-8")

    with pytest.raises(ModelFileError):
        load_scorer(path)


def test_without_a_path_the_products_own_model_is_meant() -> None:
    assert (SHIPPED.parent.name, SHIPPED.name) == ("data", "model.json")
    if SHIPPED.exists():
        assert load_scorer().version
    else:
        with pytest.raises(NoModelError):
            load_scorer()


def test_a_scorer_travels_to_other_processes() -> None:
    found = scorer()

    assert pickle.loads(pickle.dumps(found)).score(row("login")) == found.score(row("login"))  # noqa: S301 - our own bytes
