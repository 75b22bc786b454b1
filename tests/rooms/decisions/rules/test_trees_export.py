"""The flat arrays say what LightGBM says."""

import lightgbm
import numpy as np
import pytest

from builders.model import group
from sekisho.decisions.rules.trees import contributions, raw
from sekisho.decisions.rules.trees_export import UnsupportedTreeError, flatten
from sekisho.decisions.rules.trees_file import pack


def trained(
    *, holes: float, categorical: list[int] | None = None, **settings: object
) -> tuple[lightgbm.Booster, np.ndarray]:
    chance = np.random.default_rng(5)
    rows = chance.normal(size=(3_000, 3))
    rows[:, 2] = chance.integers(0, 4, 3_000)
    rows[chance.random(rows.shape) < holes] = np.nan
    bad = np.nan_to_num(rows[:, 0]) + np.nan_to_num(rows[:, 1]) * (rows[:, 2] > 1) + chance.normal(size=3_000) > 1
    data = lightgbm.Dataset(rows, bad.astype(float), categorical_feature=categorical or [])
    given = {"objective": "binary", "verbose": -1, "num_threads": 1, "max_depth": 6, **settings}
    return lightgbm.train(given, data, 21), rows


@pytest.mark.parametrize("holes", [0.0, 0.2])
def test_raw_scores_are_lightgbms_even_where_values_are_missing(holes: float) -> None:
    booster, rows = trained(holes=holes)
    packed = pack(group(flatten(booster.dump_model())))
    asked = rows[:500].copy()
    asked[::7, 0] = np.nan
    asked[::5, 2] = np.nan

    expected = booster.predict(asked, raw_score=True)
    found = [raw(x, *packed[:5]) for x in asked]

    assert np.abs(np.array(found) - expected).max() < 1e-12


def test_contributions_start_from_the_means_that_lightgbm_keeps() -> None:
    booster, rows = trained(holes=0.1)
    flat = flatten(booster.dump_model())
    packed = pack(group(flat))
    means = sum(flat.value[root] for root in flat.roots)

    for x in rows[:50]:
        assert contributions(x, *packed[:4]).sum() + means == pytest.approx(raw(x, *packed[:5]), abs=1e-9)


def test_a_forest_that_learnt_nothing_is_one_leaf() -> None:
    booster, _ = trained(holes=0.0, min_data_in_leaf=5_000)

    assert set(flatten(booster.dump_model()).feature) == {-1}


def test_splits_by_category_or_on_missing_zeros_are_refused() -> None:
    for booster, _ in (trained(holes=0.0, categorical=[2]), trained(holes=0.0, zero_as_missing=True)):
        with pytest.raises(UnsupportedTreeError, match="has no flat form"):
            flatten(booster.dump_model())
