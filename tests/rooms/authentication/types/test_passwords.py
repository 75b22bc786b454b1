from typing import Any

import pytest

from sekisho.authentication.types.passwords import Cost, Weakness, sentence


def test_the_usual_cost_is_nineteen_mebibytes_in_two_passes() -> None:
    assert Cost() == Cost(memory_kib=19_456, passes=2, lanes=1)


@pytest.mark.parametrize("cost", [{"memory_kib": 7_167}, {"passes": 0}, {"lanes": 0}])
def test_too_weak_a_cost_is_refused(cost: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="at least 7 MiB"):
        Cost(**cost)


@pytest.mark.parametrize("weakness", list(Weakness))
def test_every_weakness_has_its_sentence(weakness: Weakness) -> None:
    text = sentence(weakness, least=15)

    assert "{" not in text.ja + text.en


def test_the_sentence_names_the_length_that_is_asked() -> None:
    assert "15文字" in sentence(Weakness.SHORT, least=15).ja
