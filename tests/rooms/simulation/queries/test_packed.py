from datetime import date

import numpy as np
import pytest

from sekisho.simulation.queries.packed import agents, blocks, capitalisations, prefixes6, trades_on


@pytest.mark.parametrize(
    ("day", "open_"),
    [("2025-03-17", True), ("2025-03-20", False), ("2025-03-22", False), ("2025-12-31", False), ("2026-01-05", True)],
)
def test_the_exchange_rests_on_weekends_and_holidays(day: str, open_: object) -> None:
    assert trades_on(date.fromisoformat(day)) is open_


def test_japanese_shares_of_browsers_stand_in_the_order_of_the_survey() -> None:
    table = agents()
    share = {name: table.weights[places].sum() for name, places in table.groups.items()}

    assert share["android_chrome"] > share["windows_chrome"] > share["ios_safari"] > share["windows_edge"]
    assert all('"' not in fragment.split('":"')[1].split('","')[0] for fragment in table.fragments)


def test_lines_of_every_kind_have_blocks_whose_weights_add_up() -> None:
    for kind in ("residential", "mobile", "office", "hosting", "travel", "abroad", "rented"):
        found = blocks()[kind]
        assert np.isclose(found.weight.sum(), 1)
        assert (found.bits <= 24).all()
    assert set(blocks()["residential"].country) == {"JP"}
    assert "JP" not in blocks()["abroad"].country


def test_japanese_networks_of_version_six_are_large() -> None:
    starts, bits = prefixes6()

    assert len(starts) == len(bits) > 10
    assert (bits <= 40).all()


def test_capitalisations_rise_with_their_probabilities() -> None:
    for chances, values in capitalisations().values():
        assert (np.diff(chances) > 0).all()
        assert (np.diff(values) > 0).all()
