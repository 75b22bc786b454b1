"""The file of a model: what it holds, how it is checked, and how it becomes arrays to walk.

A file is data from outside: every index in it is checked before compiled code follows it.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from msgspec import Struct

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE, INDEX
from sekisho.decisions.rules.trees import LANES, STRIDE, Forest

FORMAT = 1
LEAF = -1


class ModelFileError(ValueError):
    """The file is no model that can be used here."""


class Trees(Struct, frozen=True):
    """Nodes of all trees, one after the other; children come after their parent, and a leaf's ``feature`` is -1.

    A row goes left where the feature is at most ``threshold``; ``missing_right`` says where a missing value goes.
    ``value`` is the leaf's value, or the mean below an inner node.
    """

    roots: list[int]
    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    missing_right: list[int]
    value: list[float]


class Calibration(Struct, frozen=True):
    """Corners of the line from raw score to probability, both increasing."""

    raw: list[float]
    probability: list[float]


class Group(Struct, frozen=True):
    """One forest and the event types it speaks for.

    ``numbers`` are facts taken as they are, ``words`` facts taken by the place of their word in the list; in this
    order they are the features. ``trained`` describes the training for people.
    """

    events: list[str]
    numbers: list[str]
    words: dict[str, list[str]]
    trees: Trees
    calibration: Calibration
    trained: dict[str, object]


class Model(Struct, frozen=True):
    """The whole file. ``catalogue`` is the hash of the facts it was trained on; facts are found by name."""

    format: int
    catalogue: str
    groups: dict[str, Group]


def decode_model(data: bytes) -> Model:
    """Read and check a model's file.

    Raises:
        ModelFileError: it is not JSON of the right shape, or says something impossible; the message names the field.

    """
    try:
        model = msgspec.json.decode(data, type=Model)
    except msgspec.MsgspecError as error:
        message = f"the model's file cannot be read: {error}"
        raise ModelFileError(message) from error
    _require(model.format == FORMAT, "$.format", f"is {model.format}, this version reads {FORMAT}")
    _check_events([group.events for group in model.groups.values()])
    for name, group in model.groups.items():
        _check_facts(f"$.groups.{name}", group)
        _check_trees(f"$.groups.{name}.trees", group.trees, len(group.numbers) + len(group.words))
        _check_calibration(f"$.groups.{name}.calibration", group.calibration)
    return model


def encode_model(model: Model) -> bytes:
    """The file of a model; the same model gives the same bytes."""
    return msgspec.json.encode(model, order="sorted") + b"\n"


def _require(holds: bool, field: str, problem: str) -> None:  # noqa: FBT001 - reads like assert
    if not holds:
        message = f"the model's file: {field} {problem}; train it again with `sekisho train`"
        raise ModelFileError(message)


def _check_events(groups: Sequence[Sequence[str]]) -> None:
    named = sorted(event for events in groups for event in events)
    _require(named == sorted(DECIDED), "$.groups", f"must name each of {', '.join(DECIDED)} once, they name {named}")


def _check_facts(field: str, group: Group) -> None:
    kinds: Mapping[str, Kind] = {fact.name: fact.kind for fact in CATALOGUE}
    for name in group.numbers:
        _require(kinds.get(name, Kind.TEXT) is not Kind.TEXT, f"{field}.numbers", f"names {name!r}, no number here")
    for name in group.words:
        _require(kinds.get(name) is Kind.TEXT, f"{field}.words", f"names {name!r}, no text here")


def _check_trees(field: str, trees: Trees, features: int) -> None:
    nodes = len(trees.feature)
    for name in ("threshold", "left", "right", "missing_right", "value"):
        found = len(getattr(trees, name))
        _require(found == nodes, f"{field}.{name}", f"has {found} entries for {nodes} nodes")
    _require(bool(trees.roots) and all(0 <= root < nodes for root in trees.roots), f"{field}.roots", "leads nowhere")
    for node, feature in enumerate(trees.feature):
        _require(LEAF <= feature < features, f"{field}.feature[{node}]", f"is {feature} of {features}")
        if feature != LEAF:
            below = (trees.left[node], trees.right[node])
            # Children behind their parent: no circle, and depths can be found in one pass.
            _require(all(node < child < nodes for child in below), f"{field} node {node}", "has no such child")
    inner = [node for node, feature in enumerate(trees.feature) if feature != LEAF]
    named = sorted([*trees.roots, *(trees.left[node] for node in inner), *(trees.right[node] for node in inner)])
    # Shared branches would grow without bound when the nodes are laid out.
    _require(named == list(range(nodes)), field, "must name each node once, as a root or as a child")


def _check_calibration(field: str, calibration: Calibration) -> None:
    raw, probability = np.array(calibration.raw), np.array(calibration.probability)
    _require(len(raw) == len(probability) > 0, field, "needs as many probabilities as raw scores, one at least")
    _require(bool((np.diff(raw) > 0).all()), f"{field}.raw", "must increase")
    level = bool((np.diff(probability) >= 0).all() and probability[0] >= 0 and probability[-1] <= 1)
    _require(level, f"{field}.probability", "must not decrease and lie between 0 and 1")


def pack(group: Group) -> Forest:
    """The arrays that ``trees`` walks, from a checked group."""
    trees, features = group.trees, len(group.numbers) + len(group.words)
    order = _side_by_side(trees)
    offsets = {node: place * STRIDE for place, node in enumerate(order)}
    filler = len(order) * STRIDE  # the leaf of the trees that fill up
    links = np.zeros((len(order) + 1, STRIDE), np.int32)
    links[-1, 1] = filler
    thresholds = np.full(len(order) + 1, np.inf)
    for place, node in enumerate(order):
        if trees.feature[node] == LEAF:
            links[place, 1] = offsets[node]
        else:
            copy = features if trees.missing_right[node] else 0
            links[place] = (trees.feature[node] + copy, offsets[trees.left[node]])
            thresholds[place] = trees.threshold[node]
    empty = (-len(trees.roots)) % LANES
    depths = _depths(trees)
    return Forest(
        thresholds=thresholds,
        links=links.ravel(),
        values=np.array([*(trees.value[node] for node in order), 0.0]),
        roots=np.array([*(offsets[root] for root in trees.roots), *[filler] * empty], np.int32),
        depths=np.array([*(depths[root] for root in trees.roots), *[0] * empty], np.int32)
        .reshape(-1, LANES)
        .max(axis=1),
        knots=np.array(group.calibration.raw, np.float64),
        heights=np.array(group.calibration.probability, np.float64),
    )


def _side_by_side(trees: Trees) -> list[int]:
    """The nodes of each tree level by level, so that a right child follows its left sibling."""
    order: list[int] = []
    for root in trees.roots:
        level = [root]
        while level:
            order.extend(level)
            level = [
                child
                for node in level
                if trees.feature[node] != LEAF
                for child in (trees.left[node], trees.right[node])
            ]
    return order


def _depths(trees: Trees) -> list[int]:
    """Steps from each node to its deepest leaf."""
    depths = [0] * len(trees.feature)
    for node in range(len(trees.feature) - 1, -1, -1):
        if trees.feature[node] != LEAF:
            depths[node] = 1 + max(depths[trees.left[node]], depths[trees.right[node]])
    return depths


def places(names: Sequence[str]) -> tuple[int, ...]:
    """Where facts lie in a row."""
    return tuple(INDEX[name] for name in names)
