from pathlib import Path

from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.campaigns.catalogue import CAMPAIGNS, MIXED_WEIGHTS, SCRIPTS

REFERENCE = Path(__file__).parents[5] / "docs" / "reference" / "campaigns.md"


def test_every_campaign_stands_in_the_reference() -> None:
    text = REFERENCE.read_text(encoding="utf-8")

    assert [name for name in CAMPAIGNS if f"`{name}`" not in text] == []


def test_every_way_in_is_part_of_the_mixture_and_a_campaign_of_its_own() -> None:
    assert set(MIXED_WEIGHTS) == set(VARIANTS)
    assert set(VARIANTS) <= set(SCRIPTS)


def test_every_campaign_has_a_title_in_both_languages_and_a_retold_one_its_source() -> None:
    for name, script in SCRIPTS.items():
        assert script.title.ja
        assert script.title.en
        assert script.source or name in VARIANTS
