"""Turn LightGBM's own description of a booster into the flat arrays of a model's file."""

from collections.abc import Mapping
from typing import Any

from sekisho.decisions.rules.trees_file import LEAF, Trees


class UnsupportedTreeError(ValueError):
    """The booster splits in a way that the flat arrays cannot say."""


def flatten(dump: Mapping[str, Any]) -> Trees:
    """The trees of ``Booster.dump_model()``.

    Raises:
        UnsupportedTreeError: a split is by category, or treats zeros as missing.

    """
    trees = Trees([], [], [], [], [], [], [])
    for tree in dump["tree_info"]:
        trees.roots.append(_append(trees, tree["tree_structure"]))
    return trees


def _append(trees: Trees, node: Mapping[str, Any]) -> int:
    """Add the node and all below it; its number."""
    place = len(trees.feature)
    inner = "split_feature" in node
    trees.feature.append(node["split_feature"] if inner else LEAF)
    trees.threshold.append(node["threshold"] if inner else 0.0)
    trees.value.append(node["internal_value"] if inner else node["leaf_value"])
    trees.missing_right.append(int(inner and not _missing_left(node)))
    trees.left.append(LEAF)
    trees.right.append(LEAF)
    if inner:
        trees.left[place] = _append(trees, node["left_child"])
        trees.right[place] = _append(trees, node["right_child"])
    return place


def _missing_left(node: Mapping[str, Any]) -> bool:
    """Where LightGBM sends NaN: to the default side, or as zero when training saw no NaN in the feature."""
    if node["decision_type"] != "<=" or node["missing_type"] == "Zero":
        message = f"a split {node['decision_type']!r} with missing type {node['missing_type']!r} has no flat form"
        raise UnsupportedTreeError(message)
    return bool(node["default_left"] if node["missing_type"] == "NaN" else node["threshold"] >= 0.0)
