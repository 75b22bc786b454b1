"""Train the model from the history and the labels; the same input gives the same file.

LightGBM is asked for by name when it is needed: judging must not depend on a package that only training uses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sekisho.activity.types.facts import CATALOGUE_HASH
from sekisho.decisions.operations.labels import load_labels
from sekisho.decisions.queries.history import History
from sekisho.decisions.rules import trees_sample as sampling
from sekisho.decisions.rules.backtest_sql import Window
from sekisho.decisions.rules.calibration_measures import rank
from sekisho.decisions.rules.calibration_table import Floats, calibrate
from sekisho.decisions.rules.trees_export import flatten
from sekisho.decisions.rules.trees_features import GROUPS, Candidate, candidates
from sekisho.decisions.rules.trees_file import FORMAT, Calibration, Group, Model, Trees, encode_model
from sekisho.decisions.types.backtest import LATEST, Labels


class NoTrainerError(RuntimeError):
    """LightGBM is not installed."""


class TooFewLabelsError(ValueError):
    """There are not enough bad events on enough accounts to learn from, to stop by and to calibrate on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How to train. ``honest`` is about how many honest events a group learns from; the rest is LightGBM's.

    ``bad_share`` is the weight of bad events while learning: at their natural rate a handful of leaves would swallow
    the whole forest. Calibration goes back to the natural rate. ``complete`` says that the labels tell the truth of
    every event, held ones included, as those of a simulation do. ``honest_times`` is how many honest events real life
    has for each one in the record; above 1 for a record in which attacks were made frequent to have enough of them.
    """

    honest: int = 300_000
    features: int = 48
    trees: int = 200
    leaves: int = 31
    depth: int = 7
    rate: float = 0.05
    least: int = 20
    bad_share: float = 0.1
    patience: int = 30
    seed: int = 20250317
    threads: int = 2
    complete: bool = False
    honest_times: float = 1.0


class _Sample(NamedTuple):
    """Rows to learn from. ``weight`` restores the natural rate of honest events."""

    features: NDArray[np.float64]
    bad: NDArray[np.bool_]
    fold: NDArray[np.int64]
    weight: Floats

    def of(self, folds: range) -> "_Sample":
        chosen = np.isin(self.fold, folds)
        return _Sample(self.features[chosen], self.bad[chosen], self.fold[chosen], self.weight[chosen])

    def only(self, columns: Sequence[int]) -> "_Sample":
        return self._replace(features=np.ascontiguousarray(self.features[:, list(columns)]))


def train(
    history: History, labels: Labels, *, start: int = 0, end: int = LATEST, training: Training | None = None
) -> bytes:
    """Train both groups and give the bytes of the model's file.

    Args:
        history: what was judged.
        labels: what is known about the truth.
        start: first moment to learn from (milliseconds).
        end: moment before which to learn.
        training: how; the usual way when absent.

    Raises:
        NoTrainerError: LightGBM is not installed.
        TooFewLabelsError: a group has too few bad events.

    """
    chosen = training or Training()
    engine = _engine()
    load_labels(history, labels)
    window = Window(start, end)
    groups = {name: _group(engine, history, name, window, chosen) for name in GROUPS}
    return encode_model(Model(format=FORMAT, catalogue=CATALOGUE_HASH, groups=groups))


def _engine() -> Any:  # noqa: ANN401 - LightGBM has no types
    try:
        return import_module("lightgbm")
    except ImportError as error:
        message = "training needs LightGBM; install it with `uv sync --group train` or `pip install lightgbm`"
        raise NoTrainerError(message) from error


def _group(engine: Any, history: History, name: str, window: Window, training: Training) -> Group:  # noqa: ANN401 - the same
    features = candidates(name)
    sample = _draw(history, GROUPS[name], features, window, training)
    _require_bad(name, sample)
    columns = _useful(engine, sample.of(sampling.LEARN), features, training)
    features, sample = tuple(features[column] for column in columns), sample.only(columns)
    booster = _fit(engine, sample, features, training)
    trees = flatten(booster.dump_model())
    held_out = sample.of(sampling.CALIBRATE)
    raw = np.asarray(booster.predict(held_out.features, raw_score=True))
    corners = calibrate(raw, held_out.bad, held_out.weight)
    return Group(
        events=list(GROUPS[name]),
        numbers=[feature.name for feature in features if feature.words is None],
        words={feature.name: list(feature.words) for feature in features if feature.words is not None},
        trees=trees,
        calibration=Calibration(list(corners.raw), list(corners.probability)),
        trained=_told(sample, raw, trees, training),
    )


def _draw(
    history: History, events: Sequence[str], features: Sequence[Candidate], window: Window, training: Training
) -> _Sample:
    counts = [
        history.connection.execute(sampling.population(event, window, complete=training.complete)).fetchall()[0]
        for event in events
    ]
    honest = sum(row[1] for row in counts)
    share = min(1.0, training.honest / honest) if honest else 1.0
    query = sampling.sample(events, features, window, share=share, complete=training.complete)
    columns: Mapping[str, Any] = history.connection.execute(query).fetchnumpy()
    bad = np.asarray(columns["bad"], np.bool_)
    drawn = int((~bad).sum())
    return _Sample(
        np.column_stack([np.asarray(columns[feature.name], np.float64) for feature in features]),
        bad,
        np.asarray(columns["fold"], np.int64),
        np.where(bad, 1.0, training.honest_times * honest / max(drawn, 1)),
    )


def _require_bad(name: str, sample: _Sample) -> None:
    for purpose, folds in (("learn", sampling.LEARN), ("stop", sampling.STOP), ("calibrate", sampling.CALIBRATE)):
        part = sample.of(folds)
        bad = int(part.bad.sum())
        if bad < 2 or bad == len(part.bad):  # noqa: PLR2004 - one event makes no rate
            message = (
                f"{name}: {bad} bad of {len(part.bad):,} events on the accounts kept to {purpose}; "
                "label more incidents, or train on a longer history"
            )
            raise TooFewLabelsError(message)


def _useful(engine: Any, sample: _Sample, features: Sequence[Candidate], training: Training) -> list[int]:  # noqa: ANN401 - the same
    """The columns a first, short forest gains most from; the fewer features, the quicker a score."""
    data = engine.Dataset(sample.features, sample.bad.astype(float), weight=_learning(sample, training))
    booster = engine.train(_settings(features, training), data, num_boost_round=max(1, training.trees // 3))
    gains = booster.feature_importance("gain")
    best = sorted(range(len(features)), key=lambda column: (-gains[column], column))[: training.features]
    return sorted(column for column in best if gains[column] > 0) or [0]


def _fit(engine: Any, sample: _Sample, features: Sequence[Candidate], training: Training) -> Any:  # noqa: ANN401 - the same
    learn, stop = sample.of(sampling.LEARN), sample.of(sampling.STOP)
    data = engine.Dataset(learn.features, learn.bad.astype(float), weight=_learning(learn, training))
    held_out = data.create_valid(stop.features, stop.bad.astype(float), weight=_learning(stop, training))
    early = engine.early_stopping(training.patience, verbose=False)
    settings = _settings(features, training)
    booster = engine.train(settings, data, training.trees, valid_sets=[held_out], callbacks=[early])
    # Written out and read again, the booster keeps only the trees up to the best one.
    return engine.Booster(model_str=booster.model_to_string(num_iteration=booster.best_iteration))


def _learning(sample: _Sample, training: Training) -> Floats:
    """Weights while learning: bad events together weigh ``bad_share`` of all."""
    bad, honest = float(sample.weight[sample.bad].sum()), float(sample.weight[~sample.bad].sum())
    ratio = training.bad_share / (1 - training.bad_share)
    scaled = np.where(sample.bad, honest * ratio / bad, 1.0) * sample.weight
    return np.asarray(scaled / scaled.mean(), np.float64)


def _settings(features: Sequence[Candidate], training: Training) -> dict[str, object]:
    return {
        "objective": "binary",
        "metric": "binary_logloss",
        "num_leaves": training.leaves,
        "max_depth": training.depth,
        "learning_rate": training.rate,
        "min_data_in_leaf": training.least,
        "lambda_l2": 1.0,
        "feature_fraction": 0.8,
        "monotone_constraints": [feature.direction for feature in features],
        "monotone_constraints_method": "intermediate",
        "seed": training.seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": training.threads,
        "verbose": -1,
    }


def _told(sample: _Sample, raw: Floats, trees: Trees, training: Training) -> dict[str, object]:
    """What people want to know of the training; figures are of the accounts the forest never saw."""
    held_out = sample.of(sampling.CALIBRATE)
    ranking = rank(raw, held_out.bad, held_out.weight)
    return {
        "bad": int(sample.bad.sum()),
        "honest": round(float(sample.weight[~sample.bad].sum()) / training.honest_times),
        "honest_drawn": int((~sample.bad).sum()),
        "trees": len(trees.roots),
        "held_out": {
            "bad": int(held_out.bad.sum()),
            **{name: round(value, 6) for name, value in ranking._asdict().items()},
        },
        "training": asdict(training),
    }
