"""Small forests and models."""

from collections.abc import Mapping

import numpy as np

from builders.history import row
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import CATALOGUE_HASH, FactRow
from sekisho.decisions.rules.trees_features import GROUPS
from sekisho.decisions.rules.trees_file import LEAF, Calibration, Group, Model, Trees


def stump(feature: int, threshold: float, *, low: float, high: float, missing_right: int = 0, first: int = 0) -> Trees:
    """One split: ``low`` up to the threshold, ``high`` above it. ``first`` is the number of its root."""
    return Trees(
        roots=[first],
        feature=[feature, LEAF, LEAF],
        threshold=[threshold, 0.0, 0.0],
        left=[first + 1, LEAF, LEAF],
        right=[first + 2, LEAF, LEAF],
        missing_right=[missing_right, 0, 0],
        value=[(low + high) / 2, low, high],
    )


def forest(*stumps: tuple[int, float, float, float]) -> Trees:
    """Stumps of (feature, threshold, low, high), one after the other."""
    parts = [
        stump(feature, threshold, low=low, high=high, first=3 * place)
        for place, (feature, threshold, low, high) in enumerate(stumps)
    ]
    names = Trees.__struct_fields__
    return Trees(**{name: [value for part in parts for value in getattr(part, name)] for name in names})


def group(trees: Trees, **changes: object) -> Group:
    """A group over two numbers and one word, calibrated from 0 at -1 to 1 at 1."""
    given: dict[str, object] = {
        "events": list(GROUPS["access"]),
        "numbers": ["new_device", "device_logins"],
        "words": {"channel": ["app", "web", "tool"]},
        "trees": trees,
        "calibration": Calibration([-1.0, 1.0], [0.0, 1.0]),
        "trained": {},
    }
    return Group(**(given | changes))  # type: ignore[arg-type] # a builder takes what the test changes


def model(**groups: Group) -> Model:
    """A model whose access forest is given; the money forest says nothing."""
    quiet = group(forest((0, 0.5, 0.0, 0.0)), events=list(GROUPS["money"]))
    return Model(format=1, catalogue=CATALOGUE_HASH, groups={"money": quiet, **groups})


def made_up_rows(count: int, seed: int) -> list[tuple[FactRow, bool]]:
    """Rows of all decided types with their truth: new devices, few logins and thin names tend to be bad."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        event_type = DECIDED[number % len(DECIDED)]
        new, logins, risk = bool(chance.random() < 0.3), int(chance.poisson(5)), float(chance.beta(1, 6))
        drawn: Mapping[str, bool | float | str | None] = {
            "new_device": new if chance.random() < 0.95 else None,
            "device_logins": logins,
            "session_risk": risk if chance.random() < 0.9 else None,
            "channel": str(chance.choice(["app", "web", "tool"])),
            "foreign": bool(chance.random() < 0.1),
            "order_to_adv": float(chance.lognormal(-3, 1)) if event_type == "order" else None,
        }
        strength = 2.5 * new - 0.4 * logins + 6 * risk + (drawn["channel"] == "tool") - 2
        found.append((row(event_type, **drawn), bool(chance.random() < 1 / (1 + np.exp(-strength)))))
    return found
