import pytest

from sekisho.journal.types.verification import SENTENCES, Damage, Fault


@pytest.mark.parametrize("fault", Fault)
def test_every_damage_names_its_batch_in_both_languages(fault: Fault) -> None:
    text = Damage(fault, 12, 345).text

    assert "12" in text.ja
    assert "12" in text.en
    assert ("345" in text.en) == ("{position}" in SENTENCES[fault].en) == ("345" in text.ja)
