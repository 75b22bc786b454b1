"""A model's file is checked before anything follows its numbers."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from builders.model import forest, group, model
from sekisho.decisions.rules.trees import LANES, raw
from sekisho.decisions.rules.trees_file import (
    Calibration,
    Group,
    ModelFileError,
    Trees,
    decode_model,
    encode_model,
    pack,
    places,
)

STUMP = (0, 0.5, -1.0, 1.0)


def file(own: Group) -> bytes:
    return encode_model(model(access=own))


def test_a_model_is_read_back_as_it_was_written() -> None:
    written = model(access=group(forest(STUMP)))

    assert decode_model(encode_model(written)) == written


def test_the_same_model_gives_the_same_bytes() -> None:
    assert file(group(forest(STUMP))) == file(group(forest(STUMP)))


def broken(change: Callable[[Trees], None]) -> Group:
    trees = forest(STUMP, STUMP)
    change(trees)
    return group(trees)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (group(forest(STUMP), events=["login"]), r"\$\.groups must name each of login, factor"),
        (group(forest(STUMP), numbers=["new_device", "unheard_of"]), r"access\.numbers names 'unheard_of'"),
        (group(forest(STUMP), numbers=["new_device", "side"]), r"access\.numbers names 'side', no number"),
        (group(forest(STUMP), words={"new_device": []}), r"access\.words names 'new_device', no text"),
        (broken(lambda trees: trees.value.pop()), r"trees\.value has 5 entries for 6 nodes"),
        (broken(lambda trees: trees.roots.clear()), r"trees\.roots leads nowhere"),
        (broken(lambda trees: trees.roots.append(99)), r"trees\.roots leads nowhere"),
        (broken(lambda trees: trees.feature.__setitem__(0, 3)), r"trees\.feature\[0\] is 3 of 3"),
        (broken(lambda trees: trees.feature.__setitem__(0, -2)), r"trees\.feature\[0\] is -2 of 3"),
        (broken(lambda trees: trees.left.__setitem__(0, 0)), r"trees node 0 has no such child"),
        (broken(lambda trees: trees.right.__setitem__(3, 6)), r"trees node 3 has no such child"),
        (broken(lambda trees: trees.left.__setitem__(0, 2)), "must name each node once"),
        (group(forest(STUMP), calibration=Calibration([], [])), "calibration needs as many"),
        (group(forest(STUMP), calibration=Calibration([1.0, 1.0], [0.1, 0.2])), r"calibration\.raw must increase"),
        (group(forest(STUMP), calibration=Calibration([0.0, 1.0], [0.2, 0.1])), r"calibration\.probability must not"),
        (group(forest(STUMP), calibration=Calibration([0.0, 1.0], [0.2, 1.1])), r"calibration\.probability must not"),
    ],
)
def test_an_impossible_model_is_refused_with_the_name_of_its_field(own: Group, told: str) -> None:
    with pytest.raises(ModelFileError, match=told):
        decode_model(file(own))


def test_a_file_of_another_format_is_refused() -> None:
    data = msgspec.json.encode(msgspec.structs.replace(model(access=group(forest(STUMP))), format=2))

    with pytest.raises(ModelFileError, match=r"\$\.format is 2, this version reads 1"):
        decode_model(data)


def test_a_file_that_is_no_json_is_refused() -> None:
    with pytest.raises(ModelFileError, match="cannot be read"):
        decode_model(b"<model/>")


def test_a_forest_is_filled_up_with_trees_worth_nothing() -> None:
    packed = pack(group(forest(*[STUMP] * (LANES + 1))))

    assert len(packed.roots) == 2 * LANES
    assert packed.depths.tolist() == [1, 1]
    assert raw(np.array([1.0, 0.0, 0.0]), *packed[:5]) == LANES + 1


def test_a_tree_of_one_leaf_is_its_value() -> None:
    leaf = Trees(roots=[0], feature=[-1], threshold=[0.0], left=[-1], right=[-1], missing_right=[0], value=[0.25])

    assert raw(np.zeros(3), *pack(group(leaf))[:5]) == 0.25


def test_deeper_trees_keep_their_children_side_by_side() -> None:
    # Node 1 splits again; its children are 2 and 3, and 4 is the right child of the root.
    deep = Trees(
        roots=[0], feature=[0, 1, -1, -1, -1], threshold=[0.5, 0.5, 0.0, 0.0, 0.0], left=[1, 2, -1, -1, -1],
        right=[4, 3, -1, -1, -1], missing_right=[0, 0, 0, 0, 0], value=[0.0, 0.0, 1.0, 2.0, 3.0],
    )  # fmt: skip
    packed = pack(group(deep))

    found = [raw(np.array(x), *packed[:5]) for x in ([0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0])]
    assert found == [1.0, 2.0, 3.0]
    assert packed.depths.tolist() == [2]


def test_places_are_those_of_the_catalogue() -> None:
    assert places(["event_type", "channel"]) == (0, 1)
